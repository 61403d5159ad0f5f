/** Byte strings with equal ones stored once: an open hash table over a byte list. */
import { type ByteHost, ByteList } from "./byte-list.js";

const firstSlots = 64;

/** So many strings in one run of the table come from texts made to collide; they are not looked for any longer. */
const maxProbes = 256;

const noBytes = new Uint8Array(0);

export class ByteInterner {
  readonly list: ByteList;
  /** False once strings are only added: `intern` may then give equal strings different codes. */
  isDistinct = true;
  /** Pairs of a code plus one and its hash, side by side so that a look-up reads one place of memory. */
  private slots = new Int32Array(firstSlots * 2);
  private mask = firstSlots - 1;

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
    const { slots, mask, list } = this;
    let slot = hash & mask;
    for (let probes = 0; probes < maxProbes; probes++) {
      const code = slots[slot * 2] - 1;
      if (code < 0) return this.addAt(slot, hash, bytes, start, end);
      if (slots[slot * 2 + 1] === hash && list.isAt(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
    this.stopLooking();
    return list.add(bytes, start, end);
  }

  /** Code of its own for what equals no string, such as null. */
  addApart(): number {
    return this.list.add(noBytes, 0, 0);
  }

  /** For columns in which nearly every string is new: looking for equal ones would only cost. */
  stopLooking(): void {
    this.isDistinct = false;
    this.slots = new Int32Array(0);
  }

  /** Gives back memory that was held for more strings; no more may be interned. */
  trim(): void {
    this.list.trim();
    this.slots = new Int32Array(0);
  }

  private addAt(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.list.add(bytes, start, end);
    this.slots[slot * 2] = code + 1;
    this.slots[slot * 2 + 1] = hash;
    if (this.list.count * 2 > this.mask) this.rehash();
    return code;
  }

  private rehash(): void {
    const { slots: old } = this;
    const mask = this.mask * 4 + 3;
    const slots = new Int32Array((mask + 1) * 2);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === 0) continue;
      let slot = old[at + 1] & mask;
      while (slots[slot * 2] !== 0) slot = (slot + 1) & mask;
      slots[slot * 2] = old[at];
      slots[slot * 2 + 1] = old[at + 1];
    }
    this.slots = slots;
    this.mask = mask;
  }
}

/**
 * Eight bytes a step in two lanes: a multiplication takes longer than reading the bytes for it, so two are under way
 * at a time.
 */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let even = end - start;
  let odd = 0x2545f491;
  let at = start;
  for (const last = end - 7; at < last; at += 8) {
    const first = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    const second = bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24);
    even = Math.imul(even ^ first, 0x9e3779b1);
    odd = Math.imul(odd ^ second, 0x85ebca6b);
    even ^= even >>> 15;
    odd ^= odd >>> 13;
  }
  for (; at < end; at++) even = Math.imul(even ^ bytes[at], 0x9e3779b1);
  let hash = even ^ Math.imul(odd, 0xc2b2ae35);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
