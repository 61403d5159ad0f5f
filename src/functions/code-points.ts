/** Texts as the engine counts them: in code points, where JavaScript counts UTF-16 units. */

const pair = /[\ud800-\udbff]/;

/** Whether code points and UTF-16 units may differ in number. */
function hasPairs(text: string): boolean {
  return pair.test(text);
}

/** Length of a text as the engine counts it: code points, not UTF-16 code units. */
export function codePointCount(text: string): number {
  if (!hasPairs(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The UTF-16 index where a code point starts; the length of the text for those beyond its end. */
export function unitIndex(text: string, codePointIndex: number): number {
  if (!hasPairs(text)) return Math.min(codePointIndex, text.length);
  let unit = 0;
  for (let left = codePointIndex; left > 0 && unit < text.length; left--) {
    unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
  }
  return unit;
}

/** The number of code points before a UTF-16 index. */
export function codePointIndex(text: string, unit: number): number {
  return hasPairs(text) ? codePointCount(text.slice(0, unit)) : unit;
}

/** Code points `from` to `to`, half-open, both from 0 up. */
export function sliceCodePoints(text: string, from: number, to: number): string {
  if (!hasPairs(text)) return text.slice(from, to);
  const start = unitIndex(text, from);
  const end = start + unitIndex(text.slice(start), to - from);
  return text.slice(start, end);
}
