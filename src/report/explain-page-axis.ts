/** The run's window on a time axis, with the rows of each table. */
import type { Explanation } from "../explain/explain.js";
import { scansOf } from "../explain/lineage.js";
import { rowsOutOf } from "../explain/rows.js";
import { timesOf } from "../explain/scan-times.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute } from "../types/calendar.js";
import { asInt64, cellReader } from "../vector/vector.js";
import type { Page } from "./explain-page-data.js";
import { count, type Words } from "./explain-words.js";
import { escapeHtml } from "./html-text.js";

export interface PageAxis {
  readonly html: string;
  /** For each scan, the place of each of its rows on the axis, 0 to 1; null for none. */
  readonly times: Readonly<Record<number, readonly (number | null)[]>>;
}

/** Bars of a lane. */
const buckets = 200;
const width = 1000;
const laneHeight = 30;

interface Scale {
  readonly from: number;
  readonly to: number;
  /** Between two of the times that are written. */
  readonly step: number;
}

const steps = [
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * ticksPerMinute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * ticksPerHour),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * ticksPerDay),
];

/** Most stretches between two times that are written below the axis. */
const mostStretches = 6;

/** The window with the rows up to a look-back before it and behind it: near misses are there, others are counted. */
function scaleOf(start: number, end: number, times: readonly number[]): Scale {
  const period = end - start;
  const near = times.filter((time) => time >= start - period && time <= end + period);
  const from = near.reduce((least, time) => Math.min(least, time), start - period / 20);
  const to = near.reduce((most, time) => Math.max(most, time), end + period / 20);
  const step = steps.find((size) => (to - from) / size <= mostStretches - 1) ?? period;
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step, step };
}

/** When the rows of all tables were generated. */
function timesIn(flow: Explanation["flow"], subject: Explanation["subject"]): number[] {
  return scansOf(flow).flatMap(({ source }) => {
    const all = source?.kind === "scan" ? timesOf(subject, source) : undefined;
    return (all ?? []).flatMap(({ generated }) => (generated === null ? [] : [Number(generated)]));
  });
}

/** Times below the axis: as far from one another as they are in time, the first and the last at its ends. */
function scaleLabels({ from, to, step }: Scale, words: Words): string {
  const count = Math.round((to - from) / step);
  const labels = Array.from({ length: count + 1 }, (_, at) => words.time(from + at * step));
  return `<div class="times" aria-hidden="true">${labels.map((label) => `<span>${escapeHtml(label)}</span>`).join("")}</div>`;
}

export function pageAxis({ flow, subject }: Explanation, scanRows: Page["scanRows"], words: Words): PageAxis {
  const window = subject.run?.window;
  if (window === undefined) return { html: "", times: {} };
  const [start, end] = [Number(window.from), Number(window.to)];
  const scale = scaleOf(start, end, timesIn(flow, subject));
  const shareOf = (time: number) => (time - scale.from) / (scale.to - scale.from);
  const lanes: Lane[] = [];
  const times: Record<number, readonly (number | null)[]> = {};
  for (const scan of scansOf(flow)) {
    const { source } = scan;
    if (source?.kind !== "scan") continue;
    times[scan.index] = rowShares(scan, scanRows.get(scan) ?? [], shareOf);
    if (lanes.some(({ table }) => table === source.table)) continue;
    const all = timesOf(subject, source);
    if (all === undefined || all.length === 0) continue;
    const known = all.flatMap(({ generated }) => (generated === null ? [] : [Number(generated)]));
    lanes.push({ table: source.table, scan: scan.index, times: known });
  }
  return { html: lanes.length === 0 ? "" : axisHtml(lanes, { start, end, scale, shareOf }, words), times };
}

/** A table on the axis. */
interface Lane {
  readonly table: string;
  /** Index of the first scan of it. */
  readonly scan: number;
  /** When its rows were generated. */
  readonly times: readonly number[];
}

/** The window, and where a time stands on the axis, 0 to 1. */
interface AxisWindow {
  readonly start: number;
  readonly end: number;
  readonly scale: Scale;
  readonly shareOf: (time: number) => number;
}

function axisHtml(lanes: readonly Lane[], axis: AxisWindow, words: Words): string {
  const { start, end, scale, shareOf } = axis;
  const [left, right] = [shareOf(start) * width, shareOf(end) * width];
  const height = lanes.length * laneHeight;
  const stretch = words.range(start, end);
  const order = lanes.length > 1 ? " Tables from top to bottom:" : "";
  const bars = lanes.map(({ times, scan }, at) => laneBars(times.map(shareOf), at, scan));
  const facts = lanes.map((lane) => laneFacts(lane, axis));
  return `<h2>Time</h2>
<div class="axis"><svg viewBox="0 0 ${width} ${height}" height="${height}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(`Rows by time; the window is ${stretch}`)}">
<rect class="window" x="${left.toFixed(1)}" y="0" width="${(right - left).toFixed(1)}" height="${height}"/>
<line class="edge" x1="${left.toFixed(1)}" x2="${left.toFixed(1)}" y1="0" y2="${height}"/><line class="edge" x1="${right.toFixed(1)}" x2="${right.toFixed(1)}" y1="0" y2="${height}"/>
${bars.join("\n")}</svg>
${scaleLabels(scale, words)}
<p class="dim">${escapeHtml(`The window, ${stretch}, is shaded.${order}`)}</p>
<dl>${facts.join("")}</dl></div>`;
}

function laneFacts({ table, times }: Lane, { start, end }: AxisWindow): string {
  const before = times.filter((time) => time < start).length;
  const after = times.filter((time) => time >= end).length;
  const inside = times.length - before - after;
  const text = `${count(inside, "row")} in the window, ${before} before, ${after} after`;
  return `<dt>${escapeHtml(table)}</dt><dd>${text}</dd>`;
}

function laneBars(shares: readonly number[], at: number, scan: number): string {
  const counts = new Array<number>(buckets).fill(0);
  for (const share of shares) {
    if (share < 0 || share >= 1) continue;
    counts[Math.floor(share * buckets)]++;
  }
  const most = Math.max(1, ...counts);
  const step = width / buckets;
  const bars = counts.flatMap((number, bucket) => {
    if (number === 0) return [];
    const height = 6 + 18 * (number / most);
    return [
      `<rect class="bar" x="${(bucket * step).toFixed(1)}" y="${(26 - height).toFixed(1)}" width="${(step * 0.8).toFixed(1)}" height="${height.toFixed(1)}"/>`,
    ];
  });
  return `<g transform="translate(0 ${at * laneHeight})">${bars.join("")}<g data-marks="${scan}"></g></g>`;
}

function rowShares(
  scan: ReturnType<typeof scansOf>[number],
  rows: readonly number[],
  shareOf: (time: number) => number,
): (number | null)[] {
  const { columns, batch } = rowsOutOf(scan);
  const col = columns.findIndex(({ name }) => name === "TimeGenerated");
  if (col === -1) return [];
  const read = cellReader(batch.column(col));
  return rows.map((row) => {
    const time = asInt64(read(row));
    return time === null ? null : Math.round(shareOf(Number(time)) * 1e5) / 1e5;
  });
}
