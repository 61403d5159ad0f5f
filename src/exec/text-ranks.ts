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

/** By their first characters as numbers, then by comparing those that agree in them; only by comparing beyond ASCII. */
function sortTexts(texts: readonly string[], length: number): Int32Array {
  const columns = isAscii(texts, length) ? packedColumns : 0;
  const from = columns > 0 ? commonPrefix(texts, length) : 0;
  const order = {
    column: (at: number) => (at < columns ? pack(texts, length, from + at * packedLength) : undefined),
    tie: (a: number, b: number) => compareText(texts[a], texts[b]),
    check: () => {},
  };
  return sortByColumns(order, length);
}

/** False also where a text holds the character 0, which stands for the end. */
function isAscii(texts: readonly string[], length: number): boolean {
  for (let at = 0; at < length; at++) {
    const text = texts[at];
    for (let char = 0; char < text.length; char++) {
      const code = text.charCodeAt(char);
      if (code > 127 || code === 0) return false;
    }
  }
  return true;
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

function pack(texts: readonly string[], length: number, from: number): Float64Array {
  const packed = newFloats(length);
  for (let at = 0; at < length; at++) {
    const text = texts[at];
    let value = 0;
    for (let char = from; char < from + packedLength; char++)
      value = value * 128 + (char < text.length ? text.charCodeAt(char) : 0);
    packed[at] = value;
  }
  return packed;
}
