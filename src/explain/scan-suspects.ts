/** Rows of tables that the run did not see. */
import type { SourceTrace } from "../exec/trace.js";
import type { RunWindow } from "../rules/schedule.js";
import { addInt64, type Int64, subtractInt64, type Ticks } from "../types/int64.js";
import { asInt64, cellReader } from "../vector/vector.js";
import type { Place } from "./flow.js";
import type { SourceRow } from "./lineage.js";
import type { Change, Subject } from "./subject.js";
import type { Search, Suspect } from "./suspects.js";

type Scan = Extract<SourceTrace, { readonly kind: "scan" }>;

/** Rows that a scan did not yield: the table is empty, or they lie outside the window or arrived late. */
export function scanSuspects({ subject, followed }: Search, place: Place): Suspect[] {
  const scan = place.source;
  if (scan?.kind !== "scan") return [];
  if (scan.rowsInTable === 0) {
    if (followed !== undefined) return [];
    const { tables } = subject.bound.query;
    const others = subject.workspace.tableNames.filter(
      (name) => !tables.includes(name) && (subject.workspace.table(name)?.rowCount ?? 0) > 0,
    );
    const facts = { ...placeOf(place), table: scan.table, others };
    return [{ finding: { kind: "empty-table", ...facts, distance: 0.05 } }];
  }
  const window = subject.run?.window;
  if (window === undefined || scan.rowsOut === scan.rowsInTable) return [];
  const all = timesOf(subject, scan);
  const times =
    followed === undefined ? all : all?.filter(({ row }) => isAmong(followed.sources, scan.table, row));
  return times === undefined
    ? []
    : [...outsideSuspects(scan, place, window, times), ...lateSuspects(scan, place, window, times)];
}

function isAmong(sources: readonly SourceRow[], table: string, row: number): boolean {
  return sources.some((source) => source.row === row && source.table === table);
}

function placeOf(place: Place): { readonly place: number; readonly span: Place["span"] } {
  return { place: place.index, span: place.span };
}

/** When a row was generated and when it was ingested. */
export interface RowTimes {
  readonly row: number;
  readonly generated: Int64 | null;
  readonly ingested: Int64 | null;
}

/** Times of all rows of a table; undefined for a table that is not in memory. */
export function timesOf({ workspace }: Subject, { table: name, columns }: Scan): RowTimes[] | undefined {
  const table = workspace.table(name);
  const timeAt = columns.findIndex((column) => column.name === "TimeGenerated");
  if (table === undefined || timeAt === -1) return undefined;
  const reader = table.read({ used: new Set([timeAt]) });
  const times: RowTimes[] = [];
  for (;;) {
    const next = reader.next();
    if (next === undefined) return times;
    if (next instanceof Promise) return undefined;
    const generated = cellReader(next.batch.column(timeAt));
    const ingested = next.ingestionTime === undefined ? generated : cellReader(next.ingestionTime);
    for (let row = 0; row < next.batch.length; row++) {
      times.push({ row: times.length, generated: asInt64(generated(row)), ingested: asInt64(ingested(row)) });
    }
  }
}

function outsideSuspects(scan: Scan, place: Place, window: RunWindow, times: readonly RowTimes[]): Suspect[] {
  const clock = (row: RowTimes) => (window.clock === "ingested" ? row.ingested : row.generated);
  const known = times.flatMap((row) => clock(row) ?? []);
  const before = known.filter((time) => time < window.from);
  const after = known.filter((time) => time >= window.to);
  const suspects = [
    { side: before, nearest: greatest(before), edge: window.from },
    { side: after, nearest: least(after), edge: window.to },
  ];
  return suspects.flatMap(({ side, nearest, edge }): Suspect[] => {
    if (side.length === 0 || nearest === undefined) return [];
    const gap = Math.abs(Number(subtractInt64(nearest, edge)));
    const period = Math.max(1, Number(subtractInt64(window.to, window.from)));
    const finding = {
      kind: "outside-window",
      ...placeOf(place),
      table: scan.table,
      before: side === before ? before.length : 0,
      after: side === after ? after.length : 0,
      total: times.length,
      nearest: { cell: nearest, type: "datetime" },
      from: window.from,
      to: window.to,
      distance: 0.12 + 0.3 * Math.min(1, gap / (4 * period)),
    } as const;
    return otherTimes(side, period).map((at) => ({
      finding,
      change: { window: movedTo(window, at) },
      check: { kind: "run-at", at },
    }));
  });
}

const ticksPerSecond = 10_000_000;

/** Times at which a run would see the rows: just after the newest, in the middle, as late as the oldest allows. */
function otherTimes(times: readonly Ticks[], period: number): Ticks[] {
  const [oldest, newest] = [least(times), greatest(times)];
  if (oldest === undefined || newest === undefined) return [];
  const first = addInt64(newest, ticksPerSecond);
  const last = addInt64(oldest, period - ticksPerSecond);
  const middle = addInt64(newest, Math.floor(period / 2));
  return [...new Set([first, ...(last > first ? [last] : [addInt64(oldest, ticksPerSecond)]), middle])];
}

function least(times: readonly Ticks[]): Ticks | undefined {
  return times.reduce<Ticks | undefined>(
    (best, time) => (best === undefined || time < best ? time : best),
    undefined,
  );
}

function greatest(times: readonly Ticks[]): Ticks | undefined {
  return times.reduce<Ticks | undefined>(
    (best, time) => (best === undefined || time > best ? time : best),
    undefined,
  );
}

/** The window of a run at another time. */
function movedTo(window: RunWindow, at: Ticks): RunWindow {
  const moved = (time: Ticks) => addInt64(at, subtractInt64(time, window.at));
  return {
    ...window,
    at,
    from: moved(window.from),
    to: moved(window.to),
    visibleUntil: moved(window.visibleUntil),
  };
}

function lateSuspects(scan: Scan, place: Place, window: RunWindow, times: readonly RowTimes[]): Suspect[] {
  if (scan.rowsArrivedLate === 0) return [];
  const late = times.filter(
    ({ generated, ingested }) =>
      generated !== null &&
      ingested !== null &&
      generated >= window.from &&
      generated < window.to &&
      ingested >= window.visibleUntil,
  );
  const [first] = late;
  if (first === undefined) return [];
  return [
    {
      finding: {
        kind: "arrived-late",
        ...placeOf(place),
        table: scan.table,
        count: late.length,
        generated: { cell: first.generated, type: "datetime" },
        ingested: { cell: first.ingested, type: "datetime" },
        visibleUntil: window.visibleUntil,
        distance: 0.1,
      },
      change: inTime(window),
      check: { kind: "in-time" },
    },
  ];
}

/** A day is later than any row of a run that a test could mean. */
const longDelay = 400 * 86_400 * ticksPerSecond;

function inTime(window: RunWindow): Change {
  const { maxDelayTicks: _, ...rest } = window;
  return { window: { ...rest, visibleUntil: addInt64(window.to, longDelay) } };
}
