import { Decimal } from "decimal.js";
import { type Int64, maxInt64, minInt64, normalizeInt64 } from "./int64.js";

/** Of decimals of 128 bits. */
export const largestDecimalExponent = 6144;

/**
 * Decimals with the 34 significant digits of the engine. Make and reckon decimals with this constructor only. Results
 * beyond the largest one are infinite, those below the smallest one zero.
 */
export const KqlDecimal = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_UP,
  maxE: largestDecimalExponent,
  minE: -largestDecimalExponent,
});

const wholeForm = /^\s*(?:([+-]?)(\d+)|0[xX]([0-9a-fA-F]{1,16}))\s*$/;
const realForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const namedReals: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["NaN", Number.NaN],
  ...["inf", "Inf", "Infinity"].flatMap((name): [string, number][] => [
    [name, Number.POSITIVE_INFINITY],
    [`+${name}`, Number.POSITIVE_INFINITY],
    [`-${name}`, Number.NEGATIVE_INFINITY],
  ]),
]);

/** The text of `tolong`: blanks around, a sign, digits, or `0x` with up to 16 hex digits (two's complement). */
export function parseLong(text: string): Int64 | null {
  const short = parseShortWhole(text);
  if (short !== undefined) return short;
  const match = wholeForm.exec(text);
  if (match === null) return null;
  if (match[3] !== undefined) return normalizeInt64(BigInt.asIntN(64, BigInt(`0x${match[3]}`)));
  const digits = (match[2] ?? "").replace(/^0+(?=\d)/, "");
  if (digits.length > 19) return null;
  const value = BigInt(match[1] === "-" ? `-${digits}` : digits);
  return value >= minInt64 && value <= maxInt64 ? normalizeInt64(value) : null;
}

/** The text of `toint`: as `parseLong`, null outside 32 bits; hex with up to 8 digits wraps. */
export function parseInt32(text: string): number | null {
  const value = parseLong(text);
  if (typeof value !== "number") return null;
  if (value === (value | 0)) return value;
  return value > 0 && value <= 0xffffffff && /x/i.test(text) ? value | 0 : null;
}

/** Plain digits that fit a double, the usual case, by character codes. */
function parseShortWhole(text: string): number | undefined {
  const { length } = text;
  if (length === 0 || length > 15) return undefined;
  const start = text.charCodeAt(0) === 45 && length > 1 ? 1 : 0;
  let value = 0;
  for (let at = start; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = value * 10 + digit;
  }
  return start === 1 && value !== 0 ? -value : value;
}

/** The text of `todouble`: decimal or scientific form, `NaN`, `inf`, `Infinity`; beyond the range it is infinite. */
export function parseReal(text: string): number | null {
  const trimmed = text.trim();
  if (realForm.test(trimmed)) return Number(trimmed);
  return namedReals.get(trimmed) ?? null;
}

/** The text of `todecimal`: decimal or scientific form. */
export function parseDecimal(text: string): Decimal | null {
  const trimmed = text.trim();
  return realForm.test(trimmed) ? decimalOf(trimmed.replace(/^\+/, "")) : null;
}

/** A decimal rounded to the engine's digits; null for what no decimal holds. */
export function decimalOf(value: Decimal.Value): Decimal | null {
  const { e } = new Decimal(value);
  if (Math.abs(e) > largestDecimalExponent) return null;
  const decimal = new KqlDecimal(value).toSignificantDigits(34);
  return decimal.isFinite() ? decimal : null;
}

/** Plain digits with no needless zeros: `100`, `0.1`. */
export function printDecimal(value: Decimal): string {
  return value.isZero() ? "0" : value.toFixed();
}

/**
 * `tostring()` of a real: the shortest text that reads back, always with a decimal point or an exponent
 * (`1.0`, `1e30`); `inf`, `-inf`, `NaN`.
 */
export function printReal(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
  const text = String(value);
  if (text.length > 15) return printLongReal(value);
  if (Object.is(value, -0)) return "-0.0";
  const plain = text.replace("e+", "e");
  return /[.e]/.test(plain) ? plain : `${plain}.0`;
}

/**
 * Where several texts of the shortest length read back as the same real, the engine prints the one farthest from zero
 * (0.1 + 0.2 is `0.30000000000000007`). Only texts of 16 or more digits have such neighbours.
 */
function printLongReal(value: number): string {
  const magnitude = Math.abs(value);
  const [mantissa = "", exponent = "0"] = magnitude.toExponential().split("e");
  let best = mantissa;
  for (let raised = raiseLastDigit(best); raised !== undefined; raised = raiseLastDigit(raised)) {
    if (Number(`${raised}e${exponent}`) !== magnitude || isHalfway(raised, Number(exponent), magnitude))
      break;
    best = raised;
  }
  return (value < 0 ? "-" : "") + layOut(best.replace(".", ""), Number(exponent));
}

/** The digits with the last one up; undefined after a nine and for fewer than 16 digits. */
function raiseLastDigit(mantissa: string): string | undefined {
  const last = mantissa.charCodeAt(mantissa.length - 1) - 48;
  return last === 9 || mantissa.length < 17 ? undefined : mantissa.slice(0, -1) + String(last + 1);
}

/** Whether a text stands exactly between two reals (only whole numbers from 2^53 do, within 17 digits). */
function isHalfway(mantissa: string, exponent: number, value: number): boolean {
  if (value < 2 ** 53 || exponent > 21) return false;
  const digits = mantissa.replace(".", "");
  const whole = BigInt(digits.padEnd(exponent + 1, "0").slice(0, exponent + 1));
  return (whole - BigInt(value)) * 2n >= BigInt(2 ** (Math.floor(Math.log2(value)) - 52));
}

/** Digits with the point after `exponent + 1` of them; from 1e21 and below 1e-6 in scientific form. */
function layOut(digits: string, exponent: number): string {
  const before = exponent + 1;
  if (before > 21 || before <= -6) {
    return `${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ""}e${exponent}`;
  }
  if (before <= 0) return `0.${"0".repeat(-before)}${digits}`;
  return `${digits.slice(0, before).padEnd(before, "0")}.${digits.slice(before) || "0"}`;
}
