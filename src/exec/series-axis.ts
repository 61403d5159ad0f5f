/** Evenly spaced points on the axis of a time series: `make-series`, `range`. */
import { minTicks } from "../types/calendar.js";
import { type Int64, normalizeInt64 } from "../types/int64.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { cellReader, type Vector } from "../vector/vector.js";

/** Points are `origin + n * step`. */
export interface SeriesAxis {
  /** Number of the point at or below a value; null for a null and for NaN. */
  indexOf(value: Cell): number | null;
  /** Number of the first point at or above a value. */
  indexFrom(value: Cell): number | null;
  point(index: number): Cell;
}

/**
 * `step` is positive; `origin` a value of the axis, or undefined for the points that `bin` would make: whole multiples
 * of the step, of datetimes since 0001-01-01.
 */
export function seriesAxis(type: KqlType, step: Cell, origin: Cell | undefined): SeriesAxis {
  if (type === "real" || type === "decimal") return realAxis(Number(step), Number(origin ?? 0));
  const size = BigInt(step as Int64); // of an int, long, datetime or timespan axis
  const start = origin === undefined ? firstMultiple(type, size) : BigInt(origin as Int64);
  const isExact = Number.isSafeInteger(Number(start)) && Number.isSafeInteger(Number(size));
  return isExact ? numberAxis(Number(size), Number(start)) : bigIntAxis(size, start);
}

/** A multiple of the step near zero, as ticks are counted here. */
function firstMultiple(type: KqlType, step: bigint): bigint {
  return type === "datetime" ? minTicks % step : 0n;
}

function realAxis(step: number, origin: number): SeriesAxis {
  return {
    indexOf: (value) => finite(Math.floor((Number(value ?? Number.NaN) - origin) / step)),
    indexFrom: (value) => finite(Math.ceil((Number(value ?? Number.NaN) - origin) / step)),
    point: (index) => origin + index * step,
  };
}

function finite(index: number): number | null {
  return Number.isFinite(index) ? index : null;
}

function numberAxis(step: number, origin: number): SeriesAxis {
  const wide = bigIntAxis(BigInt(step), BigInt(origin));
  return {
    indexOf(value) {
      // Quotients of safe integers floor exactly; a difference past them goes the long way.
      if (typeof value !== "number") return wide.indexOf(value);
      const distance = value - origin;
      return Number.isSafeInteger(distance) ? Math.floor(distance / step) : wide.indexOf(value);
    },
    indexFrom: (value) => wide.indexFrom(value),
    point(index) {
      const point = origin + index * step;
      return Number.isSafeInteger(point) ? point : wide.point(index);
    },
  };
}

function bigIntAxis(step: bigint, origin: bigint): SeriesAxis {
  const floor = (distance: bigint): number => {
    const quotient = distance / step;
    return Number(distance < 0n && quotient * step !== distance ? quotient - 1n : quotient);
  };
  return {
    indexOf: (value) => (value === null ? null : floor(BigInt(value as Int64) - origin)),
    indexFrom: (value) => (value === null ? null : -floor(origin - BigInt(value as Int64))),
    point: (index) => normalizeInt64(origin + BigInt(index) * step),
  };
}

/** Point numbers of a column. */
export function pointIndexes(axis: SeriesAxis, column: Vector, length: number): Float64Array {
  const read = cellReader(column);
  const indexes = new Float64Array(length);
  for (let row = 0; row < length; row++) indexes[row] = axis.indexOf(read(row)) ?? Number.NaN;
  return indexes;
}
