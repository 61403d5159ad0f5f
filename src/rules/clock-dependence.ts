import type { Rule } from "./rule.js";
import { type EventTimes, sightOf } from "./schedule.js";

/**
 * How a query's result depends on the scheduled time beyond which rows it sees. Only what is proven may be left out:
 * a run is skipped when nothing in here can have changed.
 */
export interface ClockDependence {
  /** The clock reaches values in a way that nothing below describes: every run differs. */
  readonly isFree: boolean;
  /** `TimeGenerated > ago(x)` and the like: row times compared with the scheduled time minus x. */
  readonly comparisons: readonly ClockComparison[];
  /** `startofday(now())`, `bin(ago(x), 1h)`: values that change only when `S - offset` passes a multiple of `unit`. */
  readonly steps: readonly ClockStep[];
}

export interface ClockComparison {
  readonly clock: "generated" | "ingested";
  readonly offsetTicks: number;
}

export interface ClockStep {
  readonly unitTicks: number;
  readonly offsetTicks: number;
}

/** Nothing but the rows in the window decides. */
export const windowOnly: ClockDependence = { isFree: false, comparisons: [], steps: [] };

/** For queries of which nothing is known. */
export const everyRun: ClockDependence = { isFree: true, comparisons: [], steps: [] };

/**
 * Scheduled times at which the result may change, sorted, each once, within a range: rows entering and leaving, and
 * comparisons with the clock turning over while their row is in sight.
 */
export function breakpoints(
  rule: Rule,
  events: readonly EventTimes[],
  dependence: ClockDependence,
  range: { readonly from: number; readonly to: number },
): Float64Array {
  const found: number[] = [];
  const add = (at: number) => {
    if (at > range.from && at < range.to) found.push(at);
  };
  for (const event of events) {
    const sight = sightOf(rule, event);
    if (sight.enter >= sight.leave) continue;
    add(sight.enter);
    add(sight.leave);
    for (const { clock, offsetTicks } of dependence.comparisons) {
      // `t > S - x` turns false at t + x, and `t >= S - x` one tick later.
      const turns = event[clock] + offsetTicks;
      if (turns > sight.enter && turns < sight.leave) add(turns);
      if (turns + 1 > sight.enter && turns + 1 < sight.leave) add(turns + 1);
    }
  }
  for (const step of dependence.steps) addSteps(step, range, add);
  return distinctSorted(found);
}

function addSteps(step: ClockStep, range: { from: number; to: number }, add: (at: number) => void): void {
  const { unitTicks, offsetTicks } = step;
  const first = Math.ceil((range.from - offsetTicks) / unitTicks);
  for (let count = first; count * unitTicks + offsetTicks < range.to; count++)
    add(count * unitTicks + offsetTicks);
}

function distinctSorted(values: readonly number[]): Float64Array {
  const sorted = Float64Array.from(values).sort();
  let length = 0;
  for (let at = 0; at < sorted.length; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[length++] = sorted[at];
  }
  return sorted.slice(0, length);
}

/** How many of the sorted values are at most `limit`. */
export function rankOf(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
