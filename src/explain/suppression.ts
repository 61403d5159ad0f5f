/** Runs that a rule leaves out because it fired, and the run of a timeline that tells most. */
import type { Workspace } from "../engine/workspace.js";
import type { Rule } from "../rules/rule.js";
import type { SimulatedRun, Timeline } from "../rules/simulate.js";
import { simulateRule } from "../rules/simulate-rule.js";
import { parseDatetime } from "../types/datetime.js";
import { addInt64, type Ticks } from "../types/int64.js";

/** A run is left out: the rule fired earlier, and sleeps. */
export interface SuppressedBy {
  readonly firedAt: Ticks;
  readonly until: Ticks;
}

/** Runs before the one asked about that are looked at, at most. */
const mostRuns = 2000;

/**
 * What suppresses the run of a rule at a time, on the schedule that this run belongs to: a run that
 * suppresses may be suppressed itself, so that earlier ones are run, too.
 */
export function suppressionOf(rule: Rule, workspace: Workspace, at: Ticks): SuppressedBy | undefined {
  const { enabled, durationTicks } = rule.suppression;
  if (!enabled || durationTicks <= 0 || typeof at !== "number") return undefined;
  const chain = Math.ceil(durationTicks / rule.frequencyTicks);
  const runs = Math.min(mostRuns, Math.max(100, 10 * chain));
  const from = at - runs * rule.frequencyTicks;
  const timeline = simulateRule(rule, workspace, { from, to: at + 1, followRows: false });
  const last = timeline.runs.at(-1);
  return last === undefined ? undefined : suppressedIn(timeline, last);
}

/** What suppresses a run of a timeline. */
export function suppressedIn(timeline: Timeline, run: SimulatedRun): SuppressedBy | undefined {
  if (run.status !== "suppressed") return undefined;
  const fired = timeline.runs.findLast(({ status, index }) => status === "fired" && index < run.index);
  const firedAt = fired === undefined ? null : parseDatetime(fired.at);
  if (firedAt === null) return undefined;
  return { firedAt, until: addInt64(firedAt, timeline.rule.suppression.durationTicks) };
}

/**
 * The run that tells why a schedule did what it did: one at a time that is asked about, else where the rule fired, else
 * the one that saw most rows.
 */
export function tellingRun(timeline: Timeline, asked: readonly Ticks[]): SimulatedRun | undefined {
  const { runs } = timeline;
  const named = runs.filter(({ at }) => {
    const time = parseDatetime(at);
    return time !== null && asked.includes(time);
  });
  const quiet = named.find(({ status }) => status !== "fired");
  return quiet ?? named[0] ?? runs.find(({ status }) => status === "fired") ?? fullest(runs);
}

function fullest(runs: readonly SimulatedRun[]): SimulatedRun | undefined {
  const [first, ...others] = runs;
  return others.reduce((best, run) => (run.rowsSeen > best.rowsSeen ? run : best), first);
}
