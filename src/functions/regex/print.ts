/**
 * Prints a syntax tree as a pattern for ECMAScript's `RegExp` or for RE2. Patterns for texts of ASCII alone spell their
 * classes out and mean the same in both; patterns for all texts use Unicode classes. Undefined: there is no such pattern.
 */
import { asciiCount, asciiMask } from "./ascii.js";
import { type Assertion, type CodePointSet, maxCodePoint, type RegexNode, wordCharacters } from "./syntax.js";
import { casedProperties, caselessRangesOf, type Ranges, rangesOf } from "./unicode.js";

export interface Dialect {
  readonly engine: "native" | "re2";
  readonly alphabet: "ascii" | "unicode";
}

/** For `RegExp`: with flag `u` when the alphabet is Unicode, without flags otherwise. */
export function printRegex(root: RegexNode, dialect: Dialect): string | undefined {
  try {
    return printNode(root, dialect);
  } catch (error) {
    if (error instanceof Inexpressible) return undefined;
    throw error;
  }
}

class Inexpressible extends Error {}

function printNode(node: RegexNode, dialect: Dialect): string {
  switch (node.kind) {
    case "empty":
      return "(?:)";
    case "set":
      return printSet(node.set, node.ignoresCase, dialect);
    case "assertion":
      return dialect.engine === "native"
        ? printNativeAssertion(node.assertion, dialect)
        : printRe2Assertion(node.assertion, dialect);
    case "sequence":
      return node.items
        .map((item) =>
          item.kind === "choice" ? `(?:${printNode(item, dialect)})` : printNode(item, dialect),
        )
        .join("");
    case "choice":
      return node.items.map((item) => printNode(item, dialect)).join("|");
    case "group":
      return `(${printNode(node.item, dialect)})`;
    case "repeat": {
      const item = printNode(node.item, dialect);
      const isAtom = node.item.kind === "set" || node.item.kind === "group";
      return `${isAtom ? item : `(?:${item})`}${printCounts(node.min, node.max)}${node.isLazy ? "?" : ""}`;
    }
  }
}

function printCounts(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === 0 && max === 1) return "?";
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function printNativeAssertion(assertion: Assertion, { alphabet }: Dialect): string {
  const isAscii = alphabet === "ascii";
  switch (assertion) {
    case "text-start":
      return "^";
    case "text-end":
      return "$";
    case "line-start":
      return "(?:^|(?<=\\n))";
    case "line-end":
      return "(?:$|(?=\\n))";
    case "ascii-word-boundary":
      return "\\b";
    case "not-ascii-word-boundary":
      return "\\B";
    case "word-boundary":
      return isAscii ? "\\b" : `(?:(?<=${wideWord})(?!${wideWord})|(?<!${wideWord})(?=${wideWord}))`;
    case "not-word-boundary":
      if (isAscii) return "\\B";
      throw new Inexpressible(); // V8 finds it inside of surrogate pairs, and the halves below too
    case "word-start":
      return `(?<!${word(isAscii)})(?=${word(isAscii)})`;
    case "word-end":
      return `(?<=${word(isAscii)})(?!${word(isAscii)})`;
    case "word-start-half":
      if (isAscii) return "(?<!\\w)";
      throw new Inexpressible();
    case "word-end-half":
      if (isAscii) return "(?!\\w)";
      throw new Inexpressible();
  }
}

function word(isAscii: boolean): string {
  return isAscii ? "\\w" : wideWord;
}

/** RE2 has no look-ahead, and its word boundaries are those of ASCII. */
function printRe2Assertion(assertion: Assertion, { alphabet }: Dialect): string {
  switch (assertion) {
    case "text-start":
      return "\\A";
    case "text-end":
      return "\\z";
    case "line-start":
      return "(?m:^)";
    case "line-end":
      return "(?m:$)";
    case "ascii-word-boundary":
      return "\\b";
    case "not-ascii-word-boundary":
      return "\\B";
    case "word-boundary":
      if (alphabet === "ascii") return "\\b";
      throw new Inexpressible();
    case "not-word-boundary":
      if (alphabet === "ascii") return "\\B";
      throw new Inexpressible();
    default:
      throw new Inexpressible();
  }
}

function printSet(set: CodePointSet, ignoresCase: boolean, dialect: Dialect): string {
  if (dialect.alphabet === "ascii") return printRanges(maskRanges(asciiMask(set, ignoresCase)), dialect);
  if (set.kind === "range" && set.from === set.to && !hasCases(set, ignoresCase)) {
    return printCodePoint(set.from, dialect);
  }
  const isNegated = set.kind === "not";
  const items = printItems(isNegated ? set.set : set, ignoresCase, dialect);
  if (items !== undefined) return isNegated ? `[^${items}]` : `[${items}]`;
  return printRanges(ignoresCase ? caselessRangesOf(set) : rangesOf(set), dialect);
}

/** A union of ranges and properties as the inside of brackets; undefined when the set is more than that. */
function printItems(set: CodePointSet, ignoresCase: boolean, dialect: Dialect): string | undefined {
  switch (set.kind) {
    case "range":
      return hasCases(set, ignoresCase) ? undefined : printRange(set.from, set.to, dialect);
    case "property":
      if (ignoresCase && (casedProperties.has(set.name) || set.name.includes("="))) return undefined;
      if (dialect.engine === "re2" && !re2Properties.test(set.name)) return undefined;
      return `\\p{${set.name}}`;
    case "union": {
      const items = set.sets.map((part) => printItems(part, ignoresCase, dialect));
      // RE2 reads an empty negated class as an error, so the empty union goes by ranges.
      return items.includes(undefined) || items.length === 0 ? undefined : items.join("");
    }
    default:
      return undefined;
  }
}

/** General categories, and the binary properties that RE2 knows too. */
const re2Properties = /^(?:[A-Z][a-z]?|Alphabetic|White_Space)$/;

/** Quick: false only where letter case surely makes no difference. */
function hasCases(
  { from, to }: { readonly from: number; readonly to: number },
  ignoresCase: boolean,
): boolean {
  if (!ignoresCase) return false;
  if (to < 0x41 || (from > 0x5a && to < 0x61) || (from > 0x7a && to < 0xb5)) return false;
  const char = String.fromCodePoint(from);
  return from !== to || char.toLowerCase() !== char || char.toUpperCase() !== char;
}

function maskRanges(mask: Uint8Array): Ranges {
  const ranges: [number, number][] = [];
  for (let code = 0; code < asciiCount; code++) {
    if (mask[code] === 0) continue;
    const before = ranges.at(-1);
    if (before !== undefined && before[1] === code - 1) before[1] = code;
    else ranges.push([code, code]);
  }
  return ranges;
}

function printRanges(ranges: Ranges, dialect: Dialect): string {
  if (ranges.length === 0)
    return dialect.engine === "native" ? "[]" : `[^\\x00-\\x{${maxCodePoint.toString(16)}}]`;
  const [[from, to]] = ranges;
  if (ranges.length === 1 && from === to) return printCodePoint(from, dialect);
  return `[${ranges.map(([first, last]) => printRange(first, last, dialect)).join("")}]`;
}

function printRange(from: number, to: number, dialect: Dialect): string {
  const first = printCodePoint(from, dialect);
  return from === to ? first : `${first}-${printCodePoint(to, dialect)}`;
}

function printCodePoint(codePoint: number, { engine, alphabet }: Dialect): string {
  const char = String.fromCodePoint(codePoint);
  if (/^[A-Za-z0-9_ ]$/.test(char)) return char;
  const hex = codePoint.toString(16);
  if (codePoint < 256) return `\\x${hex.padStart(2, "0")}`;
  if (engine === "re2") return `\\x{${hex}}`;
  return alphabet === "unicode" ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
}

const wideWord = printSet(wordCharacters, false, { engine: "native", alphabet: "unicode" });
