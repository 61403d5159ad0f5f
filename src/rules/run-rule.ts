import type { BoundText } from "../engine/bind-text.js";
import type { InputRow } from "../engine/inferred-schema.js";
import type { PublicCell, QueryResult } from "../engine/result.js";
import { type QueryOptions, type TableOptions, ticksOf, Workspace } from "../engine/workspace.js";
import type { PipelineTrace } from "../exec/trace.js";
import type { Diagnostic } from "../text/diagnostic.js";
import { KqlError } from "../text/errors.js";
import { printDatetime } from "../types/datetime.js";
import type { Ticks } from "../types/int64.js";
import type { Alert } from "./alert.js";
import { type BuiltAlerts, buildAlerts } from "./alerts.js";
import { severalResults } from "./diagnostics.js";
import { formIncidents, type Incident } from "./incidents.js";
import { type Rule, withPeriod } from "./rule.js";
import type { ResultColumn, RuleResult } from "./rule-result.js";
import { type RunWindow, windowAt } from "./schedule.js";
import { fileSpan } from "./text-map.js";
import { fires } from "./trigger.js";

/** Rows by table; `{ rows, ingestionTimes }` where some arrive late. */
export type RuleTables = Readonly<Record<string, readonly InputRow[] | TableInput>>;

export interface TableInput extends TableOptions {
  readonly rows: readonly InputRow[];
}

export interface RunRuleOptions {
  /** The scheduled time, which is `now()` to the query. */
  readonly at: string | Date | Ticks;
  /** Look-back in place of the rule's own. */
  readonly periodTicks?: number | undefined;
  /** Record how rows flow, for explanations. */
  readonly record?: boolean | undefined;
  readonly limits?: QueryOptions["limits"];
  readonly signal?: AbortSignal | undefined;
}

/** One run of a rule: whether it fired, and what came of it. */
export interface RuleRun {
  readonly rule: Rule;
  /** The scheduled time. */
  readonly at: string;
  readonly window: RunWindow;
  readonly fired: boolean;
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** Result rows as objects; made when first asked for. */
  readonly rows: readonly Readonly<Record<string, PublicCell>>[];
  /** Empty unless the run fired. */
  readonly alerts: readonly Alert[];
  readonly incidents: readonly Incident[];
  readonly result: QueryResult;
  /** What the run read: explanations run the query again with one thing changed. */
  readonly workspace: Workspace;
  /** How rows flowed through the query. A run that was not told to record is done again when this is first asked for. */
  readonly trace: PipelineTrace | undefined;
  /** Remarks on the query and the alerts; spans point into the rule's file. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs a rule once as Sentinel would at a scheduled time: its query sees only rows of the window that have arrived,
 * the trigger decides, alerts and incidents follow.
 * @throws KqlError when the query has mistakes or its run fails; places are those of the rule's file.
 * @example
 * const run = runRule(rule, { AuditLogs: rows }, { at: "2026-04-06T12:00:00Z" });
 * run.fired; run.alerts[0]?.title;
 */
export function runRule(rule: Rule, tables: Workspace | RuleTables, options: RunRuleOptions): RuleRun {
  const subject = withPeriod(rule, options.periodTicks);
  const at =
    typeof options.at === "object" || typeof options.at === "string" ? ticksOf(options.at) : options.at;
  const workspace = tables instanceof Workspace ? tables : workspaceOf(tables);
  const window = windowAt(subject, at);
  const { result, trace } = queryWindow(subject, workspace, window, options);
  return new FinishedRun(subject, {
    window,
    workspace,
    result,
    trace,
    record: () => queryWindow(subject, workspace, window, { ...options, record: true }).trace,
    remarks: () => queryRemarks(subject, workspace),
  });
}

interface RunParts {
  readonly window: RunWindow;
  readonly workspace: Workspace;
  readonly result: QueryResult;
  readonly trace: PipelineTrace | undefined;
  /** Does the run again with recording on. */
  readonly record: () => PipelineTrace | undefined;
  readonly remarks: () => readonly Diagnostic[];
}

/**
 * Fuzzing asks thousands of runs whether they fired and never looks at the alerts, which cost more than the query; so
 * everything that follows from the result is made when it is asked for. A class, for V8 makes a new hidden class for
 * each object literal with accessors (measured: four times the time of a run, in garbage collection).
 */
class FinishedRun implements RuleRun {
  readonly window: RunWindow;
  readonly workspace: Workspace;
  readonly result: QueryResult;
  readonly fired: boolean;
  private madeRows: RuleRun["rows"] | undefined;
  private madeAlerts: BuiltAlerts | undefined;
  private madeIncidents: readonly Incident[] | undefined;
  private madeTrace: PipelineTrace | undefined;

  constructor(
    readonly rule: Rule,
    private readonly parts: RunParts,
  ) {
    this.window = parts.window;
    this.workspace = parts.workspace;
    this.result = parts.result;
    this.fired = fires(rule.trigger, parts.result.rowCount);
    this.madeTrace = parts.trace;
  }

  get at(): string {
    return printDatetime(this.window.at);
  }

  get columns(): readonly ResultColumn[] {
    return this.result.columns;
  }

  get rowCount(): number {
    return this.result.rowCount;
  }

  get rows(): RuleRun["rows"] {
    this.madeRows ??= this.result.toObjects();
    return this.madeRows;
  }

  get alerts(): readonly Alert[] {
    return this.built.alerts;
  }

  get incidents(): readonly Incident[] {
    this.madeIncidents ??= formIncidents(this.rule, this.alerts);
    return this.madeIncidents;
  }

  get trace(): PipelineTrace | undefined {
    this.madeTrace ??= this.parts.record();
    return this.madeTrace;
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.parts.remarks(), ...this.built.diagnostics];
  }

  private get built(): BuiltAlerts {
    if (!this.fired) return noAlerts;
    this.madeAlerts ??= buildAlerts(this.rule, this.window, ruleResultOf(this.result));
    return this.madeAlerts;
  }
}

const noAlerts: BuiltAlerts = { alerts: [], diagnostics: [] };

function workspaceOf(tables: RuleTables): Workspace {
  const workspace = new Workspace();
  for (const [name, table] of Object.entries(tables)) {
    if (isTableInput(table)) workspace.addTable(name, table.rows, table);
    else workspace.addTable(name, table);
  }
  return workspace;
}

const isTableInput = (table: RuleTables[string]): table is TableInput => !Array.isArray(table);

/** @throws KqlError (`RULE324`) for a query with several statements that yield rows, on which the service's run fails. */
function checkSingleResult(rule: Rule, { query: { results } }: BoundText): void {
  if (results.length < 2) return;
  throw new KqlError(
    [severalResults(fileSpan(rule.query.map, results[1].span), results.length)],
    rule.source,
  );
}

/** What the query gives over the rows of a window. */
export function queryWindow(
  rule: Rule,
  workspace: Workspace,
  window: RunWindow,
  options: Pick<QueryOptions, "record" | "limits" | "signal" | "tables"> = {},
): ReturnType<Workspace["queryRecorded"]> {
  const { record = false, limits, signal, tables } = options;
  const bound = workspace.bind(rule.query.text, rule.source.name);
  checkSingleResult(rule, bound);
  try {
    return workspace.runFirst(bound, {
      nowTicks: window.at,
      window,
      record,
      name: rule.source.name,
      limits,
      signal,
      tables,
    });
  } catch (error) {
    throw error instanceof KqlError ? inRuleFile(rule, error) : error;
  }
}

export function ruleResultOf(result: QueryResult): RuleResult {
  return { columns: result.columns, rows: result.toArrays() };
}

/** Where a query stands: its text with the places of the characters, and the file. */
export type QueryPlace = Pick<Rule, "query" | "source">;

/** The same error with places in the query's file, unless it is about other text, such as a row of data. */
export function inRuleFile(rule: QueryPlace, error: KqlError): KqlError {
  if (error.source.text !== rule.query.text) return error;
  return new KqlError(
    error.diagnostics.map((diagnostic) => diagnosticInRuleFile(rule, diagnostic)),
    rule.source,
  );
}

/** A diagnostic of the query with its places moved to the rule's file. */
export function diagnosticInRuleFile(rule: QueryPlace, diagnostic: Diagnostic): Diagnostic {
  const { map } = rule.query;
  const moved = { ...diagnostic, span: fileSpan(map, diagnostic.span) };
  if (diagnostic.related === undefined) return moved;
  const related = diagnostic.related.map(({ span, label }) => ({ span: fileSpan(map, span), label }));
  return { ...moved, related };
}

function queryRemarks(rule: Rule, workspace: Workspace): readonly Diagnostic[] {
  const { diagnostics } = workspace.bind(rule.query.text, rule.source.name);
  return diagnostics.map((diagnostic) => diagnosticInRuleFile(rule, diagnostic));
}
