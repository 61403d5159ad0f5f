/**
 * The least and the greatest number of each stretch of a column: a comparison with a constant mostly need not look at
 * the rows of a stretch. Rows of logs come nearly in the order of their times.
 */
import { newFloats } from "./allocate.js";
import type { Vector } from "./vector.js";

/** Fewer numbers are looked through at once. */
const worthwhile = 1024;

/** All rows of a stretch have a number from `min` to `max`. */
export interface Zone {
  readonly min: number;
  readonly max: number;
}

interface Zones {
  readonly data: Float64Array;
  /** Numbers of a stretch. */
  readonly size: number;
  /** NaN where there is no range: a row is null. */
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
  readonly isKnown: Uint8Array;
}

/** Vectors are cut and passed on; what they have in common is their memory. */
const zonesOfBuffer = new WeakMap<ArrayBufferLike, Zones>();

/**
 * Says that a column of a table will be read again and again in stretches of `size`. Its memory must be its own. Times
 * are measured at once: hardly a query does not compare them.
 */
export function keepZones(vector: Vector, size: number): void {
  if (vector.encoding !== "number" || vector.length <= size) return;
  const { data, length, type } = vector;
  const count = Math.ceil(length / size);
  const zones = {
    data: data.subarray(0, length),
    size,
    mins: newFloats(count),
    maxs: newFloats(count),
    isKnown: new Uint8Array(count),
  };
  zonesOfBuffer.set(data.buffer, zones);
  for (let at = 0; at < count && type === "datetime"; at++) measure(zones, at);
}

/** The range of some numbers; undefined where it is not known, or one of them is null. */
export function zoneOf(data: Float64Array, length: number): Zone | undefined {
  if (length < worthwhile) return undefined;
  const zones = zonesOfBuffer.get(data.buffer);
  if (zones === undefined) return undefined;
  const from = (data.byteOffset - zones.data.byteOffset) / data.BYTES_PER_ELEMENT;
  const at = from / zones.size;
  if (!Number.isInteger(at) || length > zones.size) return undefined;
  if (zones.isKnown[at] === 0) measure(zones, at);
  const min = zones.mins[at];
  return min === min ? { min, max: zones.maxs[at] } : undefined;
}

function measure({ data, size, mins, maxs, isKnown }: Zones, at: number): void {
  const to = Math.min(data.length, (at + 1) * size);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let row = at * size; row < to; row++) {
    const value = data[row];
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value; // a NaN stays
  }
  mins[at] = sum === sum ? min : Number.NaN;
  maxs[at] = max;
  isKnown[at] = 1;
}
