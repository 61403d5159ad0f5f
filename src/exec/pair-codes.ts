import { newInts, noInts, withRoom } from "../vector/allocate.js";
import { allRows } from "../vector/selection.js";

/** Table that pairs index directly whatever its use; it stays in the second-level cache. */
const maxDirectSize = 65_536;

/** Places to a pair up to which larger ones pay: one look takes the place of three in hashed tables. */
const placesPerPair = 16;

/** Rows between two looks at the size of the hashed table, and those whose places are looked up together. */
const stretch = 1024;

/** Of a stretch: the rows that go through the table, and their places in it. */
const pending = newInts(stretch);
const homes = newInts(stretch);

/**
 * Gives each distinct pair of codes a code of its own, in order of first appearance. As long as the first part
 * determines the second, which is so for most keys of a rule (a name after an id, a description after a code), its code
 * is the pair's. After that small ranges index a table directly, and so do larger ones of which many pairs come up. Of
 * others the first pair of each first part is known by that, and only the rest go through open addressing: mostly few,
 * once the keys before tell most rows apart.
 */
export class PairCodes {
  count = 0;
  /** Parts by code. Rows of logs come by time, so those of pairs that are looked for mostly lie together. */
  private firsts: Int32Array<ArrayBuffer> = noInts;
  private seconds: Int32Array<ArrayBuffer> = noInts;
  private state: "dependent" | "direct" | "hashed" = "dependent";
  /**
   * Code + 1, 0 where free. Dependent: not used, as first parts are numbered in order of appearance, too. Direct: at
   * `first * secondCapacity + second`. Hashed: at the hash of the pair or behind it.
   */
  private table: Int32Array = noInts;
  /** Hashed: code + 1 of the first pair of each first part, which is not in the table. */
  private partners: Int32Array<ArrayBuffer> = noInts;
  private hashedCount = 0;
  /** Made of what was touched, so that no compiler leaves the loads out. */
  touched = 0;
  private firstCapacity = 0;
  private secondCapacity = 0;

  get bytes(): number {
    const { table, firsts, seconds, partners } = this;
    return (table.length + firsts.length + seconds.length + partners.length) * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Puts the codes of pairs in place of their first parts; pairs not seen before get one. Counts bound the parts. */
  add(first: Int32Array, firstCount: number, second: Int32Array, secondCount: number, length: number): void {
    const from = this.state === "dependent" ? this.addDependent(first, firstCount, second, length) : 0;
    if (from === length) return;
    if (this.state === "dependent") this.firsts = allRows(this.count);
    // One more, for codes are counted from 1 in tables, and what they point at is touched as it stands.
    this.makeRoom(this.count + length - from + 1);
    this.layOut(firstCount, secondCount);
    if (this.state === "direct") this.addDirect(first, second, from, length);
    else this.addHashed(first, second, from, length);
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
    switch (this.state) {
      case "dependent":
        return a < this.count && this.seconds[a] === b ? a : -1;
      case "direct":
        if (a >= this.firstCapacity || b >= this.secondCapacity) return -1;
        return this.table[a * this.secondCapacity + b] - 1;
      case "hashed": {
        const known = a < this.partners.length ? this.partners[a] - 1 : -1;
        return known < 0 || this.seconds[known] === b ? known : this.findHashed(a, b);
      }
    }
  }

  private findHashed(a: number, b: number): number {
    const { table, firsts, seconds } = this;
    const mask = table.length - 1;
    let at = hashPair(a, b) & mask;
    let code = table[at] - 1;
    while (code >= 0 && (firsts[code] !== a || seconds[code] !== b)) {
      at = (at + 1) & mask;
      code = table[at] - 1;
    }
    return code;
  }

  /** Reads rows while the first part determines the second; gives the first row that it does not read. */
  private addDependent(first: Int32Array, firstCount: number, second: Int32Array, length: number): number {
    this.seconds = withRoom(this.seconds, firstCount, newInts);
    const { seconds } = this;
    let { count } = this;
    let row = 0;
    for (; row < length; row++) {
      const a = first[row];
      if (a === count) seconds[count++] = second[row];
      else if (seconds[a] !== second[row]) break;
    }
    this.count = count;
    return row;
  }

  private addDirect(first: Int32Array, second: Int32Array, from: number, length: number): void {
    const { table, secondCapacity, firsts, seconds } = this;
    let { count } = this;
    for (let row = from; row < length; row++) {
      const at = first[row] * secondCapacity + second[row];
      if (table[at] === 0) {
        firsts[count] = first[row];
        seconds[count++] = second[row];
        table[at] = count;
      }
      first[row] = table[at] - 1;
    }
    this.count = count;
  }

  private addHashed(first: Int32Array, second: Int32Array, from: number, length: number): void {
    for (let start = from; start < length; start += stretch) {
      if (this.state !== "hashed") {
        this.addDirect(first, second, start, length);
        return;
      }
      const end = Math.min(length, start + stretch);
      const count = this.addPartners(first, second, start, end);
      this.touch(first, second, count);
      this.addPending(first, second, count);
      if ((this.hashedCount + stretch) * 2 > this.table.length && !this.index()) this.hash();
    }
  }

  /** Reads rows of pairs that are first of their first part and known; gives how many rows are pending. */
  private addPartners(first: Int32Array, second: Int32Array, from: number, to: number): number {
    const { seconds, partners } = this;
    let count = 0;
    for (let row = from; row < to; row++) {
      const known = partners[first[row]] - 1;
      if (known >= 0 && seconds[known] === second[row]) first[row] = known;
      else pending[count++] = row;
    }
    return count;
  }

  /**
   * Brings what the pending rows look at into the processor's caches: one after another each would wait for memory,
   * and in loops without a decision they wait together.
   */
  private touch(first: Int32Array, second: Int32Array, count: number): void {
    const { table, firsts, seconds } = this;
    const mask = table.length - 1;
    let all = 0;
    for (let at = 0; at < count; at++) {
      const row = pending[at];
      homes[at] = hashPair(first[row], second[row]) & mask;
      all += table[homes[at]];
    }
    for (let at = 0; at < count; at++) {
      const code = table[homes[at]];
      all += firsts[code] + seconds[code];
    }
    this.touched = all;
  }

  private addPending(first: Int32Array, second: Int32Array, pendingCount: number): void {
    const { table, firsts, seconds, partners } = this;
    const mask = table.length - 1;
    let { count, hashedCount } = this;
    for (let next = 0; next < pendingCount; next++) {
      const row = pending[next];
      const a = first[row];
      const b = second[row];
      if (partners[a] === 0) {
        firsts[count] = a;
        seconds[count] = b;
        first[row] = count++;
        partners[a] = count;
        continue;
      }
      let code = partners[a] - 1;
      if (seconds[code] !== b) {
        let at = homes[next];
        code = table[at] - 1;
        while (code >= 0 && (firsts[code] !== a || seconds[code] !== b)) {
          at = (at + 1) & mask;
          code = table[at] - 1;
        }
        if (code < 0) {
          code = count;
          firsts[count] = a;
          seconds[count++] = b;
          table[at] = count;
          hashedCount++;
        }
      }
      first[row] = code;
    }
    this.count = count;
    this.hashedCount = hashedCount;
  }

  private makeRoom(count: number): void {
    this.firsts = withRoom(this.firsts, count, newInts);
    this.seconds = withRoom(this.seconds, count, newInts);
  }

  /** Makes a table for parts below these counts. */
  private layOut(firstCount: number, secondCount: number): void {
    const isLaidOut = firstCount <= this.firstCapacity && secondCount <= this.secondCapacity;
    this.firstCapacity = Math.max(this.firstCapacity, powerOfTwoFrom(firstCount));
    this.secondCapacity = Math.max(this.secondCapacity, powerOfTwoFrom(secondCount));
    if (this.state === "hashed") this.partners = withRoom(this.partners, firstCount, newInts);
    else if ((this.state !== "direct" || !isLaidOut) && !this.index()) {
      this.state = "hashed";
      this.findPartners();
      this.hash();
    }
  }

  /** Makes a table that pairs index, unless it is too large. */
  private index(): boolean {
    const { firsts, seconds, count, firstCapacity, secondCapacity } = this;
    const size = firstCapacity * secondCapacity;
    if (size > Math.max(maxDirectSize, placesPerPair * count)) return false;
    const table = newInts(size);
    for (let code = 0; code < count; code++) table[firsts[code] * secondCapacity + seconds[code]] = code + 1;
    this.state = "direct";
    this.table = table;
    return true;
  }

  private findPartners(): void {
    this.partners = newInts(this.firstCapacity);
    this.hashedCount = 0;
    for (let code = 0; code < this.count; code++) {
      const a = this.firsts[code];
      if (this.partners[a] === 0) this.partners[a] = code + 1;
      else this.hashedCount++;
    }
  }

  private hash(): void {
    const { firsts, seconds, partners, count } = this;
    const table = newInts(powerOfTwoFrom((this.hashedCount + stretch) * 4));
    const mask = table.length - 1;
    for (let code = 0; code < count; code++) {
      if (partners[firsts[code]] === code + 1) continue;
      let at = hashPair(firsts[code], seconds[code]) & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = code + 1;
    }
    this.table = table;
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
