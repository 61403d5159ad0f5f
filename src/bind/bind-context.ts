/** What the binder offers to the `bind` of an operator. */
import type {
  CallExpression,
  ColumnDeclaration,
  Expression,
  Name,
  NamedExpression,
  OperatorNode,
  Pipeline,
  SortKey,
} from "../syntax/ast.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import type {
  BoundAggregateList,
  BoundExpression,
  BoundOutput,
  BoundPipeline,
  Column,
  RelationType,
} from "./bound.js";

export interface BoundSortKey {
  readonly value: BoundExpression;
  readonly isDescending: boolean;
  readonly nullsFirst: boolean;
  readonly span: Span;
}

/**
 * Binding of one operator. Problems are reported and binding goes on: an expression that cannot be bound comes back
 * as a null constant of a likely type, after its diagnostic.
 */
export interface BindContext {
  /** The rows that come in; no columns for operators without input. */
  readonly input: RelationType;
  /** The table that comes in as it is, or the name that `as` gave the rows. */
  readonly inputName?: string | undefined;

  /** The same place with other rows coming in. */
  over(input: RelationType): BindContext;

  report(diagnostic: Diagnostic): void;

  /** Binds over the columns of `input`, or over `columns` when given. */
  expression(expression: Expression, columns?: readonly Column[]): BoundExpression;
  /** As `expression`, and of type bool (dynamic and numbers are converted as the engine does). */
  predicate(expression: Expression, columns?: readonly Column[]): BoundExpression;
  /** As `expression`, converted to a type; a diagnostic when it does not convert implicitly. */
  expressionOf(type: KqlType, expression: Expression, columns?: readonly Column[]): BoundExpression;
  /** A constant of the query; `now()` and the like are none. A diagnostic, and undefined, when it is not one. */
  constant(expression: Expression): { readonly value: Cell; readonly type: KqlType } | undefined;
  /** As a run constant: constants, `now()`, `ago(1d)`, `toscalar(...)`; anything that reads no column. */
  runConstant(expression: Expression, type?: KqlType): BoundExpression;

  /** Index of a column of `input`; a diagnostic with suggestions, and undefined, when there is none. */
  column(name: Name): number | undefined;
  /** Indexes of visible columns that a name with `*` matches, in input order. */
  columnsLike(pattern: string): readonly number[];

  /**
   * Names and binds the items of `extend`, `project`, `print`, `summarize ... by`. Unnamed items get the engine's
   * automatic names (`Column1`, the column of `bin(x, 1h)`, ...), several columns where a call yields several.
   * Repeated names get 1, 2, ... appended.
   */
  outputs(
    items: readonly NamedExpression[],
    style: "extend" | "project" | "print" | "by",
  ): readonly BoundOutput[];

  /**
   * Binds aggregates; `taken` holds names already in use by group keys. Pass the keys, too: the `*` of `arg_max` leaves
   * out those that are plain columns (without them: all columns of the taken names).
   */
  aggregates(
    items: readonly NamedExpression[],
    taken: readonly string[],
    keys?: readonly BoundOutput[],
  ): BoundAggregateList;

  /** Indexes of columns that the operator makes anew, and that the query reads. Complete once the query is bound. */
  madeColumns(columns: readonly Column[]): ReadonlySet<number>;

  sortKeys(keys: readonly SortKey[]): readonly BoundSortKey[];

  /** A pipeline or table expression that is run first: `join (...)`. Its rows are `run.inputs[index]`. */
  relation(value: Pipeline | Expression): NamedRelation;
  /** Whether it stands for rows rather than for a single value. */
  isTable(value: Pipeline | Expression): boolean;
  /** As `relation`; undefined, without a diagnostic, when a table or a function for one in it does not exist. */
  relationIfKnown(value: Pipeline | Expression): NamedRelation | undefined;
  /** A sub-query over rows that the operator will hand in. */
  nested(body: Pipeline | readonly OperatorNode[], input: RelationType): BoundPipeline;
  /** A sub-query with a source of its own, in which `value` names the only cell of the row that the operator hands in. */
  relationFor(value: Column, body: Pipeline | Expression): BoundPipeline;
  /** `invoke f(x)`: the function's body over rows that the operator will hand in as its first argument. */
  invoke(call: CallExpression, input: RelationType): BoundPipeline;
  /** Tables whose names match a pattern (`union T*`, `find`, `search`), as inputs. */
  tablesLike(
    pattern: string,
  ): readonly { readonly name: string; readonly index: number; readonly output: RelationType }[];

  /** A name not among `taken`: the name itself, else with 1, 2, ... appended. */
  uniqueName(name: string, taken: ReadonlySet<string>): string;
  columnDeclarations(columns: readonly ColumnDeclaration[]): readonly Column[];
  /** Value of `set name = value`, if set in the query. */
  option(name: string): Cell | true | undefined;
}

/** An input of an operator. `sourceName`: the table that it is, for `withsource`; absent for anything else. */
export interface NamedRelation {
  readonly index: number;
  readonly output: RelationType;
  readonly sourceName?: string;
}

/** What `bind` of an operator returns beside its own fields. The binder adds `kind`, spans and inputs. */
export interface BoundShape {
  readonly output: RelationType;
}
