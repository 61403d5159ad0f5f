/**
 * Distinct values and distinct (group, value) pairs: what `dcount`, `count_distinct`, `make_set` and `hll` share.
 * Values get codes in the order of first appearance, dictionaries are looked through once, and pairs of codes go into
 * one open-addressing table.
 */
import { cellKey } from "../../types/compare.js";
import type { Cell } from "../../types/value.js";
import { newInts } from "../../vector/allocate.js";
import { cellReader, type Dictionary, type Vector } from "../../vector/vector.js";
import { withRoom } from "./growth.js";

type Key = string | number | bigint;

const unknown = -2;
const none = -1;

/** Codes of distinct cells of one column, over all its batches. */
export class ValueCodes {
  /** Cells by code. */
  readonly cells: Cell[] = [];
  private readonly byKey = new Map<Key, number>();
  private readonly remaps = new Map<Dictionary, Int32Array>();

  /** Code of each row; -1 for null. */
  codesOf(vector: Vector, length: number): Int32Array {
    switch (vector.encoding) {
      case "dict":
        return this.codesOfDictionary(vector.codes, vector.dictionary, length);
      case "const":
        return new Int32Array(length).fill(this.codeOf(vector.value, vector));
      case "string":
        return this.codesOfTexts(vector.data, length);
      case "number":
        return this.codesOfNumbers(vector.data, length);
      default: {
        const codes = new Int32Array(length);
        const read = cellReader(vector);
        for (let row = 0; row < length; row++) codes[row] = this.codeOf(read(row), vector);
        return codes;
      }
    }
  }

  private codeOf(cell: Cell, { type }: Vector): number {
    return cell === null ? none : this.intern(cellKey(cell, type), cell);
  }

  private intern(key: Key, cell: Cell): number {
    let code = this.byKey.get(key);
    if (code === undefined) {
      code = this.cells.length;
      this.byKey.set(key, code);
      this.cells.push(cell);
    }
    return code;
  }

  private codesOfTexts(data: readonly string[], length: number): Int32Array {
    const codes = new Int32Array(length);
    for (let row = 0; row < length; row++) codes[row] = this.intern(data[row], data[row]);
    return codes;
  }

  private codesOfNumbers(data: Float64Array, length: number): Int32Array {
    const codes = new Int32Array(length);
    for (let row = 0; row < length; row++) {
      const value = data[row];
      codes[row] = value === value ? this.intern(value, value) : none;
    }
    return codes;
  }

  private codesOfDictionary(from: Int32Array, dictionary: Dictionary, length: number): Int32Array {
    let remap = this.remaps.get(dictionary);
    if (remap === undefined) {
      remap = new Int32Array(dictionary.values.length).fill(unknown);
      this.remaps.set(dictionary, remap);
    }
    const codes = new Int32Array(length);
    const read = cellReader(dictionary.values);
    for (let row = 0; row < length; row++) {
      const old = from[row];
      if (remap[old] === unknown) remap[old] = this.codeOf(read(old), dictionary.values);
      codes[row] = remap[old];
    }
    return codes;
  }
}

/** Distinct pairs of a group and a value code, in the order of first appearance. */
export class GroupedCodes {
  size = 0;
  groups = newInts(64);
  codes = newInts(64);
  /** Distinct codes of each group. */
  counts = newInts(16);
  /** Pair + 1; 0 where a slot is free. */
  private slots = newInts(256);

  fit(groupCount: number): void {
    this.counts = withRoom(this.counts, groupCount, newInts);
  }

  /** Rows with a code of -1 are left out, and new codes of groups that hold `maxPerGroup` already. */
  addRows(groups: Int32Array, codes: Int32Array, length: number, maxPerGroup: number): void {
    for (let row = 0; row < length; row++)
      if (codes[row] >= 0) this.add(groups[row], codes[row], maxPerGroup);
  }

  add(group: number, code: number, maxPerGroup: number): void {
    const mask = this.slots.length - 1;
    let at = hashPair(group, code) & mask;
    for (let slot = this.slots[at]; slot !== 0; slot = this.slots[at]) {
      if (this.groups[slot - 1] === group && this.codes[slot - 1] === code) return;
      at = (at + 1) & mask;
    }
    if (this.counts[group] >= maxPerGroup) return;
    if (this.size === this.groups.length) {
      this.groups = withRoom(this.groups, this.size + 1, newInts);
      this.codes = withRoom(this.codes, this.size + 1, newInts);
    }
    this.groups[this.size] = group;
    this.codes[this.size] = code;
    this.counts[group]++;
    this.slots[at] = ++this.size;
    if (this.size * 2 > mask) this.rehash();
  }

  private rehash(): void {
    const slots = newInts(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let pair = 0; pair < this.size; pair++) {
      let at = hashPair(this.groups[pair], this.codes[pair]) & mask;
      while (slots[at] !== 0) at = (at + 1) & mask;
      slots[at] = pair + 1;
    }
    this.slots = slots;
  }
}

function hashPair(group: number, code: number): number {
  let hash = Math.imul(group, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
