import { newInts } from "../vector/allocate.js";

const digitBits = 11;
const digitCount = 1 << digitBits;

/** Keys are two words each, the upper one unsigned. */
interface Keys {
  readonly lower: Uint32Array;
  readonly upper: Uint32Array;
}

/**
 * Sorts rows by their values, which are neither NaN nor -0, ascending; stable: least significant digit first, leaving
 * out digits in which all rows agree.
 */
export function radixSort(values: Float64Array, rows: Int32Array, check: () => void): void {
  const { length } = rows;
  const { lower, upper } = wholeKeys(values, rows) ?? orderedBits(values, rows);
  const digits = new Uint16Array(length);
  // Places among the rows as they were.
  let places = newInts(length);
  for (let at = 0; at < length; at++) places[at] = at;
  let spare = newInts(length);
  for (const words of [lower, upper]) {
    for (let shift = 0; shift < 32; shift += digitBits) {
      check();
      if (!readDigits(words, shift, digits)) continue;
      distribute(places, spare, digits);
      [places, spare] = [spare, places];
    }
  }
  for (let at = 0; at < length; at++) spare[at] = rows[places[at]];
  rows.set(spare);
}

/**
 * As `radixSort`, in one pass, where the values are whole and lie close together, as ranks do; else undefined, and the
 * rows are as they were. Returns the end of the rows of each value, from the least on.
 */
export function countingSort(values: Float64Array, rows: Int32Array): Int32Array | undefined {
  const range = wholeRange(values, rows);
  if (range === undefined || range.max - range.min >= 2 * rows.length) return undefined;
  const { min, max } = range;
  const ends = newInts(max - min + 2);
  for (let at = 0; at < rows.length; at++) ends[values[rows[at]] - min + 1]++;
  for (let key = 0; key <= max - min; key++) ends[key + 1] += ends[key];
  const sorted = newInts(rows.length);
  for (let at = 0; at < rows.length; at++) sorted[ends[values[rows[at]] - min]++] = rows[at];
  rows.set(sorted);
  return ends.subarray(0, max - min + 1);
}

interface WholeRange {
  readonly min: number;
  readonly max: number;
}

function wholeRange(values: Float64Array, rows: Int32Array): WholeRange | undefined {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < rows.length; at++) {
    const value = values[rows[at]];
    if (!Number.isSafeInteger(value)) return undefined;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return max - min > Number.MAX_SAFE_INTEGER ? undefined : { min, max };
}

/** Distances of whole numbers from the least one: they have fewer digits than the bits of a double. */
function wholeKeys(values: Float64Array, rows: Int32Array): Keys | undefined {
  const range = wholeRange(values, rows);
  if (range === undefined) return undefined;
  const { min } = range;
  const lower = new Uint32Array(rows.length);
  const upper = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const distance = values[rows[at]] - min;
    const high = Math.floor(distance / 0x1_0000_0000);
    upper[at] = high;
    lower[at] = distance - high * 0x1_0000_0000;
  }
  return { lower, upper };
}

/** The bits of doubles, changed so that they order as unsigned numbers. */
function orderedBits(values: Float64Array, rows: Int32Array): Keys {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const lower = new Uint32Array(rows.length);
  const upper = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const low = words[2 * rows[at]];
    const high = words[2 * rows[at] + 1];
    // A negative number's bits grow as it falls: all are flipped; of others only the sign.
    const flip = high >>> 31 === 1 ? 0xffff_ffff : 0;
    lower[at] = low ^ flip;
    upper[at] = high ^ (flip | 0x8000_0000);
  }
  return { lower, upper };
}

/** Fills in one digit of each key; false when it is the same in all. */
function readDigits(words: Uint32Array, shift: number, digits: Uint16Array): boolean {
  let differing = 0;
  const first = (words[0] >>> shift) & (digitCount - 1);
  for (let at = 0; at < words.length; at++) {
    const digit = (words[at] >>> shift) & (digitCount - 1);
    digits[at] = digit;
    differing |= digit ^ first;
  }
  return differing !== 0;
}

function distribute(places: Int32Array, into: Int32Array, digits: Uint16Array): void {
  const next = new Int32Array(digitCount + 1);
  for (let at = 0; at < digits.length; at++) next[digits[at] + 1]++;
  for (let digit = 0; digit < digitCount; digit++) next[digit + 1] += next[digit];
  for (let at = 0; at < places.length; at++) {
    const place = places[at];
    into[next[digits[place]]++] = place;
  }
}
