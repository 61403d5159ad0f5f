/** Places of texts in their order by code point. */
import { compareText } from "../types/compare.js";
import { newFloats } from "../vector/allocate.js";
import { allRows } from "../vector/selection.js";
import { radixSort } from "./radix-sort.js";

/** ASCII characters that a double holds exactly, seven bits each. */
const packedLength = 7;

/** Doubles a text is sorted by before texts are compared: 21 characters. */
const packedColumns = 3;

/** Up to this many texts comparing is faster than distributing digits. */
const maxCompared = 512;

/** Ranks from 0, by place; equal texts have the same. */
export function textRanks(texts: readonly string[], length: number): Float64Array {
  const order = (length > maxCompared ? orderOfAscii(texts, length) : undefined) ?? compared(texts, length);
  const ranks = newFloats(length);
  let rank = 0;
  for (let at = 0; at < length; at++) {
    if (at > 0 && texts[order[at]] !== texts[order[at - 1]]) rank++;
    ranks[order[at]] = rank;
  }
  return ranks;
}

function compared(texts: readonly string[], length: number): Int32Array {
  return allRows(length).sort((a, b) => compareText(texts[a], texts[b]));
}

/** By the first characters as numbers, then by comparing those that agree in them; undefined beyond ASCII. */
function orderOfAscii(texts: readonly string[], length: number): Int32Array | undefined {
  const columns: Float64Array[] = [];
  for (let col = 0; col < packedColumns; col++) columns.push(newFloats(length));
  const from = commonPrefix(texts, length);
  for (let at = 0; at < length; at++) if (!pack(texts[at], from, columns, at)) return undefined;
  const order = radixSort(columns, length, () => {});
  const agree = (a: number, b: number) => columns.every((column) => column[a] === column[b]);
  for (let start = 0; start < length; ) {
    let end = start + 1;
    while (end < length && agree(order[start], order[end])) end++;
    if (end - start > 1) order.subarray(start, end).sort((a, b) => compareText(texts[a], texts[b]));
    start = end;
  }
  return order;
}

/** Characters that all texts begin with. */
function commonPrefix(texts: readonly string[], length: number): number {
  const [first] = texts;
  let shared = first.length;
  for (let at = 1; at < length && shared > 0; at++) {
    if (texts[at].startsWith(first.slice(0, shared))) continue;
    shared = 0;
    while (texts[at].charCodeAt(shared) === first.charCodeAt(shared)) shared++;
  }
  return shared;
}

/** False for a text that is not ASCII, or that holds the character 0, which stands for the end. */
function pack(text: string, from: number, columns: readonly Float64Array[], at: number): boolean {
  const { length } = text;
  for (let char = 0; char < from; char++) if (text.charCodeAt(char) > 127) return false;
  for (let col = 0, char = from; col < columns.length; col++) {
    let packed = 0;
    for (const end = char + packedLength; char < end; char++) {
      const code = char < length ? text.charCodeAt(char) : 0;
      if (code > 127 || (code === 0 && char < length)) return false;
      packed = packed * 128 + code;
    }
    columns[col][at] = packed;
  }
  for (let char = from + columns.length * packedLength; char < length; char++)
    if (text.charCodeAt(char) > 127) return false;
  return true;
}
