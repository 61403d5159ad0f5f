/**
 * 64-bit integers as plain values. A `long`, a `datetime` (ticks since 2020-01-01T00:00:00Z) and a `timespan` (ticks)
 * is a `number` while it is a safe integer and a `bigint` otherwise; never a bigint that would fit a safe number.
 * JavaScript compares (`<`, `==`) mixed numbers and bigints correctly, so only arithmetic needs the functions below.
 */
export type Int64 = number | bigint;

/** Ticks of 100 ns since 2020-01-01T00:00:00Z: exact in a double from mid-1991 to mid-2048, a bigint outside. */
export type Ticks = Int64;

const safeMax = BigInt(Number.MAX_SAFE_INTEGER);
const safeMin = -safeMax;

/** The one form of a 64-bit integer; the bigint must already be inside 64 bits. */
export function normalizeInt64(value: bigint): Int64 {
  return value <= safeMax && value >= safeMin ? Number(value) : value;
}

/** Any bigint wrapped to 64 bits, as the engine's overflow does. */
export function wrapInt64(value: bigint): Int64 {
  return normalizeInt64(BigInt.asIntN(64, value));
}

/** Wraps around at 64 bits, as the engine does. */
export function addInt64(a: Int64, b: Int64): Int64 {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return wrapInt64(BigInt(a) + BigInt(b));
}

/** Wraps around at 64 bits. */
export function subtractInt64(a: Int64, b: Int64): Int64 {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return wrapInt64(BigInt(a) - BigInt(b));
}

/** Wraps around at 64 bits. */
export function multiplyInt64(a: Int64, b: Int64): Int64 {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product === 0 ? 0 : product;
  }
  return wrapInt64(BigInt(a) * BigInt(b));
}

export function negateInt64(a: Int64): Int64 {
  return typeof a === "number" ? (a === 0 ? 0 : -a) : wrapInt64(-a);
}

/** Quotient truncated toward zero; null for a zero divisor. */
export function divideInt64(a: Int64, b: Int64): Int64 | null {
  if (typeof a === "number" && typeof b === "number") {
    return b === 0 ? null : Math.trunc(a / b) + 0 === a / b ? a / b + 0 : exactQuotient(a, b);
  }
  return BigInt(b) === 0n ? null : wrapInt64(BigInt(a) / BigInt(b));
}

/** Doubles round a quotient of large numbers; the remainder is exact, so it decides. */
function exactQuotient(a: number, b: number): number {
  return (a - (a % b)) / b + 0;
}

/** Remainder that is never negative: `-7 % 2` is 1, `-7 % -3` is 2. Null for a zero divisor. */
export function moduloInt64(a: Int64, b: Int64): Int64 | null {
  if (typeof a === "number" && typeof b === "number") {
    if (b === 0) return null;
    const rest = a % b;
    return rest < 0 ? rest + Math.abs(b) : rest + 0;
  }
  const divisor = BigInt(b);
  if (divisor === 0n) return null;
  const rest = BigInt(a) % divisor;
  return wrapInt64(rest < 0n ? rest + (divisor < 0n ? -divisor : divisor) : rest);
}

/** Largest multiple of `size` not above `value`; null unless `size` is positive. */
export function floorToInt64(value: Int64, size: Int64): Int64 | null {
  if (size <= 0) return null;
  const rest = moduloInt64(value, size);
  return rest === null ? null : subtractInt64(value, rest);
}

/** A double truncated toward zero and held inside 64 bits; null for NaN. */
export function saturateToInt64(value: number): Int64 | null {
  if (Number.isNaN(value)) return null;
  const whole = Math.trunc(value) + 0;
  if (Number.isSafeInteger(whole)) return whole;
  if (whole >= 2 ** 63) return maxInt64;
  if (whole <= -(2 ** 63)) return minInt64;
  return normalizeInt64(BigInt(whole));
}

export const maxInt64 = 9223372036854775807n;
export const minInt64 = -9223372036854775808n;
