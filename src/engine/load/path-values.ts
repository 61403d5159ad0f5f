/** The scalars at one path of the cells of a column, equal ones stored once. */
import { parseJson, printJson } from "../../types/json.js";
import type { DynamicValue } from "../../types/value.js";
import { MadeTexts } from "../../vector/made-texts.js";
import type { Dictionary, FlatVector, SingleValues } from "../../vector/vector.js";
import { ByteInterner, hashOf } from "./byte-interner.js";
import { type ByteHost, maxTouched } from "./byte-list.js";
import { ByteTexts } from "./byte-texts.js";
import { backslash, minus, quote } from "./json-scan.js";
import { wholeOf } from "./number-bytes.js";
import { decoderOf, replacement } from "./text-bytes.js";
import { skipText, skipTrusted } from "./trusted-json.js";
import { Unescaper } from "./unescape.js";

const encoder = new TextEncoder();
const noBytes = new Uint8Array(0);

/** Scalars that are added together, so that memory is waited for once, not for each. */
export const queueSize = maxTouched;

const queuedBytes = new Array<Uint8Array>(queueSize).fill(noBytes);
const queuedStarts = new Int32Array(queueSize);
/** 0 for what is no text, and for texts with escapes. */
const queuedEnds = new Int32Array(queueSize);
const queuedHashes = new Int32Array(queueSize);
const queuedCodes = new Int32Array(queueSize);

/** The text of a value, as its bytes say. */
export function readJson(host: ByteHost, isPlain: boolean, bytes: Uint8Array, start: number, end: number) {
  const text = host.text(bytes, start, end);
  // The text was found to be JSON, and without such numbers as need the exact reader, when it was loaded.
  return isPlain ? (JSON.parse(text) as DynamicValue) : (parseJson(text) ?? null);
}

export class PathValues {
  /** Whether all are texts or null. */
  areTexts = true;
  /** Whether one of them is the empty text, or may hold what is no UTF-8: other bytes may then be the same text. */
  private hasTwins = false;
  /** The code of the empty text; 0 while there is none. */
  private emptyCode = 0;
  /** By code. Null is kept as the empty text, under the first code; of what is neither, it has but the code. */
  private readonly interner: ByteInterner;
  readonly bytes: ByteTexts;
  /** Numbers, true and false as JSON, and the code of each. */
  private readonly words: ByteInterner;
  private readonly wordCodes: number[] = [];
  private readonly unescaper = new Unescaper();
  /** Values that were made, by code. */
  private readonly made: (DynamicValue | undefined)[] = [null];

  constructor(
    private readonly host: ByteHost,
    private readonly isPlain: boolean,
  ) {
    this.interner = new ByteInterner(host);
    this.interner.intern(noBytes, 0, 0);
    this.bytes = new ByteTexts(this.interner);
    this.words = new ByteInterner(host);
  }

  /** Null and the distinct values. */
  get count(): number {
    return this.interner.count;
  }

  /** False once equal values may have different codes. */
  get areDistinct(): boolean {
    return this.interner.isDistinct && this.words.isDistinct;
  }

  get haveDistinctTexts(): boolean {
    return this.areTexts && !this.hasTwins && this.areDistinct;
  }

  /** Notes a scalar to be added, by its place. */
  queue(at: number, bytes: Uint8Array, start: number): void {
    queuedBytes[at] = bytes;
    queuedStarts[at] = start;
  }

  /** Codes of the scalars queued; null has 0. Equal values get one code, however they are written. */
  addQueued(count: number): Int32Array {
    for (let at = 0; at < count; at++) this.prepare(at);
    this.interner.touch(queuedHashes, count);
    for (let at = 0; at < count; at++) {
      queuedCodes[at] = this.addPrepared(at);
      queuedBytes[at] = noBytes;
    }
    return queuedCodes;
  }

  /** Finds the end and the hash of a text that has no escapes. */
  private prepare(at: number): void {
    const bytes = queuedBytes[at];
    const start = queuedStarts[at];
    queuedEnds[at] = 0;
    queuedHashes[at] = 0;
    if (bytes[start] !== quote) return;
    let end = start + 1;
    while (bytes[end] !== quote && bytes[end] !== backslash) end++;
    if (bytes[end] !== quote) return;
    queuedEnds[at] = end;
    queuedHashes[at] = hashOf(bytes, start + 1, end);
  }

  private addPrepared(at: number): number {
    const bytes = queuedBytes[at];
    const start = queuedStarts[at];
    if (queuedEnds[at] > 0) return this.addText(bytes, start + 1, queuedEnds[at], queuedHashes[at]);
    return bytes[start] === quote ? this.addEscaped(bytes, start) : this.addOther(bytes, start);
  }

  private addEscaped(bytes: Uint8Array, start: number): number {
    const { unescaper } = this;
    const length = unescaper.read(bytes, start + 1, skipText(bytes, start) - 1);
    return this.addText(unescaper.bytes, 0, length, hashOf(unescaper.bytes, 0, length));
  }

  private addText(bytes: Uint8Array, start: number, end: number, hash: number): number {
    if (end === start) return this.addEmpty();
    const { interner } = this;
    const before = interner.count;
    const code = interner.intern(bytes, start, end, hash);
    if (code === before && !interner.list.isAscii(code)) this.noteTwins(code);
    return code;
  }

  private addEmpty(): number {
    if (this.emptyCode === 0) {
      this.emptyCode = this.interner.addApart();
      this.hasTwins = true;
    }
    return this.emptyCode;
  }

  private addOther(bytes: Uint8Array, start: number): number {
    const first = bytes[start];
    if (first === 110) return 0;
    const end = skipTrusted(bytes, start, bytes.length);
    if (isPrintedWord(bytes, start, end)) return this.addWord(bytes, start, end);
    const canonical = encoder.encode(printJson(readJson(this.host, this.isPlain, bytes, start, end)));
    return this.addWord(canonical, 0, canonical.length);
  }

  /** A number, true or false as it is printed. */
  private addWord(bytes: Uint8Array, start: number, end: number): number {
    const { words, wordCodes, interner } = this;
    this.areTexts = false;
    const word = words.intern(bytes, start, end);
    if (word === wordCodes.length) {
      const code = interner.addApart();
      wordCodes.push(code);
      this.keep(code, parseJson(words.list.text(word)) ?? null);
    }
    return wordCodes[word];
  }

  read(code: number): DynamicValue {
    const known = this.made[code];
    if (known !== undefined) return known;
    const value = this.make(code);
    this.keep(code, value);
    return value;
  }

  private keep(code: number, value: DynamicValue): void {
    // Set far behind its end, an array would become a slow table.
    while (this.made.length <= code) this.made.push(undefined);
    this.made[code] = value;
  }

  private make(code: number): string {
    const { list } = this.interner;
    const start = list.offsetOf(code);
    const decode = decoderOf(this.host, this.unescaper.hasLoneSurrogate);
    return decode(list.segmentOf(code), start, start + list.lengthOf(code));
  }

  private noteTwins(code: number): void {
    if (this.make(code).includes(replacement)) this.hasTwins = true;
  }
}

/** The values as a dictionary, more of them with each row that has a new one. */
export class PathDictionary implements Dictionary {
  readonly single: SingleValues;
  private readonly asTexts: PathTexts;
  private readonly data: DynamicValue[] = [];
  private known: FlatVector = { encoding: "object", type: "dynamic", length: 0, data: [] };

  constructor(
    private readonly from: PathValues,
    readonly rowCount: number,
  ) {
    this.single = from;
    this.asTexts = new PathTexts(from, rowCount);
  }

  get values(): FlatVector {
    const { data, from } = this;
    if (data.length < from.count) {
      while (data.length < from.count) data.push(from.read(data.length));
      this.known = { encoding: "object", type: "dynamic", length: data.length, data };
    }
    return this.known;
  }

  get texts(): Dictionary | undefined {
    return this.from.areTexts ? this.asTexts : undefined;
  }
}

/** The values of a path as texts, as long as all are texts or null: mostly that is what `tostring` is asked for. */
class PathTexts implements Dictionary, SingleValues {
  readonly single: SingleValues = this;
  private readonly made = new MadeTexts(this);

  constructor(
    private readonly from: PathValues,
    readonly rowCount: number,
  ) {}

  get count(): number {
    return this.from.count;
  }

  get isDistinct(): boolean {
    return this.from.haveDistinctTexts;
  }

  get bytes(): ByteTexts | undefined {
    return this.isDistinct ? this.from.bytes : undefined;
  }

  read(code: number): string {
    const value = this.from.read(code);
    return typeof value === "string" ? value : "";
  }

  get values(): FlatVector {
    return this.made.values;
  }
}

/** Whether a number, true or false stands as it is printed, for certain. */
function isPrintedWord(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  if (first === 116 || first === 102) return true;
  return !Number.isNaN(wholeOf(bytes, start, end)) && !(first === minus && bytes[start + 1] === 48);
}
