/** Selections: the rows that a predicate leaves. */
import { InternalError } from "../text/errors.js";
import { newInts, noInts } from "./allocate.js";
import { flatten } from "./gather.js";
import type { DictVector, FlatVector, Vector } from "./vector.js";

/** Rows whose value is true: the selection that a predicate makes. Not to be written to. */
export function selectTrue(predicate: Vector): Int32Array {
  if (predicate.encoding === "const") {
    return predicate.value === true ? rowsInOrder(predicate.length) : noInts;
  }
  if (predicate.encoding === "dict") return selectByCode(predicate);
  const { length } = predicate;
  const mask = boolData(flatten(predicate));
  // A look ahead costs less than cutting the array to size afterwards, and none is needed where all rows match.
  let total = 0;
  for (let row = 0; row < length; row++) total += mask[row] & 1;
  if (total === length) return rowsInOrder(length);
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
  if (count === length) return rowsInOrder(length);
  const rows = newInts(count);
  rows.set(selected.subarray(0, count));
  return rows;
}

const inOrder = allRows(8192);

/** As `allRows`, but one array for all who ask: not to be written to. */
function rowsInOrder(length: number): Int32Array {
  return length <= inOrder.length ? inOrder.subarray(0, length) : allRows(length);
}

function boolData(vector: FlatVector): Uint8Array {
  if (vector.encoding !== "bool") throw new InternalError(`a predicate is of type ${vector.type}`);
  return vector.data;
}

/** Rows 0 to `length` - 1. */
export function allRows(length: number): Int32Array {
  const rows = newInts(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}

let longest = allRows(0);
let lastShared = longest;

/** Rows 0 to `length` - 1, in memory that all columns of all tables share: no one writes into the rows of a vector. */
export function sharedRows(length: number): Int32Array {
  if (lastShared.length === length) return lastShared;
  if (longest.length < length) longest = allRows(length);
  lastShared = longest.subarray(0, length);
  return lastShared;
}
