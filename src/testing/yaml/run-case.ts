/** Runs one case of a test file: once, or on a schedule. */
import { ticksOf, type Workspace } from "../../engine/workspace.js";
import { suppressedIn, tellingRun } from "../../explain/suppression.js";
import { phasesSummary } from "../../report/timeline-text.js";
import { isPeriodOpen, type Rule } from "../../rules/rule.js";
import { inRuleFile, type RuleRun, runRule } from "../../rules/run-rule.js";
import type { Timeline } from "../../rules/simulate.js";
import { simulateRule, simulateRulePhases } from "../../rules/simulate-rule.js";
import type { Diagnostic } from "../../text/diagnostic.js";
import { internalMessage, KqlError } from "../../text/errors.js";
import { renderDiagnostic } from "../../text/render-diagnostic.js";
import { positionAt } from "../../text/source.js";
import type { Ticks } from "../../types/int64.js";
import { warnOfCase } from "./case-warnings.js";
import { checkExpectation, type ExpectationFailure, type Outcome } from "./check-expectation.js";
import type { CoverageCollector } from "./coverage.js";
import { noTime } from "./diagnostics.js";
import { originOf, prepareGiven } from "./given-data.js";
import { fileProblems, type Subject } from "./load-subject.js";
import type { Report } from "./map-reader.js";
import type { Schedule, TestCase, TestFile } from "./test-file.js";
import type { TestHost } from "./test-host.js";
import type { CaseFailure, CaseResult } from "./test-result.js";
import { timelineOutcome } from "./timeline-outcome.js";

/** What all cases of a file share. */
export interface FileRun {
  readonly file: TestFile;
  readonly subject: Subject;
  readonly host: TestHost;
  readonly coverage: CoverageCollector | undefined;
}

/** Never throws for what the case says; what goes wrong is its result. */
export function runCase(shared: FileRun, item: TestCase): CaseResult {
  const { name } = item;
  const { clockMs } = shared.host;
  const nothing = { name, ms: 0, failures: [], warnings: [], explanation: undefined };
  if (item.isSkipped) return { ...nothing, status: "skipped" };
  const started = clockMs();
  const outcome = new CaseRun(shared, item).run();
  const ms = Math.round((clockMs() - started) * 1000) / 1000;
  return { ...nothing, ...outcome, ms };
}

/** What is wrong with a default, or with a row that is repeated, is told once. */
function onceEach(report: Report): Report {
  const told = new Set<string>();
  return (diagnostic) => {
    const key = `${diagnostic.code} ${diagnostic.span.start} ${diagnostic.message}`;
    if (!told.has(key)) report(diagnostic);
    told.add(key);
  };
}

type CaseOutcome = Omit<CaseResult, "name" | "ms">;

class CaseRun {
  private readonly diagnostics: Diagnostic[] = [];

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
      const report = onceEach((diagnostic) => this.diagnostics.push(diagnostic));
      const given = prepareGiven({ file: this.file, item: this.item, host: this.host, report });
      const { workspace } = given;
      const errors = this.diagnostics.filter(({ severity }) => severity === "error");
      if (errors.length > 0) {
        const { unreadable } = fileProblems(errors, this.file.source);
        const broken = this.broken(errors.map((diagnostic) => this.failureOf(diagnostic)));
        return unreadable === undefined ? broken : { ...broken, unreadable };
      }
      warnOfCase(this.subject, this.item, given, report);
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
      const message = internalMessage(error);
      return this.broken([{ message, ...positionAt(this.file.source.text, this.item.span.start) }]);
    }
    const { message: told } = this.subject.rule === undefined ? inRuleFile(this.subject.place, error) : error;
    const codes = error.diagnostics.map(({ code }) => code);
    if (expected !== undefined && codes.includes(expected.value)) {
      return { status: "passed", failures: [], warnings: this.warnings(), explanation: undefined };
    }
    const place = positionAt(this.file.source.text, (expected ?? this.item).span.start);
    const message = expected === undefined ? told : `expected error ${expected.value}, got ${told}`;
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
    const results = [{ columns: result.columns, rows: result.rows((cell) => cell) }];
    return {
      results,
      alerts: ruleRun?.alerts ?? [],
      incidents: ruleRun?.incidents ?? [],
      firedAt: [],
      origin: originOf(this.item),
    };
  }

  /** The case's look-back, for hunting queries, which have none of their own. */
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
    const { rule, query, place } = this.subject;
    const { schedule } = this.item;
    if (schedule !== undefined && rule !== undefined) return this.explainSchedule(workspace, rule, schedule);
    const { trace, ruleRun } = this.runOnce(workspace, true);
    const text = this.host.explain({ source: query, run: ruleRun, place, trace, workspace });
    return text === "" ? undefined : text;
  }

  /** The run that tells most of a schedule; of several phases, of one that fails the case, or in which the rule is quiet. */
  private explainSchedule(workspace: Workspace, rule: Rule, schedule: Schedule): string | undefined {
    const { from, to } = schedule;
    const { expect } = this.item;
    const options = { from, to, ...this.periodOf(rule) };
    const outcomes = schedule.allPhases ? simulateRulePhases(rule, workspace, options) : [];
    const failing = outcomes.find(
      ({ timeline }) => checkExpectation(expect, timelineOutcome(timeline, from)).length > 0,
    );
    const quiet = outcomes.find(({ timeline }) => timeline.alerts.length === 0);
    const timeline = (failing ?? quiet ?? outcomes[0])?.timeline ?? simulateRule(rule, workspace, options);
    const { firedAt, runs } = expect;
    const told = tellingRun(timeline, [...(firedAt?.value ?? []), ...runs.map(({ at }) => at)]);
    if (told === undefined) return undefined;
    const run = runRule(rule, workspace, { at: told.at, record: true, ...this.periodOf(rule) });
    const suppressedBy = suppressedIn(timeline, told);
    const shown = { source: this.subject.query, run, trace: run.trace, workspace, suppressedBy };
    const phases = outcomes.length < 2 ? "" : `${phasesSummary(outcomes)}\n`;
    return `${phases}the run at ${told.at}, one of ${timeline.runs.length}:\n${this.host.explain(shown)}`;
  }
}
