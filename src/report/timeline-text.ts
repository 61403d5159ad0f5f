import type { PhaseOutcome, PhaseRange } from "../rules/phases.js";
import type { SimulatedRun, Timeline } from "../rules/simulate.js";
import { printShort } from "../rules/timespan-text.js";
import { ticksPerSecond } from "../types/calendar.js";
import { wrap } from "./explain-words.js";
import { printable } from "./format-result.js";
import {
  countRunsBy,
  incidentNumbers,
  type RunStretch,
  repeatedRows,
  repeatText,
  stretchesOf,
  unseenRows,
  unseenWords,
} from "./timeline-summary.js";

/** Stretches beyond these are counted, not listed. */
const maxStretches = 400;

/** A timeline as lines of text: what each run saw and did, then what it comes down to. */
export function formatTimeline(timeline: Timeline): string {
  const stretches = stretchesOf(timeline);
  const incidentOf = incidentNumbers(timeline);
  const shown = stretches
    .slice(0, maxStretches)
    .flatMap((stretch) => stretchLines(stretch, timeline, incidentOf));
  const hidden = stretches.length - maxStretches;
  const lines = [
    ...headLines(timeline),
    "",
    ...shown,
    ...(hidden > 0 ? [`  ... ${hidden} more`] : []),
    "",
    ...summaryLines(timeline),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function headLines({ rule, runs }: Timeline): string[] {
  const first = runs[0];
  const last = runs[runs.length - 1];
  const range = runs.length === 0 ? "no run" : `${plural(runs.length, "run")} from ${first.at} to ${last.at}`;
  return [
    `${rule.name}: every ${printShort(rule.frequencyTicks)}, looking back ${printShort(rule.periodTicks)}; ${range}`,
  ];
}

function stretchLines(
  { status, runs }: RunStretch,
  timeline: Timeline,
  incidentOf: ReadonlyMap<string, number>,
): string[] {
  const [first] = runs;
  const last = runs[runs.length - 1];
  const times = runs.length === 1 ? first.at : `${first.at} to ${last.at}, ${plural(runs.length, "run")}`;
  switch (status) {
    case "quiet":
      return [`  ${times}: quiet, ${seenRange(runs)} seen`];
    case "suppressed":
      return [`  ${times}: suppressed`];
    case "failed":
      return [`  ${times}: FAILED, ${first.failure?.[0]?.message ?? "for an unknown reason"}`];
    case "fired":
      return [
        `  ${times}: FIRED, ${plural(first.rowsSeen, "row")} seen, ${plural(first.result.rows.length, "result row")}`,
        ...first.alerts.map((index) => alertLine(index, timeline, incidentOf)),
      ];
  }
}

function seenRange(runs: readonly SimulatedRun[]): string {
  const counts = runs.map(({ rowsSeen }) => rowsSeen);
  const least = counts.reduce((a, b) => Math.min(a, b));
  const most = counts.reduce((a, b) => Math.max(a, b));
  return least === most ? plural(most, "row") : `${least} to ${plural(most, "row")}`;
}

function alertLine(index: number, timeline: Timeline, incidentOf: ReadonlyMap<string, number>): string {
  const entry = timeline.alerts[index];
  const { title, severity } = entry.alert;
  const incident = incidentOf.get(entry.alert.id);
  const repeat = repeatText(entry);
  const place = incident === undefined ? "" : `, incident ${incident}`;
  return `      alert ${index + 1} [${severity}] ${title}${place}${repeat === undefined ? "" : `; ${repeat}`}`;
}

function summaryLines(timeline: Timeline): string[] {
  const { alerts, incidents, runs, evaluations } = timeline;
  const suppressed = countRunsBy(timeline, "suppressed");
  const failed = countRunsBy(timeline, "failed");
  const repeated = repeatedRows(timeline);
  return [
    `${plural(alerts.length, "alert")}, ${plural(incidents.length, "incident")}`,
    ...(suppressed === 0 ? [] : [`${plural(suppressed, "run")} suppressed`]),
    ...(failed === 0 ? [] : [`${plural(failed, "run")} failed`]),
    ...(repeated === 0 ? [] : [`${plural(repeated, "row")} alerted at more than one run`]),
    ...unseenRows(timeline).map(
      ({ table, reason, rows }) =>
        `never seen: ${plural(rows.length, "row")} of ${table} ${unseenWords[reason]} (${list(rows)})`,
    ),
    `${plural(runs.length, "run")} worked out by running the query ${plural(evaluations, "time")}`,
  ];
}

const shownRows = 10;

function list(rows: readonly number[]): string {
  const shown = rows.slice(0, shownRows).map((row) => row + 1);
  return `row ${shown.join(", ")}${rows.length > shownRows ? ", ..." : ""}`;
}

function plural(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

/** The outcomes of a sweep over all phases, commonest first. */
export function formatPhases(outcomes: readonly PhaseOutcome[]): string {
  const [first] = outcomes;
  if (first === undefined) return "no outcome\n";
  const { rule } = first.timeline;
  const head = `${rule.name}: ${plural(outcomes.length, "distinct outcome")} over all starts of the schedule within ${printShort(rule.frequencyTicks)}`;
  const lines = outcomes.flatMap((outcome, index) => ["", ...outcomeLines(outcome, index + 1)]);
  return `${[head, ...lines].map(printable).join("\n")}\n`;
}

/** In which phases the rule fires, and in which it stays quiet: to the second. */
export function phasesSummary(outcomes: readonly PhaseOutcome[]): string {
  const parts = [
    { verb: "fires", some: outcomes.filter(({ timeline }) => timeline.alerts.length > 0) },
    { verb: "stays quiet", some: outcomes.filter(({ timeline }) => timeline.alerts.length === 0) },
  ].flatMap(({ verb, some }) => {
    if (some.length === 0) return [];
    const share = some.reduce((sum, outcome) => sum + outcome.share, 0);
    const phases = some.flatMap((outcome) => outcome.phases).map(toSeconds);
    return [
      `${verb} at ${percent(share)} of them, ${rangesText(joined(phases.sort((a, b) => a.from - b.from)))}`,
    ];
  });
  return wrap(`over all starts of its schedule, the rule ${parts.join("; it ")}`).join("\n");
}

function toSeconds({ from, to }: PhaseRange): PhaseRange {
  const whole = (ticks: number) => ticks - (ticks % ticksPerSecond);
  return { from: whole(from), to: whole(to) };
}

/** Ranges that meet as one. */
function joined(phases: readonly PhaseRange[]): PhaseRange[] {
  const found: PhaseRange[] = [];
  for (const phase of phases) {
    const last = found.at(-1);
    if (last?.to === phase.from) found[found.length - 1] = { from: last.from, to: phase.to };
    else found.push(phase);
  }
  return found;
}

function rangesText(phases: readonly PhaseRange[]): string {
  return `${phases.slice(0, shownRows).map(phaseText).join(", ")}${phases.length > shownRows ? ", ..." : ""} after the first`;
}

function outcomeLines({ share, phases, timeline }: PhaseOutcome, number: number): string[] {
  const alerts = timeline.alerts.map(
    ({ alert, run }) => `      ${timeline.runs[run].at} [${alert.severity}] ${alert.title}`,
  );
  return [
    `  outcome ${number}, ${percent(share)} of the phases: ${plural(timeline.alerts.length, "alert")}, ${plural(timeline.incidents.length, "incident")}`,
    `    starts ${rangesText(phases)}`,
    ...(alerts.length === 0 ? [] : [`    at the first of them:`, ...alerts.slice(0, maxStretches)]),
  ];
}

function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 0.1 ? "under 0.1 %" : `${Math.round(value * 10) / 10} %`;
}

/** `00:04:00 to 00:56:00`, half-open; a single moment where it is just one tick. */
export function phaseText({ from, to }: PhaseRange): string {
  return to - from === 1 ? clockText(from) : `${clockText(from)} to ${clockText(to)}`;
}

function clockText(ticks: number): string {
  const text = printShort(ticks);
  return ticks === 0 ? "0" : text;
}
