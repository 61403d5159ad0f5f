/** Numbers straight from bytes. */
import { isDigit, minus } from "./json-scan.js";

/** A whole number of at most 15 digits; NaN for every other form. */
export function wholeOf(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === minus;
  const first = isNegative ? start + 1 : start;
  if (end === first || end - first > 15) return Number.NaN;
  let value = 0;
  for (let at = first; at < end; at++) {
    if (!isDigit(bytes[at])) return Number.NaN;
    value = value * 10 + bytes[at] - 48;
  }
  return isNegative && value !== 0 ? -value : value;
}

const powersOfTen = Array.from({ length: 16 }, (_, power) => 10 ** power);

/**
 * A number with at most 15 digits and no exponent; NaN for every other form. Both the digits and the power of ten are
 * exact, so their quotient is the nearest double.
 */
export function realOf(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === minus;
  const first = isNegative ? start + 1 : start;
  let value = 0;
  let point = -1;
  for (let at = first; at < end; at++) {
    const byte = bytes[at];
    if (isDigit(byte)) value = value * 10 + byte - 48;
    else if (byte === 46 && point < 0 && at > first && at < end - 1) point = at;
    else return Number.NaN;
  }
  const digits = end - first - (point < 0 ? 0 : 1);
  if (digits < 1 || digits > 15) return Number.NaN;
  const real = point < 0 ? value : value / powersOfTen[end - point - 1];
  return isNegative ? -real : real;
}
