/** What a set matches among the first 128 code points. Exact, letter case included. */
import type { CodePointSet } from "./syntax.js";
import { containsCodePoint } from "./unicode.js";

/** 1 for each ASCII code point of the set. */
export type AsciiMask = Uint8Array;

export const asciiCount = 128;

const caseBit = 0x20;
/** Letters outside ASCII that are ASCII letters in another case: long s, Kelvin sign. */
const longS = 0x17f;
const kelvin = 0x212a;

export function asciiMask(set: CodePointSet, ignoresCase: boolean): AsciiMask {
  switch (set.kind) {
    case "range":
    case "property":
      return ignoresCase ? withCases(set, leafMask(set)) : leafMask(set);
    case "union": {
      const mask = new Uint8Array(asciiCount);
      for (const part of set.sets) {
        const other = asciiMask(part, ignoresCase);
        for (let code = 0; code < asciiCount; code++) mask[code] |= other[code];
      }
      return mask;
    }
    case "not":
      return asciiMask(set.set, ignoresCase).map((bit) => 1 - bit);
    case "and": {
      const right = asciiMask(set.right, ignoresCase);
      return asciiMask(set.left, ignoresCase).map((bit, code) => bit & right[code]);
    }
  }
}

function leafMask(set: CodePointSet): AsciiMask {
  const mask = new Uint8Array(asciiCount);
  if (set.kind === "range") return set.from < asciiCount ? mask.fill(1, set.from, set.to + 1) : mask;
  for (let code = 0; code < asciiCount; code++) mask[code] = containsCodePoint(set, code) ? 1 : 0;
  return mask;
}

function withCases(set: CodePointSet, mask: AsciiMask): AsciiMask {
  if (containsCodePoint(set, kelvin)) mask[0x6b] = 1;
  if (containsCodePoint(set, longS)) mask[0x73] = 1;
  for (let upper = 0x41; upper <= 0x5a; upper++) {
    const either = mask[upper] | mask[upper | caseBit];
    mask[upper] = either;
    mask[upper | caseBit] = either;
  }
  return mask;
}

/** Whether a set may match anything beyond ASCII; errs on the side of yes. */
export function reachesBeyondAscii(set: CodePointSet, ignoresCase: boolean): boolean {
  switch (set.kind) {
    case "range":
      return set.to >= asciiCount || (ignoresCase && set.to >= 0x41);
    case "property":
      return !set.name.startsWith("ASCII");
    case "union":
      return set.sets.some((part) => reachesBeyondAscii(part, ignoresCase));
    case "not":
      return true;
    case "and":
      return reachesBeyondAscii(set.left, ignoresCase) && reachesBeyondAscii(set.right, ignoresCase);
  }
}
