/**
 * What explanations know of bound operators: the fields of those that lose rows or make columns. The operators' own
 * files define them; here they are read, and checked while reading.
 */
import type { BoundAggregateList, BoundExpression, BoundOperator, BoundOutput } from "../bind/bound.js";
import type { Layout } from "../exec/outputs.js";

type Fields<T> = { readonly [Key in keyof T]?: unknown };

interface WhereFields {
  readonly conjuncts: readonly BoundExpression[];
}

/** The conditions of a `where`, in source order. */
export function conjunctsIn(operator: BoundOperator): readonly BoundExpression[] {
  if (operator.kind !== "where") return [];
  const { conjuncts } = operator as Fields<WhereFields>; // the kind says what the fields are
  return Array.isArray(conjuncts) ? conjuncts : [];
}

interface SummarizeFields {
  readonly keys: readonly BoundOutput[];
  readonly aggregates: BoundAggregateList;
}

/** Keys and aggregates of a `summarize`. Its columns are the keys, then the outputs of the aggregates. */
export function groupingOf(operator: BoundOperator): SummarizeFields | undefined {
  if (operator.kind !== "summarize") return undefined;
  return operator as BoundOperator & SummarizeFields; // the kind says what the fields are
}

/** How the columns of an operator's output come from those of its input, for operators that compute columns. */
export function layoutOf(operator: BoundOperator): Layout | undefined {
  const { layout } = operator as Fields<{ layout: Layout }>;
  return typeof layout === "object" && layout !== null && "indexes" in layout
    ? (layout as Layout) // every operator with a field of this name keeps a `Layout` there
    : undefined;
}
