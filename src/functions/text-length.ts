import { textTooLong } from "./diagnostics.js";

/** Longest text, in UTF-16 units, that a function makes. */
export const maxTextLength = 16_777_216;

/** Call before making a text of that length. */
export function checkTextLength(length: number): void {
  if (length > maxTextLength) throw textTooLong(maxTextLength);
}

/** Joins parts with a delimiter, within the bound. */
export function joinText(parts: readonly string[], delimiter: string): string {
  let length = delimiter.length * Math.max(0, parts.length - 1);
  for (const part of parts) length += part.length;
  checkTextLength(length);
  return parts.join(delimiter);
}
