/** A timeline as an SVG strip: rows, runs with their windows, alerts and incidents under one time axis. */
import type { Timeline } from "../rules/simulate.js";
import { ticksPerMinute } from "../types/calendar.js";
import { parseDatetime, printDatetime } from "../types/datetime.js";
import { escapeHtml } from "./html-text.js";
import { incidentNumbers, repeatText, unseenWords } from "./timeline-summary.js";

/** Width of the strip in SVG units, without the labels at its left. */
const width = 1000;
/** Of the labels at its left: a letter of them, and the room around. */
const letterWidth = 6.6;
const labelMargin = 18;
const laneGap = 14;
/** Rows are drawn as a histogram of so many bins, so that any number of them fits. */
const bins = 250;
const maxTables = 12;
/** Windows are drawn one by one for so many runs; beyond that only the runs. */
const maxWindows = 150;
const maxMarks = 3_000;

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly x: (ticks: number) => number;
}

/** The strip; an empty text for a timeline without runs. */
export function timelineSvg(timeline: Timeline): string {
  if (timeline.runs.length === 0) return "";
  const scale = scaleOf(timeline);
  const lanes = [
    ...rowLanes(timeline, scale),
    runLane(timeline, scale),
    alertLane(timeline, scale),
    incidentLane(timeline, scale),
  ];
  const labelWidth = round(Math.max(...lanes.map(({ label }) => label.length)) * letterWidth + labelMargin);
  let top = 24;
  const drawn = lanes.map(({ label, height, body }) => {
    const group = `<g transform="translate(${labelWidth},${top})"><text class="label" x="-8" y="${height / 2 + 4}">${escapeHtml(label)}</text><line class="base" x1="0" y1="${height + 1}" x2="${width}" y2="${height + 1}"/>${body}</g>`;
    top += height + laneGap;
    return group;
  });
  const total = labelWidth + width + 50;
  return `<svg viewBox="0 0 ${total} ${top + 10}" role="img" aria-label="Rows, runs, alerts and incidents over time; the tables below tell the same">${axis(scale, { labelWidth, bottom: top })}${drawn.join("")}</svg>`;
}

interface Lane {
  readonly label: string;
  readonly height: number;
  readonly body: string;
}

const ticksOf = (text: string) => Number(parseDatetime(text) ?? 0);

/** From the first window's start to the last run. */
function scaleOf({ runs }: Timeline): Scale {
  const from = ticksOf(runs[0].from);
  const to = Math.max(ticksOf(runs[runs.length - 1].at), from + 1);
  return { from, to, x: (ticks) => round(((ticks - from) / (to - from)) * width) };
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Marks at round times, few enough for their texts. */
const stepMinutes = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 20_160, 40_320, 120_960];
const mostMarks = 7;

function marksOf({ from, to }: Scale): readonly number[] {
  const steps = stepMinutes.map((minutes) => minutes * ticksPerMinute);
  const step = steps.find((ticks) => (to - from) / ticks <= mostMarks) ?? (to - from) / mostMarks;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function axis(scale: Scale, { labelWidth, bottom }: { labelWidth: number; bottom: number }): string {
  return marksOf(scale)
    .map((ticks) => {
      const x = round(labelWidth + scale.x(ticks));
      const text = printDatetime(Math.round(ticks)).slice(0, 16).replace("T", " ");
      return `<line class="grid" x1="${x}" y1="18" x2="${x}" y2="${bottom}"/><text class="tick" x="${x}" y="12">${text}</text>`;
    })
    .join("");
}

interface Bin {
  alerted: number;
  seen: number;
  unseen: number;
}

function rowLanes(timeline: Timeline, scale: Scale): Lane[] {
  const tables = [...new Set(timeline.events.map(({ table }) => table))].slice(0, maxTables);
  return tables.map((table) => {
    const counts = countRows(timeline, table, scale);
    const most = counts.reduce((max, bin) => Math.max(max, bin.alerted + bin.seen + bin.unseen), 1);
    const bars = counts.map((bin, index) => rowBar(bin, index, most)).join("");
    return { label: table, height: 40, body: bars };
  });
}

function countRows(timeline: Timeline, table: string, scale: Scale): Bin[] {
  const counts = Array.from({ length: bins }, (): Bin => ({ alerted: 0, seen: 0, unseen: 0 }));
  timeline.events.forEach((event, index) => {
    const time = Number(event.generated ?? Number.NaN);
    if (event.table !== table || !(time >= scale.from && time <= scale.to)) return;
    const bin =
      counts[Math.min(bins - 1, Math.floor(((time - scale.from) / (scale.to - scale.from)) * bins))];
    const { alertingRuns, unseen } = timeline.stories[index];
    if (alertingRuns > 0) bin.alerted++;
    else if (unseen !== undefined && unseen !== "after") bin.unseen++;
    else bin.seen++;
  });
  return counts;
}

function rowBar({ alerted, seen, unseen }: Bin, index: number, most: number): string {
  const total = alerted + seen + unseen;
  if (total === 0) return "";
  const x = round((index / bins) * width);
  const unit = 40 / most;
  let y = 40;
  const part = (count: number, kind: string) => {
    if (count === 0) return "";
    const height = Math.max(1.5, count * unit);
    y -= height;
    return `<rect class="${kind}" x="${x}" y="${round(y)}" width="${width / bins - 0.6}" height="${round(height)}"/>`;
  };
  const title = `${total} rows: ${alerted} behind alerts, ${unseen} never seen`;
  return `<g>${part(alerted, "alerted")}${part(seen, "seen")}${part(unseen, "unseen")}<title>${title}</title></g>`;
}

function runLane({ runs, rule }: Timeline, scale: Scale): Lane {
  const overlap = Math.min(10, Math.ceil(rule.periodTicks / rule.frequencyTicks) + 1);
  const hasWindows = runs.length <= maxWindows;
  const height = hasWindows ? overlap * 7 + 14 : 16;
  const step = Math.ceil(runs.length / maxMarks);
  const marks = runs.filter(
    ({ status }, index) => index % step === 0 || status === "fired" || status === "failed",
  );
  const body = marks.map(({ index, at, from, to, status, rowsSeen, result }) => {
    const x = scale.x(ticksOf(at));
    const start = scale.x(ticksOf(from));
    const y = (index % overlap) * 7;
    const window = hasWindows
      ? `<rect class="window ${status}" x="${start}" y="${y}" width="${Math.max(1, round(scale.x(ticksOf(to)) - start))}" height="5"/>`
      : "";
    const title = `run at ${at}: ${status}, ${rowsSeen} rows seen, ${result.rows.length} result rows; window ${from} to ${to}`;
    return `<g>${window}<rect class="mark ${status}" x="${round(x - 1)}" y="${height - 12}" width="2" height="12"/><title>${title}</title></g>`;
  });
  return { label: "runs", height, body: body.join("") };
}

function alertLane(timeline: Timeline, scale: Scale): Lane {
  const x = (index: number) => scale.x(ticksOf(timeline.alerts[index].alert.at));
  const shown = timeline.alerts.slice(0, maxMarks);
  const arcs = shown.flatMap(({ repeats }, index) =>
    repeats.map((earlier) => {
      const [a, b] = [x(earlier), x(index)];
      return `<path class="repeat" d="M${a},18 Q${round((a + b) / 2)},${round(18 - Math.min(18, (b - a) / 3))} ${b},18"/>`;
    }),
  );
  const dots = shown.map((entry, index) => {
    const { alert } = entry;
    const repeat = repeatText(entry);
    const title = `alert ${index + 1} at ${alert.at} [${alert.severity}] ${alert.title}${repeat === undefined ? "" : `; ${repeat}`}`;
    return `<circle class="alert" cx="${x(index)}" cy="22" r="4"><title>${escapeHtml(title)}</title></circle>`;
  });
  return { label: "alerts", height: 30, body: arcs.join("") + dots.join("") };
}

function incidentLane(timeline: Timeline, scale: Scale): Lane {
  const numbers = incidentNumbers(timeline);
  const spans = new Map<number, { from: number; to: number; count: number }>();
  for (const { alert } of timeline.alerts) {
    const number = numbers.get(alert.id);
    if (number === undefined) continue;
    const x = scale.x(ticksOf(alert.at));
    const span = spans.get(number) ?? { from: x, to: x, count: 0 };
    spans.set(number, { from: Math.min(span.from, x), to: Math.max(span.to, x), count: span.count + 1 });
  }
  const rows = 4;
  const body = timeline.incidents.slice(0, maxMarks).map(({ number, title, status }) => {
    const span = spans.get(number);
    if (span === undefined) return "";
    const text = `incident ${number} (${status}): ${title}, ${span.count} alerts`;
    const y = ((number - 1) % rows) * 9;
    return `<rect class="incident" x="${round(span.from - 3)}" y="${y}" width="${round(span.to - span.from + 6)}" height="7" rx="3"><title>${escapeHtml(text)}</title></rect>`;
  });
  return { label: "incidents", height: rows * 9, body: body.join("") };
}

/** What the colours mean. */
export const chartLegend: readonly (readonly [string, string])[] = [
  ["alerted", "rows behind alerts"],
  ["seen", "rows seen, nothing found"],
  ["unseen", `rows never seen: they ${unseenWords.late}, or ${unseenWords.suppressed}`],
  ["fired", "run that fired"],
  ["quiet", "quiet run"],
  ["suppressed", "suppressed run"],
  ["failed", "failed run"],
];
