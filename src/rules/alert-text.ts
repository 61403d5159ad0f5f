import { cellText, columnIndex, type RuleResult } from "./rule-result.js";

/** `{{Column}}`, blanks inside allowed. Names can't hold braces, which keeps the search linear. */
const placeholder = /\{\{([^{}]*)\}\}/g;

/** Columns that a format names, in order, repetitions included. */
export function placeholdersOf(format: string): readonly string[] {
  return [...format.matchAll(placeholder)].map((match) => match[1].trim());
}

export type RenderedFormat =
  | { readonly ok: true; readonly text: string }
  /** A placeholder had no value, and the whole text falls back. */
  | { readonly ok: false; readonly column: string; readonly isColumnMissing: boolean };

/** Fills the placeholders of a format from one result row. */
export function renderFormat(format: string, result: RuleResult, row: number | undefined): RenderedFormat {
  for (const column of placeholdersOf(format)) {
    const index = columnIndex(result, column);
    if (valueAt(result, row, index) === "")
      return { ok: false, column, isColumnMissing: index === undefined };
  }
  const text = format.replace(placeholder, (_, name: string) => {
    return valueAt(result, row, columnIndex(result, name.trim()));
  });
  return { ok: true, text };
}

function valueAt(result: RuleResult, row: number | undefined, column: number | undefined): string {
  return row === undefined || column === undefined ? "" : cellText(result.rows[row][column]);
}

/** At most `maxBytes` of UTF-8, never half a character. */
export function cutToBytes(text: string, maxBytes: number): string {
  // Three bytes hold any UTF-16 unit, so short texts need no counting.
  if (text.length * 3 <= maxBytes) return text;
  const encoder = new TextEncoder();
  const room = new Uint8Array(maxBytes);
  const { read } = encoder.encodeInto(text, room);
  return text.slice(0, read);
}
