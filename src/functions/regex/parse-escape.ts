import type { PatternReader } from "./pattern-reader.js";
import {
  type Assertion,
  asciiClasses,
  asciiSpaces,
  asciiWordCharacters,
  type CodePointSet,
  digits,
  maxCodePoint,
  not,
  property,
  range,
  spaces,
  union,
  wordCharacters,
} from "./syntax.js";
import { propertyNamed } from "./unicode.js";

interface EscapeFlags {
  readonly isUnicode: boolean;
}

const controls: ReadonlyMap<string, number> = new Map([
  ["a", 7],
  ["f", 12],
  ["t", 9],
  ["n", 10],
  ["r", 13],
  ["v", 11],
]);

/** What follows a backslash: a set, or an assertion (outside classes only). */
export function parseEscape(reader: PatternReader, flags: EscapeFlags): CodePointSet | Assertion {
  return parseAssertion(reader, flags) ?? parseSetEscape(reader, flags);
}

function parseAssertion(reader: PatternReader, { isUnicode }: EscapeFlags): Assertion | undefined {
  if (reader.take("A")) return "text-start";
  if (reader.take("z")) return "text-end";
  if (reader.take("b{start}") || reader.take("<")) return "word-start";
  if (reader.take("b{end}") || reader.take(">")) return "word-end";
  if (reader.take("b{start-half}")) return "word-start-half";
  if (reader.take("b{end-half}")) return "word-end-half";
  if (reader.take("b")) return isUnicode ? "word-boundary" : "ascii-word-boundary";
  if (reader.take("B")) return isUnicode ? "not-word-boundary" : "not-ascii-word-boundary";
  return undefined;
}

export function parseSetEscape(reader: PatternReader, flags: EscapeFlags): CodePointSet {
  const named = parseNamedSet(reader, flags);
  if (named !== undefined) return named;
  const hex =
    reader.match(/x([0-9A-Fa-f]{2})/y) ??
    reader.match(/u([0-9A-Fa-f]{4})/y) ??
    reader.match(/U([0-9A-Fa-f]{8})/y) ??
    reader.match(/[xuU]\{([0-9A-Fa-f]{1,8})\}/y);
  if (hex !== undefined) return codePoint(reader, Number.parseInt(hex[1], 16));
  const octal = reader.match(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
  if (octal !== undefined) return codePoint(reader, Number.parseInt(octal[0], 8));
  const char = reader.next();
  const control = controls.get(char);
  if (control !== undefined) return range(control);
  if (/[1-9]/.test(char)) throw reader.problem("there are no back-references");
  if (/[A-Za-z]/.test(char)) throw reader.problem(`\`\\${char}\` means nothing`);
  return range(char.codePointAt(0) ?? 0);
}

function codePoint(reader: PatternReader, value: number): CodePointSet {
  if (value > maxCodePoint) throw reader.problem("there is no such character");
  return range(value);
}

function parseNamedSet(reader: PatternReader, { isUnicode }: EscapeFlags): CodePointSet | undefined {
  if (reader.take("d")) return digitSet(isUnicode);
  if (reader.take("D")) return not(digitSet(isUnicode));
  if (reader.take("s")) return isUnicode ? spaces : asciiSpaces;
  if (reader.take("S")) return not(isUnicode ? spaces : asciiSpaces);
  if (reader.take("w")) return isUnicode ? wordCharacters : asciiWordCharacters;
  if (reader.take("W")) return not(isUnicode ? wordCharacters : asciiWordCharacters);
  const match = reader.match(/([pP])(?:\{(\^?)([^}]*)\}|([A-Za-z]))/y);
  if (match === undefined) return undefined;
  const [, letter, caret, long, short] = match;
  const name = propertyNamed(long ?? short);
  if (name === undefined) throw reader.problem(`\`${long ?? short}\` is no Unicode property`);
  return (letter === "P") !== (caret === "^") ? not(property(name)) : property(name);
}

function digitSet(isUnicode: boolean): CodePointSet {
  return isUnicode ? digits : (asciiClasses.get("digit") ?? union());
}
