/** Reads a pattern into its syntax tree. Problems are thrown as `KernelError`. */
import { badPattern, unsupportedPattern } from "../diagnostics.js";
import type { KernelError } from "../kernel-error.js";
import { type ClassFlags, parseClass } from "./parse-class.js";
import { parseEscape } from "./parse-escape.js";
import { PatternReader } from "./pattern-reader.js";
import {
  type Assertion,
  type CodePointSet,
  newline,
  not,
  type RegexNode,
  type RegexTree,
  range,
  union,
} from "./syntax.js";

interface Flags extends ClassFlags {
  readonly ignoresCase: boolean;
  readonly isMultiline: boolean;
  readonly dotTakesNewline: boolean;
  readonly isUngreedy: boolean;
}

const defaultFlags: Flags = {
  ignoresCase: false,
  isMultiline: false,
  dotTakesNewline: false,
  isUngreedy: false,
  isUnicode: true,
  isVerbose: false,
};

const flagNames: ReadonlyMap<string, keyof Flags> = new Map<string, keyof Flags>([
  ["i", "ignoresCase"],
  ["m", "isMultiline"],
  ["s", "dotTakesNewline"],
  ["U", "isUngreedy"],
  ["u", "isUnicode"],
  ["x", "isVerbose"],
]);

const maxPatternLength = 65_536;
const maxDepth = 200;
const maxRepeat = 1000;

/** `flags` are those of `parse kind=regex flags=...`: letters that hold from the start of the pattern. */
export function parseRegex(pattern: string, flags = ""): RegexTree {
  if (pattern.length > maxPatternLength) throw badPattern(pattern, "it is too long");
  const reader = new PatternReader(pattern);
  const parser = new RegexParser(reader);
  const root = parser.choice(parser.withFlags(defaultFlags, flags), 0);
  if (!reader.isAtEnd) throw reader.problem("`)` without `(`");
  return { pattern, root, groupCount: parser.groupCount, groupNames: parser.groupNames };
}

class RegexParser {
  groupCount = 0;
  readonly groupNames = new Map<string, number>();

  constructor(private readonly reader: PatternReader) {}

  withFlags(flags: Flags, letters: string): Flags {
    let value = true;
    const changed: Record<string, boolean> = {};
    for (const letter of letters) {
      const name = flagNames.get(letter);
      if (letter === "-" && value) value = false;
      else if (name !== undefined) changed[name] = value;
      else throw this.badFlag(letter);
    }
    return { ...flags, ...changed };
  }

  private badFlag(letter: string): KernelError {
    return letter === "R"
      ? unsupportedPattern(this.reader.pattern, "the flag `R`")
      : this.reader.problem(`\`${letter}\` is no flag`);
  }

  /** Alternatives, up to the end or to the `)` of an open group. Flags set inside end with it. */
  choice(outer: Flags, depth: number): RegexNode {
    if (depth > maxDepth) throw this.reader.problem("it is nested too deep");
    let flags = outer;
    const alternatives: RegexNode[] = [];
    let items: RegexNode[] = [];
    while (!this.reader.isAtEnd && this.reader.peek() !== ")") {
      if (this.reader.take("|")) {
        alternatives.push(sequence(items));
        items = [];
        continue;
      }
      const change = this.flagChange();
      if (change !== undefined) {
        flags = this.withFlags(flags, change);
        continue;
      }
      if (flags.isVerbose && this.reader.skipVerbose()) continue;
      items.push(this.repeated(this.atom(flags, depth), flags));
    }
    alternatives.push(sequence(items));
    return alternatives.length === 1 ? alternatives[0] : { kind: "choice", items: alternatives };
  }

  /** The letters of `(?flags)`. */
  private flagChange(): string | undefined {
    const letters = this.reader.match(/\(\?([A-Za-z-]+)\)/y);
    return letters?.[1];
  }

  private atom(flags: Flags, depth: number): RegexNode {
    const { reader } = this;
    const char = reader.next();
    switch (char) {
      case "(":
        return this.group(flags, depth);
      case "[":
        return this.set(parseClass(reader, flags), flags);
      case ".":
        return this.set(flags.dotTakesNewline ? not(union()) : not(newline), { ignoresCase: false });
      case "^":
        return assertion(flags.isMultiline ? "line-start" : "text-start");
      case "$":
        return assertion(flags.isMultiline ? "line-end" : "text-end");
      case "\\":
        return this.escape(flags);
      case "*":
      case "+":
      case "?":
        throw reader.problem(`\`${char}\` has nothing before it to repeat`);
      default:
        return this.set(range(char.codePointAt(0) ?? 0), flags);
    }
  }

  private set(set: CodePointSet, { ignoresCase }: { readonly ignoresCase: boolean }): RegexNode {
    return { kind: "set", set, ignoresCase };
  }

  private escape(flags: Flags): RegexNode {
    const escaped = parseEscape(this.reader, flags);
    return typeof escaped === "string" ? assertion(escaped) : this.set(escaped, flags);
  }

  private group(flags: Flags, depth: number): RegexNode {
    const { reader } = this;
    if (reader.match(/\?(?:<?[=!])/y)) throw unsupportedPattern(reader.pattern, "look-around");
    let inner = flags;
    let index: number | undefined;
    const scoped = reader.match(/\?([A-Za-z-]*):/y);
    if (scoped !== undefined) inner = this.withFlags(flags, scoped[1]);
    else {
      index = ++this.groupCount;
      if (reader.take("?")) this.nameGroup(index);
    }
    const item = this.choice(inner, depth + 1);
    if (!reader.take(")")) throw reader.problem("`(` without `)`");
    return index === undefined ? item : { kind: "group", item, index };
  }

  private nameGroup(index: number): void {
    const name = this.reader.match(/P?<([\p{Alphabetic}_][\p{Alphabetic}\p{N}_.[\]]*)>/uy);
    if (name === undefined) throw this.reader.problem("`(?` is not followed by flags or a group name");
    if (this.groupNames.has(name[1])) throw this.reader.problem(`two groups are called \`${name[1]}\``);
    this.groupNames.set(name[1], index);
  }

  private repeated(atom: RegexNode, flags: Flags): RegexNode {
    let item = atom;
    for (;;) {
      if (flags.isVerbose) this.reader.skipVerbose();
      const counts = this.counts();
      if (counts === undefined) return item;
      const [min, max] = counts;
      item = { kind: "repeat", item, min, max, isLazy: this.reader.take("?") !== flags.isUngreedy };
    }
  }

  private counts(): readonly [min: number, max: number] | undefined {
    const { reader } = this;
    if (reader.take("*")) return [0, Number.POSITIVE_INFINITY];
    if (reader.take("+")) return [1, Number.POSITIVE_INFINITY];
    if (reader.take("?")) return [0, 1];
    const braces = reader.match(/\{\s*(\d+)\s*(?:(,)\s*(\d+)?\s*)?\}/y);
    if (braces === undefined) return undefined; // a lone brace is a character
    const min = Number(braces[1]);
    const max =
      braces[2] === undefined ? min : braces[3] === undefined ? Number.POSITIVE_INFINITY : Number(braces[3]);
    if (min > max) throw reader.problem(`\`${braces[0]}\` ends before it starts`);
    if (min > maxRepeat || (max > maxRepeat && max !== Number.POSITIVE_INFINITY)) {
      throw unsupportedPattern(reader.pattern, `a repetition of more than ${maxRepeat}`);
    }
    return [min, max];
  }
}

function assertion(name: Assertion): RegexNode {
  return { kind: "assertion", assertion: name };
}

function sequence(items: readonly RegexNode[]): RegexNode {
  if (items.length === 0) return { kind: "empty" };
  return items.length === 1 ? items[0] : { kind: "sequence", items };
}
