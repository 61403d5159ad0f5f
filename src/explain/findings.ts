/** What an explanation finds, as data. Kinds are stable; sentences are made in `report/`. */
import type { Span } from "../text/span.js";
import type { Ticks } from "../types/int64.js";
import type { OrderOperator, TypedCell } from "./conditions.js";
import type { SourceRow } from "./lineage.js";
import type { Nearness, TextPlace } from "./near-text.js";

/** Where a text was looked for; `pattern`: it is a regular expression. */
export type TextHow = TextPlace | "pattern";

export interface NamedCell extends TypedCell {
  readonly name: string;
}

/** A source column, or a path into one. */
export interface ColumnPlace {
  readonly table: string;
  readonly column: string;
  readonly path: readonly (string | number)[];
}

/** Rows that something happened to: how many, of how many, and the first few of the source rows behind them. */
export interface RowsConcerned {
  readonly count: number;
  readonly total: number;
  readonly sources: readonly SourceRow[];
}

/** A test that a row fails: a value, and what it should have been. */
export interface FailedTest {
  /** The condition as a whole. */
  readonly span: Span;
  readonly subjectSpan: Span;
  readonly value: TypedCell;
  readonly operator: OrderOperator;
  readonly bound: TypedCell;
  readonly boundSpan: Span;
}

interface Facts {
  /** Table rows that the run's window left out. */
  "outside-window": {
    readonly table: string;
    readonly before: number;
    readonly after: number;
    readonly total: number;
    /** The nearest of those times to the window. */
    readonly nearest: TypedCell;
    readonly from: Ticks;
    readonly to: Ticks;
  };
  "arrived-late": {
    readonly table: string;
    readonly count: number;
    readonly generated: TypedCell;
    readonly ingested: TypedCell;
    readonly visibleUntil: Ticks;
  };
  /** `others`: tables with rows that the query does not read. */
  "empty-table": { readonly table: string; readonly others: readonly string[] };
  /** A text comes near to what the condition asks for. */
  "text-differs": {
    readonly nearness: Exclude<Nearness, "other">;
    readonly subjectSpan: Span;
    /** Of the column, where the query does not write it: a term is looked for in all. */
    readonly name?: string;
    readonly value: string;
    readonly literal: string;
    readonly how: TextHow;
    readonly rows: RowsConcerned;
  };
  /** What the condition asks for occurs in no row, and nothing like it. */
  "literal-absent": {
    readonly subjectSpan: Span;
    readonly literals: readonly string[];
    readonly how: TextHow;
    /** Rows that have it, and that conditions before lost. */
    readonly heldBefore?: number;
    /** Empty where any column would have done. */
    readonly values: readonly { readonly value: string; readonly count: number }[];
    readonly rows: RowsConcerned;
  };
  /** A value is absent, in all the rows or in some. */
  "column-empty": {
    readonly subjectSpan: Span;
    readonly name: string;
    readonly column: ColumnPlace | undefined;
    /** The source column is set in no row of the table. */
    readonly isUnset: boolean;
    /** Another column of the table, with values, whose name is nearly the same. */
    readonly misnamed: string | undefined;
    readonly rows: RowsConcerned;
    /** The threshold that it keeps from being reached. */
    readonly failed?: readonly FailedTest[];
  };
  /** A function makes nothing of values that are there. */
  "value-not-made": {
    readonly subjectSpan: Span;
    readonly inputs: readonly NamedCell[];
    readonly rows: RowsConcerned;
  };
  /** A text does not have the form that `parse` asks for. */
  "not-parsed": {
    readonly subjectSpan: Span;
    readonly value: string;
    /** The text of the pattern that is not there, or not in its place. */
    readonly missing: string | undefined;
    readonly rows: RowsConcerned;
  };
  /** An outer join found no row of the other side, so that a column of it is empty. */
  "no-partner": {
    readonly name: string;
    readonly keys: readonly NamedCell[];
    readonly rows: RowsConcerned;
  };
  /** An aggregate took one row of a group, and another would have passed. */
  "other-row-chosen": {
    readonly aggregate: string;
    readonly subjectSpan: Span;
    readonly value: TypedCell;
    /** The value that comes forth without the rows. */
    readonly hidden: TypedCell;
    readonly hiding: readonly (SourceRow & { readonly time: TypedCell })[];
    readonly hiddenTime: TypedCell;
    readonly label: readonly NamedCell[];
    readonly rows: RowsConcerned;
  };
  /** The run was left out: an earlier one had fired. */
  "run-suppressed": { readonly firedAt: Ticks; readonly until: Ticks; readonly rowCount: number };
  /** Rows were left out for what they hold. */
  excluded: { readonly subjectSpan: Span; readonly value: string; readonly rows: RowsConcerned };
  /** Values of single rows beyond a bound. */
  "out-of-range": {
    readonly failed: FailedTest;
    readonly columns: readonly NamedCell[];
    readonly rows: RowsConcerned;
  };
  /** A group came near to the threshold on its aggregates. */
  "below-threshold": {
    readonly label: readonly NamedCell[];
    readonly failed: readonly FailedTest[];
    readonly siblings: readonly Sibling[];
    readonly rows: RowsConcerned;
  };
  /** Rows that belong together were counted in several groups. */
  "group-split": {
    readonly reason: "time" | "case" | "value";
    readonly label: readonly NamedCell[];
    readonly failed: readonly FailedTest[];
    readonly column: string;
    readonly value: TypedCell;
    readonly siblings: readonly Sibling[];
    readonly rows: RowsConcerned;
  };
  /** Two times of a row are in the wrong order, or too far apart. */
  "time-apart": {
    readonly label: readonly NamedCell[];
    readonly times: readonly NamedCell[];
    readonly failed: FailedTest;
    readonly rows: RowsConcerned;
  };
  /** A later event took the place of the one that would have matched. */
  "later-event": {
    readonly label: readonly NamedCell[];
    readonly times: readonly NamedCell[];
    readonly failed: FailedTest;
    readonly column: string;
    readonly table: string;
    readonly hiding: readonly (SourceRow & { readonly time: TypedCell })[];
    readonly hidden: TypedCell | undefined;
    readonly rows: RowsConcerned;
  };
  /** No row of the other side has the key. */
  "key-missing": {
    readonly side: "left" | "right";
    readonly name: string;
    readonly key: string;
    readonly others: readonly string[];
    readonly rows: RowsConcerned;
  };
  "key-differs": {
    /** `form`: the same name written otherwise; `time`: another bin of time. */
    readonly nearness: Exclude<Nearness, "other"> | "form" | "time";
    readonly name: string;
    readonly left: string;
    readonly right: string;
    readonly rows: RowsConcerned;
  };
  /** The other side has the key, and the join keeps rows without a match only. */
  "key-excluded": { readonly name: string; readonly key: string; readonly rows: RowsConcerned };
  /** `innerunique` kept one row of each key. */
  "duplicates-dropped": { readonly name: string; readonly key: string; readonly rows: RowsConcerned };
  /** A condition of another kind. */
  "condition-failed": { readonly columns: readonly NamedCell[]; readonly rows: RowsConcerned };
  "nothing-to-expand": {
    readonly subjectSpan: Span | undefined;
    readonly value: TypedCell | undefined;
    readonly rows: RowsConcerned;
  };
  "rows-cut": { readonly rows: RowsConcerned };
  "rows-lost": { readonly rows: RowsConcerned };
  trigger: { readonly rowCount: number; readonly trigger: string };
  fired: { readonly rowCount: number; readonly trigger: string };
}

export interface Sibling {
  /** Of the key by which the group differs. */
  readonly value: TypedCell;
  /** The failed tests' values in that group. */
  readonly counts: readonly TypedCell[];
  readonly rowCount: number;
}

export type FindingKind = keyof Facts;

/** A change that was made and run: with it the rule does what it did not do. */
export type Check =
  | { readonly kind: "accepted"; readonly value: TypedCell; readonly resultRows: number }
  | { readonly kind: "dropped-condition"; readonly resultRows: number }
  | { readonly kind: "counted-together"; readonly resultRows: number }
  | { readonly kind: "run-at"; readonly at: Ticks; readonly resultRows: number }
  /** Rows of the table outside the window were that much older or newer. */
  | { readonly kind: "moved"; readonly ticks: number; readonly resultRows: number }
  | { readonly kind: "in-time"; readonly resultRows: number }
  | { readonly kind: "without-rows"; readonly rows: readonly SourceRow[]; readonly resultRows: number }
  | { readonly kind: "equal-keys"; readonly resultRows: number }
  | { readonly kind: "kept-duplicates"; readonly resultRows: number };

export type FindingOf<Kind extends FindingKind> = {
  readonly kind: Kind;
  /** Index of the place in the flow. */
  readonly place: number | undefined;
  readonly span: Span | undefined;
  /** How far the run is from what the finding would change: 0 nothing, 1 anything. */
  readonly distance: number;
  /** Other tests of an `or`, of which one would have been enough. */
  readonly alternatives?: number;
  /** What else must be otherwise; `check` then tells of all the changes together. */
  readonly further?: readonly Finding[];
  /** Set when the change was made and the query run again. */
  readonly check?: Check;
} & Facts[Kind];

export type Finding = { [Kind in FindingKind]: FindingOf<Kind> }[FindingKind];

/** A finding that is to be checked by a run with a change. */
export type CheckKind = Check extends infer C ? (C extends Check ? Omit<C, "resultRows"> : never) : never;
