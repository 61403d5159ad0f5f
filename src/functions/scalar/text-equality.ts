/** Two columns of texts against each other: `==`, `!=`, `=~`, `!~`. */
import { newBytes } from "../../vector/allocate.js";
import { innerDictionary } from "../../vector/outer-dictionary.js";
import { minPairedRows, type TextEquality } from "../../vector/text-pairs.js";
import { cellReader, type Vector } from "../../vector/vector.js";
import type { SharedByCalls } from "../entry.js";
import { foldCase } from "../text-case.js";

export const exactly: TextEquality = {
  areEqual: (a, b) => a === b,
  areBytesEqual(a, aStart, aEnd, b, bStart, bEnd) {
    if (aEnd - aStart !== bEnd - bStart) return false;
    for (let at = aStart, other = bStart; at < aEnd; at++, other++) if (a[at] !== b[other]) return false;
    return true;
  },
  keyOf: (text) => text,
  isExact: true,
};

export const inAnyCase: TextEquality = {
  areEqual(a, b) {
    return a === b || (a.length === b.length && foldCase(a) === foldCase(b));
  },
  areBytesEqual(a, aStart, aEnd, b, bStart, bEnd) {
    let at = aStart;
    let other = bStart;
    for (; at < aEnd && other < bEnd; at++, other++) {
      const difference = a[at] ^ b[other];
      if ((a[at] | b[other]) >= 0x80) return undefined;
      if (difference === 0) continue;
      const letter = a[at] | 0x20;
      if (difference !== 0x20 || letter < 0x61 || letter > 0x7a) return false;
    }
    return at === aEnd && other === bEnd;
  },
  keyOf: foldCase,
  isExact: false,
};

/** Whether the texts of each row are equal, or differ; undefined where one side is a constant. */
export function compareTexts(
  equality: TextEquality,
  left: Vector,
  right: Vector,
  run: SharedByCalls | undefined,
  whenEqual: boolean,
): Vector | undefined {
  if (left.encoding === "const" || right.encoding === "const") return undefined;
  const { length } = left;
  const yes = whenEqual ? 1 : 0;
  const data = newBytes(length);
  const shared = equality.isExact ? sharedCodes(left, right) : undefined;
  const pairs = length < minPairedRows ? undefined : run?.textPairs;
  if (shared !== undefined) compareCodes(shared, left, right, data, yes);
  else if (pairs !== undefined && left.encoding === "dict" && right.encoding === "dict")
    pairs.compare(equality, left, right, data, yes);
  else compareCells(equality, left, right, data, yes);
  return { encoding: "bool", type: "bool", length, data };
}

function compareCells(
  { areEqual }: TextEquality,
  left: Vector,
  right: Vector,
  data: Uint8Array,
  yes: number,
): void {
  const readLeft = cellReader(left);
  const readRight = cellReader(right);
  for (let row = 0; row < left.length; row++) {
    const [a, b] = [readLeft(row), readRight(row)];
    const isEqual = a === b || (typeof a === "string" && typeof b === "string" && areEqual(a, b));
    data[row] = isEqual ? yes : 1 - yes;
  }
}

function compareCodes(
  { left, leftFrom, right, rightFrom }: SharedCodes,
  leftTexts: Vector,
  rightTexts: Vector,
  data: Uint8Array,
  yes: number,
): void {
  const readLeft = cellReader(leftTexts);
  const readRight = cellReader(rightTexts);
  for (let row = 0; row < leftTexts.length; row++) {
    const [a, b] = [left[row] - leftFrom, right[row] - rightFrom];
    const areEqual = a < 0 || b < 0 ? readLeft(row) === readRight(row) : a === b;
    data[row] = areEqual ? yes : 1 - yes;
  }
}

/** Codes of two columns; equal where the texts are, as counted from the least of each that is of the dictionary. */
interface SharedCodes {
  readonly left: Int32Array;
  readonly leftFrom: number;
  readonly right: Int32Array;
  readonly rightFrom: number;
}

function sharedCodes(left: Vector, right: Vector): SharedCodes | undefined {
  if (left.encoding !== "dict" || right.encoding !== "dict") return undefined;
  const leftInner = innerDictionary(left.dictionary);
  const rightInner = innerDictionary(right.dictionary);
  const dictionary = leftInner ?? left.dictionary;
  if (dictionary !== (rightInner ?? right.dictionary) || dictionary.isDistinct !== true) return undefined;
  const leftFrom = leftInner === undefined ? 0 : 1;
  return { left: left.codes, leftFrom, right: right.codes, rightFrom: rightInner === undefined ? 0 : 1 };
}
