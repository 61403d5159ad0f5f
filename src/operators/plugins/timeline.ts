/** What the plugins over a timeline share: an id, a time, and dimensions that slice the result. */
import type { BindContext } from "../../bind/bind-context.js";
import type { BoundExpression, Column } from "../../bind/bound.js";
import { openConstant } from "../../bind/nodes.js";
import { Grouping } from "../../exec/grouping.js";
import type { OperatorRun } from "../../exec/run.js";
import { type SeriesAxis, seriesAxis } from "../../exec/series-axis.js";
import type { CallExpression, Expression, Pipeline } from "../../syntax/ast.js";
import { type Int64, subtractInt64 } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { Batch } from "../../vector/batch.js";
import { gather } from "../../vector/gather.js";
import { allRows } from "../../vector/selection.js";
import { cellReader, type Vector, vectorOf } from "../../vector/vector.js";
import { badRange, unsupportedPart } from "../diagnostics.js";
import { columnArgument } from "./arguments.js";
import { calendarAxis } from "./calendar-axis.js";

export interface Timeline {
  readonly inputColumns: readonly Column[];
  readonly id: number;
  readonly time: number;
  readonly timeColumn: Column;
  /** Constants after the columns, by name; undefined for those left out. */
  readonly constants: Readonly<Record<string, BoundExpression | undefined>>;
  readonly dimensions: readonly number[];
  readonly dimensionColumns: readonly Column[];
  /** Arguments that are neither. */
  readonly rest: readonly (Expression | Pipeline)[];
}

/**
 * Binds `plugin(Id, Time, constants..., dimensions...)`. `constants` are tried from the longest list to the shortest:
 * the one with as many names as constants follow the columns.
 */
export function bindTimeline(
  call: CallExpression,
  constantLists: readonly (readonly string[])[],
  context: BindContext,
): Timeline {
  const values = call.args.map(({ value }) => value);
  const id = columnArgument(values[0], context) ?? 0;
  const time = bindTime(values[1], context);
  const timeColumn = context.input.columns[time] ?? { name: "", type: "datetime" as const };
  const others = values.slice(2);
  const isColumn = (value: Expression | Pipeline): boolean =>
    value.kind === "name" && context.input.columns.some(({ name }) => name === value.name);
  const firstColumn = others.findIndex(isColumn);
  const leading = firstColumn < 0 ? others.length : firstColumn;
  const names =
    constantLists.find((list) => list.length <= leading) ?? constantLists[constantLists.length - 1];
  const dimensions = others.slice(names.length).filter(isColumn);
  return {
    inputColumns: context.input.columns,
    id,
    time,
    timeColumn,
    constants: Object.fromEntries(
      names.map((name, at) => [name, bindConstant(name, others[at], timeColumn.type, call, context)]),
    ),
    dimensions: dimensions.flatMap((value) => columnArgument(value, context) ?? []),
    dimensionColumns: dimensions.flatMap((value) => {
      const index = columnArgument(value, context);
      return index === undefined ? [] : [context.input.columns[index]];
    }),
    rest: others.slice(names.length).filter((value) => !isColumn(value)),
  };
}

/** Names of constants that are points in time; the others are distances, but for counts. */
const points = new Set(["Start", "End", "Cohort"]);
const counts = new Set(["ActivePeriodsCount", "BinsPerWindow"]);
/** Plugins whose step may be a `week`, a `month` or a `year`. What another window holds of those is not documented. */
const calendarSteps: ReadonlyMap<string, string> = new Map([
  ["activity_counts_metrics", "Step"],
  ["activity_metrics", "Window"],
  ["new_activity_metrics", "Window"],
]);

function bindConstant(
  name: string,
  value: Expression | Pipeline | undefined,
  timeType: KqlType,
  call: CallExpression,
  context: BindContext,
): BoundExpression {
  if (value === undefined || value.kind === "pipeline") return openConstant(call.span);
  const bound = context.runConstant(value);
  if (bound.type === "string" && timeType === "datetime" && calendarSteps.get(call.callee.text) === name)
    return bound;
  if (bound.type === "string") {
    context.report(unsupportedPart("a calendar step (`week`, `month`, `year`)", bound.span));
    return openConstant(bound.span);
  }
  if (counts.has(name)) return context.runConstant(value, "long");
  if (points.has(name)) return context.runConstant(value, timeType);
  return context.runConstant(value, timeType === "datetime" ? "timespan" : timeType);
}

/** A row of the input. */
export interface TimelineRow {
  /** Number of the id's value. */
  readonly id: number;
  readonly time: Int64;
  /** Number of the combination of dimensions. */
  readonly slice: number;
}

export interface TimelineRows {
  readonly rows: readonly TimelineRow[];
  readonly sliceCount: number;
  /** Dimensions of each slice, one row a slice. */
  readonly dimensions: readonly Vector[];
  /** Number of an id's value; -1 for one that no row has. */
  idsOf(ids: Vector): Int32Array;
}

/** Of a row as the plugins see it, and its place in their tables. */
const rowBytes = 96;

/** The rows that have a time. */
export function readTimeline({ id, time, dimensions }: Timeline, all: Batch, run: OperatorRun): TimelineRows {
  run.reserveMemory(all.length * rowBytes);
  const idType = all.columnCount === 0 ? "string" : all.column(id).type;
  const ids = new Grouping([idType], run);
  const idCodes = ids.add([all.column(id)], all.length);
  const slices = new Grouping(
    dimensions.length === 0 ? ["bool"] : dimensions.map((index) => all.column(index).type),
    run,
  );
  const keys: Vector[] =
    dimensions.length === 0
      ? [{ encoding: "const", type: "bool", length: all.length, value: true }]
      : dimensions.map((index) => all.column(index));
  const sliceCodes = slices.add(keys, all.length);
  const read = cellReader(all.column(time));
  const rows: TimelineRow[] = [];
  for (const row of allRows(all.length)) {
    const at = read(row);
    // Times are of one of `axisTypes`.
    if (at !== null) rows.push({ id: idCodes[row], time: at as Int64, slice: sliceCodes[row] });
  }
  return {
    rows,
    sliceCount: slices.groupCount,
    dimensions: dimensions.length === 0 ? [] : slices.keys(),
    idsOf: (vector) => ids.find([vector], vector.length),
  };
}

/** Steps from a start; `indexOf` of a time is its step. */
export function timelineAxis(
  timeline: Timeline,
  step: Cell,
  start: Cell | undefined,
  run: OperatorRun,
): SeriesAxis {
  if (typeof step === "string")
    return calendarAxis(step, start ?? 0, timeline.constants.Start === undefined, run);
  const isPositive = (typeof step === "number" || typeof step === "bigint") && step > 0;
  if (!isPositive) run.fail("KQL330", "the step of the timeline must be above zero");
  return seriesAxis(timeline.timeColumn.type, step, start);
}

/** Value of a constant argument for this run; null for one that was left out. */
export function constantOf(timeline: Timeline, name: string, run: OperatorRun): Cell {
  const expression = timeline.constants[name];
  return expression === undefined ? null : run.constant(expression);
}

/** How many steps a distance holds, at least one. */
export function stepsIn(distance: Cell, step: Cell): number {
  return Math.max(1, Math.floor(Number(distance ?? 0) / Number(step)));
}

/** A row of a plugin's output: its step, its slice, its numbers. */
export interface OutputRow {
  readonly steps: readonly number[];
  readonly slice: number;
  readonly values: readonly Cell[];
}

/** Times, dimensions and values side by side. */
export function outputBatch(
  timeline: Timeline,
  rows: readonly OutputRow[],
  axis: SeriesAxis,
  dimensions: readonly Vector[],
  valueTypes: readonly KqlType[],
): Batch {
  const stepCount = rows[0]?.steps.length ?? 0;
  const times = Array.from({ length: stepCount }, (_, at) =>
    vectorOf(
      timeline.timeColumn.type,
      rows.map(({ steps }) => axis.point(steps[at])),
    ),
  );
  const slices = Int32Array.from(rows, ({ slice }) => slice);
  const sliced = dimensions.map((vector) => gather(vector, slices));
  const values = valueTypes.map((type, at) =>
    vectorOf(
      type,
      rows.map((row) => row.values[at]),
    ),
  );
  return Batch.of(rows.length, [...times, ...sliced, ...values]);
}

/** How far one time of an axis lies after another; exact for all but reals. */
export function distanceOf(type: KqlType): (from: Int64, to: Int64) => Int64 {
  return type === "real" ? (from, to) => Number(to) - Number(from) : (from, to) => subtractInt64(to, from);
}

/** Order of two times. */
export function compareTimes(a: Int64, b: Int64): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const axisTypes: readonly KqlType[] = ["int", "long", "real", "datetime", "timespan"];

/** The column that holds the times. */
export function bindTime(value: Expression | Pipeline | undefined, context: BindContext): number {
  const index = columnArgument(value, context) ?? 0;
  const column = context.input.columns[index];
  if (column !== undefined && value !== undefined && !column.isTypeOpen && !axisTypes.includes(column.type)) {
    context.report(badRange(column.type, value.span));
  }
  return index;
}

/** The type of a distance between two times of an axis, which may also be numbers. */
export function distanceType(type: KqlType): KqlType {
  return type === "datetime" ? "timespan" : type;
}
