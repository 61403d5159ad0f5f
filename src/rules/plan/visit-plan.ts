/** Walks a bound plan, knowing at each operator where the columns come from. */
import type { BoundExpression, BoundOperator, BoundPipeline, BoundSource, Column } from "../../bind/bound.js";
import type { Layout } from "../../exec/outputs.js";
import {
  type ColumnInfo,
  type ColumnOrigin,
  expressionInfo,
  expressionOrigin,
  nothingKnown,
  sourceColumn,
} from "./column-origin.js";
import {
  type Aggregating,
  hasAggregates,
  hasIndexes,
  hasLayout,
  isJoin,
  isSeries,
  isWhere,
  type Joining,
  partsOfOperator,
} from "./operator-shapes.js";

export type ColumnInfos = readonly ColumnInfo[];

/** One operator of the plan, with what is known of the rows that come in and go out. */
export interface OperatorVisit {
  readonly operator: BoundOperator;
  readonly columns: readonly Column[];
  readonly input: ColumnInfos;
  /** Of the operator's inputs, such as the right side of a join. */
  readonly inputs: readonly ColumnInfos[];
  readonly output: ColumnInfos;
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

/**
 * Visits every operator of a plan once: shared pipelines and nested ones, too. Gives what is known of the columns of each
 * pipeline's result.
 */
export function visitPlan(pipelines: readonly BoundPipeline[], visitor: PlanVisitor): readonly ColumnInfos[] {
  const walk = new PlanWalk(visitor);
  return pipelines.map((pipeline) => walk.pipeline(pipeline));
}

class PlanWalk {
  private readonly known = new Map<BoundPipeline, ColumnInfos>();

  constructor(private readonly visitor: PlanVisitor) {}

  pipeline(pipeline: BoundPipeline, given?: ColumnInfos): ColumnInfos {
    const known = this.known.get(pipeline);
    if (known !== undefined) return known;
    this.visitor.source?.(pipeline.source, pipeline);
    let infos = this.source(pipeline, given);
    let columns = columnsOfSource(pipeline.source);
    pipeline.operators.forEach((operator, index) => {
      infos = this.operator({ operator, pipeline, index, columns }, infos);
      columns = operator.output.columns;
    });
    if (pipeline.rest !== undefined) this.visitor.openRest?.(pipeline);
    this.known.set(pipeline, infos);
    return infos;
  }

  private source(pipeline: BoundPipeline, given: ColumnInfos | undefined): ColumnInfos {
    const { source } = pipeline;
    switch (source.kind) {
      case "scan":
        return source.columns.map((column) =>
          source.origin === undefined || source.origin === "watchlist"
            ? {
                ...nothingKnown,
                origin: sourceColumn({ table: source.table, start: source.span.start }, column),
              }
            : nothingKnown,
        );
      case "shared":
        return this.pipeline(source.pipeline);
      case "generator":
        return this.operator({ operator: source.operator, pipeline, index: -1, columns: [] }, []);
      case "given":
        return given ?? source.columns.map(() => nothingKnown);
    }
  }

  private operator(
    place: Pick<OperatorVisit, "operator" | "pipeline" | "index" | "columns">,
    input: ColumnInfos,
  ): ColumnInfos {
    const { operator } = place;
    const inputs = operator.inputs.map((pipeline) => this.pipeline(pipeline));
    const output = outputInfos(operator, { infos: input, columns: place.columns }, inputs);
    this.visitor.operator?.({ ...place, input, inputs, output });
    for (const nested of partsOfOperator(operator).pipelines) this.pipeline(nested);
    return output;
  }
}

const unknown = (operator: BoundOperator): ColumnInfos => operator.output.columns.map(() => nothingKnown);

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
  readonly infos: ColumnInfos;
  readonly columns: readonly Column[];
}

function outputInfos(
  operator: BoundOperator,
  input: InputColumns,
  inputs: readonly ColumnInfos[],
): ColumnInfos {
  const { infos } = input;
  if (hasLayout(operator)) return layoutInfos(operator.layout, infos);
  if (hasAggregates(operator)) return aggregateInfos(operator, infos);
  if (isSeries(operator)) return seriesInfos(operator, infos);
  if (isJoin(operator)) return joinInfos(operator, infos, inputs);
  if (hasIndexes(operator)) {
    const all = [...infos, ...elementInfos(operator.expansion.sources, infos)];
    return operator.indexes.map((index) => all[index] ?? nothingKnown);
  }
  if (isWhere(operator)) return filteredInfos(operator.conjuncts, infos);
  if (operator.kind === "union") return unionInfos(operator, infos, inputs);
  if (keepsColumns.has(operator.kind) && infos.length === operator.output.columns.length) return infos;
  return passesColumns.has(operator.kind) ? passedInfos(operator, input) : unknown(operator);
}

/** Operators that hand columns on as they are. */
const keepsColumns: ReadonlySet<string> = new Set(
  "where sort top take sample as consume render assert-schema".split(" "),
);

/** Operators that add columns to those that come in, or replace some by new ones. */
const passesColumns: ReadonlySet<string> = new Set(
  "parse parse-where parse-kv mv-apply partition".split(" "),
);

/** Elements of arrays are parts of the column that holds the array; one stands for all. */
function elementInfos(sources: readonly BoundExpression[], input: ColumnInfos): ColumnInfos {
  return sources.map((source) => {
    const origin = expressionOrigin(source, input);
    return origin === undefined || origin.through.length > 0
      ? nothingKnown
      : { ...nothingKnown, origin: { ...origin, path: [...origin.path, 0] } };
  });
}

/** A column that goes out as the very object that came in holds what it held. */
function passedInfos(operator: BoundOperator, { infos, columns }: InputColumns): ColumnInfos {
  return operator.output.columns.map((column) => infos[columns.indexOf(column)] ?? nothingKnown);
}

function layoutInfos({ computed, indexes, inputColumns }: Layout, input: ColumnInfos): ColumnInfos {
  return indexes.map((index) =>
    index < inputColumns.length
      ? input[index]
      : expressionInfo(computed[index - inputColumns.length].expression, input),
  );
}

function aggregateInfos(operator: Aggregating, input: ColumnInfos): ColumnInfos {
  const { keys, aggregates } = operator;
  const made = aggregates.aggregates.flatMap(({ name, args, columns }) =>
    columns.map((column, index): ColumnInfo => {
      // `arg_max(x, a, b)` yields a column for each argument, other aggregates one for all.
      const argument = args[columns.length > 1 ? index : 0];
      const origin = argument === undefined ? undefined : expressionOrigin(argument, input);
      const isList = column.type === "dynamic" || countsRows(name);
      return {
        origin:
          origin === undefined || isList ? undefined : { ...origin, through: [...origin.through, name] },
        aggregate: { name, operator },
      };
    }),
  );
  return [
    ...keys.map(({ expression }) => expressionInfo(expression, input)),
    ...aggregates.outputs.map(({ expression }) => expressionInfo(expression, made)),
  ];
}

/** Series are aggregates of their groups; the last column is the axis. */
function seriesInfos(operator: Aggregating, input: ColumnInfos): ColumnInfos {
  const infos = aggregateInfos(operator, input);
  const made = infos.slice(operator.keys.length).map((info) => ({ ...info, origin: undefined }));
  return [...infos.slice(0, operator.keys.length), ...made, nothingKnown];
}

/** Aggregates whose value is a number of rows or of values, not a value. */
export function countsRows(aggregate: string): boolean {
  return /^d?count(?:if|_distinct(?:if)?)?$/.test(aggregate);
}

/** Columns that a filter has found filled. */
function filteredInfos(conjuncts: readonly BoundExpression[], input: ColumnInfos): ColumnInfos {
  const filled = conjuncts.flatMap((conjunct) => {
    const tested = filledBy(conjunct);
    const origin = tested === undefined ? undefined : expressionOrigin(tested, input);
    return origin === undefined ? [] : [sourcePlace(origin)];
  });
  if (filled.length === 0) return input;
  return input.map((info) =>
    info.origin !== undefined && filled.includes(sourcePlace(info.origin))
      ? { ...info, origin: { ...info.origin, isNotEmpty: true } }
      : info,
  );
}

const sourcePlace = ({ table, column, path }: ColumnOrigin) => JSON.stringify([table, column, path]);

/** The expression that is not empty when a condition holds. */
function filledBy(condition: BoundExpression): BoundExpression | undefined {
  if (condition.kind !== "call") return undefined;
  const [first, second] = condition.args;
  if (condition.name === "isnotempty" || condition.name === "isnotnull") return first;
  if (condition.name === "not" && first.kind === "call") {
    return first.name === "isempty" || first.name === "isnull" ? first.args[0] : undefined;
  }
  const isEmptyText = second?.kind === "constant" && second.value === "";
  return condition.name === "!=" && isEmptyText ? first : undefined;
}

function joinInfos(operator: Joining, input: ColumnInfos, inputs: readonly ColumnInfos[]): ColumnInfos {
  const right = inputs[operator.right] ?? [];
  const columns = [...input, ...operator.added.map((index) => right[index] ?? nothingKnown)];
  if (columns.length === operator.output.columns.length) return columns;
  return right.length === operator.output.columns.length ? right : unknown(operator);
}

/** A column of a union comes from its namesakes, when they are all made alike. */
function unionInfos(
  operator: BoundOperator,
  input: ColumnInfos,
  inputs: readonly ColumnInfos[],
): ColumnInfos {
  const relations = operator.inputs.map((pipeline, index) => ({
    columns: pipeline.output.columns,
    infos: inputs[index],
  }));
  if (input.length > 0) return unknown(operator);
  return operator.output.columns.map(({ name }) => ({
    ...nothingKnown,
    origin: sameOrigin(name, relations),
  }));
}

function sameOrigin(
  name: string,
  relations: readonly { readonly columns: readonly Column[]; readonly infos: ColumnInfos }[],
): ColumnOrigin | undefined {
  const found = relations.flatMap(({ columns, infos }) => {
    const index = columns.findIndex((column) => column.name === name);
    return index === -1 ? [] : [infos[index].origin];
  });
  const [first] = found;
  const madeAs = (origin: ColumnOrigin | undefined) =>
    origin === undefined ? "" : JSON.stringify([origin.column, origin.path, origin.through]);
  if (first === undefined || found.some((origin) => madeAs(origin) !== madeAs(first))) return undefined;
  return {
    ...first,
    scans: found.flatMap((origin) => origin?.scans ?? []),
    isNotEmpty: found.every((origin) => origin?.isNotEmpty === true),
  };
}
