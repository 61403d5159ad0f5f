/** Places of texts in their order by code point. */
import { compareText } from "../types/compare.js";
import { newFloats } from "../vector/allocate.js";
import { sortByColumns } from "./column-sort.js";

/** ASCII characters that a double holds exactly, seven bits each. */
const packedLength = 7;

/** Doubles a text is sorted by before texts are compared: 21 characters. */
const packedColumns = 3;

/** Ranks from 0, by place; equal texts have the same. */
export function textRanks(texts: readonly string[], length: number): Float64Array {
  const order = sortTexts(texts, length);
  const ranks = newFloats(length);
  let rank = 0;
  for (let at = 0; at < length; at++) {
    if (at > 0 && texts[order[at]] !== texts[order[at - 1]]) rank++;
    ranks[order[at]] = rank;
  }
  return ranks;
}

/** By their first characters as numbers, then by comparing those that agree in them. */
function sortTexts(texts: readonly string[], length: number): Int32Array {
  const from = commonPrefix(texts, length);
  const order = {
    column: (at: number) => (at < packedColumns ? pack(texts, length, from + at * packedLength) : undefined),
    tie: (a: number, b: number) => compareText(texts[a], texts[b]),
    check: () => {},
  };
  return sortByColumns(order, length);
}

/** Characters that all texts begin with. */
function commonPrefix(texts: readonly string[], length: number): number {
  let shared = length === 0 ? 0 : texts[0].length;
  for (let at = 1; at < length && shared > 0; at++) {
    if (texts[at].startsWith(texts[0].slice(0, shared))) continue;
    shared = 0;
    while (texts[at].charCodeAt(shared) === texts[0].charCodeAt(shared)) shared++;
  }
  return shared;
}

/** Undefined where a character is not ASCII, or is the character 0, which stands for the end. */
function pack(texts: readonly string[], length: number, from: number): Float64Array | undefined {
  const packed = newFloats(length);
  for (let at = 0; at < length; at++) {
    const text = texts[at];
    const end = Math.min(text.length, from + packedLength);
    let value = 0;
    for (let char = from; char < end; char++) {
      const code = text.charCodeAt(char);
      if (code > 127 || code === 0) return undefined;
      value = value * 128 + code;
    }
    packed[at] = value * 128 ** (packedLength - Math.max(0, end - from));
  }
  return packed;
}
