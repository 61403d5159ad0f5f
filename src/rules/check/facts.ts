import type { Span } from "../../text/span.js";
import type { KqlType } from "../../types/kql-type.js";
import type { ColumnOrigin } from "../plan/column-origin.js";

/**
 * What the checks need to know of a rule's bound query. Filled from the bound plan; names are those of the bound
 * columns, so an alias, a `let` or a renamed column is followed. Spans point into the rule's file.
 */
export interface QueryFacts {
  readonly columns: readonly OutputFact[];
  /** Columns known only at run time may be there, too. */
  readonly isOpen: boolean;
  /** Whether the result can have more than one row. */
  readonly canHaveManyRows: boolean;
  /** The `order by`, `sort by` or `top` that decides the order of the result; absent where nothing does. */
  readonly order: OrderFact | undefined;
  readonly scans: readonly ScanFact[];
  /** Lower bounds that the query itself puts on event times. */
  readonly lookbacks: readonly LookbackFact[];
  /** Upper bounds that lie before the scheduled time. */
  readonly windowEnds: readonly LookbackFact[];
  /** How much time is looked at, on each way from a table to the result that has a bound. */
  readonly looks: readonly LookFact[];
  /** Counts of distinct values of what the rows are grouped by. */
  readonly selfCounts: readonly SelfCountFact[];
  /** Statements that yield rows, after the first. */
  readonly moreResults: readonly Span[];
  readonly joins: readonly JoinFact[];
  readonly comparisons: readonly ComparisonFact[];
  readonly aggregations: readonly AggregationFact[];
  readonly timeWindows: readonly TimeWindowFact[];
  readonly latestOnly: readonly LatestOnlyFact[];
  readonly deprecated: readonly DeprecatedFact[];
  readonly unused: readonly UnusedFact[];
  readonly unrepeatable: readonly UnrepeatableFact[];
  readonly contains: readonly ContainsFact[];
  /**
   * True when a filter on ingestion time, or a window of the query's own, keeps rows from being looked at twice; also
   * where a series of past values is compared with its end, or parts of the query can't be seen.
   */
  readonly dedupes: boolean;
}

export interface OutputFact {
  readonly name: string;
  readonly type: KqlType;
  /** Where the values come from, when they are a source column's, perhaps reshaped. */
  readonly origin: ColumnOrigin | undefined;
  /** Whether it is the same in all rows, such as `now()`. */
  readonly isSame: boolean;
  /** Where the column gets its name; absent for columns of a table. */
  readonly span: Span | undefined;
}

export interface OrderFact {
  readonly span: Span;
  /** Nothing after it in the query depends on the order but the order of the result. */
  readonly isLast: boolean;
}

export interface ScanFact {
  readonly table: string;
  readonly span: Span;
  readonly hasTimeFilter: boolean;
  /** Has a column that tells how an event ended. */
  readonly outcomeColumns: readonly string[];
  readonly filtersOutcome: boolean;
  /** Filtered by what happened, such as an operation, rather than by whom or where it came from. */
  readonly selectsEvents: boolean;
}

export interface LookbackFact {
  readonly span: Span;
  /** How far before the scheduled time the bound lies. */
  readonly ticks: number;
}

export interface LookFact {
  /** Of the bound that decides. */
  readonly span: Span;
  readonly ticks: number;
}

export interface SelfCountFact {
  readonly span: Span;
  readonly aggregate: string;
  readonly column: string;
}

export interface JoinFact {
  readonly span: Span;
  readonly keys: readonly JoinKeyFact[];
  /**
   * Rows of the left side appear several times, and it shows: the right side is grouped by more than the join key, or
   * the joined rows are counted.
   */
  readonly multiplies: boolean;
  readonly flavor: string;
}

export interface JoinKeyFact {
  readonly span: Span;
  readonly left: ColumnOrigin | undefined;
  readonly right: ColumnOrigin | undefined;
}

/** A comparison of something with a constant. */
export interface ComparisonFact {
  readonly span: Span;
  /** `==`, `in`, `>=`, `has`, ... */
  readonly operator: string;
  readonly leftType: KqlType;
  readonly rightType: KqlType;
  readonly origin: ColumnOrigin | undefined;
  /** The column compared, when it is one. */
  readonly column: string | undefined;
  readonly literals: readonly LiteralFact[];
  /** The aggregate that made the column: `count`, `dcount`, ... */
  readonly aggregate: string | undefined;
}

export interface LiteralFact {
  readonly span: Span;
  readonly value: string | number | bigint | boolean;
}

export interface AggregationFact {
  readonly span: Span;
  /** `bin(TimeGenerated, w)` among the keys: its width. */
  readonly binTicks: number | undefined;
  readonly binSpan: Span | undefined;
  /** The least count of rows that a later filter asks for. */
  readonly threshold: number | undefined;
  readonly keys: readonly (ColumnOrigin | undefined)[];
  /** Columns that the query makes and then only groups by. */
  readonly onlyGrouped: readonly NamedFact[];
  /** Rows are counted in it. */
  readonly counts: boolean;
  /** Rows are sorted by the count. */
  readonly isRanked: boolean;
}

export interface NamedFact {
  readonly span: Span;
  readonly name: string;
}

/** A bound on the time between two events: `(t2 - t1) between (0m .. 60m)`. */
export interface TimeWindowFact {
  readonly span: Span;
  readonly ticks: number;
}

/** A comparison "later than the latest of the earlier events". */
export interface LatestOnlyFact {
  readonly span: Span;
  readonly column: string;
}

export interface DeprecatedFact {
  readonly span: Span;
  readonly name: string;
  readonly replacement: string;
}

export interface UnusedFact {
  readonly span: Span;
  readonly kind: "let" | "column";
  readonly name: string;
}

export interface UnrepeatableFact {
  readonly span: Span;
  readonly kind: "now" | "rand" | "take";
}

export interface ContainsFact {
  readonly span: Span;
  readonly operator: string;
  readonly replacement: string;
  readonly text: string;
}

export interface WildcardFact {
  readonly span: Span;
  readonly text: string;
}
