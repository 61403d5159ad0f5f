/** Rules as library users hold them. */
import type { InputRow } from "../engine/inferred-schema.js";
import { ticksOf, Workspace, type WorkspaceOptions } from "../engine/workspace.js";
import type { Limits } from "../exec/limits.js";
import type { Table } from "../exec/table.js";
import type { Diagnostic } from "../text/diagnostic.js";
import { KqlError } from "../text/errors.js";
import { parseTimespan } from "../types/timespan.js";
import { mistakesIn, type ParseRuleOptions, parseRule as parseRuleFile } from "./parse-rule.js";
import type { Rule } from "./rule.js";
import { type RuleRun, runRule } from "./run-rule.js";
import { parseTimespanText } from "./timespan-text.js";

export interface DetectionRunOptions {
  /** The scheduled time of the run: ISO 8601 text or a Date. */
  readonly at: string | Date;
  /** Look-back, `1d`, in place of the rule's own. */
  readonly period?: string;
  /** Record how rows flow, for explanations. */
  readonly record?: boolean;
  readonly schemas?: WorkspaceOptions["schemas"];
  readonly limits?: Partial<Limits>;
}

/** Rows by table name: objects, or a table that was loaded. */
export type TableRows = Readonly<Record<string, readonly InputRow[] | Table>>;

/** A rule that can be run on rows. */
export class DetectionRule {
  constructor(
    readonly rule: Rule,
    /** Warnings about the rule file. */
    readonly diagnostics: readonly Diagnostic[],
  ) {}

  get name(): string {
    return this.rule.name;
  }

  /**
   * Runs the rule once, at a scheduled time, on rows: look-back, trigger, alerts and incidents as the service has them.
   * @throws KqlError when the query does not bind or its run ends with an error.
   * @example
   * const rule = parseRule("name: Failures\nquery: SigninLogs | where ResultType != '0'");
   * const run = rule.run({ SigninLogs: [] }, { at: "2026-04-06T12:00:00Z" });
   * run.fired; // false
   */
  run(tables: TableRows, options: DetectionRunOptions): RuleRun {
    const { at, schemas, limits } = options;
    const workspace = new Workspace({ now: at, schemas, limits });
    for (const name of Object.keys(tables)) workspace.addTable(name, tables[name]);
    return this.runIn(workspace, options);
  }

  /** As `run`, on the tables, functions and watchlists of a workspace. */
  runIn(workspace: Workspace, options: DetectionRunOptions): RuleRun {
    const { at, period, record, limits } = options;
    const periodTicks = period === undefined ? undefined : periodOf(period);
    return runRule(this.rule, workspace, { at: ticksOf(at), periodTicks, record, limits });
  }
}

/** @throws RangeError for text that is no timespan. */
export function periodOf(text: string): number {
  const short = parseTimespanText(text);
  const ticks = short.ok ? short.ticks : parseTimespan(text);
  if (ticks === null || ticks <= 0) throw new RangeError(`\`${text}\` is not a period such as 1h or 14d`);
  return Number(ticks);
}

/**
 * The one rule of a text: YAML, JSON or KQL with a settings comment. No file is read.
 * @throws KqlError (`RULE0xx`) when there is no rule, or one with mistakes.
 */
export function parseRule(text: string, options: ParseRuleOptions = {}): DetectionRule {
  const [rule] = parseRules(text, options);
  return rule;
}

/** All rules of a text; at least one. @throws KqlError (`RULE0xx`) when there is none, or one with mistakes. */
export function parseRules(
  text: string,
  options: ParseRuleOptions = {},
): [DetectionRule, ...DetectionRule[]] {
  const parsed = parseRuleFile(text, options);
  const { rules, diagnostics, source } = parsed;
  const mistakes = mistakesIn(parsed, rules);
  const [first, ...others] = rules.map((rule) => new DetectionRule(rule, diagnostics));
  if (first === undefined || mistakes.length > 0) throw new KqlError(mistakes, source);
  return [first, ...others];
}
