/** Walks a bound plan, knowing at each operator where the columns come from. */
import type {
  BoundAggregateList,
  BoundExpression,
  BoundOperator,
  BoundOutput,
  BoundPipeline,
  BoundSource,
  Column,
} from "../../bind/bound.js";
import type { Layout } from "../../exec/outputs.js";
import { type ColumnOrigin, expressionOrigin, sourceColumn } from "./column-origin.js";

export type Origins = readonly (ColumnOrigin | undefined)[];

/** One operator of the plan, with the origins of the rows that come in and go out. */
export interface OperatorVisit {
  readonly operator: BoundOperator;
  readonly columns: readonly Column[];
  readonly input: Origins;
  /** Of the operator's inputs, such as the right side of a join. */
  readonly inputs: readonly Origins[];
  readonly output: Origins;
  readonly pipeline: BoundPipeline;
  /** Place among the pipeline's operators; -1 for a generator. */
  readonly index: number;
}

export interface PlanVisitor {
  readonly operator?: (visit: OperatorVisit) => void;
  readonly source?: (source: BoundSource, pipeline: BoundPipeline) => void;
  /** What follows can't be seen before the query runs. */
  readonly openRest?: (pipeline: BoundPipeline) => void;
}

/** Visits every operator of a plan once: shared pipelines and nested ones, too. */
export function visitPlan(pipelines: readonly BoundPipeline[], visitor: PlanVisitor): void {
  const walk = new PlanWalk(visitor);
  for (const pipeline of pipelines) walk.pipeline(pipeline);
}

class PlanWalk {
  private readonly known = new Map<BoundPipeline, Origins>();

  constructor(private readonly visitor: PlanVisitor) {}

  pipeline(pipeline: BoundPipeline, given?: Origins): Origins {
    const known = this.known.get(pipeline);
    if (known !== undefined) return known;
    this.visitor.source?.(pipeline.source, pipeline);
    let origins = this.source(pipeline, given);
    let columns = columnsOfSource(pipeline.source);
    pipeline.operators.forEach((operator, index) => {
      origins = this.operator({ operator, pipeline, index, columns }, origins);
      columns = operator.output.columns;
    });
    if (pipeline.rest !== undefined) this.visitor.openRest?.(pipeline);
    this.known.set(pipeline, origins);
    return origins;
  }

  private source(pipeline: BoundPipeline, given: Origins | undefined): Origins {
    const { source } = pipeline;
    switch (source.kind) {
      case "scan":
        return source.columns.map((column) =>
          source.origin === undefined ? sourceColumn(source.table, column) : undefined,
        );
      case "shared":
        return this.pipeline(source.pipeline);
      case "generator":
        return this.operator({ operator: source.operator, pipeline, index: -1, columns: [] }, []);
      case "given":
        return given ?? source.columns.map(() => undefined);
    }
  }

  private operator(
    place: Pick<OperatorVisit, "operator" | "pipeline" | "index" | "columns">,
    input: Origins,
  ): Origins {
    const { operator } = place;
    const inputs = operator.inputs.map((pipeline) => this.pipeline(pipeline));
    const output = outputOrigins(operator, { origins: input, columns: place.columns }, inputs);
    this.visitor.operator?.({ ...place, input, inputs, output });
    for (const nested of partsOfOperator(operator).pipelines) this.pipeline(nested);
    return output;
  }
}

const unknown = (operator: BoundOperator): Origins => operator.output.columns.map(() => undefined);

function columnsOfSource(source: BoundSource): readonly Column[] {
  switch (source.kind) {
    case "scan":
    case "given":
      return source.columns;
    case "shared":
      return source.pipeline.output.columns;
    case "generator":
      return source.operator.output.columns;
  }
}

interface InputColumns {
  readonly origins: Origins;
  readonly columns: readonly Column[];
}

function outputOrigins(operator: BoundOperator, input: InputColumns, inputs: readonly Origins[]): Origins {
  const { origins } = input;
  if (hasLayout(operator)) return layoutOrigins(operator.layout, origins);
  if (hasAggregates(operator)) return aggregateOrigins(operator, origins);
  if (isJoin(operator)) return joinOrigins(operator, origins, inputs);
  if (hasIndexes(operator)) return operator.indexes.map((index) => origins[index]);
  if (operator.kind === "union") return unionOrigins(operator, origins, inputs);
  if (keepsColumns.has(operator.kind) && origins.length === operator.output.columns.length) return origins;
  return passesColumns.has(operator.kind) ? passedOrigins(operator, input) : unknown(operator);
}

/** Operators that hand columns on as they are. */
const keepsColumns: ReadonlySet<string> = new Set(
  "where sort top take sample as consume render assert-schema".split(" "),
);

/** Operators that add columns to those that come in, or replace some by new ones. */
const passesColumns: ReadonlySet<string> = new Set(
  "parse parse-where parse-kv mv-apply partition".split(" "),
);

/** A column that goes out as the very object that came in holds what it held. */
function passedOrigins(operator: BoundOperator, { origins, columns }: InputColumns): Origins {
  return operator.output.columns.map((column) => origins[columns.indexOf(column)]);
}

type WithIndexes = BoundOperator & { readonly indexes: readonly number[] };

/** `mv-expand`: columns of the input by index, expanded ones beyond them. */
function hasIndexes(operator: BoundOperator): operator is WithIndexes {
  return operator.kind === "mv-expand" && "indexes" in operator;
}

function layoutOrigins({ computed, indexes, inputColumns }: Layout, input: Origins): Origins {
  return indexes.map((index) =>
    index < inputColumns.length
      ? input[index]
      : expressionOrigin(computed[index - inputColumns.length].expression, input),
  );
}

function aggregateOrigins({ keys, aggregates }: Aggregating, input: Origins): Origins {
  const made = aggregates.aggregates.flatMap((aggregate) =>
    aggregate.columns.map((column, index): ColumnOrigin | undefined => {
      // `arg_max(x, a, b)` yields a column for each argument, other aggregates one for all.
      const argument = aggregate.args[aggregate.columns.length > 1 ? index : 0];
      const origin = argument === undefined ? undefined : expressionOrigin(argument, input);
      const isText = column.type === "dynamic";
      return origin === undefined || isText
        ? undefined
        : { ...origin, through: [...origin.through, aggregate.name] };
    }),
  );
  return [
    ...keys.map(({ expression }) => expressionOrigin(expression, input)),
    ...aggregates.outputs.map(({ expression }) => expressionOrigin(expression, made)),
  ];
}

function joinOrigins(operator: Joining, input: Origins, inputs: readonly Origins[]): Origins {
  const right = inputs[operator.right] ?? [];
  const columns = [...input, ...operator.added.map((index) => right[index])];
  if (columns.length === operator.output.columns.length) return columns;
  return right.length === operator.output.columns.length ? right : unknown(operator);
}

/** A column of a union comes from its namesakes, when they are all made alike. */
function unionOrigins(operator: BoundOperator, input: Origins, inputs: readonly Origins[]): Origins {
  const relations = operator.inputs.map((pipeline, index) => ({
    columns: pipeline.output.columns,
    origins: inputs[index],
  }));
  if (input.length > 0) return unknown(operator);
  return operator.output.columns.map(({ name }) => sameOrigin(name, relations));
}

function sameOrigin(
  name: string,
  relations: readonly { readonly columns: readonly Column[]; readonly origins: Origins }[],
): ColumnOrigin | undefined {
  const found = relations.flatMap(({ columns, origins }) => {
    const index = columns.findIndex((column) => column.name === name);
    return index === -1 ? [] : [origins[index]];
  });
  const [first] = found;
  const madeAs = (origin: ColumnOrigin | undefined) =>
    origin === undefined ? "" : JSON.stringify([origin.column, origin.path, origin.through]);
  if (first === undefined || found.some((origin) => madeAs(origin) !== madeAs(first))) return undefined;
  return { ...first, isNotEmpty: found.every((origin) => origin?.isNotEmpty === true) };
}

// The operators' own types are known to nobody above them; what is read here is checked first.

type WithLayout = BoundOperator & { readonly layout: Layout };

export function hasLayout(operator: BoundOperator): operator is WithLayout {
  return "layout" in operator;
}

type Aggregating = BoundOperator & {
  readonly keys: readonly BoundOutput[];
  readonly aggregates: BoundAggregateList;
};

export function hasAggregates(operator: BoundOperator): operator is Aggregating {
  return operator.kind === "summarize" && "keys" in operator && "aggregates" in operator;
}

type Joining = BoundOperator & {
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
  /** Pipelines run for some rows each, such as the body of `mv-apply`. */
  readonly pipelines: readonly BoundPipeline[];
}

const partsKnown = new WeakMap<BoundOperator, OperatorParts>();

/** Every expression and nested pipeline that an operator holds, whatever its kind. */
export function partsOfOperator(operator: BoundOperator): OperatorParts {
  const known = partsKnown.get(operator);
  if (known !== undefined) return known;
  const expressions: BoundExpression[] = [];
  const pipelines: BoundPipeline[] = [];
  const seen = new Set<unknown>();
  const search = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (isExpression(value)) expressions.push(value);
    else if (isPipeline(value)) pipelines.push(value);
    else if (Array.isArray(value)) value.forEach(search);
    else for (const [key, part] of Object.entries(value)) if (!notSearched.has(key)) search(part);
  };
  for (const [key, part] of Object.entries(operator)) if (!notSearched.has(key)) search(part);
  const parts = { expressions, pipelines };
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

function isPipeline(value: object): value is BoundPipeline {
  return "kind" in value && value.kind === "bound-pipeline";
}
