/** Selections: the rows that a predicate leaves. */
import { InternalError } from "../text/errors.js";
import { newInts, noInts } from "./allocate.js";
import { flatten } from "./gather.js";
import type { DictVector, FlatVector, Vector } from "./vector.js";

/** Rows whose value is true: the selection that a predicate makes. Not to be written to. */
export function selectTrue(predicate: Vector): Int32Array {
  if (predicate.encoding === "const") {
    return predicate.value === true ? sharedRows(predicate.length) : noInts;
  }
  if (predicate.encoding === "dict") return selectByCode(predicate);
  const { length } = predicate;
  const mask = boolData(flatten(predicate));
  // A look ahead costs less than cutting the array to size afterwards, and none is needed where all rows match.
  let total = 0;
  for (let row = 0; row < length; row++) total += mask[row] & 1;
  if (total === length) return sharedRows(length);
  const selected = newInts(total);
  for (let row = 0, count = 0; count < total; row++) {
    selected[count] = row;
    count += mask[row] & 1;
  }
  return selected;
}

/** Selections are mostly short; those of a batch of the stream go through one buffer, so that they take no more memory. */
const buffer = newInts(8192);

function selectByCode({ codes, dictionary, length }: DictVector): Int32Array {
  const selected = length <= buffer.length ? buffer : newInts(length);
  const mask = boolData(dictionary.values);
  let count = 0;
  for (let row = 0; row < length; row++) {
    selected[count] = row;
    count += mask[codes[row]] & 1;
  }
  if (count === length) return sharedRows(length);
  const rows = newInts(count);
  rows.set(selected.subarray(0, count));
  return rows;
}

function boolData(vector: FlatVector): Uint8Array {
  if (vector.encoding !== "bool") throw new InternalError(`a predicate is of type ${vector.type}`);
  return vector.data;
}

/** Rows 0 to `length` - 1. */
export function allRows(length: number): Int32Array<ArrayBuffer> {
  const rows = newInts(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}

let longest = allRows(64);
let lastShared = longest;
const short = Array.from({ length: 64 }, (_, length) => longest.subarray(0, length));

/** As `allRows`, in memory that all who ask share: no one writes into the rows of a vector or into a selection. */
export function sharedRows(length: number): Int32Array {
  if (length < short.length) return short[length];
  if (lastShared.length === length) return lastShared;
  if (longest.length < length) longest = allRows(length);
  lastShared = longest.subarray(0, length);
  return lastShared;
}
