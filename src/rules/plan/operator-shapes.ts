/**
 * What is read of bound operators from outside. Their own types are known to nobody above them, so each shape is checked
 * before it is believed.
 */
import type {
  BoundAggregateList,
  BoundExpression,
  BoundOperator,
  BoundOutput,
  BoundPipeline,
} from "../../bind/bound.js";
import type { Layout } from "../../exec/outputs.js";

type WithIndexes = BoundOperator & {
  readonly indexes: readonly number[];
  readonly expansion: { readonly sources: readonly BoundExpression[] };
};

/** `mv-expand`: columns of the input by index, expanded ones beyond them. */
export function hasIndexes(operator: BoundOperator): operator is WithIndexes {
  return operator.kind === "mv-expand" && "indexes" in operator && "expansion" in operator;
}

type WithLayout = BoundOperator & { readonly layout: Layout };

export function hasLayout(operator: BoundOperator): operator is WithLayout {
  return "layout" in operator;
}

/** A `summarize`. */
export type Aggregating = BoundOperator & {
  readonly keys: readonly BoundOutput[];
  readonly aggregates: BoundAggregateList;
};

export function hasAggregates(operator: BoundOperator): operator is Aggregating {
  return operator.kind === "summarize" && "keys" in operator && "aggregates" in operator;
}

/** A `make-series`: its keys, an array for each of its outputs, and that of its axis. */
export function isSeries(operator: BoundOperator): operator is Aggregating {
  return operator.kind === "make-series" && "keys" in operator && "aggregates" in operator;
}

export type Joining = BoundOperator & {
  readonly right: number;
  readonly added: readonly number[];
  readonly joinKind: string;
  readonly keys: { readonly left: readonly BoundExpression[]; readonly right: readonly BoundExpression[] };
};

export function isJoin(operator: BoundOperator): operator is Joining {
  return (
    (operator.kind === "join" || operator.kind === "lookup") && "added" in operator && "right" in operator
  );
}

type Filtering = BoundOperator & { readonly conjuncts: readonly BoundExpression[] };

export function isWhere(operator: BoundOperator): operator is Filtering {
  return operator.kind === "where" && "conjuncts" in operator;
}

export interface OperatorParts {
  readonly expressions: readonly BoundExpression[];
  /** Expressions over other columns than those that come in: over the matches of a graph's pattern. */
  readonly apart: readonly BoundExpression[];
  /** Pipelines run for some rows each, such as the body of `mv-apply`. */
  readonly pipelines: readonly BoundPipeline[];
}

const partsKnown = new WeakMap<BoundOperator, OperatorParts>();

/** Every expression over its input, and every nested pipeline, that an operator holds, whatever its kind. */
export function partsOfOperator(operator: BoundOperator): OperatorParts {
  const known = partsKnown.get(operator);
  if (known !== undefined) return known;
  const expressions: BoundExpression[] = [];
  const apart: BoundExpression[] = [];
  const pipelines: BoundPipeline[] = [];
  const seen = new Set<unknown>();
  const search = (value: unknown, found: BoundExpression[]): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (isExpression(value)) found.push(value);
    else if (isPipeline(value)) pipelines.push(value);
    // Its outputs count over the aggregates, not over the operator's input.
    else if (isAggregateList(value)) search(value.aggregates, found);
    else if (Array.isArray(value)) for (const part of value) search(part, found);
    else for (const [key, part] of Object.entries(value)) if (!notSearched.has(key)) search(part, found);
  };
  for (const [key, part] of Object.entries(operator))
    if (!notSearched.has(key)) search(part, key === graphQuery ? apart : expressions);
  const parts = { expressions, apart, pipelines };
  partsKnown.set(operator, parts);
  return parts;
}

/** `inputs` are visited on their own; entries are the function tables', not the plan's. */
const notSearched: ReadonlySet<string> = new Set([
  "inputs",
  "output",
  "span",
  "keyword",
  "entry",
  "signature",
  "kernel",
]);

/** Where `graph-match` and `graph-shortest-paths` keep all that counts over the columns of matches. */
const graphQuery = "query";

const expressionKinds: ReadonlySet<unknown> = new Set([
  "constant",
  "column",
  "call",
  "window",
  "logical",
  "member",
  "conversion",
  "scalar-input",
  "list-input",
]);

function isExpression(value: object): value is BoundExpression {
  return "kind" in value && expressionKinds.has(value.kind) && "type" in value && "span" in value;
}

function isAggregateList(value: object): value is BoundAggregateList {
  return "aggregates" in value && "outputs" in value;
}

function isPipeline(value: object): value is BoundPipeline {
  return "kind" in value && value.kind === "bound-pipeline";
}
