import type { TimeWindow } from "../exec/table.js";
import { ticksPerHour } from "../types/calendar.js";
import { addInt64, subtractInt64, type Ticks } from "../types/int64.js";
import type { Rule } from "./rule.js";
import { executionDelayTicks } from "./security-alert.js";

/** The rows that one run sees: `from` inclusive, `to` and `visibleUntil` exclusive. Ticks since 2020. */
export interface RunWindow extends TimeWindow {
  /** The scheduled time: `now()`. */
  readonly at: Ticks;
  /** Rows ingested before this moment are there. */
  readonly visibleUntil: Ticks;
  readonly clock: "generated" | "ingested";
}

/** NRT rules don't see rows that arrive later than this. */
const maxNrtDelayTicks = 12 * ticksPerHour;

/**
 * The window of a run scheduled at `at`: back-to-back windows neither miss nor repeat a row. A scheduled rule is
 * executed five minutes later, so rows ingested until then are there; an NRT rule goes by ingestion time alone.
 */
export function windowAt(rule: Rule, at: Ticks): RunWindow {
  const from = subtractInt64(at, rule.periodTicks);
  if (rule.kind === "NRT") {
    return { at, from, to: at, visibleUntil: at, clock: "ingested", maxDelayTicks: maxNrtDelayTicks };
  }
  return { at, from, to: at, visibleUntil: addInt64(at, executionDelayTicks), clock: "generated" };
}

/** A row as the clock sees it. */
export interface EventTimes {
  /** `TimeGenerated`. */
  readonly generated: number;
  readonly ingested: number;
}

/**
 * The scheduled times at which a row is in the window and has arrived, half-open: a run at S sees it when
 * `enter <= S < leave`. Empty (`enter >= leave`) for a row that comes too late for every run.
 */
export interface Sight {
  readonly enter: number;
  readonly leave: number;
}

/** When a run of a rule can see a row. Ticks are whole, so "later than t" starts at `t + 1`. */
export function sightOf(rule: Rule, { generated, ingested }: EventTimes): Sight {
  if (rule.kind === "NRT") {
    const isTooOld = ingested - generated >= maxNrtDelayTicks;
    return { enter: ingested + 1, leave: isTooOld ? ingested + 1 : ingested + rule.periodTicks + 1 };
  }
  return {
    enter: Math.max(generated + 1, ingested - executionDelayTicks + 1),
    leave: generated + rule.periodTicks + 1,
  };
}

/** Number of runs at `start`, `start + frequency`, ... before `end`. */
export function countRuns(start: number, end: number, frequencyTicks: number): number {
  return start >= end ? 0 : Math.ceil((end - start) / frequencyTicks);
}

/** Runs skipped after one that raised an alert: those strictly inside the duration. */
export function suppressedUntil(rule: Rule, at: number): number {
  return rule.suppression.enabled ? at + rule.suppression.durationTicks : at;
}
