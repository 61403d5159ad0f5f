/** What the matchers of Vitest and Jest decide: plain functions, so that both runners share them. */
import type { QueryResult } from "../../engine/result.js";
import { originOf } from "../../engine/workspace.js";
import { explainRun } from "../../report/explain-run.js";
import type { RuleRun } from "../../rules/run-rule.js";
import { alertMisses, type ExpectedAlert } from "../yaml/match-alert.js";
import { showValue } from "../yaml/match-cell.js";
import { describeMissingRow, type ExpectedRow, findRows, resultRows, showRow } from "../yaml/match-rows.js";

export type { ExpectedAlert };

export interface MatcherVerdict {
  readonly pass: boolean;
  readonly message: () => string;
}

export interface RowOptions {
  /** No other rows. */
  readonly exact?: boolean;
  /** In this order. */
  readonly ordered?: boolean;
}

type PartialRow = Readonly<Record<string, unknown>>;

/** Both messages of a verdict: what was expected and is not, and what was not expected and is. */
function verdict(pass: boolean, expected: string, unexpected: string, why: () => string): MatcherVerdict {
  return {
    pass,
    message: () => [pass ? unexpected : expected, why()].filter((text) => text !== "").join("\n\n"),
  };
}

export function toFire(run: RuleRun): MatcherVerdict {
  const { name } = checkedRun(run, "toFire").rule;
  return verdict(
    run.fired,
    `expected rule "${name}" to fire at ${run.at}, and it stayed quiet`,
    `expected rule "${name}" to stay quiet at ${run.at}, and it fired`,
    () => why(run),
  );
}

export function toStayQuiet(run: RuleRun): MatcherVerdict {
  const { name } = checkedRun(run, "toStayQuiet").rule;
  return verdict(
    !run.fired,
    `expected rule "${name}" to stay quiet at ${run.at}, and it raised ${alertCount(run.alerts.length)}`,
    `expected rule "${name}" to fire at ${run.at}, and it stayed quiet`,
    () => why(run),
  );
}

export function toRaiseAlerts(run: RuleRun, count: number): MatcherVerdict {
  checkedRun(run, "toRaiseAlerts");
  if (!Number.isInteger(count)) throw new TypeError("toRaiseAlerts takes the number of alerts");
  const { length } = run.alerts;
  return verdict(
    length === count,
    `expected ${alertCount(count)}, got ${length === 0 ? "none" : length}`,
    `expected another number of alerts than ${count}`,
    () => why(run),
  );
}

export function toRaiseAlert(run: RuleRun, expected: ExpectedAlert): MatcherVerdict {
  checkedRun(run, "toRaiseAlert");
  const misses = run.alerts.map((alert) => alertMisses(alert, expected));
  const nearest = misses.reduce((best, next) => (next.length < best.length ? next : best), misses[0] ?? []);
  return verdict(
    misses.some((list) => list.length === 0),
    run.alerts.length === 0
      ? "expected an alert, and none was raised"
      : `no alert matches; of the nearest one\n${nearest.map((line) => `  ${line}`).join("\n")}`,
    `expected no alert like ${showValue(expected)}`,
    () => why(run),
  );
}

export function toReturnRows(
  received: RuleRun | QueryResult,
  expected: readonly PartialRow[],
  options: RowOptions = {},
): MatcherVerdict {
  const result = checkedResult(received, "toReturnRows");
  const rows = resultRows({ columns: result.columns, rows: result.rows((cell) => cell) });
  const wanted = expected.map(expectedRow);
  const matching = { isOrdered: options.ordered === true, origin: undefined };
  const missing = wanted.filter((_, at) => !findRows(wanted, rows, matching)[at]);
  // No row at all is what an empty list says.
  const isExact = options.exact === true || expected.length === 0;
  const hasCount = !isExact || rows.length === expected.length;
  const count = expected.length === 1 ? "1 row" : `${expected.length} rows`;
  const lines = [
    ...missing.map((row) => describeMissingRow(row, rows, matching)),
    ...(hasCount ? [] : [`expected exactly ${count}, got ${rows.length}`]),
    `rows: [${rows.slice(0, 5).map(showRow).join(", ")}]${rows.length > 5 ? ` and ${rows.length - 5} more` : ""}`,
  ];
  return verdict(
    missing.length === 0 && hasCount,
    lines.join("\n"),
    expected.length === 0
      ? "expected rows, and there are none"
      : `expected no rows like ${showValue(expected)}`,
    () => ("rule" in received ? why(received) : whyResult(received)),
  );
}

function expectedRow(row: PartialRow): ExpectedRow {
  return Object.entries(row).map(([name, value]) => ({ name, valueAs: () => value }));
}

/** Names in order, or names with types. */
export function toHaveColumns(
  received: RuleRun | QueryResult,
  expected: readonly string[] | Readonly<Record<string, string>>,
): MatcherVerdict {
  const { columns } = checkedResult(received, "toHaveColumns");
  const isNames = Array.isArray(expected);
  const actual = columns.map(({ name, type }) => (isNames ? name : `${name}: ${type}`));
  const wanted = isNames
    ? [...expected]
    : Object.entries(expected).map(([name, type]) => `${name}: ${String(type)}`);
  return verdict(
    actual.length === wanted.length && actual.every((column, at) => column === wanted[at]),
    `expected the columns ${wanted.join(", ")}; got ${actual.join(", ")}`,
    `expected other columns than ${wanted.join(", ")}`,
    () => "",
  );
}

/** Tests in JavaScript may hand over anything. */
function checkedRun(received: unknown, matcher: string): RuleRun {
  if (received instanceof Promise)
    throw new TypeError(`${matcher} takes a rule run; this is a promise, so \`await\` the rule first`);
  // Runs are made by the engine alone, and recognised by what they alone have.
  if (isObject(received) && "rule" in received && "fired" in received) return received as unknown as RuleRun;
  throw new TypeError(`${matcher} takes a rule run: expect(rule.run(rows, { at })).${matcher}(...)`);
}

function checkedResult(received: RuleRun | QueryResult, matcher: string): QueryResult {
  // Told by shape, for a bundle for Jest has classes of its own.
  if (isObject(received) && "toObjects" in received) return received;
  if (isObject(received) && "rule" in received) return checkedRun(received, matcher).result;
  throw new TypeError(
    `${matcher} takes a rule run or a query result: expect(workspace.query(text)).${matcher}(...)`,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The way of the rows, from the same run done with recording on. */
function why(run: RuleRun): string {
  const { name } = run.rule.source;
  return explainRun({ source: { name, text: run.rule.query.text }, trace: run.trace, run });
}

function whyResult(result: QueryResult): string {
  const origin = originOf(result);
  if (origin === undefined) return "";
  const { workspace, text, options } = origin;
  const { trace } = workspace.queryRecorded(text, { ...options, record: true });
  return explainRun({ source: { name: options.name ?? "query", text }, trace, workspace });
}

const alertCount = (count: number) => (count === 1 ? "1 alert" : `${count} alerts`);
