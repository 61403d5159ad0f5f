/** Where texts are in others, and texts cut at others. Positions count code points. */
import { dynamicToText } from "../../types/text.js";
import { type DynamicValue, isDynamicArray } from "../../types/value.js";
import { codePointCount, codePointIndex, unitIndex } from "../code-points.js";
import { badArgument } from "../diagnostics.js";
import { constant, optional, optionalConstant, scalarFamily, signature } from "../entry.js";
import { compileRegex } from "../regex/regex.js";
import { phraseMatcher } from "../terms.js";
import { foldCase } from "../text-case.js";

const range = { start: optional("index"), length: optional("index"), occurrence: optionalConstant("index") };

export const stringSearchFunctions = scalarFamily({
  indexof: {
    summary: "Position of a text in another, from a start on, within a length; -1 when it is not there.",
    page: "indexof-function",
    signatures: [signature({ text: "text", lookup: "text", ...range }, "long")],
    nulls: "propagate",
    examples: { 'indexof("abcdefg", "cde")': "2", 'indexof("abcdefg", "cde", 1, 2)': "-1" },
    kernel: indexOf,
  },
  indexof_regex: {
    summary: "Position of a match of a regular expression in a text; -1 when there is none.",
    page: "indexof-regex-function",
    signatures: [signature({ text: "text", regex: constant("text"), ...range }, "long")],
    nulls: "propagate",
    examples: { 'indexof_regex("abcabc", @"a.c")': "0", 'indexof_regex("abcabc", @"a.c", 0, -1, 2)': "3" },
    kernel: indexOfRegex,
  },
  countof: {
    summary:
      "How often a text, or a regular expression, occurs in another. Texts may overlap, matches do not.",
    page: "countof-function",
    signatures: [signature({ text: "string", search: "string", kind: optional("string") }, "long")],
    nulls: "propagate",
    examples: { 'countof("aaaa", "aa")': "3", 'countof("ababa", "aba", "regex")': "1" },
    kernel: countOf,
  },
  split: {
    summary: "The parts of a text between delimiters, or the one part asked for, as an array.",
    page: "split-function",
    signatures: [signature({ text: "text", delimiter: "string", index: optional("index") }, "dynamic")],
    nulls: "propagate",
    examples: {
      'split("a__b", "_")': 'dynamic(["a", "", "b"])',
      'split("aaa_bbb_ccc", "_", 1)': 'dynamic(["bbb"])',
    },
    kernel: split,
  },
  has_any_index: {
    summary: "Position in an array of the first element that a text has as a term; -1 when it has none.",
    page: "has-any-index-function",
    signatures: [signature({ text: "string", values: "dynamic" }, "long")],
    nulls: "propagate",
    examples: { 'has_any_index("this is an example", dynamic(["not", "example"]))': "1" },
    kernel: hasAnyIndex,
  },
});

interface Range {
  readonly start: number;
  /** -1 for no bound. */
  readonly length: number;
  readonly occurrence: number;
}

interface Found {
  /** UTF-16 index. */
  readonly at: number;
  /** Where to look for the next one. */
  readonly next: number;
}

/**
 * The position of an occurrence. The length bounds the search for each occurrence anew, from where that begins; so
 * later occurrences may lie further out. Null when an argument is out of its range.
 */
function positionOf(
  text: string,
  { start, length, occurrence }: Range,
  find: (from: number, end: number) => Found | undefined,
): number | null {
  if (start < 0 || length < -1 || occurrence < 1) return null;
  let from = unitIndex(text, start);
  for (let left = occurrence; ; left--) {
    const end = length === -1 ? text.length : from + unitIndex(text.slice(from), length);
    const found = find(from, end);
    if (found === undefined) return -1;
    if (left === 1) return codePointIndex(text, found.at);
    from = found.next;
  }
}

function indexOf(text: string, lookup: string, start = 0, length = -1, occurrence = 1): number | null {
  if (lookup === "") return null;
  const from = start < 0 ? Math.max(0, codePointCount(text) + start) : start;
  return positionOf(text, { start: from, length, occurrence }, (at, end) => {
    const found = text.indexOf(lookup, at);
    return found < 0 || found + lookup.length > end ? undefined : { at: found, next: found + 1 };
  });
}

function indexOfRegex(text: string, pattern: string, start = 0, length = -1, occurrence = 1): number | null {
  const regex = compileRegex(pattern);
  return positionOf(text, { start, length, occurrence }, (from, end) => {
    if (from > end) return undefined;
    const match = regex.match(text.slice(from, end));
    if (match === undefined) return undefined;
    const at = from + match.start;
    return { at, next: Math.max(from + match.end, at + 1) };
  });
}

function countOf(text: string, search: string, kind = "normal"): number {
  if (kind === "regex") return countMatches(text, search);
  if (kind !== "normal") throw badArgument("kind", "`normal` or `regex`");
  if (search === "") return 0;
  let count = 0;
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + 1)) count++;
  return count;
}

function countMatches(text: string, pattern: string): number {
  let count = 0;
  for (const _ of compileRegex(pattern).matches(text)) count++;
  return count;
}

function split(text: string, delimiter: string, index: number | undefined): readonly string[] | null {
  const parts = delimiter === "" ? [text] : text.split(delimiter);
  // Published rules compare `split(Image, "\\", -1)[-1]` with the name of a file: -1 is as no index at all.
  if (index === undefined || index === -1) return parts;
  return index >= 0 && index < parts.length ? [parts[index]] : null;
}

function hasAnyIndex(text: string, values: DynamicValue): number {
  if (!isDynamicArray(values)) return -1;
  const folded = foldCase(text);
  return values.findIndex((value) => phraseMatcher(foldCase(dynamicToText(value)), "whole")(folded));
}
