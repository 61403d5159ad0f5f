/**
 * Syntax tree of Kusto's regular expressions, with flags and named classes already worked into the nodes that they
 * concern: what a node matches depends on nothing around it.
 * @see https://learn.microsoft.com/kusto/query/regex
 */

export type RegexNode =
  | { readonly kind: "empty" }
  /** One code point of a set. Literals are sets of one. */
  | { readonly kind: "set"; readonly set: CodePointSet; readonly ignoresCase: boolean }
  | { readonly kind: "assertion"; readonly assertion: Assertion }
  | { readonly kind: "sequence"; readonly items: readonly RegexNode[] }
  /** The first that leads to a match wins. */
  | { readonly kind: "choice"; readonly items: readonly RegexNode[] }
  | {
      readonly kind: "repeat";
      readonly item: RegexNode;
      readonly min: number;
      /** Infinity for no bound. */
      readonly max: number;
      readonly isLazy: boolean;
    }
  /** A capture group; groups count from 1. */
  | { readonly kind: "group"; readonly item: RegexNode; readonly index: number };

export type Assertion =
  | "text-start"
  | "text-end"
  | "line-start"
  | "line-end"
  | "word-boundary"
  | "not-word-boundary"
  | "ascii-word-boundary"
  | "not-ascii-word-boundary"
  | "word-start"
  | "word-end"
  | "word-start-half"
  | "word-end-half";

export type CodePointSet =
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  /** A Unicode property, by a name that `\p{...}` of ECMAScript knows: `Nd`, `Script=Greek`, `White_Space`. */
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "union"; readonly sets: readonly CodePointSet[] }
  | { readonly kind: "not"; readonly set: CodePointSet }
  | { readonly kind: "and"; readonly left: CodePointSet; readonly right: CodePointSet };

export interface RegexTree {
  readonly pattern: string;
  readonly root: RegexNode;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

export const maxCodePoint = 0x10ffff;

/** Code points from one to another, both included. */
export function range(from: number, to: number = from): CodePointSet {
  return { kind: "range", from, to };
}

export function property(name: string): CodePointSet {
  return { kind: "property", name };
}

export function union(...sets: readonly CodePointSet[]): CodePointSet {
  return sets.length === 1 ? sets[0] : { kind: "union", sets };
}

export function not(set: CodePointSet): CodePointSet {
  return set.kind === "not" ? set.set : { kind: "not", set };
}

export function and(left: CodePointSet, right: CodePointSet): CodePointSet {
  return { kind: "and", left, right };
}

const asciiDigits = range(0x30, 0x39);
const asciiUpper = range(0x41, 0x5a);
const asciiLower = range(0x61, 0x7a);
const asciiLetters = union(asciiUpper, asciiLower);
const underscore = range(0x5f);

export const digits = property("Nd");
export const spaces = property("White_Space");
export const wordCharacters = union(
  property("Alphabetic"),
  property("M"),
  property("Nd"),
  property("Pc"),
  range(0x200c, 0x200d),
);
export const asciiWordCharacters = union(asciiDigits, asciiLetters, underscore);
export const asciiSpaces = union(range(9, 13), range(32));
export const newline = range(10);

/** Classes of `(?-u)` and of `[[:name:]]`. */
export const asciiClasses: ReadonlyMap<string, CodePointSet> = new Map<string, CodePointSet>([
  ["alnum", union(asciiDigits, asciiLetters)],
  ["alpha", asciiLetters],
  ["ascii", range(0, 127)],
  ["blank", union(range(9), range(32))],
  ["cntrl", union(range(0, 31), range(127))],
  ["digit", asciiDigits],
  ["graph", range(0x21, 0x7e)],
  ["lower", asciiLower],
  ["print", range(0x20, 0x7e)],
  ["punct", union(range(0x21, 0x2f), range(0x3a, 0x40), range(0x5b, 0x60), range(0x7b, 0x7e))],
  ["space", asciiSpaces],
  ["upper", asciiUpper],
  ["word", asciiWordCharacters],
  ["xdigit", union(asciiDigits, range(0x41, 0x46), range(0x61, 0x66))],
]);
