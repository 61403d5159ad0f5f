/**
 * Patterns of `parse` without regular expressions: literals that delimit, columns, and `*` for text to skip. A text is
 * read from left to right without going back: a column or `*` ends at the first occurrence of the literal after it. The
 * whole text must be used up.
 */
import { readText } from "../types/convert.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";

export type PatternItem =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "skip" }
  | { readonly kind: "column"; readonly type: KqlType };

/** Cells of the pattern's columns; undefined when the text does not match. */
export type TextParser = (text: string) => Cell[] | undefined;

/**
 * `strict` fails a text in which a column does not convert; otherwise (`kind=relaxed`) that column is null.
 */
export function textParser(items: readonly PatternItem[], isStrict: boolean): TextParser {
  return (text) => {
    const cells: Cell[] = [];
    let at = 0;
    for (let item = 0; item < items.length; item++) {
      const current = items[item];
      if (current.kind === "literal") {
        if (!text.startsWith(current.text, at)) return undefined;
        at += current.text.length;
        continue;
      }
      const end = endOf(text, at, items, item);
      if (end < 0) return undefined;
      if (current.kind === "column") {
        const part = text.slice(at, end);
        const cell = readText(part, current.type);
        if (cell === null && isStrict) return undefined;
        cells.push(cell);
      }
      at = end;
    }
    return at === text.length ? cells : undefined;
  };
}

/** Where the column or skip at `item` ends; -1 when the literal after it is missing. */
function endOf(text: string, from: number, items: readonly PatternItem[], item: number): number {
  const next = items[item + 1];
  if (next === undefined) return text.length;
  if (next.kind === "literal") return text.indexOf(next.text, from);
  const current = items[item];
  // Nothing marks the end of a column before `*` or another column but its own type.
  return current.kind === "column" ? from + prefixLength(text.slice(from), current.type) : from;
}

const numberPrefix: Readonly<Partial<Record<KqlType, RegExp>>> = {
  int: /^[ \t]*[-+]?\d+/,
  long: /^[ \t]*[-+]?\d+/,
  real: /^[ \t]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/,
  decimal: /^[ \t]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/,
};

/** Longest text of a datetime, timespan, guid or bool. */
const maxPrefix = 64;

/** Length of the longest start of a text that reads as a type. */
function prefixLength(text: string, type: KqlType): number {
  if (type === "string" || type === "dynamic") return text.length;
  const pattern = numberPrefix[type];
  if (pattern !== undefined) return pattern.exec(text)?.[0].length ?? 0;
  for (let length = Math.min(text.length, maxPrefix); length > 0; length--) {
    if (readText(text.slice(0, length), type) !== null) return length;
  }
  return 0;
}
