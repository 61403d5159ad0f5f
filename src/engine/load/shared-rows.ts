import { allRows } from "../../vector/selection.js";

let longest = allRows(0);
let lastAsked = longest;

/** Rows 0 to `length` - 1, in memory that all columns of all tables share: no one writes into the rows of a vector. */
export function sharedRows(length: number): Int32Array {
  if (lastAsked.length === length) return lastAsked;
  if (longest.length < length) longest = allRows(length);
  lastAsked = longest.subarray(0, length);
  return lastAsked;
}
