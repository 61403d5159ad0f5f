import { rankOf } from "./clock-dependence.js";
import type { Rule } from "./rule.js";
import { type EventTimes, sightOf } from "./schedule.js";

/** What the runs of a timeline saw of one event. */
export interface Sighting {
  /** Index of the first and the last run that looked at it; -1 when none did. */
  readonly firstRun: number;
  readonly lastRun: number;
  /** Number of runs that looked at it. */
  readonly runs: number;
  /** Why no run looked at it. */
  readonly unseen: UnseenReason | undefined;
}

/**
 * `late`: it arrived after every run whose window holds it. `gap`: between two windows. `suppressed`: only in windows
 * of skipped runs. `before` and `after`: outside the simulated time. `timeless`: without `TimeGenerated`.
 */
export type UnseenReason = "late" | "gap" | "suppressed" | "before" | "after" | "timeless";

export interface Sightings {
  /** Rows that the run of an index has in its window. */
  readonly rowsIn: (run: number) => number;
  /** What was seen in the end; 1 for each run that was executed. */
  readonly finish: (executed: Uint8Array) => readonly Sighting[];
}

interface Runs {
  readonly start: number;
  readonly count: number;
}

/** Follows every event through the runs at `start`, `start + frequency`, ... */
export function findSightings(
  rule: Rule,
  events: readonly (EventTimes | undefined)[],
  runs: Runs,
): Sightings {
  const sights = events.flatMap((event) => (event === undefined ? [] : [sightOf(rule, event)]));
  const visible = sights.filter(({ enter, leave }) => enter < leave);
  const enters = Float64Array.from(visible, ({ enter }) => enter).sort();
  const leaves = Float64Array.from(visible, ({ leave }) => leave).sort();
  return {
    rowsIn(run) {
      const at = runs.start + run * rule.frequencyTicks;
      return rankOf(enters, at) - rankOf(leaves, at);
    },
    finish(executed) {
      const before = countsBefore(executed);
      return events.map((event) => sightingOf(rule, event, runs, before));
    },
  };
}

/** Executed runs before each index. */
function countsBefore(executed: Uint8Array): Int32Array {
  const counts = new Int32Array(executed.length + 1);
  for (let run = 0; run < executed.length; run++) counts[run + 1] = counts[run] + executed[run];
  return counts;
}

const unseen = (reason: UnseenReason): Sighting => ({ firstRun: -1, lastRun: -1, runs: 0, unseen: reason });

function sightingOf(rule: Rule, event: EventTimes | undefined, runs: Runs, before: Int32Array): Sighting {
  if (event === undefined) return unseen("timeless");
  const firstAfter = (at: number) => Math.ceil((at - runs.start) / rule.frequencyTicks);
  const { enter, leave } = sightOf(rule, event);
  const first = firstAfter(enter);
  const end = firstAfter(leave);
  if (first >= end) return unseen(isLate(rule, event, firstAfter) ? "late" : "gap");
  if (end <= 0) return unseen("before");
  if (first >= runs.count) return unseen("after");
  const from = Math.max(first, 0);
  const to = Math.min(end, runs.count);
  const seen = before[to] - before[from];
  if (seen === 0) return unseen("suppressed");
  return {
    firstRun: nextExecuted(before, from),
    lastRun: lastExecuted(before, to),
    runs: seen,
    unseen: undefined,
  };
}

/** Whether a run would have seen the event, had it arrived at once. */
function isLate(rule: Rule, { generated }: EventTimes, firstAfter: (at: number) => number): boolean {
  const prompt = sightOf(rule, { generated, ingested: generated });
  return firstAfter(prompt.enter) < firstAfter(prompt.leave);
}

function nextExecuted(before: Int32Array, from: number): number {
  let run = from;
  while (before[run + 1] === before[run]) run++;
  return run;
}

function lastExecuted(before: Int32Array, to: number): number {
  let run = to - 1;
  while (before[run + 1] === before[run]) run--;
  return run;
}
