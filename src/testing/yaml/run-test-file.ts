/** Runs the cases of a test file. Everything outside the text of the file comes through `TestHost`. */

import type { BoundQuery } from "../../bind/bound.js";
import { hasErrors } from "../../engine/bind-text.js";
import type { InputRow } from "../../engine/inferred-schema.js";
import { ticksOf, Workspace } from "../../engine/workspace.js";
import { type SuppressedBy, suppressedIn, tellingRun } from "../../explain/suppression.js";
import { diagnosticLine } from "../../report/diagnostic-line.js";
import { unreadableCodes } from "../../rules/diagnostics.js";
import { parseRule } from "../../rules/parse-rule.js";
import { isPeriodOpen, type Rule } from "../../rules/rule.js";
import { type RuleRun, runRule } from "../../rules/run-rule.js";
import type { Timeline } from "../../rules/simulate.js";
import { simulateRule, simulateRulePhases } from "../../rules/simulate-rule.js";
import type { Diagnostic } from "../../text/diagnostic.js";
import { InternalError, KqlError } from "../../text/errors.js";
import { renderDiagnostic } from "../../text/render-diagnostic.js";
import { positionAt, type SourceText } from "../../text/source.js";
import type { Span } from "../../text/span.js";
import { printDatetime } from "../../types/datetime.js";
import { importCell } from "../../types/import.js";
import { addInt64, type Ticks } from "../../types/int64.js";
import { usesOfQuery } from "../fuzz/column-uses.js";
import { checkExpectation, type ExpectationFailure, type Outcome } from "./check-expectation.js";
import { type ConditionCoverage, CoverageCollector } from "./coverage.js";
import {
  noTime,
  periodNotUsed,
  rowsWithoutTime,
  unknownColumn,
  unknownTable,
  unreadableFile,
  unreadableFileCode,
  unsetColumns,
} from "./diagnostics.js";
import { type ExpandedRow, expandRows, isDirective } from "./expand-rows.js";
import type { Report } from "./map-reader.js";
import { parseTestFile } from "./parse-test-file.js";
import type { GivenTable, Schedule, TestCase, TestFile } from "./test-file.js";
import { timelineOutcome } from "./timeline-outcome.js";

/** What the runner needs from outside. Paths in test files are relative to the file. */
export interface TestHost {
  /** Text of a file named in a test file. @throws Error with the reason. */
  readText(testFile: string, path: string): { readonly name: string; readonly text: string };
  /** Rows of a data file named in a test file. @throws Error with the reason. */
  readRows(testFile: string, path: string): readonly InputRow[];
  /** Adds what every query of the project may name. */
  prepare(workspace: Workspace): void;
  /** Milliseconds since any fixed moment. */
  clockMs(): number;
  /** Explains a run, for a failing case; the empty text for nothing to say. */
  explain(run: ExplainedRun): string;
}

/** What an explanation may draw on: the case's run, done again with recording on. */
export interface ExplainedRun {
  readonly source: SourceText;
  readonly run: RuleRun | undefined;
  readonly trace: RuleRun["trace"];
  /** Set when the schedule leaves the run out. */
  readonly suppressedBy?: SuppressedBy | undefined;
  /** What the case gives. */
  readonly workspace: Workspace;
}

export type CaseStatus = "passed" | "failed" | "error" | "skipped";

export interface CaseFailure {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface CaseResult {
  readonly name: string;
  readonly status: CaseStatus;
  readonly ms: number;
  readonly failures: readonly CaseFailure[];
  /** Remarks that fail nothing, rendered. */
  readonly warnings: readonly string[];
  /** Why the result is what it is; for failing cases. */
  readonly explanation: string | undefined;
}

export interface FileResult {
  readonly file: string;
  /** Path of the rule, as the file names it; absent for plain queries. */
  readonly rule: string | undefined;
  readonly cases: readonly CaseResult[];
  /** What keeps the whole file from running, rendered. */
  readonly errors: readonly string[];
  /** On one line, why the file, or the rule that it names, could not be read; absent when both could. */
  readonly unreadable?: string;
  /** Present when asked for. */
  readonly coverage?: readonly ConditionCoverage[];
}

export interface RunOptions {
  /** Only cases whose name holds the text. */
  readonly filter?: string;
  /** Tell which conditions the cases exercised; cases on a schedule do not count. */
  readonly coverage?: boolean;
}

/** Runs one test file. Never throws for what the file says. */
export function runTestFile(source: SourceText, host: TestHost, options: RunOptions = {}): FileResult {
  const { file, diagnostics } = parseTestFile(source);
  const result = { file: source.name, rule: undefined, cases: [] };
  if (file === undefined) {
    return { ...result, ...fileProblems(diagnostics, source) };
  }
  const subject = loadSubject(file, host);
  if (subject.errors !== undefined) return { ...result, ...subject };
  const coverage = options.coverage === true ? new CoverageCollector(subject.subject.query) : undefined;
  const runner = new CaseRunner({ file, subject: subject.subject, host, coverage });
  const { filter } = options;
  const cases = file.cases
    .filter(({ name }) => filter === undefined || name.includes(filter))
    .map((item) => runner.run(item));
  return {
    file: source.name,
    rule: file.subject.kind === "rule" ? file.subject.path : undefined,
    cases,
    errors: [],
    ...(coverage === undefined ? {} : { coverage: coverage.result() }),
  };
}

/** What the cases of a file run: a rule, or a query. */
interface Subject {
  readonly rule: Rule | undefined;
  readonly query: SourceText;
}

type LoadedSubject =
  | { readonly subject: Subject; readonly errors?: undefined }
  | ({ readonly subject?: undefined } & FileProblems);

type FileProblems = Pick<FileResult, "errors" | "unreadable">;

function fileProblems(diagnostics: readonly Diagnostic[], source: SourceText): FileProblems {
  const errors = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, source));
  const first = diagnostics.find(({ code }) => unreadableCodes.has(code) || code === unreadableFileCode);
  return first === undefined ? { errors } : { errors, unreadable: diagnosticLine(first, source) };
}

function loadSubject({ source, subject }: TestFile, host: TestHost): LoadedSubject {
  if (subject.kind === "query")
    return { subject: { rule: undefined, query: { name: source.name, text: subject.text } } };
  let file: { name: string; text: string };
  try {
    file = host.readText(source.name, subject.path);
  } catch (error) {
    const problem = unreadableFile(subject.span, subject.path, reasonOf(error));
    return fileProblems([problem], source);
  }
  const parsed = parseRule(file.text, { fileName: file.name });
  const [rule] = parsed.rules;
  const errors = parsed.diagnostics.filter(({ severity }) => severity === "error");
  if (rule === undefined) {
    return fileProblems(errors, parsed.source);
  }
  return { subject: { rule, query: { name: file.name, text: rule.query.text } } };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What all cases of a file share. */
interface FileRun {
  readonly file: TestFile;
  readonly subject: Subject;
  readonly host: TestHost;
  readonly coverage: CoverageCollector | undefined;
}

/** Runs cases of one file, one after another. */
class CaseRunner {
  constructor(private readonly shared: FileRun) {}

  run(item: TestCase): CaseResult {
    const { name } = item;
    const { clockMs } = this.shared.host;
    const nothing = { name, ms: 0, failures: [], warnings: [], explanation: undefined };
    if (item.isSkipped) return { ...nothing, status: "skipped" };
    const started = clockMs();
    const outcome = new CaseRun(this.shared, item).run();
    const ms = Math.round((clockMs() - started) * 1000) / 1000;
    return { ...nothing, ...outcome, ms };
  }
}

type CaseOutcome = Pick<CaseResult, "status" | "failures" | "warnings" | "explanation">;

class CaseRun {
  private readonly diagnostics: Diagnostic[] = [];
  private readonly rowsByTable = new Map<string, readonly InputRow[]>();

  private readonly file: TestFile;
  private readonly subject: Subject;
  private readonly host: TestHost;

  constructor(
    private readonly shared: FileRun,
    private readonly item: TestCase,
  ) {
    this.file = shared.file;
    this.subject = shared.subject;
    this.host = shared.host;
  }

  run(): CaseOutcome {
    try {
      const workspace = this.workspace();
      const errors = this.diagnostics.filter(({ severity }) => severity === "error");
      if (errors.length > 0) return this.broken(errors.map((diagnostic) => this.failureOf(diagnostic)));
      this.warn(workspace);
      const failures = this.check(workspace);
      return {
        status: failures.length === 0 ? "passed" : "failed",
        failures: failures.map(({ message, span }) => ({
          message,
          ...positionAt(this.file.source.text, span.start),
        })),
        warnings: this.warnings(),
        explanation: failures.some(({ concernsResult }) => concernsResult)
          ? this.explain(workspace)
          : undefined,
      };
    } catch (error) {
      return this.afterError(error);
    }
  }

  /** A run that ended with an error is what the case expects, or breaks it. */
  private afterError(error: unknown): CaseOutcome {
    const { error: expected } = this.item.expect;
    if (!(error instanceof KqlError)) {
      const message =
        error instanceof InternalError ? error.message : new InternalError(String(error)).message;
      return this.broken([{ message, ...positionAt(this.file.source.text, this.item.span.start) }]);
    }
    const codes = error.diagnostics.map(({ code }) => code);
    if (expected !== undefined && codes.includes(expected.value)) {
      return { status: "passed", failures: [], warnings: this.warnings(), explanation: undefined };
    }
    const place = positionAt(this.file.source.text, (expected ?? this.item).span.start);
    const message =
      expected === undefined ? error.message : `expected error ${expected.value}, got ${error.message}`;
    return expected === undefined
      ? this.broken([{ message, ...place }])
      : {
          status: "failed",
          failures: [{ message, ...place }],
          warnings: this.warnings(),
          explanation: undefined,
        };
  }

  private broken(failures: readonly CaseFailure[]): CaseOutcome {
    return { status: "error", failures, warnings: this.warnings(), explanation: undefined };
  }

  private failureOf(diagnostic: Diagnostic): CaseFailure {
    const place = positionAt(this.file.source.text, diagnostic.span.start);
    return { message: renderDiagnostic(diagnostic, this.file.source), ...place };
  }

  private warnings(): string[] {
    return this.diagnostics
      .filter(({ severity }) => severity !== "error")
      .map((diagnostic) => renderDiagnostic(diagnostic, this.file.source));
  }

  private get origin(): Ticks | undefined {
    return this.item.schedule?.from ?? this.item.at;
  }

  /** Adds what the case gives; what is wrong with that is in `diagnostics`. */
  private workspace(): Workspace {
    const { origin, item, host } = this;
    const workspace = new Workspace(origin === undefined ? {} : { now: printDatetime(origin) });
    host.prepare(workspace);
    for (const { name, text, span } of item.functions) this.addFunction(workspace, name, text, span);
    for (const given of item.given) this.addTable(workspace, given);
    const plainRows = (given: GivenTable) => this.expand(given, undefined).map(({ row }) => row);
    for (const given of item.watchlists) workspace.addWatchlist(given.table, plainRows(given));
    for (const given of item.externalData) workspace.addExternalData(given.table, plainRows(given));
    return workspace;
  }

  private addFunction(workspace: Workspace, name: string, text: string, span: Span): void {
    try {
      workspace.addFunction(name, text);
    } catch (error) {
      if (!(error instanceof KqlError)) throw error;
      const [first] = error.diagnostics;
      if (first !== undefined) this.diagnostics.push({ ...first, span });
    }
  }

  private addTable(workspace: Workspace, given: GivenTable): void {
    const columns = workspace.columnsOf(given.table);
    const expanded = this.expand(given, columns);
    if (columns !== undefined) this.warnOfUnknownColumns(given, columns);
    this.rowsByTable.set(
      given.table,
      expanded.map(({ row }) => row),
    );
    const hasDelay = expanded.some(({ delay }) => delay !== 0);
    const ingestionTimes = hasDelay ? expanded.map((row) => ingestionTime(row)) : undefined;
    workspace.addTable(
      given.table,
      expanded.map(({ row }) => row),
      ingestionTimes === undefined ? {} : { ingestionTimes },
    );
  }

  private expand(given: GivenTable, columns: ReturnType<Workspace["columnsOf"]>): ExpandedRow[] {
    const report: Report = (diagnostic) => this.diagnostics.push(diagnostic);
    return expandRows(given.rows, {
      columns,
      defaults: this.item.defaults.get(given.table),
      origin: this.origin,
      loadFile: (path) => {
        try {
          return this.host.readRows(this.file.source.name, path);
        } catch (error) {
          return reasonOf(error);
        }
      },
      report,
    });
  }

  /** Names what makes cases quiet for the wrong reason. */
  private warn(workspace: Workspace): void {
    const { rule, query } = this.subject;
    const { period, given } = this.item;
    if (period !== undefined && rule !== undefined && !isPeriodOpen(rule))
      this.diagnostics.push(periodNotUsed(period.span));
    if (rule !== undefined && rule.kind !== "NRT") this.warnOfRowsWithoutTime(workspace);
    const bound = workspace.bind(query.text, query.name);
    if (hasErrors(bound.diagnostics)) return;
    this.warnOfUnsetColumns(bound.query);
    for (const { table, span } of given) {
      const { tables } = bound.query;
      if (!tables.includes(table)) this.diagnostics.push(unknownTable(span, table, tables));
    }
  }

  private warnOfRowsWithoutTime(workspace: Workspace): void {
    for (const { table, span } of this.item.given) {
      const hasTime = workspace.columnsOf(table)?.some(({ name }) => name === "TimeGenerated") === true;
      const rows = this.rowsByTable.get(table) ?? [];
      const count = rows.filter(
        ({ TimeGenerated }) => TimeGenerated === undefined || TimeGenerated === null,
      ).length;
      if (hasTime && count > 0) this.diagnostics.push(rowsWithoutTime(span, table, count));
    }
  }

  /** Columns that the rule filters on and that no row sets. */
  private warnOfUnsetColumns(query: BoundQuery): void {
    for (const { table, uses } of usesOfQuery(query).tables) {
      const rows = this.rowsByTable.get(table);
      if (rows === undefined || rows.length === 0) continue;
      const filtered = new Set(uses.filter(({ isFiltered }) => isFiltered).map(({ column }) => column));
      const unset = [...filtered].filter((column) => rows.every((row) => row[column] === undefined));
      const place = this.item.given.find((given) => given.table === table);
      if (unset.length > 0 && place !== undefined)
        this.diagnostics.push(unsetColumns(place.span, table, unset));
    }
  }

  private warnOfUnknownColumns(
    given: GivenTable,
    columns: NonNullable<ReturnType<Workspace["columnsOf"]>>,
  ): void {
    const known = columns.map(({ name }) => name);
    const seen = new Set(known);
    for (const row of given.rows) {
      for (const { key, keySpan } of row.entries) {
        if (seen.has(key) || isDirective(key)) continue;
        seen.add(key);
        this.diagnostics.push(unknownColumn(keySpan, given.table, key, known));
      }
    }
  }

  private check(workspace: Workspace): ExpectationFailure[] {
    const { expect } = this.item;
    const failures = this.outcomes(workspace).flatMap(({ outcome, phase }) =>
      checkExpectation(expect, outcome).map((failure) =>
        phase === undefined ? failure : { ...failure, message: `${failure.message} (${phase})` },
      ),
    );
    if (expect.error !== undefined) {
      const message = `expected error ${expect.error.value}, and the run ended well`;
      failures.push({ message, span: expect.error.span, concernsResult: false });
    }
    return failures;
  }

  /** One outcome; under `phase: all` one for each way in which the schedule can turn out. */
  private outcomes(workspace: Workspace): { outcome: Outcome; phase?: string }[] {
    const { schedule } = this.item;
    const { rule } = this.subject;
    if (schedule === undefined || rule === undefined) return [{ outcome: this.plainOutcome(workspace) }];
    const options = { from: schedule.from, to: schedule.to, ...this.periodOf(rule) };
    const origin = schedule.from;
    if (!schedule.allPhases)
      return [{ outcome: this.timelineOutcome(simulateRule(rule, workspace, options), origin) }];
    return simulateRulePhases(rule, workspace, options).map(({ timeline, share }) => ({
      outcome: this.timelineOutcome(timeline, origin),
      phase: `with the schedule starting at ${timeline.runs[0]?.at ?? "?"}, as in ${(100 * share).toFixed(1)} % of its phases`,
    }));
  }

  /** @throws KqlError for a run that failed and that the case does not name. */
  private timelineOutcome(timeline: Timeline, origin: Ticks): Outcome {
    const named = this.item.expect.runs.filter(({ expect }) => expect.error !== undefined);
    const failed = timeline.runs.find(
      ({ at, failure }) => failure !== undefined && !named.some((run) => run.at === ticksOf(at)),
    );
    if (failed?.failure !== undefined) throw new KqlError(failed.failure, timeline.rule.source);
    return timelineOutcome(timeline, origin);
  }

  private plainOutcome(workspace: Workspace): Outcome {
    const { coverage } = this.shared;
    const { result, ruleRun, trace } = this.runOnce(workspace, coverage !== undefined);
    if (trace !== undefined) coverage?.add(trace);
    const { origin } = this;
    const results = [{ columns: result.columns, rows: result.rows((cell) => cell) }];
    return {
      results,
      alerts: ruleRun?.alerts ?? [],
      incidents: ruleRun?.incidents ?? [],
      firedAt: [],
      origin,
    };
  }

  /** The case's look-back, for rules that have none of their own. */
  private periodOf(rule: Rule): { periodTicks?: number } {
    const { period } = this.item;
    return period === undefined || !isPeriodOpen(rule) ? {} : { periodTicks: Number(period.value) };
  }

  private runOnce(
    workspace: Workspace,
    record: boolean,
  ): { result: RuleRun["result"]; trace: RuleRun["trace"]; ruleRun: RuleRun | undefined } {
    const { rule, query } = this.subject;
    if (rule === undefined) {
      return { ...workspace.queryRecorded(query.text, { name: query.name, record }), ruleRun: undefined };
    }
    const { at } = this.item;
    if (at === undefined) throw new KqlError([noTime(this.item.span)], this.file.source);
    const ruleRun = runRule(rule, workspace, { at, record, ...this.periodOf(rule) });
    // Asking a run for a trace that it has not recorded runs it again.
    return { result: ruleRun.result, trace: record ? ruleRun.trace : undefined, ruleRun };
  }

  private explain(workspace: Workspace): string | undefined {
    const { rule, query } = this.subject;
    const { schedule } = this.item;
    if (schedule !== undefined && rule !== undefined) return this.explainSchedule(workspace, rule, schedule);
    const { trace, ruleRun } = this.runOnce(workspace, true);
    const text = this.host.explain({ source: query, run: ruleRun, trace, workspace });
    return text === "" ? undefined : text;
  }

  /** The run that tells most of a schedule. */
  private explainSchedule(workspace: Workspace, rule: Rule, { from, to }: Schedule): string | undefined {
    const timeline = simulateRule(rule, workspace, { from, to, ...this.periodOf(rule) });
    const { firedAt, runs } = this.item.expect;
    const told = tellingRun(timeline, [...(firedAt?.value ?? []), ...runs.map(({ at }) => at)]);
    if (told === undefined) return undefined;
    const run = runRule(rule, workspace, { at: told.at, record: true, ...this.periodOf(rule) });
    const suppressedBy = suppressedIn(timeline, told);
    const shown = { source: this.subject.query, run, trace: run.trace, workspace, suppressedBy };
    return `the run at ${told.at}, one of ${timeline.runs.length}:\n${this.host.explain(shown)}`;
  }
}

/** Hunting queries have no look-back of their own. */
function ingestionTime({ row, delay }: ExpandedRow): string | null {
  const generated = importCell(row.TimeGenerated, "datetime");
  return typeof generated === "number" || typeof generated === "bigint"
    ? printDatetime(addInt64(generated, delay))
    : null;
}
