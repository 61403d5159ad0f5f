/** Places of texts in their order by code point. */
import { compareText } from "../types/compare.js";
import { newFloats } from "../vector/allocate.js";
import { sortByColumns } from "./column-sort.js";

/** Doubles a text is sorted by before texts are compared: at least 21 characters. */
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
  const alphabet = alphabetOf(texts, length, from);
  const order = {
    column: (at: number) => (at < packedColumns ? pack(texts, length, alphabet, from, at) : undefined),
    tie: (a: number, b: number) => compareText(texts[a], texts[b]),
    check: () => {},
  };
  return sortByColumns(order, length);
}

/** The ASCII characters that come up, numbered from 1 in their order: the fewer, the more of them a double holds. */
interface Alphabet {
  readonly digits: Uint8Array;
  /** 0 stands for the end of a text. */
  readonly base: number;
  /** Characters to a double. */
  readonly size: number;
}

const asciiCount = 128;

function alphabetOf(texts: readonly string[], length: number, from: number): Alphabet {
  const digits = new Uint8Array(asciiCount);
  for (let at = 0; at < length; at++) {
    const text = texts[at];
    for (let char = from; char < text.length; char++) digits[text.charCodeAt(char)] = 1; // beyond it nothing is kept
  }
  let base = 1;
  for (let code = 0; code < asciiCount; code++) if (digits[code] === 1) digits[code] = base++;
  return { digits, base, size: Math.floor(53 / Math.log2(Math.max(2, base))) };
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

/** One column of some characters of each text; undefined where one of them is not ASCII. */
function pack(
  texts: readonly string[],
  length: number,
  { digits, base, size }: Alphabet,
  prefix: number,
  col: number,
): Float64Array | undefined {
  const packed = newFloats(length);
  const from = prefix + col * size;
  for (let at = 0; at < length; at++) {
    const text = texts[at];
    let value = 0;
    for (let char = from; char < from + size; char++) {
      const code = char < text.length ? text.charCodeAt(char) : -1;
      if (code >= asciiCount) return undefined;
      value = value * base + (code < 0 ? 0 : digits[code]);
    }
    packed[at] = value;
  }
  return packed;
}
