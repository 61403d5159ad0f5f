/** Distinct texts by their bytes, so that those of two columns are compared without being made. */
import { newInts, noInts, withRoom } from "../../vector/allocate.js";
import { noteTableBytes } from "../../vector/table-bytes.js";
import type { TextBytes, TextSpans } from "../../vector/vector.js";
import { type ByteInterner, hashOf } from "./byte-interner.js";
import { maxTouched } from "./byte-list.js";
import { TextWriter } from "./text-bytes.js";

const hashes = new Int32Array(maxTouched);
const met = new Int32Array(maxTouched);
const noBytes = new Uint8Array(0);
const spans: TextSpans = {
  bytes: new Array<Uint8Array>(maxTouched).fill(noBytes),
  starts: new Int32Array(maxTouched),
  ends: new Int32Array(maxTouched),
};
const writer = new TextWriter();

/** Marks texts that are not there. */
const absent = -1;

/** What is known of the texts of another dictionary. */
interface Known {
  /** By code the place of its text plus one; 0 where it has not been looked for. */
  places: Int32Array<ArrayBuffer>;
  /** How many texts there were to be found. */
  count: number;
}

export class ByteTexts implements TextBytes {
  private readonly known = new WeakMap<TextBytes, Known>();

  /** `skipped` bytes stand before each text in the interner's strings. */
  constructor(
    private readonly interner: ByteInterner,
    private readonly skipped: 0 | 1,
  ) {}

  get count(): number {
    return this.interner.count;
  }

  locate(codes: Int32Array, count: number, into: TextSpans): void {
    this.interner.list.locate(codes, count, this.skipped, into);
  }

  placeOf(text: string): number {
    const end = writer.write(text);
    return this.interner.find(writer.bytes, 0, end, hashOf(writer.bytes, 0, end), this.skipped);
  }

  placesOf(others: TextBytes, codes: Int32Array, length: number, into: Int32Array): void {
    const places = this.knownPlaces(others);
    let count = 0;
    for (let at = 0; at < length; at++) {
      if (places[codes[at]] !== 0) continue;
      places[codes[at]] = absent;
      met[count++] = codes[at];
      if (count < maxTouched) continue;
      this.findMet(others, count, places);
      count = 0;
    }
    this.findMet(others, count, places);
    for (let at = 0; at < length; at++) into[at] = Math.max(places[codes[at]], 0) - 1;
  }

  private knownPlaces(others: TextBytes): Int32Array {
    let known = this.known.get(others);
    if (known === undefined) {
      known = { places: noInts, count: this.count };
      this.known.set(others, known);
    }
    const { byteLength } = known.places;
    known.places = withRoom(known.places, others.count, newInts);
    noteTableBytes(known.places.byteLength - byteLength);
    const { places } = known;
    if (known.count !== this.count) {
      for (let code = 0; code < places.length; code++) if (places[code] === absent) places[code] = 0;
      known.count = this.count;
    }
    return places;
  }

  private findMet(others: TextBytes, count: number, places: Int32Array): void {
    const { interner, skipped } = this;
    const { bytes, starts, ends } = spans;
    others.locate(met, count, spans);
    for (let at = 0; at < count; at++) hashes[at] = hashOf(bytes[at], starts[at], ends[at]);
    interner.touch(hashes, count);
    for (let at = 0; at < count; at++) {
      places[met[at]] = interner.find(bytes[at], starts[at], ends[at], hashes[at], skipped) + 1 || absent;
      bytes[at] = noBytes;
    }
  }
}
