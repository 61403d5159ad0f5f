import type { Diagnostic } from "../text/diagnostic.js";
import { KqlError } from "../text/errors.js";
import { breakpoints, type ClockDependence, rankOf } from "./clock-dependence.js";
import type { Rule } from "./rule.js";
import type { RuleResult } from "./rule-result.js";
import { type EventTimes, type RunWindow, sightOf, windowAt } from "./schedule.js";

/** Runs the rule's query on the rows of one window. */
export type RunQuery = (window: RunWindow) => SimulatedResult;

export interface SimulatedResult extends RuleResult {
  /** The events (indexes into those of the simulation) that a result row comes from; absent where nobody knows. */
  readonly sources?: (row: number) => readonly number[];
}

/** One run of the query; scheduled times with provably the same outcome share it. */
export interface Evaluation {
  readonly result: RuleResult;
  readonly sources: SimulatedResult["sources"];
  /** Why the query failed; its result is then empty. */
  readonly failure: readonly Diagnostic[] | undefined;
}

export interface EvaluationInput {
  readonly rule: Rule;
  /** Events that can change the result. */
  readonly events: readonly EventTimes[];
  readonly dependence: ClockDependence;
  readonly runQuery: RunQuery;
  /** Scheduled times that will be asked for. */
  readonly range: { readonly from: number; readonly to: number };
  /** Times are asked for in rising order only, so that what lies behind may be forgotten. */
  readonly isForward: boolean;
}

/**
 * Answers for any scheduled time, running the query only where the answer can differ from one already known: between
 * two breakpoints it can't, and all windows without rows are alike.
 */
export class Evaluations {
  /** Times at which the outcome may change. */
  readonly breakpoints: Float64Array;
  /** How often the query was run. */
  count = 0;
  private readonly known = new Map<string, Evaluation>();
  private latestKey: string | undefined;
  private readonly enters: Float64Array;
  private readonly leaves: Float64Array;

  constructor(private readonly input: EvaluationInput) {
    const { rule, events, dependence, range } = input;
    const sights = events.map((event) => sightOf(rule, event)).filter(({ enter, leave }) => enter < leave);
    this.enters = Float64Array.from(sights, ({ enter }) => enter).sort();
    this.leaves = Float64Array.from(sights, ({ leave }) => leave).sort();
    this.breakpoints = breakpoints(rule, events, dependence, range);
  }

  at(time: number): Evaluation {
    const key = this.stateKey(time);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const evaluation = this.evaluate(time);
    if (this.input.isForward && !key.startsWith("empty")) {
      if (this.latestKey !== undefined) this.known.delete(this.latestKey);
      this.latestKey = key;
    }
    this.known.set(key, evaluation);
    return evaluation;
  }

  private stateKey(time: number): string {
    const { dependence } = this.input;
    if (dependence.isFree) return `at ${time}`;
    if (rankOf(this.enters, time) > rankOf(this.leaves, time))
      return `rows ${rankOf(this.breakpoints, time)}`;
    const steps = dependence.steps.map((step) => Math.floor((time - step.offsetTicks) / step.unitTicks));
    return `empty ${steps.join(" ")}`;
  }

  private evaluate(time: number): Evaluation {
    this.count++;
    try {
      const { columns, rows, sources } = this.input.runQuery(windowAt(this.input.rule, time));
      const result: RuleResult = { columns, rows };
      return { result, sources, failure: undefined };
    } catch (error) {
      if (!(error instanceof KqlError)) throw error;
      const result: RuleResult = { columns: [], rows: [] };
      return { result, sources: undefined, failure: error.diagnostics };
    }
  }
}
