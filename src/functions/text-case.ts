/**
 * Letter case as the engine sees it: one code point to one code point, without language and without context. So `É` and
 * `é` are equal, `ß` and `SS` are not, and folded text is as long as the text it came from.
 */

/** `toLowerCase` treats these by context (`Σ`) or as two characters (`İ`). */
const specialUpper = /[\u0130\u03a3]/;
/** Blocks with letters whose capital is two or three letters, such as `ß`; those stay. */
const mayGrow = /[^\0-\u00de\u00e0-\u0148\u0400-\u0586\u0600-\u1e95]/;

/** Lower case. `foldCase(a) === foldCase(b)` is how `=~`, `in~`, `has` and the like compare. */
export function foldCase(text: string): string {
  return specialUpper.test(text) ? mapEach(text, lowerOf) : text.toLowerCase();
}

/** Capitals, letter by letter. */
export function upperCase(text: string): string {
  return mayGrow.test(text) ? mapEach(text, upperOf) : text.toUpperCase();
}

function mapEach(text: string, map: (char: string) => string): string {
  let mapped = "";
  for (const char of text) mapped += map(char);
  return mapped;
}

function lowerOf(char: string): string {
  const lower = char.toLowerCase();
  return lower.length === char.length ? lower : char;
}

function upperOf(char: string): string {
  const upper = char.toUpperCase();
  return upper.length === char.length ? upper : char;
}
