/** One run of a rule: the query over the rows that the run may see, the trigger, alerts and incidents. */
import type { PublicCell, QueryResult } from "../engine/result.js";
import type { QueryOptions, Workspace } from "../engine/workspace.js";
import type { TimeWindow } from "../exec/table.js";
import type { PipelineTrace } from "../exec/trace.js";
import type { Diagnostic } from "../text/diagnostic.js";
import { KqlError } from "../text/errors.js";
import { printDatetime } from "../types/datetime.js";
import { exportCell } from "../types/export.js";
import { addInt64, subtractInt64, type Ticks } from "../types/int64.js";
import type { Alert } from "./alert.js";
import { buildAlerts } from "./alerts.js";
import { formIncidents, type Incident } from "./incidents.js";
import type { Rule } from "./rule.js";
import { fileSpan } from "./text-map.js";
import { ticksPerMinute } from "./timespan-text.js";
import { fires } from "./trigger.js";

/** Rows ingested up to so long after the scheduled time are seen: the service runs a query about then. */
export const ingestionGraceTicks = 5 * ticksPerMinute;

export interface RuleRunOptions {
  /** The scheduled time: what `now()` gives. */
  readonly at: Ticks;
  /** Look-back in ticks, in place of the rule's own. */
  readonly periodTicks?: number;
  /** Record how rows flow, for explanations. */
  readonly record?: boolean;
  readonly limits?: QueryOptions["limits"];
}

export interface RuleRun {
  readonly rule: Rule;
  /** The scheduled time, ISO 8601. */
  readonly at: string;
  readonly fired: boolean;
  /** Result rows, by column name. */
  readonly rows: readonly Record<string, PublicCell>[];
  readonly result: QueryResult;
  readonly alerts: readonly Alert[];
  readonly incidents: readonly Incident[];
  /** Present when the run was recorded. */
  readonly trace: PipelineTrace | undefined;
  /** What was cut, dropped or fell back; spans point into the rule's file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The rows that a run of a rule may see: half-open, so that back-to-back windows neither miss nor repeat. */
export function windowOf(rule: Rule, at: Ticks, periodTicks: number = rule.periodTicks): TimeWindow {
  return { from: subtractInt64(at, periodTicks), to: at, visibleUntil: addInt64(at, ingestionGraceTicks) };
}

/**
 * Runs a rule once on the tables of a workspace.
 * @throws KqlError when the query cannot be bound or run; positions are those of the rule's file.
 */
export function runRule(rule: Rule, workspace: Workspace, options: RuleRunOptions): RuleRun {
  const window = windowOf(rule, options.at, options.periodTicks);
  const { result, trace } = runRuleQuery(rule, workspace, window, options);
  const columns = result.columns;
  const rows = result.rows(exportCell);
  const fired = fires(rule.trigger, rows.length);
  const time = { at: options.at, from: window.from, to: window.to };
  const built = fired ? buildAlerts(rule, time, { columns, rows }) : { alerts: [], diagnostics: [] };
  return {
    rule,
    at: printDatetime(options.at),
    fired,
    rows: rows.map((cells) => Object.fromEntries(columns.map(({ name }, col) => [name, cells[col]]))),
    result,
    alerts: built.alerts,
    incidents: formIncidents(rule, built.alerts),
    trace,
    diagnostics: built.diagnostics,
  };
}

function runRuleQuery(
  rule: Rule,
  workspace: Workspace,
  window: TimeWindow,
  { at, record, limits }: RuleRunOptions,
): ReturnType<Workspace["queryRecorded"]> {
  try {
    return workspace.queryRecorded(rule.query.text, {
      now: printDatetime(at),
      window,
      ...(record === undefined ? {} : { record }),
      ...(limits === undefined ? {} : { limits }),
    });
  } catch (error) {
    throw error instanceof KqlError ? inRuleFile(error, rule) : error;
  }
}

/** Diagnostics of a rule's query with places in the rule's file. */
export function inRuleFile(error: KqlError, rule: Rule): KqlError {
  if (error.source.text !== rule.query.text) return error;
  return new KqlError(
    error.diagnostics.map((diagnostic) => placedInRule(diagnostic, rule)),
    rule.source,
  );
}

/** One diagnostic of a rule's query with its places in the rule's file. */
export function placedInRule(diagnostic: Diagnostic, rule: Rule): Diagnostic {
  const { related } = diagnostic;
  return {
    ...diagnostic,
    span: fileSpan(rule.query.map, diagnostic.span),
    ...(related === undefined
      ? {}
      : { related: related.map(({ span, label }) => ({ span: fileSpan(rule.query.map, span), label })) }),
  };
}
