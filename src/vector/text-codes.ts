import { InternalError } from "../text/errors.js";
import { newInts, noInts, withRoom } from "./allocate.js";
import { DistinctCodes } from "./distinct-codes.js";
import { MadeTexts } from "./made-texts.js";
import { textIndexOf } from "./text-index.js";
import {
  cellAt,
  type Dictionary,
  type FlatVector,
  type SingleValues,
  type TextBytes,
  type TextFinder,
  type TextSpans,
  valueCount,
} from "./vector.js";

/** Each new text is looked up in all other dictionaries, so there are not many. */
const maxParts = 16;

/** One of the dictionaries that texts come from. */
class Part {
  /** Places in the order in which the texts of this part came up. */
  readonly known: DistinctCodes;
  /** By that order the code of the text. Not used while there is one part: the order is the code. */
  codes = noInts;
  readCount = 0;
  private readonly finders = new Map<TextBytes, TextFinder>();

  constructor(readonly dictionary: Dictionary) {
    this.known = new DistinctCodes(dictionary);
  }

  get heldBytes(): number {
    return this.known.heldBytes + this.codes.byteLength;
  }

  /** Texts beside others must have them: who adds texts asks `takes` before. */
  get bytes(): TextBytes {
    const { bytes } = this.dictionary;
    if (bytes === undefined) throw new InternalError("texts without bytes stand beside others");
    return bytes;
  }

  /** Order of each text of another dictionary; -1 for those that have not come up here. */
  find(others: TextBytes, codes: Int32Array, length: number, into: Int32Array): void {
    let finder = this.finders.get(others);
    if (finder === undefined) {
      finder = this.bytes.finder(others);
      this.finders.set(others, finder);
    }
    finder.find(codes, length, into);
    this.known.find(into, length, into);
  }
}

/**
 * Codes in the order of first appearance for the texts of one dictionary of distinct ones, or of several whose texts
 * lie in memory as bytes: equal texts of them get one code, and none is made or hashed anew. Is itself the dictionary
 * of the texts that have come up.
 */
export class TextCodes implements Dictionary, SingleValues, TextBytes {
  readonly single: SingleValues = this;
  private readonly parts: Part[] = [];
  /** With several parts, by code: the part that has the text, and its place there. */
  private sources: Int32Array<ArrayBuffer> = noInts;
  private places: Int32Array<ArrayBuffer> = noInts;
  private mergedCount = 0;
  private readonly made = new MadeTexts(this);

  get count(): number {
    const { parts } = this;
    return parts.length === 1 ? parts[0].known.count : this.mergedCount;
  }

  get rowCount(): number {
    return this.parts.reduce((most, { dictionary }) => Math.max(most, dictionary.rowCount), 0);
  }

  get heldBytes(): number {
    const { parts, sources, places } = this;
    return parts.reduce((sum, part) => sum + part.heldBytes, sources.byteLength + places.byteLength);
  }

  /** False once texts may have come up that cannot be told apart by their places. */
  get isDistinct(): boolean {
    const { parts } = this;
    return parts.length === 1 ? parts[0].dictionary.isDistinct === true : parts.every(hasBytes);
  }

  get bytes(): TextBytes | undefined {
    return this.parts.every(hasBytes) ? this : undefined;
  }

  get values(): FlatVector {
    return this.made.values;
  }

  /** Whether the texts of a dictionary can get codes beside those that have some. */
  takes(dictionary: Dictionary): boolean {
    const { parts } = this;
    if (dictionary.isDistinct !== true) return false;
    if (parts.length === 0) return true;
    if (this.partOf(dictionary) !== undefined) return this.isDistinct;
    return parts.length < maxParts && dictionary.bytes !== undefined && this.bytes !== undefined;
  }

  /** Whether a text from elsewhere is found without an index being made for few texts. */
  get isIndexWorthwhile(): boolean {
    if (!this.isDistinct) return false;
    return this.bytes !== undefined || this.count * 4 >= valueCount(this.parts[0].dictionary);
  }

  /** Writes the code of each row to `into`, another array; texts that come up first get the next ones. */
  add(dictionary: Dictionary, codes: Int32Array, length: number, into: Int32Array): void {
    const part = this.partOf(dictionary) ?? this.newPart(dictionary);
    part.known.add(codes, length, into);
    if (this.parts.length === 1) return;
    this.addNew(part);
    for (let row = 0; row < length; row++) into[row] = part.codes[into[row]];
  }

  /** As `add`; -1 for texts that have no code. False where those of the dictionary cannot be told by their places. */
  find(dictionary: Dictionary, codes: Int32Array, length: number, into: Int32Array): boolean {
    if (!this.isDistinct || dictionary.isDistinct !== true) return false;
    const part = this.partOf(dictionary);
    if (part !== undefined) {
      part.known.find(codes, length, into);
      this.readCodes(part, length, into);
      return true;
    }
    if (dictionary.bytes === undefined || this.bytes === undefined) return false;
    this.findBytes(dictionary.bytes, codes, length, into);
    return true;
  }

  read(code: number): string {
    const { parts } = this;
    const isSingle = parts.length === 1;
    const { dictionary, known } = parts[isSingle ? 0 : this.sources[code]];
    const place = isSingle ? known.places[code] : this.places[code];
    const cell =
      dictionary.single === undefined ? cellAt(dictionary.values, place) : dictionary.single.read(place);
    return typeof cell === "string" ? cell : "";
  }

  placeOf(text: string): number {
    for (const part of this.parts) {
      const order = part.known.codeOf(textIndexOf(part.dictionary).placeOf(text));
      if (order >= 0) return this.parts.length === 1 ? order : part.codes[order];
    }
    return -1;
  }

  locate(codes: Int32Array, count: number, into: TextSpans): void {
    const ats = newInts(count);
    const places = newInts(count);
    const spans: TextSpans = { bytes: [], starts: newInts(count), ends: newInts(count) };
    const isSingle = this.parts.length === 1;
    this.parts.forEach((part, source) => {
      let found = 0;
      for (let at = 0; at < count; at++) {
        if (!isSingle && this.sources[codes[at]] !== source) continue;
        ats[found] = at;
        places[found++] = isSingle ? part.known.places[codes[at]] : this.places[codes[at]];
      }
      part.bytes.locate(places, found, spans);
      for (let at = 0; at < found; at++) {
        into.bytes[ats[at]] = spans.bytes[at];
        into.starts[ats[at]] = spans.starts[at];
        into.ends[ats[at]] = spans.ends[at];
      }
    });
  }

  finder(others: TextBytes): TextFinder {
    return { find: (codes, length, into) => this.findBytes(others, codes, length, into) };
  }

  private findBytes(others: TextBytes, codes: Int32Array, length: number, into: Int32Array): void {
    const { parts } = this;
    if (parts.length === 1) {
      parts[0].find(others, codes, length, into);
      return;
    }
    const found = newInts(length);
    into.fill(-1, 0, length);
    for (const part of parts) {
      part.find(others, codes, length, found);
      this.readCodes(part, length, found);
      for (let at = 0; at < length; at++) if (found[at] >= 0) into[at] = found[at];
    }
  }

  /** Puts codes in place of the orders of a part. */
  private readCodes(part: Part, length: number, orders: Int32Array): void {
    if (this.parts.length === 1) return;
    for (let at = 0; at < length; at++) if (orders[at] >= 0) orders[at] = part.codes[orders[at]];
  }

  private partOf(dictionary: Dictionary): Part | undefined {
    return this.parts.find((part) => part.dictionary === dictionary);
  }

  private newPart(dictionary: Dictionary): Part {
    const part = new Part(dictionary);
    this.parts.push(part);
    if (this.parts.length === 2) this.addNew(this.parts[0]);
    return part;
  }

  /** Gives codes to the texts of a part that have just come up: those that equal ones of other parts have. */
  private addNew(part: Part): void {
    const { known, readCount } = part;
    const added = known.count - readCount;
    if (added === 0) return;
    const fresh = known.places.subarray(readCount, known.count);
    const codes = newInts(added).fill(-1);
    this.findElsewhere(part, fresh, codes);
    part.codes = withRoom(part.codes, known.count, newInts);
    this.sources = withRoom(this.sources, this.mergedCount + added, newInts);
    this.places = withRoom(this.places, this.mergedCount + added, newInts);
    const source = this.parts.indexOf(part);
    for (let at = 0; at < added; at++) {
      if (codes[at] < 0) {
        this.sources[this.mergedCount] = source;
        this.places[this.mergedCount] = fresh[at];
        codes[at] = this.mergedCount++;
      }
      part.codes[readCount + at] = codes[at];
    }
    part.readCount = known.count;
  }

  private findElsewhere(part: Part, places: Int32Array, codes: Int32Array): void {
    const found = newInts(places.length);
    for (const other of this.parts) {
      if (other === part || other.readCount === 0) continue;
      other.find(part.bytes, places, places.length, found);
      for (let at = 0; at < codes.length; at++) if (found[at] >= 0) codes[at] = other.codes[found[at]];
    }
  }
}

function hasBytes({ dictionary }: Part): boolean {
  return dictionary.bytes !== undefined;
}
