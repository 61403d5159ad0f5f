/** What a case expects against what happened. Failures are data and sentences; places are those of the test file. */
import type { Alert } from "../../rules/alert.js";
import type { ConfigMap, ConfigNode } from "../../rules/config-node.js";
import type { Incident } from "../../rules/incidents.js";
import type { Span } from "../../text/span.js";
import { printDatetime } from "../../types/datetime.js";
import type { Ticks } from "../../types/int64.js";
import { assignItems } from "./assign.js";
import { alertMisses, type ExpectedAlert, type ExpectedIncident, incidentMisses } from "./match-alert.js";
import {
  describeMissingRow,
  type ExpectedRow,
  findRows,
  type ResultTable,
  resultRows,
  showRow,
} from "./match-rows.js";
import { cellValue, plainValue } from "./plain-value.js";
import type { Expectation, Placed } from "./test-file.js";

export interface ExpectationFailure {
  readonly message: string;
  readonly span: Span;
  /** About the result itself, so that the way to it is worth showing. */
  readonly concernsResult: boolean;
}

/** What happened in a case, over all its runs. */
export interface Outcome {
  /** Results of all runs, in order; one for a plain run. */
  readonly results: readonly ResultTable[];
  readonly alerts: readonly Alert[];
  readonly incidents: readonly Incident[];
  readonly firedAt: readonly Ticks[];
  /** How the run failed; of a schedule only single runs say so. */
  readonly failure?: RunFailure;
  /** Single runs of a schedule, by their time. */
  readonly runAt?: (at: Ticks) => Outcome | undefined;
  /** What relative times count from. */
  readonly origin: Ticks | undefined;
}

export interface RunFailure {
  readonly codes: readonly string[];
  readonly message: string;
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
        for (const failure of checkRun(expect, outcome)) {
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
    const rows = this.outcome.results.flatMap(resultRows);
    if (expected.length === 0) {
      if (rows.length > 0)
        this.fail(span, `expected no row, got ${rows.length}; the first is ${showRow(rows[0])}`);
      return;
    }
    const { isExact, isOrdered } = this.expect;
    if (isExact && rows.length !== expected.length) {
      const count = rows.length === 0 ? "none" : rows.length;
      this.fail(span, `expected exactly ${plural(expected.length, "row")}, got ${count}`);
    }
    const wanted = expected.map(expectedRow);
    const options = { isOrdered, origin: this.outcome.origin };
    findRows(wanted, rows, options).forEach((isFound, item) => {
      if (!isFound) this.fail(expected[item].span, describeMissingRow(wanted[item], rows, options));
    });
  }

  private checkAlerts(): void {
    const { alert, alertList } = this.expect;
    const { alerts, origin } = this.outcome;
    const misses = (map: ConfigMap) => {
      const expected = expectedAlert(map);
      return alerts.map((candidate) => alertMisses(candidate, expected, origin));
    };
    const nouns = { none: "no alert was raised", noMatch: "no alert matches" };
    this.checkItems(alert === undefined ? [] : [alert], misses, nouns);
    this.checkItems(alertList, misses, nouns);
  }

  private checkIncidents(): void {
    const { incident, incidentList } = this.expect;
    const { incidents } = this.outcome;
    const misses = (map: ConfigMap) => {
      const expected = expectedIncident(map);
      return incidents.map((candidate) => incidentMisses(candidate, expected));
    };
    const nouns = { none: "no incident was formed", noMatch: "no incident matches" };
    this.checkItems(incident === undefined ? [] : [incident], misses, nouns);
    this.checkItems(incidentList, misses, nouns);
  }

  /** Each expectation needs an item of its own; `missesOf` tells for each item what of an expectation it lacks. */
  private checkItems(
    expected: readonly ConfigMap[],
    missesOf: (map: ConfigMap) => readonly (readonly string[])[],
    nouns: { readonly none: string; readonly noMatch: string },
  ): void {
    const misses = expected.map(missesOf);
    const count = misses[0]?.length ?? 0;
    const given = assignItems(expected.length, count, (item, actual) => misses[item][actual].length === 0);
    given.forEach((actual, item) => {
      if (actual !== -1) return;
      if (count === 0) this.fail(expected[item].span, nouns.none);
      else {
        const nearest = misses[item].reduce((best, next) => (next.length < best.length ? next : best));
        const why = nearest.length === 0 ? "each stands for one expectation" : nearest.join("; ");
        this.fail(expected[item].span, `${nouns.noMatch}: ${why}`, false);
      }
    });
  }
}

/** A single run of a schedule, which may be expected to fail. */
function checkRun(expect: Expectation, outcome: Outcome): ExpectationFailure[] {
  const { failure } = outcome;
  const { error } = expect;
  if (error === undefined) return checkExpectation(expect, outcome);
  if (failure?.codes.includes(error.value) === true) return [];
  const happened = failure === undefined ? "and it ended well" : `got ${failure.message}`;
  const message = `expected error ${error.value}, ${happened}`;
  return [{ message, span: error.span, concernsResult: false }];
}

function expectedRow({ entries }: ConfigMap): ExpectedRow {
  return entries.map(({ key, value }) => ({ name: key, valueAs: (type) => cellValue(value, type) }));
}

/** What is text in an alert is text here, too, whatever it looks like: `0050` is not 50. */
function expectedAlert({ entries }: ConfigMap): ExpectedAlert {
  const parts = entries.map(({ key, value }) => [
    key,
    key === "entityCount" ? plainValue(value) : texts(value),
  ]);
  return Object.fromEntries(parts);
}

function expectedIncident({ entries }: ConfigMap): ExpectedIncident {
  const parts = entries.map(({ key, value }) => [key, key === "alerts" ? plainValue(value) : texts(value)]);
  return Object.fromEntries(parts);
}

function texts(node: ConfigNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.text;
    case "list":
      return node.items.map(texts);
    case "map":
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, texts(value)]));
  }
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function times(list: readonly Ticks[]): string {
  return list.map(printDatetime).join(", ");
}
