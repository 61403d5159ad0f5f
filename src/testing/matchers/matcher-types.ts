import type { ExpectedAlert, RowOptions } from "./matchers.js";

/** What `expect(...)` gains. The first six take a rule run; the last two a query result (rows of a run as well). */
export interface RuleMatchers<R = unknown> {
  /** The rule raised at least one alert. */
  toFire(): R;
  /** The rule raised no alert. */
  toStayQuiet(): R;
  /** The rule raised so many alerts. */
  toRaiseAlerts(count: number): R;
  /** At least one alert has all that is named. */
  toRaiseAlert(expected: ExpectedAlert): R;
  /** Each item matches a different result row, by the columns it names. */
  toReturnRows(rows: readonly Readonly<Record<string, unknown>>[], options?: RowOptions): R;
  /** The result has these columns, in order; with types when given as a map. */
  toHaveColumns(columns: readonly string[] | Readonly<Record<string, string>>): R;
}
