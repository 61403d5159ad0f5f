/** The scalars at one path of the cells of a column, equal ones stored once. */
import { parseJson, printJson } from "../../types/json.js";
import type { DynamicValue } from "../../types/value.js";
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
const queuedEnds = new Int32Array(queueSize);
const queuedHashes = new Int32Array(queueSize);
const queuedCodes = new Int32Array(queueSize);

/** The text of a value, as its bytes say. */
export function readJson(host: ByteHost, isPlain: boolean, bytes: Uint8Array, start: number, end: number) {
  const text = host.text(bytes, start, end);
  // The text was found to be JSON, and without such numbers as need the exact reader, when it was loaded.
  return isPlain ? (JSON.parse(text) as DynamicValue) : (parseJson(text) ?? null);
}

/** Null is kept as the empty text, under the first code. */
const nullBytes = Uint8Array.of(quote);

export class PathValues {
  /** Whether all are texts or null. */
  areTexts = true;
  /** Whether one of them is the empty text, or may hold what is no UTF-8: other bytes may then be the same text. */
  private hasTwins = false;
  /** The code of the empty text; 0 while there is none. */
  private emptyCode = 0;
  /** Texts as a quote and what they say, other values as JSON. */
  private readonly interner: ByteInterner;
  readonly bytes: ByteTexts;
  private readonly unescaper = new Unescaper();
  /** Values that were made, by code. */
  private readonly made: (DynamicValue | undefined)[] = [null];

  constructor(
    private readonly host: ByteHost,
    private readonly isPlain: boolean,
  ) {
    this.interner = new ByteInterner(host);
    this.interner.internHashed(nullBytes, 0, 1, hashOf(nullBytes, 1, 1));
    this.bytes = new ByteTexts(this.interner, 1);
  }

  /** Null and the distinct values. */
  get count(): number {
    return this.interner.count;
  }

  /** False once equal values may have different codes. */
  get areDistinct(): boolean {
    return this.interner.isDistinct;
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
      const end = queuedEnds[at];
      if (end > 0) queuedCodes[at] = this.addText(queuedBytes[at], queuedStarts[at], end, queuedHashes[at]);
      else queuedCodes[at] = this.addOther(queuedBytes[at], queuedStarts[at]);
      queuedBytes[at] = noBytes;
    }
    return queuedCodes;
  }

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

  private addOther(bytes: Uint8Array, start: number): number {
    const first = bytes[start];
    if (first === 110) return 0;
    if (first === quote) {
      const { unescaper } = this;
      const length = unescaper.read(bytes, start, skipText(bytes, start) - 1);
      return this.addText(unescaper.bytes, 0, length, hashOf(unescaper.bytes, 1, length));
    }
    const end = skipTrusted(bytes, start, bytes.length);
    if (isPrintedWord(bytes, start, end)) return this.addWord(bytes, start, end);
    const value = readJson(this.host, this.isPlain, bytes, start, end);
    const canonical = encoder.encode(printJson(value));
    const code = this.addWord(canonical, 0, canonical.length);
    this.keep(code, value);
    return code;
  }

  /** A text from its quote on. */
  private addText(bytes: Uint8Array, start: number, end: number, hash: number): number {
    if (end - start === 1) return this.addEmpty();
    const { interner } = this;
    const before = interner.count;
    const code = interner.internHashed(bytes, start, end, hash);
    if (code === before && !interner.list.isAscii(code)) this.noteTwins(code);
    return code;
  }

  private addEmpty(): number {
    if (this.emptyCode === 0) {
      this.emptyCode = this.interner.addApart(nullBytes);
      this.hasTwins = true;
    }
    return this.emptyCode;
  }

  private addWord(bytes: Uint8Array, start: number, end: number): number {
    this.areTexts = false;
    return this.interner.intern(bytes, start, end);
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

  private make(code: number): DynamicValue {
    const { list } = this.interner;
    const bytes = list.segmentOf(code);
    const start = list.offsetOf(code);
    const end = start + list.lengthOf(code);
    if (bytes[start] !== quote) return JSON.parse(this.host.text(bytes, start, end)) as DynamicValue; // printed by this class
    return decoderOf(this.host, this.unescaper.hasLoneSurrogate)(bytes, start + 1, end);
  }

  private noteTwins(code: number): void {
    const text = this.read(code);
    if (typeof text === "string" && text.includes(replacement)) this.hasTwins = true;
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
  private readonly data: string[] = [];
  private known: FlatVector = { encoding: "string", type: "string", length: 0, data: [] };

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
    const { count, data } = this;
    if (data.length < count) {
      while (data.length < count) data.push(this.read(data.length));
      this.known = { encoding: "string", type: "string", length: count, data };
    }
    return this.known;
  }
}

/** Whether a number, true or false stands as it is printed, for certain. */
function isPrintedWord(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  if (first === 116 || first === 102) return true;
  return !Number.isNaN(wholeOf(bytes, start, end)) && !(first === minus && bytes[start + 1] === 48);
}
