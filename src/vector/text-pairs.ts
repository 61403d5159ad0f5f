import { newInts, noInts, withRoom } from "./allocate.js";
import { KeyTable } from "./key-table.js";
import { type Dictionary, type DictVector, type TextSpans, valueCount, valueReader } from "./vector.js";

/** Fewer rows are compared by their texts. */
export const minPairedRows = 256;

/** Texts to a row read up to which what is known of each pays, as it does of values in `DistinctCodes`. */
const textsPerRow = 32;

/** To number a text takes as long as to compare so many. */
const comparisonsPerNumber = 3;

/** Of a text that has a number, and its place in the table of them. */
const bytesPerNumber = 96;

/** When two texts are equal. */
export interface TextEquality {
  readonly areEqual: (a: string, b: string) => boolean;
  /** The same of texts as bytes; undefined where that is to be asked of the texts. */
  readonly areBytesEqual: (
    a: Uint8Array,
    aStart: number,
    aEnd: number,
    b: Uint8Array,
    bStart: number,
    bEnd: number,
  ) => boolean | undefined;
  /** The same for texts that are equal. */
  readonly keyOf: (text: string) => string;
  /** Whether no text equals another. */
  readonly isExact: boolean;
}

/** Which texts of two dictionaries are equal, for the length of a run. */
export class TextPairs {
  private readonly known = new Map<TextEquality, Map<Dictionary, Map<Dictionary, DictionaryPair>>>();

  /** `hold` is told of the bytes that are kept. */
  constructor(private readonly hold: (bytes: number) => void) {}

  /** Writes 1 for rows whose texts are equal, 0 for others; or the other way round. */
  compare(equality: TextEquality, left: DictVector, right: DictVector, data: Uint8Array, yes: number): void {
    const byLeft = entryOf(this.known, equality, () => new Map());
    const byRight = entryOf(byLeft, left.dictionary, () => new Map());
    const pair = entryOf(byRight, right.dictionary, () => {
      return new DictionaryPair(equality, left.dictionary, right.dictionary);
    });
    const before = pair.heldBytes;
    pair.compare(left.codes, right.codes, left.length, data, yes);
    this.hold(pair.heldBytes - before);
  }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** Rows that are read at once: of as many texts their places in memory are known. */
const stretch = 512;

const metRows = new Int32Array(stretch);
const metLeft = new Int32Array(stretch);
const metRight = new Int32Array(stretch);
const noBytes = new Uint8Array(0);
const leftSpans = newSpans();
const rightSpans = newSpans();

function newSpans(): TextSpans {
  const bytes = new Array<Uint8Array>(stretch).fill(noBytes);
  return { bytes, starts: new Int32Array(stretch), ends: new Int32Array(stretch) };
}

/** Whether the texts of a pair that was met are equal. */
type MetTest = (at: number) => boolean;

/**
 * In most rows of logs a text stands beside the one that it first stood beside (an account and its owner), so that is
 * kept, and no text is looked at again for it. Should many stand beside others, all are numbered.
 */
class DictionaryPair {
  private rowsRead = 0;
  /** By left code a right code met, plus one: negative where the texts differ, 0 while there is none. */
  private partners: Int32Array<ArrayBuffer> = noInts;
  private comparisons = 0;
  private readonly numbers = new KeyTable();
  private numberCount = 0;
  /** By code; 0 where a text has none. */
  private leftNumbers: Int32Array<ArrayBuffer> = noInts;
  private rightNumbers: Int32Array<ArrayBuffer> = noInts;

  constructor(
    private readonly equality: TextEquality,
    private readonly left: Dictionary,
    private readonly right: Dictionary,
  ) {}

  get heldBytes(): number {
    const { partners, leftNumbers, rightNumbers, numberCount } = this;
    return (
      partners.byteLength + leftNumbers.byteLength + rightNumbers.byteLength + numberCount * bytesPerNumber
    );
  }

  compare(left: Int32Array, right: Int32Array, length: number, data: Uint8Array, yes: number): void {
    this.rowsRead += length;
    const count = valueCount(this.left);
    if (this.partners.length >= count || this.rowsRead * textsPerRow >= count)
      this.partners = withRoom(this.partners, count, newInts);
    for (let from = 0; from < length; from += stretch) {
      const met = this.compareKnown(left, right, from, Math.min(length, from + stretch), data, yes);
      if (met > 0) this.compareMet(met, data, yes);
    }
  }

  /** Notes the rows whose texts have to be looked at; gives their number. */
  private compareKnown(
    left: Int32Array,
    right: Int32Array,
    from: number,
    to: number,
    data: Uint8Array,
    yes: number,
  ): number {
    const { partners } = this;
    const isOnlyPartner = this.equality.isExact && this.right.isDistinct === true;
    let met = 0;
    for (let row = from; row < to; row++) {
      const a = left[row];
      const b = right[row];
      const partner = a < partners.length ? partners[a] : 0;
      if (partner === b + 1) data[row] = yes;
      else if (partner === -b - 1 || (partner > 0 && isOnlyPartner)) data[row] = 1 - yes;
      else {
        metRows[met] = row;
        metLeft[met] = a;
        metRight[met++] = b;
      }
    }
    return met;
  }

  private compareMet(count: number, data: Uint8Array, yes: number): void {
    const { partners } = this;
    const test = this.test(count);
    for (let at = 0; at < count; at++) {
      const a = metLeft[at];
      const b = metRight[at];
      const isEqual = test(at);
      data[metRows[at]] = isEqual ? yes : 1 - yes;
      if (a < partners.length && (isEqual || partners[a] === 0)) partners[a] = isEqual ? b + 1 : -b - 1;
    }
    this.comparisons += count;
  }

  private test(count: number): MetTest {
    const { left, right, equality } = this;
    if (this.comparisons >= (valueCount(left) + valueCount(right)) * comparisonsPerNumber)
      return this.testNumbers();
    const readLeft = textReader(left);
    const readRight = textReader(right);
    const testTexts: MetTest = (at) => equality.areEqual(readLeft(metLeft[at]), readRight(metRight[at]));
    if (left.bytes === undefined || right.bytes === undefined) return testTexts;
    left.bytes.locate(metLeft, count, leftSpans);
    right.bytes.locate(metRight, count, rightSpans);
    return (at) => areSpansEqual(equality, at) ?? testTexts(at);
  }

  private testNumbers(): MetTest {
    const { left, right } = this;
    this.leftNumbers = withRoom(this.leftNumbers, valueCount(left), newInts);
    this.rightNumbers = withRoom(this.rightNumbers, valueCount(right), newInts);
    const { leftNumbers, rightNumbers } = this;
    const readLeft = textReader(left);
    const readRight = textReader(right);
    return (at) => {
      const a = metLeft[at];
      const b = metRight[at];
      if (leftNumbers[a] === 0) leftNumbers[a] = this.numberOf(readLeft(a));
      if (rightNumbers[b] === 0) rightNumbers[b] = this.numberOf(readRight(b));
      return leftNumbers[a] === rightNumbers[b];
    };
  }

  private numberOf(text: string): number {
    const key = this.equality.keyOf(text);
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = ++this.numberCount;
      this.numbers.add(key, number);
    }
    return number;
  }
}

/** Lets go of the bytes, that no table stays for them. */
function areSpansEqual({ areBytesEqual }: TextEquality, at: number): boolean | undefined {
  const left = leftSpans.bytes[at];
  const right = rightSpans.bytes[at];
  leftSpans.bytes[at] = noBytes;
  rightSpans.bytes[at] = noBytes;
  const { starts, ends } = rightSpans;
  return areBytesEqual(left, leftSpans.starts[at], leftSpans.ends[at], right, starts[at], ends[at]);
}

function textReader(dictionary: Dictionary): (code: number) => string {
  const read = valueReader(dictionary);
  return (code) => {
    const cell = read(code);
    return typeof cell === "string" ? cell : "";
  };
}
