/** Running `make-series`: rows are grouped by keys and point of the axis; at the end each key's points are laid out. */
import type { BoundShape } from "../bind/bind-context.js";
import type { BoundAggregateList, BoundExpression, BoundOperator, BoundOutput } from "../bind/bound.js";
import { type Aggregation, startAggregation } from "../exec/aggregation.js";
import { GroupLineage } from "../exec/group-lineage.js";
import { Grouping } from "../exec/grouping.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import { pointIndexes, type SeriesAxis, seriesAxis } from "../exec/series-axis.js";
import { packCell } from "../types/convert.js";
import { isNumericType, type KqlType } from "../types/kql-type.js";
import type { Cell, DynamicValue } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { gather } from "../vector/gather.js";
import { cellReader, type Vector, vectorOf } from "../vector/vector.js";

/** Where the points of the axis lie. */
export interface SeriesBounds {
  readonly from: BoundExpression | undefined;
  readonly to: BoundExpression | undefined;
  readonly step: BoundExpression;
  /** Points as `bin` makes them, the end included; otherwise they start at `from`, the end excluded. */
  readonly isBinned: boolean;
}

export interface MakeSeriesShape extends BoundShape {
  readonly keys: readonly BoundOutput[];
  readonly axis: BoundOutput;
  readonly bounds: SeriesBounds;
  readonly aggregates: BoundAggregateList;
  /** What stands where a series has no row, by aggregate. */
  readonly defaults: readonly (BoundExpression | undefined)[];
  /** One row of defaults for no input. */
  readonly isNonempty: boolean;
}

/** Most points of one series. */
const maxPoints = 1_048_576;

/** The axis, and its first and last points where the query sets them. */
interface Points {
  readonly axis: SeriesAxis;
  readonly type: KqlType;
  readonly first: number | undefined;
  readonly last: number | undefined;
}

export function startSeries(bound: MakeSeriesShape & BoundOperator, run: OperatorRun, out: Sink): Sink {
  const points = pointsOf(bound, run);
  const { keys, axis, aggregates } = bound;
  const grouping = new Grouping([...keys.map(({ column }) => column.type), "long"]);
  const aggregation = startAggregation(aggregates, run);
  const lineage = run.isRecording ? new GroupLineage() : undefined;
  return {
    push(batch) {
      const indexes = pointIndexes(points.axis, run.evaluate(axis.expression, batch), batch.length);
      const rows = rowsWithin(indexes, points);
      const kept = rows.length === batch.length ? batch : batch.select(rows);
      const vectors = keys.map(({ expression }) => run.evaluate(expression, kept));
      const before = grouping.heldBytes;
      const groups = grouping.add([...vectors, indexVector(indexes, rows)], kept.length);
      run.reserveMemory(grouping.heldBytes - before);
      lineage?.add(spread(groups, rows, batch.length));
      aggregation.add(kept, groups, grouping.groupCount);
    },
    finish() {
      emitSeries({ bound, points, grouping, aggregation, lineage }, run, out);
      out.finish();
    },
  };
}

function pointsOf({ bounds, axis: { expression } }: MakeSeriesShape, run: OperatorRun): Points {
  const { type } = expression;
  const constant = (value: typeof bounds.from): Cell | undefined =>
    value === undefined ? undefined : run.constant(value);
  const [from, to, step] = [constant(bounds.from), constant(bounds.to), run.constant(bounds.step)];
  const isPositive = (typeof step === "number" || typeof step === "bigint") && step > 0;
  if (!isPositive) run.fail("KQL330", "the step of `make-series` must be above zero", bounds.step.span);
  if (bounds.isBinned) {
    const axis = seriesAxis(type, step, undefined);
    return { axis, type, first: axis.indexOf(from ?? null) ?? 0, last: axis.indexOf(to ?? null) ?? -1 };
  }
  const axis = seriesAxis(type, step, from ?? undefined);
  const end = to === undefined ? undefined : (axis.indexFrom(to) ?? 0) - 1;
  return { axis, type, first: from === undefined ? undefined : 0, last: end };
}

function rowsWithin(indexes: Float64Array, { first, last }: Points): Int32Array {
  const low = first ?? Number.NEGATIVE_INFINITY;
  const high = last ?? Number.POSITIVE_INFINITY;
  const rows = new Int32Array(indexes.length);
  let count = 0;
  for (let row = 0; row < indexes.length; row++) {
    if (indexes[row] >= low && indexes[row] <= high) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function indexVector(indexes: Float64Array, rows: Int32Array): Vector {
  return gather({ encoding: "number", type: "long", length: indexes.length, data: indexes }, rows);
}

/** Groups of all rows of a batch: -1 for those left out. */
function spread(groups: Int32Array, rows: Int32Array, length: number): Int32Array {
  const all = new Int32Array(length).fill(-1);
  for (let at = 0; at < rows.length; at++) all[rows[at]] = groups[at];
  return all;
}

interface SeriesState {
  readonly bound: MakeSeriesShape;
  readonly points: Points;
  readonly grouping: Grouping;
  readonly aggregation: Aggregation;
  readonly lineage: GroupLineage | undefined;
}

function emitSeries(state: SeriesState, run: OperatorRun, out: Sink): void {
  const { bound, points, grouping, aggregation, lineage } = state;
  const { groupCount } = grouping;
  if (groupCount === 0) {
    if (bound.isNonempty && bound.keys.length === 0) emitDefaults(bound, points, run, out);
    return;
  }
  const keys = grouping.keys();
  const indexes = cellReader(keys[keys.length - 1]);
  const series = new Grouping(bound.keys.map(({ column }) => column.type));
  const seriesOf =
    bound.keys.length === 0 ? new Int32Array(groupCount) : series.add(keys.slice(0, -1), groupCount);
  const count = bound.keys.length === 0 ? 1 : series.groupCount;
  const spans = spansOf(seriesOf, count, (group) => Number(indexes(group)), points, run);
  const values = aggregation.finish(groupCount);
  const arrays = values.map((vector, at) => {
    const missing = defaultOf(bound, at, run);
    const filled = spans.map(({ first, last }) => new Array<DynamicValue>(last - first + 1).fill(missing));
    const read = cellReader(vector);
    for (let group = 0; group < groupCount; group++) {
      const one = seriesOf[group];
      filled[one][Number(indexes(group)) - spans[one].first] = packCell(read(group), vector.type);
    }
    return vectorOf("dynamic", filled);
  });
  const pointsOfSpan = axisReader(points);
  const axes = vectorOf("dynamic", spans.map(pointsOfSpan));
  const rows = Batch.of(count, [...(bound.keys.length === 0 ? [] : series.keys()), ...arrays, axes]);
  out.push(rows, lineage?.finish(count, seriesOf));
}

interface SeriesSpan {
  first: number;
  last: number;
}

/** First and last point of each series: those set by the query, else those of its own rows. */
function spansOf(
  seriesOf: Int32Array,
  count: number,
  indexOf: (group: number) => number,
  points: Points,
  run: OperatorRun,
): SeriesSpan[] {
  const spans = Array.from({ length: count }, (): SeriesSpan => ({ first: Infinity, last: -Infinity }));
  for (let group = 0; group < seriesOf.length; group++) {
    const span = spans[seriesOf[group]];
    span.first = Math.min(span.first, indexOf(group));
    span.last = Math.max(span.last, indexOf(group));
  }
  let total = 0;
  for (const span of spans) {
    span.first = points.first ?? span.first;
    span.last = points.last ?? span.last;
    total += span.last - span.first + 1;
    checkLength(span, total, run);
  }
  return spans;
}

function checkLength({ first, last }: SeriesSpan, total: number, run: OperatorRun): void {
  const hint = "take a larger step, or set `from` and `to`";
  const count = last - first + 1;
  if (count > maxPoints) run.failLimit(`a series would have ${count} points, more than ${maxPoints}`, hint);
  if (total > run.limits.maxElements) {
    run.failLimit(`the series would have more than ${run.limits.maxElements} points in all`, hint);
  }
}

/** Reads the points of spans. Each is made once, and spans that are equal share theirs: mostly all series have one. */
function axisReader({ axis, type }: Points): (span: SeriesSpan) => DynamicValue {
  const made = new Map<number, DynamicValue>();
  const pointAt = (index: number): DynamicValue => {
    const known = made.get(index);
    if (known !== undefined) return known;
    const point = packCell(axis.point(index), type);
    made.set(index, point);
    return point;
  };
  let before: SeriesSpan | undefined;
  let points: DynamicValue = [];
  return (span) => {
    const { first, last } = span;
    if (before?.first !== first || before.last !== last) {
      points = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => pointAt(first + at));
      before = span;
    }
    return points;
  };
}

function defaultOf({ aggregates, defaults }: MakeSeriesShape, at: number, run: OperatorRun): DynamicValue {
  const { type } = aggregates.outputs[at].column;
  const value = defaults[at];
  if (value !== undefined) return packCell(run.constant(value), type);
  return isNumericType(type) || type === "timespan" ? packCell(0, type) : null;
}

function emitDefaults(bound: MakeSeriesShape, points: Points, run: OperatorRun, out: Sink): void {
  const span = { first: points.first ?? 0, last: points.last ?? -1 };
  checkLength(span, 0, run);
  const length = Math.max(0, span.last - span.first + 1);
  const arrays = bound.aggregates.outputs.map((_, at) =>
    vectorOf("dynamic", [new Array<DynamicValue>(length).fill(defaultOf(bound, at, run))]),
  );
  const axis = vectorOf("dynamic", [axisReader(points)(span)]);
  out.push(Batch.of(1, [...arrays, axis]), run.isRecording ? { kind: "none" } : undefined);
}
