/** Rows of tables that the run did not see. */
import type { RunWindow } from "../rules/schedule.js";
import { ticksPerDay } from "../types/calendar.js";
import { addInt64 } from "../types/int64.js";
import type { Place } from "./flow.js";
import type { SourceRow } from "./lineage.js";
import { outsideSuspects } from "./outside-suspects.js";
import { type RowTimes, type Scan, timesOf } from "./scan-times.js";
import type { Change } from "./subject.js";
import type { Search, Suspect } from "./suspects.js";

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
    : [
        ...outsideSuspects({ subject, scan, place, window }, times),
        ...lateSuspects(scan, place, window, times),
      ];
}

function isAmong(sources: readonly SourceRow[], table: string, row: number): boolean {
  return sources.some((source) => source.row === row && source.table === table);
}

function placeOf(place: Place): { readonly place: number; readonly span: Place["span"] } {
  return { place: place.index, span: place.span };
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
const longDelay = 400 * ticksPerDay;

function inTime(window: RunWindow): Change {
  const { maxDelayTicks: _, ...rest } = window;
  return { window: { ...rest, visibleUntil: addInt64(window.to, longDelay) } };
}
