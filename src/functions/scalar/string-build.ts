/** Texts put together from others, and texts with parts replaced. */
import { dynamicToText } from "../../types/text.js";
import { type DynamicValue, isDynamicArray } from "../../types/value.js";
import { optional, repeated, scalarFamily, signature } from "../entry.js";
import { checkTextLength, joinText } from "../text-length.js";
import { checkWork } from "../work.js";

/** More repetitions than this are cut. */
const maxRepetitions = 1024;

export const stringBuildFunctions = scalarFamily({
  strcat: {
    summary: "Arguments as texts, end to end.",
    page: "strcat-function",
    signatures: [signature({ parts: repeated("text") }, "string")],
    nulls: "custom",
    examples: { 'strcat("hello", " ", 1, true)': '"hello 1True"' },
    kernel: (...parts: string[]) => joinText(parts, ""),
  },
  strcat_delim: {
    summary: "Arguments as texts, with a delimiter between.",
    page: "strcat-delim-function",
    signatures: [
      signature({ delimiter: "text", first: "text", more: repeated("text") }, "string", { maxCount: 65 }),
    ],
    nulls: "custom",
    examples: { "strcat_delim('-', 1, '2', 'A', 1s)": '"1-2-A-00:00:01"' },
    kernel: (delimiter: string, ...parts: string[]) => joinText(parts, delimiter),
  },
  strcat_array: {
    summary: "Elements of an array as texts, with a delimiter between.",
    page: "strcat-array-function",
    signatures: [signature({ array: "dynamic", delimiter: "text" }, "string")],
    nulls: "custom",
    examples: { 'strcat_array(dynamic([1, "b", null, 3]), "->")': '"1->b->->3"' },
    kernel: (array: DynamicValue, delimiter: string) =>
      isDynamicArray(array) ? joinText(array.map(dynamicToText), delimiter) : "",
  },
  strrep: {
    summary: "A text repeated, with a delimiter between; 1024 times at most.",
    page: "strrep-function",
    signatures: [signature({ text: "text", count: "index", delimiter: optional("text") }, "string")],
    nulls: "propagate",
    examples: { "strrep('ABC', 2)": '"ABCABC"', "strrep(123, 3, '.')": '"123.123.123"' },
    kernel: repeatText,
  },
  replace_string: {
    summary: "A text with every occurrence of another replaced.",
    page: "replace-string-function",
    signatures: [signature({ text: "string", lookup: "string", rewrite: "string" }, "string")],
    nulls: "propagate",
    examples: { 'replace_string("a cat and a cat", "cat", "dog")': '"a dog and a dog"' },
    kernel: replaceText,
  },
  replace_strings: {
    summary: "A text with several others replaced at once; earlier ones go first.",
    page: "replace-strings-function",
    signatures: [signature({ text: "string", lookups: "dynamic", rewrites: "dynamic" }, "string")],
    nulls: "custom",
    examples: {
      'replace_strings("A cat and a dog", dynamic(["cat", "dog"]), dynamic(["dog", "pigeon"]))':
        '"A dog and a pigeon"',
    },
    kernel: replaceTexts,
  },
  translate: {
    summary: "A text with characters of one list replaced by those at the same places of another.",
    page: "translate-function",
    signatures: [signature({ search: "string", replacement: "string", text: "string" }, "string")],
    nulls: "propagate",
    examples: { 'translate("krasp", "otsku", "spark")': '"kusto"', 'translate("abc", "x", "abc")': '"xxx"' },
    kernel: translate,
  },
});

function repeatText(text: string, count: number, delimiter = ""): string {
  const times = Math.min(count, maxRepetitions);
  if (times <= 0) return "";
  checkTextLength((text.length + delimiter.length) * times);
  return (text + delimiter).repeat(times - 1) + text;
}

function replaceText(text: string, lookup: string, rewrite: string): string {
  return lookup === "" || !text.includes(lookup) ? text : joinText(text.split(lookup), rewrite);
}

/** What it takes to mark one match, in characters looked at. */
const stepsPerMatch = 16;

/** Each lookup in turn takes its matches among the characters that no earlier one has taken. */
function replaceTexts(text: string, lookups: DynamicValue, rewrites: DynamicValue): string {
  if (!isDynamicArray(lookups) || !isDynamicArray(rewrites)) return text;
  let takers: Int32Array | undefined;
  let steps = 0;
  for (const [at, lookup] of lookups.entries()) {
    if (typeof lookup !== "string" || lookup === "") continue;
    steps += text.length;
    checkWork(steps);
    const first = text.indexOf(lookup);
    if (first < 0) continue;
    takers ??= new Int32Array(text.length);
    steps += stepsPerMatch * takeMatches(text, lookup, { takers, taker: at + 1, first });
  }
  return takers === undefined ? text : joinText(rewritten(text, takers, { lookups, rewrites }), "");
}

interface Taking {
  /** By character: who has taken it, 0 where nobody has. */
  readonly takers: Int32Array;
  readonly taker: number;
  /** Where the first match is. */
  readonly first: number;
}

/** Marks the matches of a lookup, from left to right; how many places it looked at. */
function takeMatches(text: string, lookup: string, { takers, taker, first }: Taking): number {
  let places = 0;
  let freeFrom = 0;
  let freeTo = 0;
  for (let at = first; at >= 0; places++) {
    const end = at + lookup.length;
    const known = freeFrom <= at ? Math.max(at, freeTo) : at;
    let last = end - 1;
    while (last >= known && takers[last] === 0) last--;
    if (last < known) {
      takers.fill(taker, at, end);
      at = text.indexOf(lookup, end);
    } else {
      // What lies behind the last character taken is free: it need not be looked at again.
      freeFrom = last + 1;
      freeTo = end;
      at = text.indexOf(lookup, freeFrom);
    }
  }
  return places;
}

interface Rewrites {
  readonly lookups: readonly DynamicValue[];
  readonly rewrites: readonly DynamicValue[];
}

function rewritten(text: string, takers: Int32Array, { lookups, rewrites }: Rewrites): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const start = at;
    while (at < text.length && takers[at] === 0) at++;
    if (at > start) parts.push(text.slice(start, at));
    if (at === text.length) break;
    const place = takers[at] - 1;
    const lookup = String(lookups[place]);
    const rewrite = rewrites[place];
    parts.push(typeof rewrite === "string" ? rewrite : lookup);
    at += lookup.length;
  }
  return parts;
}

/** The last replacement stands in for those that are missing; without any, characters are dropped. */
function translate(search: string, replacement: string, text: string): string {
  const replacements = [...replacement];
  const last = replacements.at(-1) ?? "";
  const table = new Map<string, string>();
  [...search].forEach((char, at) => {
    if (!table.has(char)) table.set(char, replacements[at] ?? last);
  });
  return Array.from(text, (char) => table.get(char) ?? char).join("");
}
