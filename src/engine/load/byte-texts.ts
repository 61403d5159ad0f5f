/** Distinct texts by their bytes, so that those of two columns are compared without being made. */
import type { TextBytes } from "../../vector/vector.js";
import { type ByteInterner, hashOf } from "./byte-interner.js";
import { maxTouched } from "./byte-list.js";
import { TextWriter } from "./text-bytes.js";

const hashes = new Int32Array(maxTouched);
const writer = new TextWriter();

export class ByteTexts implements TextBytes {
  /** `skipped` bytes stand before each text in the interner's strings. */
  constructor(
    private readonly interner: ByteInterner,
    private readonly skipped: 0 | 1,
  ) {}

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

  touch(codes: Int32Array): void {
    this.interner.list.touch(codes, codes.length);
  }

  placeOf(text: string): number {
    const end = writer.write(text);
    return this.interner.find(writer.bytes, 0, end, hashOf(writer.bytes, 0, end), this.skipped);
  }

  placesOf(others: TextBytes, codes: Int32Array, length: number, into: Int32Array): void {
    for (let from = 0; from < length; from += maxTouched) {
      const part = codes.subarray(from, Math.min(length, from + maxTouched));
      this.findPart(others, part, into.subarray(from));
    }
  }

  private findPart(others: TextBytes, codes: Int32Array, into: Int32Array): void {
    const { interner, skipped } = this;
    others.touch(codes);
    for (let at = 0; at < codes.length; at++) {
      const code = codes[at];
      hashes[at] = hashOf(others.segmentOf(code), others.startOf(code), others.endOf(code));
    }
    interner.touch(hashes, codes.length);
    for (let at = 0; at < codes.length; at++) {
      const code = codes[at];
      const bytes = others.segmentOf(code);
      into[at] = interner.find(bytes, others.startOf(code), others.endOf(code), hashes[at], skipped);
    }
  }
}
