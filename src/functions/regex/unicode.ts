/** Sets of code points: membership, ranges, names of Unicode properties. */
import { type CodePointSet, maxCodePoint } from "./syntax.js";

/** Sorted, apart from each other, both ends inclusive. */
export type Ranges = readonly (readonly [from: number, to: number])[];

export function containsCodePoint(set: CodePointSet, codePoint: number): boolean {
  switch (set.kind) {
    case "range":
      return codePoint >= set.from && codePoint <= set.to;
    case "property":
      return propertyTest(set.name).test(String.fromCodePoint(codePoint));
    case "union":
      return set.sets.some((part) => containsCodePoint(part, codePoint));
    case "not":
      return !containsCodePoint(set.set, codePoint);
    case "and":
      return containsCodePoint(set.left, codePoint) && containsCodePoint(set.right, codePoint);
  }
}

/** The set as ranges that do not touch, ascending, up to a code point. */
export function rangesOf(set: CodePointSet, last: number = maxCodePoint): Ranges {
  switch (set.kind) {
    case "range":
      return set.from > last ? [] : [[set.from, Math.min(set.to, last)]];
    case "property":
      return cut(propertyRanges(set.name), last);
    case "union":
      return mergeRanges(set.sets.flatMap((part) => rangesOf(part, last)));
    case "not":
      return complement(rangesOf(set.set, last), last);
    case "and":
      return intersection(rangesOf(set.left, last), rangesOf(set.right, last), last);
  }
}

function cut(ranges: Ranges, last: number): Ranges {
  return ranges.filter(([from]) => from <= last).map(([from, to]) => [from, Math.min(to, last)]);
}

function mergeRanges(ranges: Ranges): Ranges {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = merged.at(-1);
    if (before !== undefined && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function complement(ranges: Ranges, last: number): Ranges {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) rest.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= last) rest.push([next, last]);
  return rest;
}

function intersection(left: Ranges, right: Ranges, last: number): Ranges {
  return complement(mergeRanges([...complement(left, last), ...complement(right, last)]), last);
}

const propertyTests = new Map<string, RegExp>();
const rangesByProperty = new Map<string, Ranges>();

/** Names come from `propertyNamed`, which lets only known ones through. */
function propertyTest(name: string): RegExp {
  let test = propertyTests.get(name);
  if (test === undefined) {
    test = new RegExp(`^\\p{${name}}$`, "u");
    propertyTests.set(name, test);
  }
  return test;
}

const block = 0x1000;

function propertyRanges(name: string): Ranges {
  let ranges = rangesByProperty.get(name);
  if (ranges === undefined) {
    ranges = scanProperty(name);
    rangesByProperty.set(name, ranges);
  }
  return ranges;
}

function scanProperty(name: string): Ranges {
  const runs = new RegExp(`\\p{${name}}+`, "gu");
  const ranges: [number, number][] = [];
  for (let start = 0; start <= maxCodePoint; start += block) {
    if (start >= 0xd800 && start < 0xe000) continue; // surrogates are no characters
    const text = String.fromCodePoint(...Array.from({ length: block }, (_, at) => start + at));
    const width = start > 0xffff ? 2 : 1;
    for (const { index, 0: run } of text.matchAll(runs)) {
      const from = start + index / width;
      ranges.push([from, from + run.length / width - 1]);
    }
  }
  return mergeRanges(ranges);
}

/** Cased letters only; sets of these change under `(?i)`, all other properties do not. */
export const casedProperties: ReadonlySet<string> = new Set([
  "Lu",
  "Ll",
  "Lt",
  "LC",
  "Uppercase",
  "Lowercase",
  "ASCII",
]);

const categories: ReadonlyMap<string, string> = new Map(
  (
    "L=letter LC=casedletter Lu=uppercaseletter Ll=lowercaseletter Lt=titlecaseletter Lm=modifierletter " +
    "Lo=otherletter M=mark Mn=nonspacingmark Mc=spacingmark Me=enclosingmark N=number Nd=decimalnumber " +
    "Nl=letternumber No=othernumber P=punctuation Pc=connectorpunctuation Pd=dashpunctuation " +
    "Ps=openpunctuation Pe=closepunctuation Pi=initialpunctuation Pf=finalpunctuation Po=otherpunctuation " +
    "S=symbol Sm=mathsymbol Sc=currencysymbol Sk=modifiersymbol So=othersymbol Z=separator Zs=spaceseparator " +
    "Zl=lineseparator Zp=paragraphseparator C=other Cc=control Cf=format Cn=unassigned Co=privateuse"
  )
    .split(" ")
    .flatMap((entry): [string, string][] => {
      const [short, long] = entry.split("=");
      return [
        [short.toLowerCase(), short],
        [long, short],
      ];
    }),
);

const binaryProperties: ReadonlyMap<string, string> = new Map(
  (
    "ASCII Alphabetic Any ASCII_Hex_Digit Dash Emoji Emoji_Presentation Extended_Pictographic Hex_Digit ID_Continue " +
    "ID_Start Ideographic Lowercase Math Uppercase White_Space XID_Continue XID_Start"
  )
    .split(" ")
    .map((name): [string, string] => [looseName(name), name]),
);

function looseName(name: string): string {
  return name.toLowerCase().replaceAll(/[ _-]/g, "");
}

/** ECMAScript's name of a property as a pattern names it (`Greek`, `lu`, `sc=Greek`); undefined when there is none. */
export function propertyNamed(text: string): string | undefined {
  const [, key, value] = /^(?:(\w+)[=:])?([\w -]+)$/.exec(text) ?? [];
  if (value === undefined) return undefined;
  const kind = key === undefined ? "" : looseName(key);
  const name = looseName(value);
  if (kind === "" || kind === "gc" || kind === "generalcategory") {
    const category = categories.get(name);
    if (category !== undefined) return category;
    const binary = kind === "" ? binaryProperties.get(name) : undefined;
    if (binary !== undefined) return binary;
  }
  if (kind === "" || kind === "sc" || kind === "script") return scriptNamed("Script", value);
  return kind === "scx" || kind === "scriptextensions" ? scriptNamed("Script_Extensions", value) : undefined;
}

function scriptNamed(kind: string, value: string): string | undefined {
  const words = value.toLowerCase().split(/[ _-]+/);
  const name = `${kind}=${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("_")}`;
  try {
    propertyTest(name);
    return name;
  } catch {
    return undefined; // the only way to ask whether a script has that name
  }
}

/** Code points that are each other in another letter case, by every one of them. Simple folding: one to one. */
let caseGroups: ReadonlyMap<number, readonly number[]> | undefined;

/** Cased letters end well before this. */
const lastCased = 0x1efff;
/** Its capital is `I`, and yet it is no `i`. */
const dotlessI = 0x131;

function allCaseGroups(): ReadonlyMap<number, readonly number[]> {
  caseGroups ??= groupByFolding();
  return caseGroups;
}

function groupByFolding(): ReadonlyMap<number, readonly number[]> {
  const byFolded = new Map<string, number[]>();
  for (const [from, to] of cut(propertyRanges("Changes_When_Casemapped"), lastCased)) {
    for (let codePoint = from; codePoint <= to; codePoint++) {
      if (codePoint === dotlessI) continue;
      const folded = oneToOne(oneToOne(String.fromCodePoint(codePoint), "toUpperCase"), "toLowerCase");
      const group = byFolded.get(folded);
      if (group === undefined) byFolded.set(folded, [codePoint]);
      else group.push(codePoint);
    }
  }
  const groups = new Map<number, readonly number[]>();
  for (const group of byFolded.values()) {
    if (group.length > 1) for (const codePoint of group) groups.set(codePoint, group);
  }
  return groups;
}

function oneToOne(char: string, change: "toUpperCase" | "toLowerCase"): string {
  const changed = char[change]();
  return changed.length === char.length ? changed : char;
}

/** Ranges of a set that ignores letter case: each named range or property with all cases of its letters. */
export function caselessRangesOf(set: CodePointSet): Ranges {
  switch (set.kind) {
    case "range":
    case "property":
      return withAllCases(rangesOf(set));
    case "union":
      return mergeRanges(set.sets.flatMap(caselessRangesOf));
    case "not":
      return complement(caselessRangesOf(set.set), maxCodePoint);
    case "and":
      return intersection(caselessRangesOf(set.left), caselessRangesOf(set.right), maxCodePoint);
  }
}

function withAllCases(ranges: Ranges): Ranges {
  const more: [number, number][] = [];
  for (const [codePoint, group] of allCaseGroups()) {
    if (isInRanges(ranges, codePoint)) for (const other of group) more.push([other, other]);
  }
  return more.length === 0 ? ranges : mergeRanges([...ranges, ...more]);
}

export function isInRanges(ranges: Ranges, codePoint: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (codePoint < ranges[middle][0]) high = middle - 1;
    else if (codePoint > ranges[middle][1]) low = middle + 1;
    else return true;
  }
  return false;
}
