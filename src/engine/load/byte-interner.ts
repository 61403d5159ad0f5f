/** Byte strings with equal ones stored once: an open hash table over a byte list. */
import { type ByteHost, ByteList, maxTouched } from "./byte-list.js";

const firstSlots = 64;

/** So many strings in one run of the table come from texts made to collide; they are not looked for any longer. */
const maxProbes = 256;

/** A slot holds a code plus one, and in the bits above eight bits of its hash. */
const codeBits = 24;
const codeMask = (1 << codeBits) - 1;

const touchedCodes = new Int32Array(maxTouched);
const noBytes = new Uint8Array(0);

export class ByteInterner {
  readonly list: ByteList;
  private slots = new Int32Array(firstSlots);
  private mask = firstSlots - 1;
  /** By code; read only when the table grows. */
  private hashes = new Int32Array(firstSlots);

  constructor(host: ByteHost) {
    this.list = new ByteList(host);
  }

  get count(): number {
    return this.list.count;
  }

  /** False once strings are only added: `intern` may then give equal strings different codes. */
  get isDistinct(): boolean {
    return this.mask > 0;
  }

  /** Code of a string, the next one for a new string; its hash may be given. */
  intern(bytes: Uint8Array, start: number, end: number, known?: number): number {
    const { slots, mask, list } = this;
    if (!this.isDistinct) return list.add(bytes, start, end);
    const hash = known ?? hashOf(bytes, start, end);
    let slot = hash & mask;
    for (let probes = 0; probes < maxProbes; probes++) {
      const entry = slots[slot];
      if (entry === 0) return this.addAt(slot, hash, bytes, start, end);
      if ((entry ^ hash) >>> codeBits === 0 && list.isAt((entry & codeMask) - 1, bytes, start, end)) {
        return (entry & codeMask) - 1;
      }
      slot = (slot + 1) & mask;
    }
    this.stopLooking();
    return list.add(bytes, start, end);
  }

  /** Code of a string, by its hash; -1 where there is none. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const { slots, mask, list } = this;
    let slot = hash & mask;
    for (let entry = slots[slot]; entry !== 0; entry = slots[slot]) {
      const code = (entry & codeMask) - 1;
      if ((entry ^ hash) >>> codeBits === 0 && list.isAt(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Brings what is kept for hashes into the processor's caches, as `ByteList.touch` does. */
  touch(hashes: Int32Array, count: number): void {
    const { slots, mask } = this;
    for (let at = 0; at < count; at++) touchedCodes[at] = (slots[hashes[at] & mask] & codeMask) - 1;
    this.list.touch(touchedCodes, count);
  }

  /** Code of its own for what equals no string, such as null; its string is empty. */
  addApart(): number {
    return this.list.add(noBytes, 0, 0);
  }

  /** For columns in which nearly every string is new: looking for equal ones would only cost. */
  stopLooking(): void {
    this.slots = new Int32Array(1);
    this.mask = 0;
    this.hashes = new Int32Array(0);
  }

  /** Gives back memory that was held for more strings; no more may be interned, but all can be found. */
  trim(): void {
    this.list.trim();
    this.hashes = new Int32Array(0);
  }

  private addAt(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.list.add(bytes, start, end);
    this.slots[slot] = entryOf(code, hash);
    if (code >= this.hashes.length) {
      const hashes = new Int32Array(code * 2);
      hashes.set(this.hashes);
      this.hashes = hashes;
    }
    this.hashes[code] = hash;
    if (code + 2 > codeMask) this.stopLooking();
    else if (this.list.count * 3 > this.mask * 2) this.grow();
    return code;
  }

  private grow(): void {
    const { slots: old } = this;
    const mask = this.mask * 2 + 1;
    const slots = new Int32Array(mask + 1);
    for (let at = 0; at < old.length; at++) {
      if (old[at] === 0) continue;
      const code = (old[at] & codeMask) - 1;
      let slot = this.hashes[code] & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = old[at];
    }
    this.slots = slots;
    this.mask = mask;
  }
}

function entryOf(code: number, hash: number): number {
  return (code + 1) | (hash & ~codeMask);
}

/**
 * Eight bytes a step in two lanes: a multiplication takes longer than reading the bytes for it, so two are under way
 * at a time.
 */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
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
