/**
 * Regular expressions of Kusto's dialect over strings. A search runs on the fastest engine that surely answers right in
 * bounded time: `RegExp` where the analysis allows it for a text of that length, else RE2, else the machine.
 */
import { RE2JS } from "re2js";
import { backtrackingCost } from "./cost.js";
import { requiredText } from "./literal.js";
import { compileProgram, runProgram } from "./machine.js";
import { parseRegex } from "./parse.js";
import { type Dialect, printRegex } from "./print.js";
import type { RegexTree } from "./syntax.js";

/** `matches regex` and `extract_all` take no more groups than this. */
export const maxGroups = 16;

export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  /** The whole match, then the groups; undefined for groups that took no part. */
  readonly groups: readonly (string | undefined)[];
}

export interface Regex {
  readonly pattern: string;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  test(text: string): boolean;
  /** The first match at or behind an index; assertions see the text before it. */
  match(text: string, from?: number): RegexMatch | undefined;
  /** All matches from left to right. None overlap; an empty match does not touch the match before it. */
  matches(text: string, from?: number): Iterable<RegexMatch>;
}

/** What an engine offers for texts of one alphabet. */
interface Engine {
  test(text: string): boolean;
  match(text: string, from: number): RegexMatch | undefined;
}

const cache = new Map<string, Regex>();
const maxCached = 500;

/**
 * `flags` are letters that hold from the start, as in `(?flags)`.
 * @throws KernelError for what is no pattern, or one that is not supported.
 */
export function compileRegex(pattern: string, flags = ""): Regex {
  const key = `${flags}/${pattern}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const regex = makeRegex(parseRegex(pattern, flags));
  if (cache.size >= maxCached) {
    const [oldest] = cache.keys();
    cache.delete(oldest);
  }
  cache.set(key, regex);
  return regex;
}

const beyondAscii = /[^\0-\x7f]/;

/** Puts a pattern, changed as a syntax tree, in the place of a parsed one: `trim` anchors what it is given. */
export function makeRegex(tree: RegexTree): Regex {
  const ascii = lazy(() => makeEngine(tree, "ascii"));
  const unicode = lazy(() => makeEngine(tree, "unicode"));
  const required = requiredText(tree.root);
  /** None where nothing can match; patterns that an engine refuses are refused for such texts, too. */
  const engineFor = (text: string, from: number): Engine | undefined => {
    const plain = ascii();
    if (required !== "" && !text.includes(required, from)) return undefined;
    return beyondAscii.test(text) ? unicode() : plain;
  };
  const { pattern, groupCount, groupNames } = tree;
  const matches = function* (text: string, from = 0): Iterable<RegexMatch> {
    const engine = engineFor(text, from);
    if (engine === undefined) return;
    let at = from;
    let lastEnd = -1;
    while (at <= text.length) {
      const match = engine.match(text, at);
      if (match === undefined) return;
      const isEmpty = match.start === match.end;
      if (!isEmpty || match.end !== lastEnd) yield match;
      lastEnd = match.end;
      at = isEmpty ? match.end + (isPairAt(text, match.end) ? 2 : 1) : match.end;
    }
  };
  return {
    pattern,
    groupCount,
    groupNames,
    test: (text) => engineFor(text, 0)?.test(text) ?? false,
    match: (text, from = 0) => engineFor(text, from)?.match(text, from),
    matches,
  };
}

function lazy<T>(make: () => T): () => T {
  let value: { readonly made: T } | undefined;
  return () => {
    value ??= { made: make() };
    return value.made;
  };
}

function isPairAt(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}

function makeEngine(tree: RegexTree, alphabet: Dialect["alphabet"]): Engine {
  const { maxTestLength, maxCaptureLength } = backtrackingCost(tree.root);
  const native = maxTestLength > 0 ? nativeEngine(tree, alphabet) : undefined;
  const linear = lazy(() => re2Engine(tree, alphabet) ?? machineEngine(tree));
  if (native === undefined) return linear();
  return {
    test: (text) => (text.length <= maxTestLength ? native : linear()).test(text),
    match: (text, from) => (text.length <= maxCaptureLength ? native : linear()).match(text, from),
  };
}

function nativeEngine(tree: RegexTree, alphabet: Dialect["alphabet"]): Engine | undefined {
  const source = printRegex(tree.root, { engine: "native", alphabet });
  if (source === undefined) return undefined;
  const regex = new RegExp(source, alphabet === "unicode" ? "gu" : "g");
  return {
    test: (text) => {
      regex.lastIndex = 0;
      return regex.test(text);
    },
    match: (text, from) => {
      regex.lastIndex = from;
      const match = regex.exec(text);
      return match === null ? undefined : { start: match.index, end: regex.lastIndex, groups: match };
    },
  };
}

function re2Engine(tree: RegexTree, alphabet: Dialect["alphabet"]): Engine | undefined {
  const source = printRegex(tree.root, { engine: "re2", alphabet });
  const regex = source === undefined ? undefined : compileRe2(source);
  if (regex === undefined) return undefined;
  const groupCount = tree.groupCount;
  return {
    test: (text) => regex.test(text),
    match: (text, from) => {
      const matcher = regex.matcher(text);
      if (!matcher.find(from)) return undefined;
      const groups = Array.from({ length: groupCount + 1 }, (_, at) => matcher.group(at) ?? undefined);
      return { start: matcher.start(), end: matcher.end(), groups };
    },
  };
}

/** RE2 has bounds of its own on repetition; beyond them the machine takes over. */
function compileRe2(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch {
    return undefined;
  }
}

function machineEngine(tree: RegexTree): Engine {
  const program = compileProgram(tree);
  const { groupCount } = tree;
  const match = (text: string, from: number): RegexMatch | undefined => {
    const slots = runProgram(program, text, from);
    if (slots === undefined) return undefined;
    const groups = Array.from({ length: groupCount + 1 }, (_, at) => {
      const start = slots[2 * at] ?? -1;
      const end = slots[2 * at + 1] ?? -1;
      return start < 0 || end < 0 ? undefined : text.slice(start, end);
    });
    return { start: slots[0], end: slots[1], groups };
  };
  return { test: (text) => match(text, 0) !== undefined, match };
}
