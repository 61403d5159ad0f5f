/** Distinct texts by their bytes, so that those of two columns are compared without being made. */
import { newInts, noInts, withRoom } from "../../vector/allocate.js";
import type { TextBytes, TextFinder, TextSpans } from "../../vector/vector.js";
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

export class ByteTexts implements TextBytes {
  constructor(private readonly interner: ByteInterner) {}

  get count(): number {
    return this.interner.count;
  }

  locate(codes: Int32Array, count: number, into: TextSpans): void {
    this.interner.list.locate(codes, count, into);
  }

  placeOf(text: string): number {
    const end = writer.write(text);
    return this.interner.find(writer.bytes, 0, end, hashOf(writer.bytes, 0, end));
  }

  finder(others: TextBytes): TextFinder {
    return new ByteFinder(this.interner, others);
  }
}

/** Looks each text up when it is first met. */
class ByteFinder implements TextFinder {
  /** By code the place of its text plus one; 0 where it has not been looked for. */
  private places: Int32Array<ArrayBuffer> = noInts;
  /** How many texts there were to be found. */
  private count: number;

  constructor(
    private readonly interner: ByteInterner,
    private readonly others: TextBytes,
  ) {
    this.count = interner.count;
  }

  find(codes: Int32Array, length: number, into: Int32Array): void {
    this.makeRoom();
    const { places } = this;
    let count = 0;
    for (let at = 0; at < length; at++) {
      if (places[codes[at]] !== 0) continue;
      places[codes[at]] = absent;
      met[count++] = codes[at];
      if (count < maxTouched) continue;
      this.findMet(count);
      count = 0;
    }
    this.findMet(count);
    for (let at = 0; at < length; at++) into[at] = Math.max(places[codes[at]], 0) - 1;
  }

  private makeRoom(): void {
    this.places = withRoom(this.places, this.others.count, newInts);
    if (this.count === this.interner.count) return;
    this.count = this.interner.count;
    const { places } = this;
    for (let code = 0; code < places.length; code++) if (places[code] === absent) places[code] = 0;
  }

  private findMet(count: number): void {
    const { interner, places } = this;
    const { bytes, starts, ends } = spans;
    this.others.locate(met, count, spans);
    for (let at = 0; at < count; at++) hashes[at] = hashOf(bytes[at], starts[at], ends[at]);
    interner.touch(hashes, count);
    for (let at = 0; at < count; at++) {
      places[met[at]] = interner.find(bytes[at], starts[at], ends[at], hashes[at]) + 1 || absent;
      bytes[at] = noBytes;
    }
  }
}
