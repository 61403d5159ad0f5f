const digitBits = 11;
const digitCount = 1 << digitBits;

/**
 * Stable sort by columns of doubles without NaN and without -0, ascending, the first column weighing most: least
 * significant digit first over the bits, leaving out digits in which all rows agree.
 */
export function radixSort(columns: readonly Float64Array[], length: number, check: () => void): Int32Array {
  let rows: Int32Array = new Int32Array(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  let spare: Int32Array = new Int32Array(length);
  const digits = new Uint16Array(length);
  for (let col = columns.length - 1; col >= 0; col--) {
    const [lower, upper] = orderedWords(columns[col], length);
    for (const [words, shift] of passes(lower, upper)) {
      check();
      if (!readDigits(words, shift, digits, length)) continue;
      distribute(rows, spare, digits, length);
      [rows, spare] = [spare, rows];
    }
  }
  return rows;
}

function passes(lower: Uint32Array, upper: Uint32Array): [Uint32Array, number][] {
  const shifts = [0, digitBits, 2 * digitBits];
  return [
    ...shifts.map((shift): [Uint32Array, number] => [lower, shift]),
    ...shifts.map((shift): [Uint32Array, number] => [upper, shift]),
  ];
}

/** The two words of each double, changed so that they order as unsigned numbers. */
function orderedWords(values: Float64Array, length: number): [Uint32Array, Uint32Array] {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const lower = new Uint32Array(length);
  const upper = new Uint32Array(length);
  for (let row = 0; row < length; row++) {
    const high = words[2 * row + 1];
    // A negative number's bits grow as it falls: all are flipped; of others only the sign.
    const flip = high >>> 31 === 1 ? 0xffff_ffff : 0;
    lower[row] = words[2 * row] ^ flip;
    upper[row] = high ^ (flip | 0x8000_0000);
  }
  return [lower, upper];
}

/** Fills in one digit of each row; false when it is the same in all. */
function readDigits(words: Uint32Array, shift: number, digits: Uint16Array, length: number): boolean {
  let differing = 0;
  const first = (words[0] >>> shift) & (digitCount - 1);
  for (let row = 0; row < length; row++) {
    const digit = (words[row] >>> shift) & (digitCount - 1);
    digits[row] = digit;
    differing |= digit ^ first;
  }
  return differing !== 0;
}

function distribute(rows: Int32Array, into: Int32Array, digits: Uint16Array, length: number): void {
  const next = new Int32Array(digitCount + 1);
  for (let row = 0; row < length; row++) next[digits[row] + 1]++;
  for (let digit = 0; digit < digitCount; digit++) next[digit + 1] += next[digit];
  for (let at = 0; at < length; at++) {
    const row = rows[at];
    into[next[digits[row]]++] = row;
  }
}
