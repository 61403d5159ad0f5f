/**
 * Runs a syntax tree as it stands, in time linear in the text: all ways through the pattern side by side, the preferred
 * first. Slower than the engines, but it knows every assertion; the engines are tested against it.
 */
import { unsupportedPattern } from "../diagnostics.js";
import {
  type Assertion,
  asciiWordCharacters,
  type CodePointSet,
  maxCodePoint,
  type RegexNode,
  type RegexTree,
  wordCharacters,
} from "./syntax.js";
import { caselessRangesOf, containsCodePoint, isInRanges, type Ranges, rangesOf } from "./unicode.js";

type Instruction =
  | { readonly op: "set"; readonly ranges: Ranges }
  | { readonly op: "assert"; readonly assertion: Assertion }
  | { readonly op: "save"; readonly slot: number }
  | { readonly op: "jump"; to: number }
  /** `to` is preferred to `other`. */
  | { readonly op: "split"; to: number; other: number }
  | { readonly op: "match" };

export type Program = readonly Instruction[];

const maxInstructions = 20_000;

export function compileProgram({ root, pattern }: RegexTree): Program {
  const program: Instruction[] = [];
  const compiler = new Compiler(program, pattern);
  compiler.group(root, 0);
  program.push({ op: "match" });
  return program;
}

class Compiler {
  constructor(
    private readonly program: Instruction[],
    private readonly pattern: string,
  ) {}

  private add<T extends Instruction>(instruction: T): T {
    if (this.program.length >= maxInstructions) {
      throw unsupportedPattern(this.pattern, "so much repetition");
    }
    this.program.push(instruction);
    return instruction;
  }

  group(item: RegexNode, index: number): void {
    this.add({ op: "save", slot: 2 * index });
    this.node(item);
    this.add({ op: "save", slot: 2 * index + 1 });
  }

  private node(node: RegexNode): void {
    switch (node.kind) {
      case "empty":
        return;
      case "set":
        this.add({ op: "set", ranges: node.ignoresCase ? caselessRangesOf(node.set) : rangesOf(node.set) });
        return;
      case "assertion":
        this.add({ op: "assert", assertion: node.assertion });
        return;
      case "sequence":
        for (const item of node.items) this.node(item);
        return;
      case "group":
        this.group(node.item, node.index);
        return;
      case "choice":
        this.choice(node.items);
        return;
      case "repeat":
        this.repeat(node);
        return;
    }
  }

  private choice(items: readonly RegexNode[]): void {
    const jumps: { to: number }[] = [];
    for (const item of items.slice(0, -1)) {
      const split = this.add({ op: "split", to: 0, other: 0 });
      split.to = this.program.length;
      this.node(item);
      jumps.push(this.add({ op: "jump", to: 0 }));
      split.other = this.program.length;
    }
    for (const last of items.slice(-1)) this.node(last);
    for (const jump of jumps) jump.to = this.program.length;
  }

  private repeat({ item, min, max, isLazy }: RegexNode & { kind: "repeat" }): void {
    const isOpen = max === Number.POSITIVE_INFINITY;
    for (let count = 0; count < min - (isOpen ? 1 : 0); count++) this.node(item);
    if (!isOpen) this.options(item, max - min, isLazy);
    else if (min > 0) this.oneOrMore(item, isLazy);
    else {
      // Not a loop around a test: an iteration that matches nothing would hide the ways that match more.
      const split = this.add({ op: "split", to: 0, other: 0 });
      const body = this.program.length;
      this.oneOrMore(item, isLazy);
      this.settle(split, body, isLazy);
    }
  }

  private oneOrMore(item: RegexNode, isLazy: boolean): void {
    const body = this.program.length;
    this.node(item);
    this.settle(this.add({ op: "split", to: 0, other: 0 }), body, isLazy);
  }

  private options(item: RegexNode, count: number, isLazy: boolean): void {
    const splits: { split: { to: number; other: number }; body: number }[] = [];
    for (let done = 0; done < count; done++) {
      const split = this.add({ op: "split", to: 0, other: 0 });
      splits.push({ split, body: this.program.length });
      this.node(item);
    }
    for (const { split, body } of splits) this.settle(split, body, isLazy);
  }

  private settle(split: { to: number; other: number }, body: number, isLazy: boolean): void {
    const end = this.program.length;
    split.to = isLazy ? end : body;
    split.other = isLazy ? body : end;
  }
}

interface Thread {
  readonly at: number;
  readonly slots: readonly number[];
}

/** Start and end of the match and of each group, -1 for groups that took no part; undefined without a match. */
export function runProgram(program: Program, text: string, from: number): readonly number[] | undefined {
  let threads: Thread[] = [];
  let found: readonly number[] | undefined;
  let visited = new Set<number>();
  for (let at = from; ; ) {
    if (found === undefined) follow(program, text, { at: 0, slots: [] }, at, visited, threads);
    if (threads.length === 0 && found !== undefined) return found;
    const codePoint = text.codePointAt(at) ?? -1;
    const next = at + (codePoint > 0xffff ? 2 : 1);
    const nextThreads: Thread[] = [];
    visited = new Set();
    for (const thread of threads) {
      const instruction = program[thread.at];
      if (instruction.op === "match") {
        found = thread.slots;
        break; // what is left is less preferred
      }
      if (instruction.op === "set" && isInRanges(instruction.ranges, codePoint)) {
        follow(program, text, { at: thread.at + 1, slots: thread.slots }, next, visited, nextThreads);
      }
    }
    if (codePoint < 0) return found;
    threads = nextThreads;
    at = next;
  }
}

/** Adds the threads that a thread becomes before it reads a character, the preferred first. */
function follow(
  program: Program,
  text: string,
  start: Thread,
  position: number,
  visited: Set<number>,
  threads: Thread[],
): void {
  const open: Thread[] = [start];
  for (let thread = open.pop(); thread !== undefined; thread = open.pop()) {
    const { at, slots } = thread;
    if (visited.has(at)) continue;
    visited.add(at);
    const instruction = program[at];
    switch (instruction.op) {
      case "jump":
        open.push({ at: instruction.to, slots });
        break;
      case "split":
        open.push({ at: instruction.other, slots }, { at: instruction.to, slots });
        break;
      case "save":
        open.push({ at: at + 1, slots: withSlot(slots, instruction.slot, position) });
        break;
      case "assert":
        if (holds(instruction.assertion, text, position)) open.push({ at: at + 1, slots });
        break;
      default:
        threads.push(thread);
    }
  }
}

function withSlot(slots: readonly number[], slot: number, position: number): readonly number[] {
  const changed = [...slots];
  while (changed.length <= slot) changed.push(-1);
  changed[slot] = position;
  return changed;
}

function holds(assertion: Assertion, text: string, at: number): boolean {
  switch (assertion) {
    case "text-start":
      return at === 0;
    case "text-end":
      return at === text.length;
    case "line-start":
      return at === 0 || text[at - 1] === "\n";
    case "line-end":
      return at === text.length || text[at] === "\n";
    case "ascii-word-boundary":
      return isBefore(asciiWordCharacters, text, at) !== isBehind(asciiWordCharacters, text, at);
    case "not-ascii-word-boundary":
      return isBefore(asciiWordCharacters, text, at) === isBehind(asciiWordCharacters, text, at);
    case "word-boundary":
      return isBefore(wordCharacters, text, at) !== isBehind(wordCharacters, text, at);
    case "not-word-boundary":
      return isBefore(wordCharacters, text, at) === isBehind(wordCharacters, text, at);
    case "word-start":
      return !isBefore(wordCharacters, text, at) && isBehind(wordCharacters, text, at);
    case "word-end":
      return isBefore(wordCharacters, text, at) && !isBehind(wordCharacters, text, at);
    case "word-start-half":
      return !isBefore(wordCharacters, text, at);
    case "word-end-half":
      return !isBehind(wordCharacters, text, at);
  }
}

/** Whether the character that ends at a position is in a set. */
function isBefore(set: CodePointSet, text: string, at: number): boolean {
  if (at === 0) return false;
  const pair = at > 1 ? (text.codePointAt(at - 2) ?? 0) : 0;
  return containsCodePoint(set, pair > 0xffff ? pair : text.charCodeAt(at - 1));
}

function isBehind(set: CodePointSet, text: string, at: number): boolean {
  return at < text.length && containsCodePoint(set, Math.min(text.codePointAt(at) ?? 0, maxCodePoint));
}
