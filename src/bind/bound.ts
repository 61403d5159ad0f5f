/**
 * Bound plans: what the binder makes of a query and the executor runs. Immutable, without data; run many times.
 */
import type { AggregateEntry, Kernel, ScalarEntry, Signature, WindowEntry } from "../functions/entry.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import type { Ticks } from "../types/int64.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";

/** A column of a relation while binding and in results. */
export interface Column {
  readonly name: string;
  readonly type: KqlType;
  /** Carried along but not part of `*` nor of the result: the ingestion time of source rows. */
  readonly isHidden?: true;
  /** In relations with open output: the type is not known before the run; `type` is then dynamic. */
  readonly isTypeOpen?: true;
}

/** Columns and promises of a relation. */
export interface RelationType {
  readonly columns: readonly Column[];
  /** Row order is defined, so that window functions may be used. */
  readonly isSerialized: boolean;
  /** Further columns, known only when the query runs, may be there. */
  readonly isOpen: boolean;
}

export type BoundExpression =
  | BoundConstant
  | BoundColumn
  | BoundCall
  | BoundWindowCall
  | BoundLogical
  | BoundMember
  | BoundConversion
  | BoundScalarInput
  | BoundListInput;

interface BoundBase {
  readonly type: KqlType;
  readonly span: Span;
  /** One value for the whole run: reads no column and calls nothing volatile. Constants have it too. */
  readonly isRunConstant?: true;
  /** The type is not known: over open columns, or after a diagnostic. Never in a plan that runs. */
  readonly isTypeOpen?: true;
}

export interface BoundConstant extends BoundBase {
  readonly kind: "constant";
  readonly value: Cell;
  /** Written as `dynamic(...)`, there or in a `let`; what is worked out is no literal. */
  readonly isDynamicLiteral?: true;
}

export interface BoundColumn extends BoundBase {
  readonly kind: "column";
  readonly index: number;
  readonly name: string;
}

/** A scalar function or operator, overload and kernel settled. Arguments are already converted to the signature. */
export interface BoundCall extends BoundBase {
  readonly kind: "call";
  /** Canonical name, or the operator: `==`, `has`. */
  readonly name: string;
  readonly entry: ScalarEntry;
  readonly signature: Signature;
  readonly kernel: Kernel;
  readonly args: readonly BoundExpression[];
  /** Arguments that the kernel reads, from the first on; the others are constants that it holds. */
  readonly readCount: number;
  /** Set for one of the several columns that a call yields. */
  readonly part?: CallPart;
}

export interface CallPart {
  /** The call that all its columns share; its kernel returns their cells as an array. */
  readonly whole: BoundCall;
  readonly at: number;
}

/** A window function; its operator hands it the whole input as one batch. */
export interface BoundWindowCall extends BoundBase {
  readonly kind: "window";
  readonly name: string;
  readonly entry: WindowEntry;
  readonly args: readonly BoundExpression[];
}

/** Three-valued `and`, `or` over two or more operands. */
export interface BoundLogical extends BoundBase {
  readonly kind: "logical";
  readonly operator: "and" | "or";
  readonly operands: readonly BoundExpression[];
}

/** `base.a.b`, `base["a"]`, `base[0]` on a dynamic base: the whole chain at once. */
export interface BoundMember extends BoundBase {
  readonly kind: "member";
  readonly base: BoundExpression;
  readonly path: readonly (string | number | BoundExpression)[];
}

/** Cells of another type, by the rules of `convertCell`. Implicit widening and the `to...()` functions. */
export interface BoundConversion extends BoundBase {
  readonly kind: "conversion";
  readonly operand: BoundExpression;
}

/** First cell of the first row of one of the operator's inputs: `toscalar(...)`. Null when it has no rows. */
export interface BoundScalarInput extends BoundBase {
  readonly kind: "scalar-input";
  readonly input: number;
}

/** `left in (T | project x)`, also `has_any`, `has_all`: the list is the first column of one of the operator's inputs. */
export interface BoundListInput extends BoundBase {
  readonly kind: "list-input";
  readonly operator: string;
  readonly left: BoundExpression;
  readonly input: number;
}

export interface BoundAggregate {
  readonly name: string;
  readonly entry: AggregateEntry;
  readonly args: readonly BoundExpression[];
  /** Rows where it is not true are left out: `countif(p)`, `sumif(x, p)`. */
  readonly predicate: BoundExpression | undefined;
  readonly columns: readonly Column[];
  readonly type: KqlType;
  readonly span: Span;
}

/**
 * The aggregate list of `summarize`, `make-series`, ...: the aggregates, and the output expressions over them. The
 * expressions' column indexes count over the columns of all `aggregates` in order; `100.0 * countif(p) / count()` is
 * two aggregates and one output.
 */
export interface BoundAggregateList {
  readonly aggregates: readonly BoundAggregate[];
  readonly outputs: readonly BoundOutput[];
  /** Whether a `*` stands for columns that only data can tell. */
  readonly isOpen: boolean;
}

/** A named output column and what computes it. */
export interface BoundOutput {
  readonly column: Column;
  readonly expression: BoundExpression;
  readonly span: Span;
}

/** Source and operators. `columns` are those of the last operator. */
export interface BoundPipeline {
  readonly kind: "bound-pipeline";
  readonly source: BoundSource;
  readonly operators: readonly BoundOperator[];
  readonly output: RelationType;
  readonly span: Span;
  /** Set with `rest`: the rows that it goes on with, those of the last operator here. `output` is then a guess. */
  readonly restInput?: RelationType;
  /** What follows an operator with open output: bound when its columns are known. Cached by the columns. */
  readonly rest?: (columns: readonly Column[], resolveOpen: OpenResolver) => BoundPipeline;
}

/** Runs a pipeline with open output while binding the rest of a run, to learn its columns. */
export type OpenResolver = (pipeline: BoundPipeline) => readonly Column[];

/** Rows of a table of the workspace. `columns` are all of the table's, then the hidden ingestion time if asked for. */
export interface ScanSource {
  readonly kind: "scan";
  readonly table: string;
  readonly columns: readonly Column[];
  /** Indexes of the columns that the query reads; filled while binding, complete once the query is bound. */
  readonly used: ReadonlySet<number>;
  readonly span: Span;
  /** Where the rows come from; absent: a table. For `external` the name is the first address. */
  readonly origin?: "watchlist" | "external";
}

export type BoundSource =
  | ScanSource
  /** The result of a let or of a materialized call, run once however often it is named. */
  | { readonly kind: "shared"; readonly name: string; readonly pipeline: BoundPipeline; readonly span: Span }
  /** An operator without input: `print`, `range`, `union`, `datatable`, `search`. */
  | { readonly kind: "generator"; readonly operator: BoundOperator; readonly span: Span }
  /** Rows handed in by the operator that runs the pipeline: `mv-apply`, `partition`, `fork`. */
  | { readonly kind: "given"; readonly columns: readonly Column[]; readonly span: Span };

/**
 * Base of bound operators. The executor runs `inputs` first, in order, and hands their rows to the operator.
 * Operators add their own fields.
 */
export interface BoundOperator {
  readonly kind: string;
  readonly span: Span;
  readonly keyword: Span;
  readonly output: RelationType;
  readonly inputs: readonly BoundPipeline[];
}

/** A bound query text: one result for each query statement. */
export interface BoundQuery {
  readonly results: readonly BoundPipeline[];
  /** Source tables that the query reads, by name. */
  readonly tables: readonly string[];
  /** What is known and checked but cannot run (`KQL2xx`), by name and place. Running the query raises it. */
  readonly unsupported: readonly Diagnostic[];
  /** What `set query_now` says that the clock shows. */
  readonly now?: Ticks;
}
