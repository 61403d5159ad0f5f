/** Rows before or behind the look-back: seen by a run at another time, or by this one had they been of another time. */
import type { RunWindow } from "../rules/schedule.js";
import { ticksPerSecond } from "../types/calendar.js";
import { addInt64, subtractInt64, type Ticks } from "../types/int64.js";
import type { FindingOf } from "./findings.js";
import type { Place } from "./flow.js";
import { type RowTimes, type Scan, timesOf } from "./scan-times.js";
import type { Subject } from "./subject.js";
import type { Suspect } from "./suspects.js";

export interface Windowed {
  readonly subject: Subject;
  readonly scan: Scan;
  readonly place: Place;
  readonly window: RunWindow;
}

interface TimedRow {
  readonly row: number;
  readonly time: Ticks;
}

/** Rows on one side of the look-back, the nearest to it first. */
interface Outside {
  readonly side: "before" | "after";
  readonly rows: readonly TimedRow[];
}

export function outsideSuspects(windowed: Windowed, times: readonly RowTimes[]): Suspect[] {
  const { window } = windowed;
  const rows = timedRows(window, times);
  const before = rows.filter(({ time }) => time < window.from);
  const after = rows.filter(({ time }) => time >= window.to);
  const sides: Outside[] = [
    { side: "before", rows: before.sort((a, b) => compareTimes(b, a)) },
    { side: "after", rows: after.sort(compareTimes) },
  ];
  return sides.flatMap((outside): Suspect[] => {
    if (outside.rows.length === 0) return [];
    const finding = outsideFinding(windowed, outside, times.length);
    const runs = otherRuns(outside, periodOf(window)).map(
      (at): Suspect => ({
        finding,
        change: { window: movedTo(window, at) },
        check: { kind: "run-at", at },
      }),
    );
    return [...runs, ...movedSuspects(windowed, outside, finding)];
  });
}

/** Rows with the time that the window goes by. */
function timedRows({ clock }: RunWindow, times: readonly RowTimes[]): TimedRow[] {
  return times.flatMap(({ row, generated, ingested }) => {
    const time = clock === "ingested" ? ingested : generated;
    return time === null ? [] : [{ row, time }];
  });
}

function compareTimes({ time: a }: TimedRow, { time: b }: TimedRow): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function periodOf({ from, to }: RunWindow): number {
  return Math.max(1, Number(subtractInt64(to, from)));
}

/** How far from the window a time is, in look-backs. */
function gapTo(window: RunWindow, time: Ticks): number {
  const edge = time < window.from ? window.from : window.to;
  return Math.abs(Number(subtractInt64(time, edge))) / periodOf(window);
}

function outsideFinding(
  { scan, place, window }: Windowed,
  { side, rows }: Outside,
  total: number,
): FindingOf<"outside-window"> {
  const [nearest] = rows;
  return {
    kind: "outside-window",
    place: place.index,
    span: place.span,
    table: scan.table,
    before: side === "before" ? rows.length : 0,
    after: side === "after" ? rows.length : 0,
    total,
    nearest: { cell: nearest.time, type: "datetime" },
    from: window.from,
    to: window.to,
    distance: 0.1 + 0.3 * Math.min(1, gapTo(window, nearest.time) / 4),
  };
}

/** Times at which a run would see the rows: just after the newest, in the middle, as late as the oldest allows. */
function otherRuns(outside: Outside, period: number): Ticks[] {
  const { oldest, newest } = endsOf(outside);
  const first = addInt64(newest, ticksPerSecond);
  const last = addInt64(oldest, period - ticksPerSecond);
  const middle = addInt64(newest, Math.floor(period / 2));
  return [...new Set([first, ...(last > first ? [last] : [addInt64(oldest, ticksPerSecond)]), middle])];
}

function endsOf({ side, rows }: Outside): { readonly oldest: Ticks; readonly newest: Ticks } {
  const [nearest, furthest] = [rows[0].time, rows[rows.length - 1].time];
  return side === "before" ? { oldest: furthest, newest: nearest } : { oldest: nearest, newest: furthest };
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

// No one run sees the rows together with those that they belong to: the rows themselves are moved

/** Most rows that are moved. */
const mostMoved = 100_000;

/** Rows this far from the nearest one, in look-backs, are moved with it; then all are. */
const nearby = 0.05;

/** The same run with the rows inside its window: at the near end of it, just before the other rows, just after and among them. */
function movedSuspects(windowed: Windowed, outside: Outside, finding: Suspect["finding"]): Suspect[] {
  const { scan, window } = windowed;
  const reach = gapTo(window, outside.rows[0].time) + nearby;
  const all = outside.rows.slice(0, mostMoved);
  const near = all.filter(({ time }) => gapTo(window, time) <= reach);
  const seen = seenTimes(windowed);
  return (near.length === all.length ? [all] : [near, all]).flatMap((rows) => {
    const furthest = gapTo(window, rows[rows.length - 1].time);
    const distance = Math.max(finding.distance, 0.1 + 0.5 * Math.min(1, furthest));
    const moved = new Set(rows.map(({ row }) => row));
    return shiftsInto(window, { ...outside, rows }, seen).map(
      (ticks): Suspect => ({
        finding: { ...finding, distance },
        formOf: finding,
        change: { moved: new Map([[scan.table, { rows: moved, ticks }]]) },
        check: { kind: "moved", ticks },
      }),
    );
  });
}

/** Times of rows that the run saw, of all tables. */
function seenTimes({ subject, window }: Windowed): TimedRow[] {
  const seen = subject.flow.places.flatMap(({ source }) => {
    if (source?.kind !== "scan") return [];
    const times = timesOf(subject, source) ?? [];
    return timedRows(window, times).filter(({ time }) => time >= window.from && time < window.to);
  });
  return seen.sort(compareTimes);
}

/** Ways to move rows, as wholes, so that they lie inside the window. */
function shiftsInto(window: RunWindow, outside: Outside, seen: readonly TimedRow[]): number[] {
  const { oldest, newest } = endsOf(outside);
  const by = (from: Ticks, to: Ticks, seconds: number) =>
    Number(subtractInt64(to, from)) + seconds * ticksPerSecond;
  const toEdge =
    outside.side === "before"
      ? [by(oldest, window.from, 1), by(newest, window.to, -1)]
      : [by(newest, window.to, -1), by(oldest, window.from, 1)];
  const [first, middle, last] = [seen[0], seen[seen.length >> 1], seen[seen.length - 1]];
  const beside =
    first === undefined
      ? []
      : [by(newest, first.time, -1), by(oldest, last.time, 1), by(oldest, middle.time, 0)];
  const isInside = (ticks: number) =>
    addInt64(oldest, ticks) >= window.from && addInt64(newest, ticks) < window.to;
  return [...new Set([...toEdge.slice(0, 1), ...beside, ...toEdge.slice(1)])].filter(isInside);
}
