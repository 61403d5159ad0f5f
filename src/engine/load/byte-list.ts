/**
 * Byte strings by number, one after another in large buffers: millions of them cost what their bytes cost and eight
 * bytes more, and nothing to the garbage collector. A string never lies across two buffers.
 */
import { KqlError } from "../../text/errors.js";
import type { TextSpans } from "../../vector/vector.js";
import { columnTooLarge } from "../diagnostics.js";

/** Buffers and texts of the platform: Node's are faster than those that every platform has. */
export interface ByteHost {
  /** A buffer whose content does not matter. */
  allocate(size: number): Uint8Array;
  /** The UTF-8 text of some bytes; `bytes` came from `allocate` or from the source of the data. */
  text(bytes: Uint8Array, start: number, end: number): string;
}

const offsetBits = 22;
const segmentSize = 1 << offsetBits;
const offsetMask = segmentSize - 1;
const maxSegments = 2 ** (32 - offsetBits);
const firstSegmentSize = 1024;

/** Below this length a loop copies faster than the built-in, which first makes a view. */
const loopCopyLength = 48;

const cacheLine = 64;

/** Strings that may be touched together. */
export const maxTouched = 512;
const starts = new Int32Array(maxTouched);

const noBytes = new Uint8Array(0);

export class ByteList {
  count = 0;
  /** Of each string its segment and offset, then its length: side by side, for they are read together. */
  private places = new Uint32Array(32);
  private readonly segments: Uint8Array[] = [];
  private last: Uint8Array = noBytes;
  private used = 0;
  /** Made of what was touched, so that no compiler leaves the loads out. */
  private touched = 0;

  constructor(private readonly host: ByteHost) {}

  /** Copies bytes; gives the number of the new string. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.used + length > this.last.length || this.segments.length === 0) this.makeRoom(length);
    const { last, used } = this;
    if (length < loopCopyLength) {
      for (let from = start, to = used; from < end; from++, to++) last[to] = bytes[from];
    } else {
      last.set(bytes.subarray(start, end), used);
    }
    const index = this.count++;
    if (index * 2 === this.places.length) this.growPlaces();
    this.places[index * 2] = ((this.segments.length - 1) << offsetBits) | used;
    this.places[index * 2 + 1] = length;
    this.used = used + length;
    return index;
  }

  segmentOf(index: number): Uint8Array {
    return this.segments[this.places[index * 2] >>> offsetBits];
  }

  /** Where the string begins in its segment. */
  offsetOf(index: number): number {
    return this.places[index * 2] & offsetMask;
  }

  lengthOf(index: number): number {
    return this.places[index * 2 + 1];
  }

  /**
   * Brings some strings into the processor's caches, from a place in each on; a number below 0 stands for none. Loads
   * that do not wait for one another overlap; read one by one, each string would wait for memory.
   */
  touch(indexes: Int32Array, count: number, from = starts): void {
    const { places, segments } = this;
    let all = 0;
    for (let at = 0; at < count; at++) {
      const index = indexes[at];
      if (index < 0) continue;
      const place = places[index * 2];
      const segment = segments[place >>> offsetBits];
      const start = (place & offsetMask) + from[at];
      all ^= segment[start] ^ segment[start + cacheLine];
    }
    this.touched ^= all;
  }

  /** Where the bytes of some strings lie, which are touched on the way. */
  locate(indexes: Int32Array, count: number, { bytes, starts, ends }: TextSpans): void {
    const { places, segments } = this;
    let all = 0;
    for (let at = 0; at < count; at++) {
      const place = places[indexes[at] * 2];
      const start = place & offsetMask;
      bytes[at] = segments[place >>> offsetBits];
      starts[at] = start;
      ends[at] = start + places[indexes[at] * 2 + 1];
      all ^= bytes[at][start];
    }
    this.touched ^= all;
  }

  /** Whether a string has these bytes. */
  isAt(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    if (this.places[index * 2 + 1] !== end - start) return false;
    const place = this.places[index * 2];
    const segment = this.segments[place >>> offsetBits];
    return isSame(segment, place & offsetMask, bytes, start, end);
  }

  isAscii(index: number): boolean {
    const segment = this.segmentOf(index);
    const start = this.offsetOf(index);
    const end = start + this.lengthOf(index);
    let all = 0;
    for (let at = start; at < end; at++) all |= segment[at];
    return all < 128;
  }

  text(index: number): string {
    const offset = this.offsetOf(index);
    return this.host.text(this.segmentOf(index), offset, offset + this.lengthOf(index));
  }

  /** Gives back memory that was held for more strings. */
  trim(): void {
    this.places = this.places.slice(0, this.count * 2);
    if (this.last.length - this.used < 4096) return;
    const trimmed = this.host.allocate(this.used);
    trimmed.set(this.last.subarray(0, this.used));
    this.last = trimmed;
    this.segments[this.segments.length - 1] = trimmed;
  }

  /** The first segment grows until it is full size; a string larger than a segment gets one of its own. */
  private makeRoom(length: number): void {
    const needed = this.used + length;
    if (this.segments.length === 1 && this.last.length < segmentSize && needed <= segmentSize) {
      const grown = this.host.allocate(Math.min(segmentSize, Math.max(needed, this.last.length * 4)));
      grown.set(this.last.subarray(0, this.used));
      this.last = grown;
      this.segments[0] = grown;
      return;
    }
    if (this.segments.length === maxSegments)
      throw new KqlError([columnTooLarge()], { name: "data", text: "" });
    const size = this.segments.length === 0 ? firstSegmentSize : segmentSize;
    this.last = this.host.allocate(Math.max(size, length));
    this.segments.push(this.last);
    this.used = 0;
  }

  private growPlaces(): void {
    const places = new Uint32Array(this.places.length * 2);
    places.set(this.places);
    this.places = places;
  }
}

/** Eight bytes a step, for a step of one byte spends most of its time on the loop. */
export function isSame(
  one: Uint8Array,
  oneStart: number,
  other: Uint8Array,
  start: number,
  end: number,
): boolean {
  let at = oneStart;
  let from = start;
  for (const last = end - 7; from < last; from += 8, at += 8) {
    const difference =
      (one[at] ^ other[from]) |
      (one[at + 1] ^ other[from + 1]) |
      (one[at + 2] ^ other[from + 2]) |
      (one[at + 3] ^ other[from + 3]) |
      (one[at + 4] ^ other[from + 4]) |
      (one[at + 5] ^ other[from + 5]) |
      (one[at + 6] ^ other[from + 6]) |
      (one[at + 7] ^ other[from + 7]);
    if (difference !== 0) return false;
  }
  for (; from < end; from++, at++) if (one[at] !== other[from]) return false;
  return true;
}
