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

interface Piece {
  readonly text: string;
  /** Already matched: later lookups leave it alone. */
  readonly isDone: boolean;
}

/** What it takes to cut a piece, in characters looked at. */
const stepsPerPiece = 64;

function replaceTexts(text: string, lookups: DynamicValue, rewrites: DynamicValue): string {
  if (!isDynamicArray(lookups) || !isDynamicArray(rewrites)) return text;
  let pieces: readonly Piece[] = [{ text, isDone: false }];
  let steps = 0;
  lookups.forEach((lookup, at) => {
    if (typeof lookup !== "string" || lookup === "") return;
    steps += text.length + stepsPerPiece * pieces.length;
    checkWork(steps);
    const rewrite = rewrites[at];
    const done: Piece = { text: typeof rewrite === "string" ? rewrite : lookup, isDone: true };
    pieces = pieces.flatMap((piece) => (piece.isDone ? piece : cutPiece(piece.text, lookup, done)));
  });
  return joinText(
    pieces.map((piece) => piece.text),
    "",
  );
}

function cutPiece(text: string, lookup: string, done: Piece): Piece[] {
  return text
    .split(lookup)
    .flatMap((rest, at): Piece[] =>
      at === 0 ? [{ text: rest, isDone: false }] : [done, { text: rest, isDone: false }],
    );
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
