/** Running `make-series`: rows are grouped by keys and point of the axis; at the end each key's points are laid out. */
import type { BoundShape } from "../bind/bind-context.js";
import type { BoundAggregateList, BoundExpression, BoundOperator, BoundOutput } from "../bind/bound.js";
import { type Aggregation, startAggregation } from "../exec/aggregation.js";
import { GroupLineage } from "../exec/group-lineage.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import { pointIndexes, type SeriesAxis, seriesAxis } from "../exec/series-axis.js";
import { SeriesGroups } from "../exec/series-groups.js";
import { isLongIn, numberIn } from "../functions/dynamic-content.js";
import { packCell } from "../types/convert.js";
import { isNumericType, type KqlType } from "../types/kql-type.js";
import type { Cell, DynamicValue } from "../types/value.js";
import { newFloats } from "../vector/allocate.js";
import { Batch } from "../vector/batch.js";
import { listsVector } from "../vector/list-store.js";
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
  const grouping = new SeriesGroups(
    keys.map(({ column }) => column.type),
    run,
  );
  const aggregation = startAggregation(aggregates, run);
  const lineage = run.isRecording ? new GroupLineage() : undefined;
  return {
    push(batch) {
      const indexes = pointIndexes(points.axis, run.evaluate(axis.expression, batch), batch.length);
      const rows = rowsWithin(indexes, points);
      const kept = rows.length === batch.length ? batch : batch.select(rows);
      const vectors = keys.map(({ expression }) => run.evaluate(expression, kept));
      const groups = grouping.add(vectors, pointsAt(indexes, rows), kept.length);
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

function pointsAt(indexes: Float64Array, rows: Int32Array): Float64Array {
  if (rows.length === indexes.length) return indexes;
  const points = newFloats(rows.length);
  for (let at = 0; at < rows.length; at++) points[at] = indexes[rows[at]];
  return points;
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
  readonly grouping: SeriesGroups;
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
  const count = grouping.seriesCount;
  const spans = spansOf(grouping, points, run);
  run.reserveMemory(spans.starts[count] * bound.aggregates.outputs.length * placeBytes);
  const aggregated = aggregation.finish(groupCount);
  const arrays = bound.aggregates.outputs.map((_, at) => {
    const vector = aggregated.column(at);
    const missing = defaultOf(bound, at, run);
    return numberSeries(vector, missing, grouping, spans) ?? anySeries(vector, missing, grouping, spans);
  });
  const axes = vectorOf("dynamic", axesOf(spans, points, run));
  const rows = Batch.of(count, [...grouping.keys(), ...arrays, axes]);
  out.push(rows, lineage?.finish(count, grouping.seriesOf.subarray(0, groupCount)));
}

/** Of a point in an array, and of a point of an axis that is made. */
const placeBytes = 8;
const pointBytes = 120;

/** First and last points by series, and where its points begin when all are laid end to end. */
interface SeriesSpans {
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly starts: Float64Array;
}

/** Numbers without a null in one stretch: series may be many, and arrays for each would be the most of the work. */
function numberSeries(
  vector: Vector,
  missing: DynamicValue,
  { seriesOf, pointOf }: SeriesGroups,
  { first, starts }: SeriesSpans,
): Vector | undefined {
  const isReal = vector.encoding === "real" && vector.validity === undefined;
  const isLong = vector.encoding === "number" && (vector.type === "long" || vector.type === "int");
  if (!isReal && !isLong) return undefined;
  const filler = numberIn(missing);
  if (filler === undefined || isLong !== isLongIn(missing)) return undefined;
  const { data, length } = vector;
  const values = newFloats(starts[starts.length - 1]).fill(filler);
  for (let group = 0; group < length; group++) {
    const value = data[group];
    if (isLong && Number.isNaN(value)) return undefined;
    const one = seriesOf[group];
    values[starts[one] + pointOf[group] - first[one]] = value;
  }
  const elements: Vector = isReal
    ? { encoding: "real", type: "real", length: values.length, data: values, validity: undefined }
    : { encoding: "number", type: "long", length: values.length, data: values };
  return listsVector({ elements, starts });
}

function anySeries(
  vector: Vector,
  missing: DynamicValue,
  { seriesOf, pointOf }: SeriesGroups,
  { first, starts }: SeriesSpans,
): Vector {
  const filled: DynamicValue[][] = [];
  for (let one = 0; one < first.length; one++)
    filled.push(new Array<DynamicValue>(starts[one + 1] - starts[one]).fill(missing));
  const read = cellReader(vector);
  for (let group = 0; group < vector.length; group++) {
    const one = seriesOf[group];
    filled[one][pointOf[group] - first[one]] = packCell(read(group), vector.type);
  }
  return vectorOf("dynamic", filled);
}

/** First and last point of each series: those set by the query, else those of its own rows. */
function spansOf(grouping: SeriesGroups, points: Points, run: OperatorRun): SeriesSpans {
  const { groupCount, seriesCount, seriesOf, pointOf } = grouping;
  const first = newFloats(seriesCount).fill(points.first ?? Number.POSITIVE_INFINITY);
  const last = newFloats(seriesCount).fill(points.last ?? Number.NEGATIVE_INFINITY);
  for (let group = 0; group < groupCount; group++) {
    const one = seriesOf[group];
    if (points.first === undefined) first[one] = Math.min(first[one], pointOf[group]);
    if (points.last === undefined) last[one] = Math.max(last[one], pointOf[group]);
  }
  const starts = newFloats(seriesCount + 1);
  for (let one = 0; one < seriesCount; one++) {
    starts[one + 1] = starts[one] + Math.max(0, last[one] - first[one] + 1);
    checkLength(last[one] - first[one] + 1, starts[one + 1], run);
  }
  return { first, last, starts };
}

function checkLength(count: number, total: number, run: OperatorRun): void {
  const hint = "take a larger step, or set `from` and `to`";
  if (count > maxPoints) run.failLimit(`a series would have ${count} points, more than ${maxPoints}`, hint);
  if (total > run.limits.maxElements) {
    run.failLimit(`the series would have more than ${run.limits.maxElements} points in all`, hint);
  }
}

/** The points of all series. Each is made once, and spans that are equal share theirs: mostly all series have one. */
function axesOf({ first, last }: SeriesSpans, { axis, type }: Points, run: OperatorRun): DynamicValue[] {
  const made = new Map<number, DynamicValue>();
  const pointAt = (index: number): DynamicValue => {
    const known = made.get(index);
    if (known !== undefined) return known;
    const point = packCell(axis.point(index), type);
    made.set(index, point);
    return point;
  };
  const axes: DynamicValue[] = [];
  for (let one = 0; one < first.length; one++) {
    const isLikeLast = one > 0 && first[one] === first[one - 1] && last[one] === last[one - 1];
    if (isLikeLast) {
      axes.push(axes[one - 1]);
      continue;
    }
    const length = Math.max(0, last[one] - first[one] + 1);
    run.checkDeadline();
    const before = made.size;
    axes.push(Array.from({ length }, (_, at) => pointAt(first[one] + at)));
    run.reserveMemory(length * placeBytes + (made.size - before) * pointBytes);
  }
  return axes;
}

function defaultOf({ aggregates, defaults }: MakeSeriesShape, at: number, run: OperatorRun): DynamicValue {
  const { type } = aggregates.outputs[at].column;
  const value = defaults[at];
  if (value !== undefined) return packCell(run.constant(value), type);
  return isNumericType(type) || type === "timespan" ? packCell(0, type) : null;
}

function emitDefaults(bound: MakeSeriesShape, points: Points, run: OperatorRun, out: Sink): void {
  const [first, last] = [points.first ?? 0, points.last ?? -1];
  checkLength(last - first + 1, 0, run);
  const length = Math.max(0, last - first + 1);
  const arrays = bound.aggregates.outputs.map((_, at) =>
    vectorOf("dynamic", [new Array<DynamicValue>(length).fill(defaultOf(bound, at, run))]),
  );
  const spans = {
    first: Float64Array.of(first),
    last: Float64Array.of(last),
    starts: Float64Array.of(0, length),
  };
  const axis = vectorOf("dynamic", axesOf(spans, points, run));
  out.push(Batch.of(1, [...arrays, axis]), run.isRecording ? { kind: "none" } : undefined);
}
