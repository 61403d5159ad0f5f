import { newInts, noInts } from "../vector/allocate.js";

/** Largest table that pairs index directly; it stays in the second-level cache. */
const maxDirectSize = 65_536;

/** Numbers a hashed entry takes: first, second, code + 1. Side by side, so that a probe is one cache miss. */
const entrySize = 3;

/**
 * Gives each distinct pair of codes a code of its own, in order of first appearance. As long as the first part
 * determines the second, which is so for most keys of a rule (a name after an id, a description after a code), its code
 * is the pair's. After that small ranges index a table directly, others go through open addressing (twice as slow,
 * measured over 1M rows with 10 and 10k pairs).
 */
export class PairCodes {
  count = 0;
  /** Second part + 1 by first part, while that determines it; first parts are numbered in order of appearance, too. */
  private partners: Int32Array | undefined = noInts;
  /** Direct: code + 1 at `first * secondCapacity + second`. Hashed: entries. 0 where free. */
  private table: Int32Array = noInts;
  private firstCapacity = 0;
  private secondCapacity = 0;
  private isDirect = true;
  private mask = 0;

  /** Puts the codes of pairs in place of their first parts; pairs not seen before get one. Counts bound the parts. */
  add(first: Int32Array, firstCount: number, second: Int32Array, secondCount: number, length: number): void {
    const from = this.addDependent(first, firstCount, second, length);
    if (from === length) return;
    this.fit(firstCount, secondCount);
    if (!this.isDirect) {
      for (let row = from; row < length; row++) first[row] = this.addHashed(first[row], second[row]);
      return;
    }
    const { table, secondCapacity } = this;
    for (let row = from; row < length; row++) {
      const at = first[row] * secondCapacity + second[row];
      if (table[at] === 0) table[at] = ++this.count;
      first[row] = table[at] - 1;
    }
  }

  /** Reads rows while the first part determines the second; gives the first row that it does not read. */
  private addDependent(first: Int32Array, firstCount: number, second: Int32Array, length: number): number {
    if (this.partners === undefined) return 0;
    if (this.partners.length < firstCount) {
      const partners = newInts(powerOfTwoFrom(firstCount));
      partners.set(this.partners);
      this.partners = partners;
    }
    const { partners } = this;
    for (let row = 0; row < length; row++) {
      const a = first[row];
      if (partners[a] === second[row] + 1) continue;
      if (partners[a] !== 0) return row;
      partners[a] = second[row] + 1;
      this.count++;
    }
    return length;
  }

  /** Puts the codes of pairs in place of their first parts; -1 for those not known, and where a part is -1. */
  find(first: Int32Array, second: Int32Array, length: number): void {
    for (let row = 0; row < length; row++) {
      const a = first[row];
      const b = second[row];
      first[row] = a < 0 || b < 0 ? -1 : this.findPair(a, b);
    }
  }

  private findPair(a: number, b: number): number {
    if (this.partners !== undefined) return this.partners[a] === b + 1 ? a : -1;
    if (!this.isDirect) return this.table[this.entryOf(a, b) + 2] - 1;
    if (a >= this.firstCapacity || b >= this.secondCapacity) return -1;
    return this.table[a * this.secondCapacity + b] - 1;
  }

  private addHashed(a: number, b: number): number {
    const { table } = this;
    const at = this.entryOf(a, b);
    const code = table[at + 2];
    if (code !== 0) return code - 1;
    this.count++;
    this.setEntry(at, a, b, this.count);
    if (this.count * 2 > this.mask) this.growHashed();
    return this.count - 1;
  }

  private setEntry(at: number, a: number, b: number, code: number): void {
    const { table } = this;
    table[at] = a;
    table[at + 1] = b;
    table[at + 2] = code;
  }

  /** Where the entry of a pair is, or goes. */
  private entryOf(a: number, b: number): number {
    const { table, mask } = this;
    let slot = hashPair(a, b) & mask;
    let at = slot * entrySize;
    while (table[at + 2] !== 0 && (table[at] !== a || table[at + 1] !== b)) {
      slot = (slot + 1) & mask;
      at = slot * entrySize;
    }
    return at;
  }

  /** Makes room for parts below these counts. */
  private fit(firstCount: number, secondCount: number): void {
    if (!this.isDirect || (firstCount <= this.firstCapacity && secondCount <= this.secondCapacity)) return;
    const known = this.partners === undefined ? this.directEntries() : this.dependentEntries(this.partners);
    this.partners = undefined;
    this.firstCapacity = Math.max(this.firstCapacity, powerOfTwoFrom(firstCount));
    this.secondCapacity = Math.max(this.secondCapacity, powerOfTwoFrom(secondCount));
    const size = this.firstCapacity * this.secondCapacity;
    this.isDirect = size <= maxDirectSize;
    if (!this.isDirect) {
      this.refill(known, powerOfTwoFrom(Math.max(1024, this.count * 4)));
      return;
    }
    this.table = newInts(size);
    for (let at = 0; at < known.length; at += entrySize) {
      this.table[known[at] * this.secondCapacity + known[at + 1]] = known[at + 2];
    }
  }

  private dependentEntries(partners: Int32Array): Int32Array {
    const entries = newInts(this.count * entrySize);
    for (let code = 0, next = 0; code < this.count; code++) {
      entries[next++] = code;
      entries[next++] = partners[code] - 1;
      entries[next++] = code + 1;
    }
    return entries;
  }

  private directEntries(): Int32Array {
    const entries = newInts(this.count * entrySize);
    for (let at = 0, next = 0; at < this.table.length; at++) {
      if (this.table[at] === 0) continue;
      entries[next++] = Math.floor(at / this.secondCapacity);
      entries[next++] = at % this.secondCapacity;
      entries[next++] = this.table[at];
    }
    return entries;
  }

  private growHashed(): void {
    this.refill(this.table, (this.mask + 1) * 4);
  }

  private refill(entries: Int32Array, slots: number): void {
    this.mask = slots - 1;
    this.table = newInts(slots * entrySize);
    for (let at = 0; at < entries.length; at += entrySize) {
      const a = entries[at];
      const b = entries[at + 1];
      if (entries[at + 2] !== 0) this.setEntry(this.entryOf(a, b), a, b, entries[at + 2]);
    }
  }
}

function hashPair(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function powerOfTwoFrom(count: number): number {
  let size = 8;
  while (size < count) size *= 2;
  return size;
}
