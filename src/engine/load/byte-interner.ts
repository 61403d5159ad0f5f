/** Byte strings with equal ones stored once: an open hash table over a byte list. */
import { type ByteHost, ByteList } from "./byte-list.js";

const firstSlots = 64;

/** So many strings in one run of the table come from texts made to collide; they are not looked for any longer. */
const maxProbes = 256;

export class ByteInterner {
  readonly list: ByteList;
  /** False once strings are only added: `intern` may then give equal strings different codes. */
  isDistinct = true;
  private slots = new Int32Array(firstSlots);
  private hashes = new Int32Array(firstSlots);
  private apart = -1;

  constructor(host: ByteHost) {
    this.list = new ByteList(host);
  }

  get count(): number {
    return this.list.count;
  }

  /** Code of a string, the next one for a new string. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    if (!this.isDistinct) return this.list.add(bytes, start, end);
    const hash = hashOf(bytes, start, end);
    const { slots, hashes, list } = this;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let probes = 0; probes < maxProbes; probes++) {
      const code = slots[slot] - 1;
      if (code < 0) return this.addAt(slot, hash, bytes, start, end);
      if (hashes[code] === hash && list.isAt(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
    this.stopLooking();
    return list.add(bytes, start, end);
  }

  /** Code of its own for what equals no string, such as null. */
  addApart(): number {
    this.apart = this.list.add(new Uint8Array(0), 0, 0);
    return this.apart;
  }

  /** For columns in which nearly every string is new: looking for equal ones would only cost. */
  stopLooking(): void {
    this.isDistinct = false;
    this.slots = new Int32Array(0);
    this.hashes = new Int32Array(0);
  }

  /** Gives back memory that was held for more strings; no more may be interned. */
  trim(): void {
    this.list.trim();
    this.slots = new Int32Array(0);
    this.hashes = new Int32Array(0);
  }

  private addAt(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.list.add(bytes, start, end);
    if (code >= this.hashes.length) {
      const hashes = new Int32Array(code * 2);
      hashes.set(this.hashes);
      this.hashes = hashes;
    }
    this.hashes[code] = hash;
    this.slots[slot] = code + 1;
    if (this.list.count * 2 > this.slots.length) this.rehash();
    return code;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let code = 0; code < this.list.count; code++) {
      if (code === this.apart) continue;
      let slot = this.hashes[code] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.slots = slots;
  }
}

/** Four bytes a step: the multiplications of one byte a step would take longer than reading the bytes. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (const last = end - 3; at < last; at += 4) {
    const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
