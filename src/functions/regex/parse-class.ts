import { parseSetEscape } from "./parse-escape.js";
import type { PatternReader } from "./pattern-reader.js";
import { and, asciiClasses, type CodePointSet, not, range, union } from "./syntax.js";

export interface ClassFlags {
  readonly isUnicode: boolean;
  readonly isVerbose: boolean;
}

/** A bracketed class, from behind its `[` to behind its `]`. */
export function parseClass(reader: PatternReader, flags: ClassFlags, depth = 0): CodePointSet {
  if (depth > 50) throw reader.problem("classes are nested too deep");
  const isNegated = reader.take("^");
  let left: CodePointSet | undefined;
  let operator = "";
  let parts: CodePointSet[] = [];
  const combine = (): CodePointSet => {
    const right = union(...parts);
    return left === undefined ? right : combined(left, operator, right);
  };
  for (let isFirst = true; isFirst || !reader.take("]"); isFirst = false) {
    if (flags.isVerbose && reader.match(/\s+/y) !== undefined) continue;
    const next = reader.match(/&&|--|~~/y);
    if (next === undefined) parts.push(parseItem(reader, flags, depth));
    else {
      left = combine();
      operator = next[0];
      parts = [];
    }
  }
  const set = combine();
  return isNegated ? not(set) : set;
}

function combined(left: CodePointSet, operator: string, right: CodePointSet): CodePointSet {
  if (operator === "&&") return and(left, right);
  const withoutRight = and(left, not(right));
  return operator === "--" ? withoutRight : union(withoutRight, and(right, not(left)));
}

function parseItem(reader: PatternReader, flags: ClassFlags, depth: number): CodePointSet {
  if (reader.isAtEnd) throw reader.problem("`[` without `]`");
  const named = reader.match(/\[:(\^?)(\w+):\]/y);
  if (named !== undefined) {
    const set = asciiClasses.get(named[2]);
    if (set === undefined) throw reader.problem(`there is no class \`${named[0]}\``);
    return named[1] === "^" ? not(set) : set;
  }
  // A class inside a class needs two more `]`; without them the bracket is a character, as RE2 has it: `[[]`.
  if (closingBrackets(reader) > 1 && reader.take("[")) return parseClass(reader, flags, depth + 1);
  const from = parseMember(reader, flags);
  if (from.kind !== "range" || from.from !== from.to) return from;
  // `a-]` ends with a dash; `a--b` is a difference.
  if (reader.match(/-(?![\]-])/y) === undefined) return from;
  const to = parseMember(reader, flags);
  if (to.kind !== "range" || to.from !== to.to) throw reader.problem("a range ends with a class");
  if (to.to < from.from) throw reader.problem("a range ends before it starts");
  return range(from.from, to.to);
}

function closingBrackets({ pattern, at }: PatternReader): number {
  const first = pattern.indexOf("]", at);
  return first < 0 ? 0 : pattern.indexOf("]", first + 1) < 0 ? 1 : 2;
}

function parseMember(reader: PatternReader, flags: ClassFlags): CodePointSet {
  const char = reader.next();
  return char === "\\" ? parseSetEscape(reader, flags) : range(char.codePointAt(0) ?? 0);
}
