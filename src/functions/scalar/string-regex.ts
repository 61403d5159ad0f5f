/** Functions that take regular expressions. */
import { readText } from "../../types/convert.js";
import { type KqlType, typeNamed } from "../../types/kql-type.js";
import type { Cell, DynamicValue } from "../../types/value.js";
import { isDynamicArray } from "../../types/value.js";
import { badArgument, badPattern, tooManyGroups } from "../diagnostics.js";
import { type ArgumentInfo, constant, type Kernel, scalarFamily, signature } from "../entry.js";
import { compileRegex, maxGroups, type Regex, type RegexMatch } from "../regex/regex.js";
import { trimmer } from "../regex/trim.js";
import { joinText } from "../text-length.js";

const typedExtract = signature(
  { regex: constant("string"), group: "index", text: "string", type: constant("string") },
  (args) => typeOfArgument(args[3]),
);

export const stringRegexFunctions = scalarFamily({
  extract: {
    summary: "What a group of a regular expression matched in a text, converted to a type if asked for.",
    page: "extract-function",
    signatures: [
      signature({ regex: constant("string"), group: "index", text: "string" }, "string"),
      typedExtract,
    ],
    nulls: "custom",
    examples: {
      'extract("User: ([^,]+)", 1, "User: James, Age: 29")': '"James"',
      'extract(@"Age: (\\d+)", 1, "User: James, Age: 29", typeof(long))': "29",
    },
    specialize: extractKernel,
  },
  extract_all: {
    summary: "What the groups of a regular expression matched, each time it matches, as an array.",
    page: "extract-all-function",
    signatures: [
      signature({ regex: constant("string"), text: "string" }, "dynamic"),
      signature({ regex: constant("string"), groups: "dynamic", text: "string" }, "dynamic"),
    ],
    nulls: "custom",
    examples: {
      'extract_all(@"(\\d+)", "1, 23")': 'dynamic(["1", "23"])',
      'extract_all(@"(\\w)(\\w+)", "ab cde")': 'dynamic([["a", "b"], ["c", "de"]])',
    },
    aliases: ["extractall"],
    specialize: ([regex]) => {
      const compiled = compileConstant(regex);
      if (compiled !== undefined) checkGroups(compiled);
      return (pattern: string, ...rest: DynamicValue[]) => {
        const used = compiled ?? compileRegex(pattern);
        return rest.length === 1 ? extractAll(used, undefined, rest[0]) : extractAll(used, rest[0], rest[1]);
      };
    },
  },
  replace_regex: {
    summary:
      "A text with every match of a regular expression replaced; `\\1` stands for what group 1 matched.",
    page: "replace-regex-function",
    signatures: [
      signature({ text: "string", regex: constant("string"), rewrite: constant("string") }, "string"),
    ],
    nulls: "propagate",
    examples: { 'replace_regex("Number is 1", @"is (\\d+)", @"was: \\1")': '"Number was: 1"' },
    specialize: ([, regex, rewrite]) => {
      const replace = replacer(compileConstant(regex), textConstant(rewrite));
      return (text: string, pattern: string, replacement: string) => replace(text, pattern, replacement);
    },
  },
  replace: {
    summary: "As `replace_regex`, with the text last.",
    page: "replace-regex-function",
    signatures: [
      signature({ regex: constant("string"), rewrite: constant("string"), text: "string" }, "string"),
    ],
    nulls: "propagate",
    examples: { 'replace(@"is (\\d+)", @"was: \\1", "Number is 1")': '"Number was: 1"' },
    deprecated: "replace_regex",
    specialize: ([regex, rewrite]) => {
      const replace = replacer(compileConstant(regex), textConstant(rewrite));
      return (pattern: string, replacement: string, text: string) => replace(text, pattern, replacement);
    },
  },
  trim: {
    summary: "A text without one match of a regular expression at each end.",
    page: "trim-function",
    signatures: [signature({ regex: constant("string"), text: "string" }, "string")],
    nulls: "propagate",
    examples: {
      'trim("--", "--https://bing.com--")': '"https://bing.com"',
      'trim("x", "xxabcxx")': '"xabcx"',
    },
    specialize: ([regex]) => trimKernel(regex, { start: true, end: true }),
  },
  trim_start: {
    summary: "A text without a match of a regular expression at its start.",
    page: "trim-start-function",
    signatures: [signature({ regex: constant("string"), text: "string" }, "string")],
    nulls: "propagate",
    examples: { 'trim_start("https://", "https://bing.com")': '"bing.com"' },
    specialize: ([regex]) => trimKernel(regex, { start: true, end: false }),
  },
  trim_end: {
    summary: "A text without a match of a regular expression at its end.",
    page: "trim-end-function",
    signatures: [signature({ regex: constant("string"), text: "string" }, "string")],
    nulls: "propagate",
    examples: { 'trim_end(".com", "bing.com")': '"bing"' },
    specialize: ([regex]) => trimKernel(regex, { start: false, end: true }),
  },
  regex_quote: {
    summary: "A text as a regular expression that matches just it.",
    page: "regex-quote-function",
    signatures: [signature({ text: "text" }, "string")],
    nulls: "propagate",
    examples: { "regex_quote('(so$me.Te^xt)')": "@'\\(so\\$me\\.Te\\^xt\\)'" },
    kernel: (text: string) => text.replaceAll(/[\\.+*?()|[\]{}^$#&~-]/g, "\\$&"),
  },
});

function textConstant({ constant: known }: ArgumentInfo): string | undefined {
  return typeof known?.value === "string" ? known.value : undefined;
}

/** Undefined where the pattern is known only to the run. */
function compileConstant(regex: ArgumentInfo): Regex | undefined {
  const pattern = textConstant(regex);
  return pattern === undefined ? undefined : compileRegex(pattern);
}

function typeOfArgument(info: ArgumentInfo | undefined): KqlType {
  return typeNamed((info && textConstant(info)) ?? "") ?? "string";
}

function extractKernel([regex, , , type]: readonly ArgumentInfo[]): Kernel {
  const compiled = compileConstant(regex);
  const target = typeOfArgument(type);
  return (pattern: string, group: number | null, text: string): Cell => {
    const found = group === null ? undefined : (compiled ?? compileRegex(pattern)).match(text)?.groups[group];
    if (found === undefined) return target === "string" ? "" : null;
    return readText(found, target);
  };
}

function checkGroups({ pattern, groupCount }: Regex): void {
  if (groupCount < 1) throw badPattern(pattern, "it has no group to extract");
  if (groupCount > maxGroups) throw tooManyGroups(pattern, maxGroups);
}

function extractAll(regex: Regex, groups: DynamicValue | undefined, text: DynamicValue): DynamicValue {
  checkGroups(regex);
  const numbers = groups === undefined ? allGroups(regex) : groupsAskedFor(regex, groups);
  const found: DynamicValue[] = [];
  for (const { groups: texts } of regex.matches(typeof text === "string" ? text : "")) {
    const values = numbers.map((group) => texts[group] ?? "");
    found.push(values.length === 1 ? values[0] : values);
  }
  return found.length === 0 ? null : found;
}

function allGroups({ groupCount }: Regex): number[] {
  return Array.from({ length: groupCount }, (_, at) => at + 1);
}

/** Groups by number or by name. */
function groupsAskedFor({ groupCount, groupNames }: Regex, groups: DynamicValue): number[] {
  const asked = isDynamicArray(groups) ? groups : [];
  if (asked.length === 0) throw badArgument("groups", "an array of group numbers and names");
  return asked.map((group) => {
    const number = typeof group === "string" ? groupNames.get(group) : group;
    if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= groupCount)
      return number;
    throw badArgument("groups", `an array of groups of the regular expression, which has ${groupCount}`);
  });
}

/** Text between references to groups. */
type Rewrite = readonly (string | number)[];

/** `\0` to `\9` are groups, `\\` is a backslash; a backslash before anything else stays. */
function parseRewrite(text: string): Rewrite {
  const parts: (string | number)[] = [];
  let end = 0;
  for (const match of text.matchAll(/\\([\d\\])/g)) {
    parts.push(text.slice(end, match.index), match[1] === "\\" ? "\\" : Number(match[1]));
    end = match.index + 2;
  }
  parts.push(text.slice(end));
  return parts;
}

type Replace = (text: string, pattern: string, rewrite: string) => string;

function replacer(regex: Regex | undefined, rewriteText: string | undefined): Replace {
  const prepared = rewriteText === undefined ? undefined : parseRewrite(rewriteText);
  return (text, pattern, rewrite) =>
    replaceMatches(text, regex ?? compileRegex(pattern), prepared ?? parseRewrite(rewrite));
}

function replaceMatches(text: string, regex: Regex, rewrite: Rewrite): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of regex.matches(text)) {
    parts.push(text.slice(end, match.start));
    for (const part of rewrite) parts.push(typeof part === "string" ? part : groupText(match, part));
    end = match.end;
  }
  parts.push(text.slice(end));
  return joinText(parts, "");
}

function groupText({ groups }: RegexMatch, group: number): string {
  return groups[group] ?? "";
}

function trimKernel(regex: ArgumentInfo, ends: { readonly start: boolean; readonly end: boolean }): Kernel {
  const pattern = textConstant(regex);
  const trim = pattern === undefined ? undefined : trimmer(pattern, ends);
  return (other: string, text: string) => (trim ?? trimmer(other, ends))(text);
}
