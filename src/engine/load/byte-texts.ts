/** Distinct texts by their bytes, so that those of two columns are compared without being made. */
import { newInts, withRoom } from "../../vector/allocate.js";
import { noteTableBytes } from "../../vector/table-bytes.js";
import type { TextBytes } from "../../vector/vector.js";
import { type ByteInterner, hashOf } from "./byte-interner.js";
import { maxTouched } from "./byte-list.js";
import { TextWriter } from "./text-bytes.js";

const hashes = new Int32Array(maxTouched);
const met = new Int32Array(maxTouched);
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

  segmentOf(code: number): Uint8Array {
    return this.interner.list.segmentOf(code);
  }

  startOf(code: number): number {
    return this.interner.list.offsetOf(code) + this.skipped;
  }

  endOf(code: number): number {
    const { list } = this.interner;
    return list.offsetOf(code) + list.lengthOf(code);
  }

  touch(codes: Int32Array, count: number): void {
    this.interner.list.touch(codes, count);
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
      known = { places: newInts(others.count), count: this.count };
      noteTableBytes(known.places.byteLength);
      this.known.set(others, known);
    }
    known.places = withRoom(known.places, others.count, newInts);
    const { places } = known;
    if (known.count !== this.count) {
      for (let code = 0; code < places.length; code++) if (places[code] === absent) places[code] = 0;
      known.count = this.count;
    }
    return places;
  }

  private findMet(others: TextBytes, count: number, places: Int32Array): void {
    const { interner, skipped } = this;
    others.touch(met, count);
    for (let at = 0; at < count; at++) {
      const code = met[at];
      hashes[at] = hashOf(others.segmentOf(code), others.startOf(code), others.endOf(code));
    }
    interner.touch(hashes, count);
    for (let at = 0; at < count; at++) {
      const code = met[at];
      const bytes = others.segmentOf(code);
      const place = interner.find(bytes, others.startOf(code), others.endOf(code), hashes[at], skipped);
      if (place >= 0) places[code] = place + 1;
    }
  }
}
