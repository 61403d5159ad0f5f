import type { PlainJson } from "../types/export.js";
import type { AlertSeverity } from "./rule.js";

/** An alert as a rule run raises it. Plain data; times are ISO 8601 text in UTC. */
export interface Alert {
  /** `SystemAlertId`: depends only on the rule, the run and the place among the run's alerts. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: AlertSeverity;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly entities: readonly AlertEntity[];
  /** Distinct values as text, in order of first appearance. */
  readonly customDetails: Readonly<Record<string, readonly string[]>>;
  /** Earliest and latest `TimeGenerated` of the alert's rows, else the ends of the window (`areTimesFallback`). */
  readonly startTime: string;
  readonly endTime: string;
  readonly areTimesFallback: boolean;
  /** Indexes of the result rows that the alert stands for. */
  readonly rows: readonly number[];
  /** The scheduled time of the run. */
  readonly at: string;
  /** The alert's row in the table `SecurityAlert`. */
  readonly securityAlert: Readonly<Record<string, PlainJson>>;
}

/** An entity: its type as in rule files (`Account`) and its identifiers. */
export interface AlertEntity {
  readonly type: string;
  readonly [identifier: string]: string;
}
