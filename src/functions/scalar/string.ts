/** Measures, parts and letter case of texts. Texts are counted in code points. */
import { compareText } from "../../types/compare.js";
import type { DynamicValue } from "../../types/value.js";
import { isDynamicArray } from "../../types/value.js";
import { codePointCount, sliceCodePoints } from "../code-points.js";
import { optional, repeated, scalarFamily, signature } from "../entry.js";
import { foldCase, upperCase } from "../text-case.js";
import { checkTextLength } from "../text-length.js";
import { utf8Length } from "../utf8.js";

const beyondAscii = /[^\0-\x7f]/;
const loneSurrogate = /\p{Surrogate}/u;

export const stringFunctions = scalarFamily({
  strlen: {
    summary: "Number of characters (code points) of a text.",
    page: "strlen-function",
    signatures: [signature({ text: "string" }, "long")],
    nulls: "propagate",
    examples: { 'strlen("hello")': "5", 'strlen("a😀b")': "3" },
    kernel: (text: string) => codePointCount(text),
  },
  string_size: {
    summary: "Number of bytes of a text in UTF-8.",
    page: "string-size-function",
    signatures: [signature({ text: "string" }, "long")],
    nulls: "propagate",
    examples: { 'string_size("hello")': "5", 'string_size("⒦⒰⒮⒯⒪")': "15" },
    kernel: utf8Length,
  },
  substring: {
    summary: "Part of a text from a position on, counted from the end when negative, up to a length.",
    page: "substring-function",
    signatures: [signature({ text: "text", start: "index", length: optional("index") }, "string")],
    nulls: "propagate",
    examples: {
      'substring("123456", 1)': '"23456"',
      'substring("123456", 2, 2)': '"34"',
      'substring("123456", -2, 2)': '"56"',
    },
    kernel: substring,
  },
  tolower: {
    summary: "A text in lower case.",
    page: "tolower-function",
    signatures: [signature({ text: "text" }, "string")],
    nulls: "propagate",
    examples: { 'tolower("HeLLo É")': '"hello é"' },
    kernel: foldCase,
    foldsCase: true,
  },
  toupper: {
    summary: "A text in capitals.",
    page: "toupper-function",
    signatures: [signature({ text: "text" }, "string")],
    nulls: "propagate",
    examples: { 'toupper("hello é")': '"HELLO É"' },
    kernel: upperCase,
  },
  reverse: {
    summary: "A text backwards.",
    page: "reverse-function",
    signatures: [signature({ text: "text" }, "string")],
    nulls: "propagate",
    examples: { 'reverse("Kusto")': '"otsuK"', "reverse(12345)": '"54321"' },
    kernel: (text: string) => [...text].reverse().join(""),
  },
  strcmp: {
    summary: "-1, 0 or 1 as one text comes before, with or after another, by code points.",
    page: "strcmp-function",
    signatures: [signature({ text: "text", other: "text" }, "long")],
    nulls: "propagate",
    examples: { 'strcmp("abc", "ABC")': "1", 'strcmp("abc", "abcde")': "-1" },
    kernel: (text: string, other: string) => Math.sign(compareText(text, other)),
  },
  isascii: {
    summary: "Whether a text holds ASCII characters only.",
    page: "isascii",
    signatures: [signature({ text: "text" }, "bool")],
    nulls: "propagate",
    examples: { 'isascii("some text")': "true", 'isascii("naïve")': "false" },
    kernel: (text: string) => !beyondAscii.test(text),
  },
  isutf8: {
    summary: "Whether a text can be written in UTF-8.",
    page: "isutf8-function",
    signatures: [signature({ text: "text" }, "bool")],
    nulls: "propagate",
    examples: { 'isutf8("some text")': "true" },
    kernel: (text: string) => !loneSurrogate.test(text),
  },
  unicode_codepoints_from_string: {
    summary: "The code points of a text, as an array.",
    page: "unicode-codepoints-from-string-function",
    signatures: [signature({ text: "text" }, "dynamic")],
    nulls: "propagate",
    examples: { 'unicode_codepoints_from_string("Kué")': "dynamic([75, 117, 233])" },
    aliases: ["to_utf8"],
    kernel: (text: string) => Array.from(text, (char) => char.codePointAt(0) ?? 0),
  },
  unicode_codepoints_to_string: {
    summary: "The text made of code points, given one by one or in arrays.",
    page: "unicode-codepoints-to-string-function",
    signatures: [signature({ codePoints: repeated(["int", "long", "dynamic"]) }, "string")],
    nulls: "custom",
    examples: {
      "unicode_codepoints_to_string(75, 117, 233)": '"Kué"',
      "unicode_codepoints_to_string(dynamic([75, 117]), 233)": '"Kué"',
    },
    aliases: ["make_string"],
    kernel: textOfCodePoints,
  },
});

/** Measured: a position further from the end than the text is long gives nothing, whatever the length. */
function substring(text: string, start: number, length = text.length): string {
  if (length <= 0) return "";
  const from = start >= 0 ? start : codePointCount(text) + start;
  return from < 0 ? "" : sliceCodePoints(text, from, from + length);
}

function textOfCodePoints(...values: readonly (DynamicValue | undefined)[]): string {
  const codePoints = values.flatMap((value): readonly DynamicValue[] =>
    isDynamicArray(value) ? value : [value ?? null],
  );
  if (!codePoints.every(isCodePoint)) return "";
  checkTextLength(codePoints.length);
  return codePoints.map((codePoint) => String.fromCodePoint(codePoint)).join("");
}

function isCodePoint(value: DynamicValue): value is number {
  if (typeof value !== "number" || !Number.isInteger(value)) return false;
  return value >= 0 && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}
