/** What a test file says, checked. Rows and expected values stay nodes, for their places are needed in messages. */
import type { ConfigMap } from "../../rules/config-node.js";
import type { TextMap } from "../../rules/text-map.js";
import type { SourceText } from "../../text/source.js";
import type { Span } from "../../text/span.js";
import type { Int64, Ticks } from "../../types/int64.js";

export interface TestFile {
  readonly source: SourceText;
  readonly subject: TestSubject;
  readonly cases: readonly TestCase[];
}

export type TestSubject =
  | { readonly kind: "rule"; readonly path: string; readonly span: Span }
  | { readonly kind: "query"; readonly text: string; readonly map: TextMap };

export interface TestCase {
  readonly name: string;
  readonly span: Span;
  readonly isSkipped: boolean;
  /** When the rule is run; absent under a schedule. */
  readonly at: Ticks | undefined;
  readonly schedule: Schedule | undefined;
  /** Look-back, for rules that have none. */
  readonly period: Placed<Int64> | undefined;
  /** Rows by table; each node is a map. */
  readonly given: readonly GivenTable[];
  /** Under each row of the table of that name. */
  readonly defaults: ReadonlyMap<string, ConfigMap>;
  readonly functions: readonly { readonly name: string; readonly text: string; readonly span: Span }[];
  readonly watchlists: readonly GivenTable[];
  /** Rows by the address that the query names in `externaldata`. */
  readonly externalData: readonly GivenTable[];
  readonly expect: Expectation;
}

export interface GivenTable {
  readonly table: string;
  readonly span: Span;
  readonly rows: readonly ConfigMap[];
}

/** Runs at `from`, `from` + frequency, ... before `to`. */
export interface Schedule {
  readonly from: Ticks;
  readonly to: Ticks;
  /** Every start in [from, from + frequency) is tried. */
  readonly allPhases: boolean;
  readonly span: Span;
}

export interface Expectation {
  readonly span: Span;
  readonly fires: Placed<boolean> | undefined;
  readonly alerts: Placed<number> | undefined;
  readonly incidents: Placed<number> | undefined;
  readonly rows: Placed<readonly ConfigMap[]> | undefined;
  readonly isExact: boolean;
  readonly isOrdered: boolean;
  readonly rowCount: Placed<number> | undefined;
  readonly columns: Placed<readonly string[]> | undefined;
  /** At least one alert matches. */
  readonly alert: ConfigMap | undefined;
  /** Each must be matched by an alert of its own. */
  readonly alertList: readonly ConfigMap[];
  readonly incident: ConfigMap | undefined;
  readonly incidentList: readonly ConfigMap[];
  readonly firedAt: Placed<readonly Ticks[]> | undefined;
  readonly runs: readonly RunExpectation[];
  readonly error: Placed<string> | undefined;
}

/** What one run of a schedule must give. */
export interface RunExpectation {
  readonly at: Ticks;
  readonly span: Span;
  readonly expect: Expectation;
}

/** A value and where it stands. */
export interface Placed<T> {
  readonly value: T;
  readonly span: Span;
}
