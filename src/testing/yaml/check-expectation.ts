/** What a case expects against what happened. Failures are data and sentences; places are those of the test file. */
import type { QueryResult } from "../../engine/result.js";
import type { Alert } from "../../rules/alert.js";
import type { ConfigMap, ConfigNode } from "../../rules/config-node.js";
import type { Incident } from "../../rules/incidents.js";
import type { Span } from "../../text/span.js";
import { printDatetime } from "../../types/datetime.js";
import { exportCell } from "../../types/export.js";
import type { Ticks } from "../../types/int64.js";
import type { Cell } from "../../types/value.js";
import { assignInOrder, assignItems } from "./assign.js";
import { timeFrom } from "./map-reader.js";
import { matchesCell, matchesPlain } from "./match-cell.js";
import { type Expectation, type Placed, plainValue } from "./test-file.js";

export interface ExpectationFailure {
  readonly message: string;
  readonly span: Span;
  /** About the result itself, so that the way to it is worth showing. */
  readonly concernsResult: boolean;
}

/** The rows of one run, as the engine's own cells. */
export interface ResultTable {
  readonly columns: QueryResult["columns"];
  readonly rows: readonly (readonly Cell[])[];
}

/** What happened in a case, over all its runs. */
export interface Outcome {
  /** Results of all runs, in order; one for a plain run. */
  readonly results: readonly ResultTable[];
  readonly alerts: readonly Alert[];
  readonly incidents: readonly Incident[];
  readonly firedAt: readonly Ticks[];
  /** Single runs of a schedule, by their time. */
  readonly runAt?: (at: Ticks) => Outcome | undefined;
  /** What relative times count from. */
  readonly origin: Ticks | undefined;
}

/** Everything that does not hold, in the order of the keys of `expect`. */
export function checkExpectation(expect: Expectation, outcome: Outcome): ExpectationFailure[] {
  return new ExpectationCheck(expect, outcome).run();
}

class ExpectationCheck {
  private readonly failures: ExpectationFailure[] = [];

  constructor(
    private readonly expect: Expectation,
    private readonly outcome: Outcome,
  ) {}

  run(): ExpectationFailure[] {
    const { expect, outcome } = this;
    this.checkFires();
    this.checkCount("alert", expect.alerts, outcome.alerts.length);
    this.checkCount("incident", expect.incidents, outcome.incidents.length);
    if (expect.firedAt !== undefined) this.checkFiredAt(expect.firedAt);
    this.checkColumns();
    const rowCount = outcome.results.reduce((sum, { rows }) => sum + rows.length, 0);
    this.checkCount("result row", expect.rowCount, rowCount);
    if (expect.rows !== undefined) this.checkRows(expect.rows);
    this.checkAlerts();
    this.checkIncidents();
    this.checkRuns();
    return this.failures;
  }

  private fail(span: Span, message: string, concernsResult = true): void {
    this.failures.push({ message, span, concernsResult });
  }

  private checkFires(): void {
    const { fires } = this.expect;
    if (fires === undefined) return;
    const count = this.outcome.alerts.length;
    if (fires.value && count === 0) this.fail(fires.span, "expected the rule to fire, and it stayed quiet");
    if (!fires.value && count > 0) {
      this.fail(fires.span, `expected the rule to stay quiet, and it raised ${plural(count, "alert")}`);
    }
  }

  private checkCount(what: string, expected: Placed<number> | undefined, actual: number): void {
    if (expected === undefined || expected.value === actual) return;
    this.fail(
      expected.span,
      `expected ${plural(expected.value, what)}, got ${actual === 0 ? "none" : actual}`,
    );
  }

  private checkFiredAt({ value, span }: Placed<readonly Ticks[]>): void {
    const { firedAt } = this.outcome;
    const missing = value.filter((time) => !firedAt.includes(time));
    const extra = firedAt.filter((time) => !value.includes(time));
    if (missing.length > 0) this.fail(span, `expected the rule to fire at ${times(missing)}, and it did not`);
    if (extra.length > 0) this.fail(span, `the rule also fired at ${times(extra)}`);
  }

  private checkRuns(): void {
    for (const { at, span, expect } of this.expect.runs) {
      const outcome = this.outcome.runAt?.(at);
      if (outcome === undefined) this.fail(span, `no run of the schedule is at ${printDatetime(at)}`, false);
      else {
        for (const failure of checkExpectation(expect, outcome)) {
          this.failures.push({ ...failure, message: `run at ${printDatetime(at)}: ${failure.message}` });
        }
      }
    }
  }

  private checkColumns(): void {
    const { columns } = this.expect;
    const [result] = this.outcome.results;
    if (columns === undefined || result === undefined) return;
    const actual = result.columns.map(({ name }) => name);
    if (columns.value.length === actual.length && columns.value.every((name, at) => name === actual[at]))
      return;
    this.fail(columns.span, `expected the columns ${columns.value.join(", ")}; got ${actual.join(", ")}`);
  }

  private checkRows({ value: expected, span }: Placed<readonly ConfigMap[]>): void {
    const rows = this.outcome.results.flatMap((result) => rowsOf(result));
    if (expected.length === 0) {
      if (rows.length > 0)
        this.fail(span, `expected no row, got ${rows.length}; the first is ${showRow(rows[0])}`);
      return;
    }
    const { isExact, isOrdered } = this.expect;
    if (isExact && rows.length !== expected.length) {
      this.fail(
        span,
        `expected exactly ${plural(expected.length, "row")}, got ${rows.length === 0 ? "none" : rows.length}`,
      );
    }
    const matches = (item: number, row: number) =>
      mismatches(expected[item], rows[row], this.outcome.origin).length === 0;
    const assign = isOrdered ? assignInOrder : assignItems;
    const given = assign(expected.length, rows.length, matches);
    given.forEach((row, item) => {
      if (row === -1) this.fail(expected[item].span, this.describeMissingRow(expected[item], rows));
    });
  }

  private describeMissingRow(expected: ConfigMap, rows: readonly ResultRow[]): string {
    const shown = JSON.stringify(plainValue(expected));
    if (rows.length === 0) return `no row matches ${shown}: the result is empty`;
    const known = new Set(rows.flatMap((row) => row.map(({ name }) => name)));
    const unknown = expected.entries.find(({ key }) => !known.has(key));
    if (unknown !== undefined) {
      return `no row matches ${shown}: the result has no column \`${unknown.key}\`; it has ${[...known].join(", ")}`;
    }
    const nearest = rows
      .map((row) => mismatches(expected, row, this.outcome.origin))
      .reduce((best, candidate) => (candidate.length < best.length ? candidate : best));
    if (nearest.length === 0) return `no further row matches ${shown}: each row stands for one expectation`;
    return `no row matches ${shown}; the nearest has ${nearest.join(", ")}`;
  }

  private checkAlerts(): void {
    const { alertList } = this.expect;
    const { alerts } = this.outcome;
    const given = assignItems(
      alertList.length,
      alerts.length,
      (item, alert) => alertMismatches(alertList[item], alerts[alert], this.outcome.origin).length === 0,
    );
    given.forEach((alert, item) => {
      if (alert !== -1) return;
      const { span } = alertList[item];
      if (alerts.length === 0) {
        this.fail(span, "no alert was raised");
        return;
      }
      const nearest = alerts
        .map((candidate) => alertMismatches(alertList[item], candidate, this.outcome.origin))
        .reduce((best, candidate) => (candidate.length < best.length ? candidate : best));
      this.fail(
        span,
        `no alert matches: ${nearest.length === 0 ? "each stands for one expectation" : nearest.join("; ")}`,
        false,
      );
    });
  }

  private checkIncidents(): void {
    const { incidentList } = this.expect;
    const { incidents } = this.outcome;
    const given = assignItems(
      incidentList.length,
      incidents.length,
      (item, incident) => incidentMismatches(incidentList[item], incidents[incident]).length === 0,
    );
    given.forEach((incident, item) => {
      if (incident !== -1) return;
      const { span } = incidentList[item];
      if (incidents.length === 0) {
        this.fail(span, "no incident was formed");
        return;
      }
      const nearest = incidents
        .map((candidate) => incidentMismatches(incidentList[item], candidate))
        .reduce((best, candidate) => (candidate.length < best.length ? candidate : best));
      this.fail(
        span,
        `no incident matches: ${nearest.length === 0 ? "each stands for one expectation" : nearest.join("; ")}`,
        false,
      );
    });
  }
}

interface ResultCell {
  readonly name: string;
  readonly type: QueryResult["columns"][number]["type"];
  readonly cell: Cell;
}
type ResultRow = readonly ResultCell[];

function rowsOf({ columns, rows }: ResultTable): ResultRow[] {
  return rows.map((cells) =>
    cells.map((cell, col) => ({ name: columns[col].name, type: columns[col].type, cell })),
  );
}

/** What of an expected row a result row does not have: `UpdateCount 4, not 5`. */
function mismatches(expected: ConfigMap, row: ResultRow, origin: Ticks | undefined): string[] {
  return expected.entries.flatMap(({ key, value }) => {
    const actual = row.find(({ name }) => name === key);
    if (actual === undefined) return [`no column ${key}`];
    const plain = plainValueOf(value, actual.type);
    if (matchesCell(plain, actual.cell, actual.type, origin)) return [];
    return [`${key} ${show(exportCell(actual.cell, actual.type))}, not ${show(plain)}`];
  });
}

/** Text columns are compared with the text as it stands in the file: `0050` is not 50. */
function plainValueOf(node: ConfigNode, type: ResultCell["type"]): unknown {
  return node.kind === "scalar" && typeof node.value === "number" && type === "string"
    ? node.text
    : plainValue(node);
}

const alertTimes = new Set(["startTime", "endTime"]);

function alertMismatches(expected: ConfigMap, alert: Alert, origin: Ticks | undefined): string[] {
  const parts: Readonly<Record<string, unknown>> = { ...alert, entityCount: alert.entities.length };
  return expected.entries.flatMap(({ key, value }) => {
    const actual = parts[key];
    const wanted = plainValue(value);
    if (key === "entities") return entityMismatches(value, alert);
    if (key === "customDetails") return detailMismatches(value, alert);
    if (alertTimes.has(key) && typeof wanted === "string" && typeof actual === "string") {
      return timeFrom(wanted, origin) === timeFrom(actual, origin)
        ? []
        : [`${key} is ${actual}, not ${wanted}`];
    }
    if (matchesPlain(wanted, actual)) return [];
    return [`${key} is ${show(actual)}, not ${show(wanted)}`];
  });
}

function entityMismatches(node: ConfigNode, alert: Alert): string[] {
  const wanted: readonly ConfigNode[] = node.kind === "list" ? node.items : [node];
  const given = assignItems(wanted.length, alert.entities.length, (item, entity) =>
    matchesPlain(textValues(plainValue(wanted[item])), alert.entities[entity]),
  );
  return given.flatMap((entity, item) =>
    entity === -1 ? [`no entity ${show(plainValue(wanted[item]))} among ${show(alert.entities)}`] : [],
  );
}

/** Identifiers are text, however the file spells them. */
function textValues(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}

function detailMismatches(node: ConfigNode, alert: Alert): string[] {
  if (node.kind !== "map") return ["customDetails is a map"];
  return node.entries.flatMap(({ key, value }) => {
    const actual = alert.customDetails[key];
    const items: readonly ConfigNode[] = value.kind === "list" ? value.items : [value];
    const wanted = items.map((item) => (item.kind === "scalar" ? item.text : show(plainValue(item))));
    if (
      actual !== undefined &&
      actual.length === wanted.length &&
      wanted.every((text) => actual.includes(text))
    )
      return [];
    return [`custom detail ${key} is ${actual === undefined ? "absent" : show(actual)}, not ${show(wanted)}`];
  });
}

function incidentMismatches(expected: ConfigMap, incident: Incident): string[] {
  return expected.entries.flatMap(({ key, value }) => {
    const wanted = plainValue(value);
    const parts: Readonly<Record<string, unknown>> = { ...incident };
    const actual = key === "alerts" && typeof wanted === "number" ? incident.alerts.length : parts[key];
    return matchesPlain(wanted, actual) ? [] : [`${key} is ${show(actual)}, not ${show(wanted)}`];
  });
}

function showRow(row: ResultRow): string {
  return JSON.stringify(
    Object.fromEntries(row.map(({ name, type, cell }) => [name, exportCell(cell, type)])),
    bigintAsText,
  );
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

function show(value: unknown): string {
  return JSON.stringify(value, bigintAsText) ?? "absent";
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function times(list: readonly Ticks[]): string {
  return list.map(printDatetime).join(", ");
}
