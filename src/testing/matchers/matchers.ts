/** What the matchers of Vitest and Jest decide: plain functions, so that both runners share them. */
import type { QueryResult } from "../../engine/result.js";
import { explainRun } from "../../report/explain-run.js";
import type { Alert } from "../../rules/alert.js";
import type { RuleRun } from "../../rules/run-rule.js";
import { assignInOrder, assignItems } from "../yaml/assign.js";
import { matchesCell, matchesPlain } from "../yaml/match-cell.js";

export interface MatcherVerdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/** An alert as tests name it: any of its parts; a scalar custom detail stands for a list of one. */
export interface ExpectedAlert {
  readonly title?: string;
  readonly description?: string;
  readonly severity?: string;
  readonly tactics?: readonly string[];
  readonly techniques?: readonly string[];
  readonly entities?: readonly Readonly<Record<string, unknown>>[];
  readonly entityCount?: number;
  readonly customDetails?: Readonly<Record<string, unknown>>;
  readonly startTime?: string;
  readonly endTime?: string;
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
  const { name } = run.rule;
  return verdict(
    run.fired,
    `expected rule "${name}" to fire at ${run.at}, and it stayed quiet`,
    `expected rule "${name}" to stay quiet at ${run.at}, and it fired`,
    () => why(run),
  );
}

export function toStayQuiet(run: RuleRun): MatcherVerdict {
  const { name } = run.rule;
  return verdict(
    !run.fired,
    `expected rule "${name}" to stay quiet at ${run.at}, and it raised ${run.alerts.length} alert(s)`,
    `expected rule "${name}" to fire at ${run.at}, and it stayed quiet`,
    () => why(run),
  );
}

export function toRaiseAlerts(run: RuleRun, count: number): MatcherVerdict {
  return verdict(
    run.alerts.length === count,
    `expected ${count} alert(s), got ${run.alerts.length}`,
    `expected another number of alerts than ${count}`,
    () => why(run),
  );
}

export function toRaiseAlert(run: RuleRun, expected: ExpectedAlert): MatcherVerdict {
  const misses = run.alerts.map((alert) => alertMisses(alert, expected));
  const nearest = misses.reduce((best, next) => (next.length < best.length ? next : best), misses[0] ?? []);
  return verdict(
    misses.some((list) => list.length === 0),
    run.alerts.length === 0
      ? "expected an alert, and none was raised"
      : `no alert matches; of the nearest one\n${nearest.map((line) => `  ${line}`).join("\n")}`,
    `expected no alert like ${show(expected)}`,
    () => (run.alerts.length === 0 ? why(run) : ""),
  );
}

export function toReturnRows(
  received: RuleRun | QueryResult,
  expected: readonly PartialRow[],
  options: RowOptions = {},
): MatcherVerdict {
  const result = "result" in received ? received.result : received;
  const rows = result.rows((cell) => cell);
  const matches = (item: number, row: number) =>
    Object.entries(expected[item]).every(([name, value]) => {
      const col = result.columns.findIndex((column) => column.name === name);
      return col !== -1 && matchesCell(value, rows[row][col], result.columns[col].type, undefined);
    });
  const given = (options.ordered === true ? assignInOrder : assignItems)(
    expected.length,
    rows.length,
    matches,
  );
  const missing = expected.filter((_, item) => given[item] === -1);
  const isExact = options.exact !== true || rows.length === expected.length;
  const lines = [
    ...missing.map((row) => `no row matches ${show(row)}`),
    ...(isExact ? [] : [`expected exactly ${expected.length} row(s), got ${rows.length}`]),
    `rows: ${show(result.toObjects().slice(0, 5))}${rows.length > 5 ? ` and ${rows.length - 5} more` : ""}`,
  ];
  return verdict(
    missing.length === 0 && isExact,
    lines.join("\n"),
    `expected no rows like ${show(expected)}`,
    () => ("result" in received && rows.length === 0 ? why(received) : ""),
  );
}

/** Names in order, or names with types. */
export function toHaveColumns(
  result: QueryResult,
  expected: readonly string[] | Readonly<Record<string, string>>,
): MatcherVerdict {
  const isNames = Array.isArray(expected);
  const actual = result.columns.map(({ name, type }) => (isNames ? name : `${name}: ${type}`));
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

function alertMisses(alert: Alert, expected: ExpectedAlert): string[] {
  const parts: Readonly<Record<string, unknown>> = { ...alert, entityCount: alert.entities.length };
  return Object.entries(expected).flatMap(([key, wanted]) => {
    if (key === "customDetails") return detailMisses(alert, expected.customDetails ?? {});
    if (key === "entities") return entityMisses(alert, expected.entities ?? []);
    return matchesPlain(wanted, parts[key]) ? [] : [`${key} is ${show(parts[key])}, not ${show(wanted)}`];
  });
}

function entityMisses(alert: Alert, expected: NonNullable<ExpectedAlert["entities"]>): string[] {
  const given = assignItems(expected.length, alert.entities.length, (item, entity) =>
    matchesPlain(expected[item], alert.entities[entity]),
  );
  return expected.flatMap((entity, item) =>
    given[item] === -1 ? [`no entity ${show(entity)} among ${show(alert.entities)}`] : [],
  );
}

function detailMisses(alert: Alert, expected: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const wanted = (Array.isArray(value) ? value : [value]).map(String);
    const actual = alert.customDetails[key];
    const holds = actual?.length === wanted.length && wanted.every((text) => actual.includes(text));
    return holds ? [] : [`custom detail ${key} is ${show(actual)}, not ${show(wanted)}`];
  });
}

/** The way of the rows, from the same run done with recording on. */
function why(run: RuleRun): string {
  const { name } = run.rule.source;
  return explainRun({ source: { name, text: run.rule.query.text }, trace: run.trace, run });
}

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item)) ??
    "absent"
  );
}
