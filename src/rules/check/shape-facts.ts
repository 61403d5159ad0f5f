/** Facts of the result's shape: how many rows, in which order, what is unique, what is never read. */
import type { BoundExpression, BoundOperator, BoundOutput, BoundPipeline } from "../../bind/bound.js";
import { eachColumn, hasWindow } from "../../exec/expression-traits.js";
import type { Layout } from "../../exec/outputs.js";
import { hasAggregates, hasLayout, isJoin, isWhere, partsOfOperator } from "../plan/operator-shapes.js";
import type { OrderFact, UnusedFact } from "./facts.js";

/** Operators that make one row of each row, or none, and keep the order. */
const rowWise: ReadonlySet<string> = new Set(
  "where extend project project-away project-keep project-rename project-reorder project-by-names serialize parse parse-where parse-kv as render consume".split(
    " ",
  ),
);

/** Whether a pipeline can yield more than one row; no for one whose end can't be seen. */
export function canHaveManyRows(pipeline: BoundPipeline): boolean {
  if (pipeline.rest !== undefined) return false;
  for (const operator of pipeline.operators.toReversed()) {
    if (rowWise.has(operator.kind) || operator.kind === "sort") continue;
    return !isSingleRow(operator);
  }
  const { source } = pipeline;
  if (source.kind === "shared") return canHaveManyRows(source.pipeline);
  return !(source.kind === "generator" && source.operator.kind === "print");
}

function isSingleRow(operator: BoundOperator): boolean {
  if (operator.kind === "count") return true;
  if (hasAggregates(operator)) return operator.keys.length === 0;
  return (operator.kind === "take" || operator.kind === "top") && countOf(operator) === 1;
}

function countOf(operator: BoundOperator): number | undefined {
  const count = "count" in operator ? operator.count : undefined;
  if (typeof count !== "object" || count === null || !("kind" in count) || count.kind !== "constant")
    return undefined;
  return "value" in count && typeof count.value === "number" ? count.value : undefined;
}

/** What decides the order of a pipeline's rows. */
export function orderOf(pipeline: BoundPipeline): OrderFact | undefined {
  let readsOrder = false;
  for (const operator of pipeline.operators.toReversed()) {
    const { span } = operator;
    if (operator.kind === "top") return { span, isLast: false };
    if (operator.kind === "sort") return { span, isLast: !readsOrder };
    if (!rowWise.has(operator.kind) && operator.kind !== "mv-expand" && operator.kind !== "take")
      return undefined;
    readsOrder ||= operator.kind === "take" || partsOfOperator(operator).expressions.some(hasWindow);
  }
  return pipeline.source.kind === "shared" ? withoutEnd(orderOf(pipeline.source.pipeline)) : undefined;
}

/** A sort inside a `let` serves more than the result. */
function withoutEnd(order: OrderFact | undefined): OrderFact | undefined {
  return order === undefined ? undefined : { ...order, isLast: false };
}

/** Columns that together tell the rows of a pipeline apart; undefined where nothing is known. */
function uniqueColumns(pipeline: BoundPipeline): readonly number[] | undefined {
  let unique = uniqueInSource(pipeline);
  for (const operator of pipeline.operators) unique = uniqueAfter(operator, unique);
  return unique;
}

function uniqueInSource({ source }: BoundPipeline): readonly number[] | undefined {
  if (source.kind === "shared") return uniqueColumns(source.pipeline);
  return source.kind === "generator" && source.operator.kind === "print" ? [] : undefined;
}

function uniqueAfter(
  operator: BoundOperator,
  before: readonly number[] | undefined,
): readonly number[] | undefined {
  if (isSingleRow(operator)) return [];
  if (hasAggregates(operator)) return operator.keys.map((_, index) => index);
  if (operator.kind === "distinct") return operator.output.columns.map((_, index) => index);
  if (before === undefined) return undefined;
  if (hasLayout(operator)) return movedBy(operator.layout, before);
  if (isJoin(operator)) return /semi|anti/.test(operator.joinKind) ? before : undefined;
  return rowWise.has(operator.kind) || ["sort", "take", "top"].includes(operator.kind) ? before : undefined;
}

function movedBy({ indexes }: Layout, before: readonly number[]): readonly number[] | undefined {
  const moved = before.map((column) => indexes.indexOf(column));
  return moved.includes(-1) ? undefined : moved;
}

interface JoinPlace {
  readonly operator: BoundOperator;
  readonly pipeline: BoundPipeline;
  readonly index: number;
}

/** Whether a join makes several rows of one, and counts or groups show it. */
export function multipliesRows(
  { operator, pipeline, index }: JoinPlace,
  later: readonly BoundOperator[],
): boolean {
  if (!isJoin(operator)) return false;
  const right = operator.inputs[operator.right];
  const left = { ...pipeline, operators: pipeline.operators.slice(0, index) };
  // A list of keys on the left: the rows of the right side stay as many as they are.
  const isBareKey =
    operator.joinKind === "innerunique" && columnsOf(left).columns.length === operator.keys.left.length;
  if (isBareKey || isWritten(left) || isKeyedBy(left, operator.keys.left)) return false;
  const isUnique = isKeyedBy(right, operator.keys.right);
  if (later.some(countsItsInput)) return !isUnique;
  // Joined events, a pair for a pair, are mostly meant; groups matched by a part of their key are not, unless what
  // follows groups the rows again.
  const regroups = later.some((next) => hasAggregates(next) || next.kind === "distinct");
  return uniqueColumns(right) !== undefined && !regroups && !isUnique;
}

/** A list that stands in the query: what is looked for, and no events. */
function isWritten({ source, operators }: BoundPipeline): boolean {
  if (!operators.every(({ kind }) => rowWise.has(kind))) return false;
  if (source.kind === "shared") return isWritten(source.pipeline);
  return source.kind === "generator" && source.operator.kind === "datatable";
}

/** Whether no two rows of a pipeline agree in some columns. */
function isKeyedBy(pipeline: BoundPipeline, keys: readonly BoundExpression[]): boolean {
  const keyColumns = keys.flatMap((key) => (key.kind === "column" ? [key] : []));
  const names = keyColumns.map(({ name }) => name);
  const { columns } = columnsOf(pipeline);
  return (
    uniqueColumns(pipeline)?.every(
      (column) => keyColumns.some(({ index }) => index === column) || goesWith(columns[column]?.name, names),
    ) === true
  );
}

function columnsOf({ operators, source, output }: BoundPipeline): Pick<BoundPipeline["output"], "columns"> {
  const last = operators[operators.length - 1];
  if (last !== undefined) return last.output;
  return source.kind === "shared" ? source.pipeline.output : output;
}

/** A table's name is the same in all its rows; names go with identifiers, everything with the event's own. */
function goesWith(name: string | undefined, keys: readonly string[]): boolean {
  if (name === "Type" || keys.includes("Id")) return true;
  const stem = name?.endsWith("Name") === true ? name.slice(0, -"Name".length) : undefined;
  return stem !== undefined && stem !== "" && keys.includes(`${stem}Id`);
}

function countsItsInput(operator: BoundOperator): boolean {
  if (operator.kind === "count") return true;
  return (
    hasAggregates(operator) &&
    operator.aggregates.aggregates.some(({ name }) => /^(?:count|sum)(?:if)?$/.test(name))
  );
}

/** Columns made by `extend` that nothing after them reads, and that are gone from the result. */
export function unusedColumns(pipeline: BoundPipeline): readonly UnusedFact[] {
  if (pipeline.rest !== undefined) return [];
  const unused: UnusedFact[] = [];
  let live: ReadonlySet<number> = new Set(pipeline.output.columns.keys());
  for (const operator of pipeline.operators.toReversed()) {
    if (operator.kind === "extend" && hasLayout(operator)) unused.push(...deadOutputs(operator.layout, live));
    live = liveBefore(operator, live);
  }
  return unused.reverse();
}

/** One call can yield several columns: it is of use when one of them is. */
function deadOutputs(
  { computed, indexes, inputColumns }: Layout,
  live: ReadonlySet<number>,
): readonly UnusedFact[] {
  const isLive = (at: number) => live.has(indexes.indexOf(inputColumns.length + at));
  const used = new Set(computed.filter((_, at) => isLive(at)).map(({ span }) => span.start));
  return computed
    .filter(
      ({ span }, at) =>
        !used.has(span.start) && computed.findIndex((other) => other.span.start === span.start) === at,
    )
    .map(({ column, span }) => ({ span, kind: "column", name: column.name }));
}

function liveBefore(operator: BoundOperator, live: ReadonlySet<number>): ReadonlySet<number> {
  const before = new Set<number>();
  const read = (expressions: readonly BoundExpression[]) => {
    for (const expression of expressions) eachColumn(expression, (index) => before.add(index));
  };
  if (hasLayout(operator)) {
    const { indexes, inputColumns, computed } = operator.layout;
    indexes.forEach((from, column) => {
      if (!live.has(column)) return;
      if (from < inputColumns.length) before.add(from);
      else read([computed[from - inputColumns.length].expression]);
    });
    return operator.kind === "distinct" ? allOf(indexes.length + inputColumns.length) : before;
  }
  if (hasAggregates(operator)) {
    const { keys, aggregates } = operator;
    read(keys.map((key: BoundOutput) => key.expression));
    read(
      aggregates.aggregates.flatMap(({ args, predicate }) =>
        predicate === undefined ? args : [...args, predicate],
      ),
    );
    return before;
  }
  if (isWhere(operator) || operator.kind === "sort" || operator.kind === "take" || operator.kind === "top") {
    for (const column of live) before.add(column);
    read(partsOfOperator(operator).expressions);
    return before;
  }
  // Anything else may read whatever comes in.
  return allOf(operator.output.columns.length + maxInputColumns);
}

/** More columns than any relation has. */
const maxInputColumns = 2_000;

const allOf = (count: number): ReadonlySet<number> =>
  new Set(Array.from({ length: count }, (_, index) => index));
