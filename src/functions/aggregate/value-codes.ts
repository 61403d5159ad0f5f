/**
 * Distinct values and distinct (group, value) pairs: what `dcount`, `count_distinct`, `make_set` and `hll` share.
 * Values get codes in the order of first appearance, dictionaries are looked through once, and pairs of codes go into
 * one open-addressing table.
 */
import { cellKey } from "../../types/compare.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { newInts, noInts } from "../../vector/allocate.js";
import { DistinctCodes } from "../../vector/distinct-codes.js";
import { NumberCodes } from "../../vector/number-codes.js";
import {
  cellReader,
  type Dictionary,
  type DictVector,
  type Vector,
  valueCount,
  valueReader,
} from "../../vector/vector.js";
import { withRoom } from "./growth.js";

type Key = string | number | bigint;

const unknown = -2;
const none = -1;

/** Bytes that a distinct value takes beside itself: its place in a table and its code. */
export const valueBytes = 56;

/** Codes of distinct cells of one column, over all its batches. */
export class ValueCodes {
  /** Cells by code. */
  readonly cells: Cell[] = [];
  private byKey: Map<Key, number> | undefined;
  /** In place of the map for numbers that are not NaN. */
  private byNumber: NumberCodes | undefined;
  private remaps: Map<Dictionary, Int32Array> | undefined;
  /** Set as long as all values came from one dictionary of distinct texts. */
  private distinct: DistinctCodes | undefined;
  private distinctType: KqlType = "string";

  /** Code of each row; -1 for null. */
  codesOf(vector: Vector, length: number): Int32Array {
    const known = vector.encoding === "dict" ? this.codesOfDistinct(vector, length) : undefined;
    if (known !== undefined) return known;
    this.hashDistinct();
    switch (vector.encoding) {
      case "dict":
        return this.codesOfDictionary(vector, length);
      case "const":
        return newInts(length).fill(this.codeOf(vector.value, vector.type));
      case "string":
        return this.codesOfTexts(vector.data, length);
      case "number":
        return this.codesOfNumbers(vector.data, length);
      default: {
        const codes = newInts(length);
        const read = cellReader(vector);
        for (let row = 0; row < length; row++) codes[row] = this.codeOf(read(row), vector.type);
        return codes;
      }
    }
  }

  /** Undefined where the values are not those of the one dictionary, or may be equal. */
  private codesOfDistinct(
    { codes: from, dictionary, type }: DictVector,
    length: number,
  ): Int32Array | undefined {
    if (dictionary.isDistinct !== true) return undefined;
    if (this.cells.length === 0) this.distinct ??= new DistinctCodes(dictionary);
    const { distinct, cells } = this;
    if (distinct?.dictionary !== dictionary) return undefined;
    this.distinctType = type;
    const codes = newInts(length);
    distinct.add(from, length, codes);
    const read = valueReader(dictionary);
    while (cells.length < distinct.places.length) cells.push(read(distinct.places[cells.length]));
    return codes;
  }

  /** Makes values known by what they are, for others come from elsewhere. */
  private hashDistinct(): void {
    if (this.distinct === undefined) return;
    this.distinct = undefined;
    this.byKey = new Map();
    for (let code = 0; code < this.cells.length; code++) {
      const cell = this.cells[code];
      if (cell !== null) this.byKey.set(cellKey(cell, this.distinctType), code);
    }
  }

  private codeOf(cell: Cell, type: KqlType): number {
    return cell === null ? none : this.intern(cellKey(cell, type), cell);
  }

  private intern(key: Key, cell: Cell): number {
    if (typeof key === "number" && key === key) return this.internNumber(key, cell);
    this.byKey ??= new Map();
    let code = this.byKey.get(key);
    if (code === undefined) {
      code = this.cells.length;
      this.byKey.set(key, code);
      this.cells.push(cell);
    }
    return code;
  }

  private internNumber(key: number, cell: Cell): number {
    this.byNumber ??= new NumberCodes();
    const code = this.byNumber.add(key, this.cells.length);
    if (code === this.cells.length) this.cells.push(cell);
    return code;
  }

  private codesOfTexts(data: readonly string[], length: number): Int32Array {
    const codes = newInts(length);
    for (let row = 0; row < length; row++) codes[row] = this.intern(data[row], data[row]);
    return codes;
  }

  private codesOfNumbers(data: Float64Array, length: number): Int32Array {
    const codes = newInts(length);
    for (let row = 0; row < length; row++) {
      const value = data[row];
      codes[row] = value === value ? this.internNumber(value, value) : none;
    }
    return codes;
  }

  private codesOfDictionary({ codes: from, dictionary, type }: DictVector, length: number): Int32Array {
    this.remaps ??= new Map();
    let remap = this.remaps.get(dictionary);
    if (remap === undefined) {
      remap = new Int32Array(valueCount(dictionary)).fill(unknown);
      this.remaps.set(dictionary, remap);
    } else if (remap.length < valueCount(dictionary)) {
      remap = withRoom(remap, valueCount(dictionary), (size) => new Int32Array(size), unknown);
      this.remaps.set(dictionary, remap);
    }
    const codes = newInts(length);
    const read = valueReader(dictionary);
    for (let row = 0; row < length; row++) {
      const old = from[row];
      if (remap[old] === unknown) remap[old] = this.codeOf(read(old), type);
      codes[row] = remap[old];
    }
    return codes;
  }
}

/** Most pairs that a table of one bit each may cover: 8 MB. 1M rows take 48 ms with it and 130 ms with hashing. */
const maxDirectPairs = 67_108_864;

/** Up to so many pairs (1 MB) few of them may come up; beyond, a table of bits must be no larger than one of hashes. */
const maxSparsePairs = 8_388_608;
const bitsPerHashed = 512;

/**
 * Distinct pairs of a group and a value code, in the order of first appearance. While groups times codes is small, a
 * table has a bit for each pair; then pairs are hashed.
 */
export class GroupedCodes {
  size = 0;
  groups = newInts(16);
  codes = newInts(16);
  /** Distinct codes of each group. */
  counts = newInts(16);
  /** One bit a pair, `codeCapacity` of them a group. */
  private bits = noInts;
  private groupCapacity = 0;
  private codeCapacity = 0;
  private isDirect = true;
  /** Pair + 1; 0 where a slot is free. */
  private slots = noInts;

  /** Makes room for groups and codes below these counts. */
  fit(groupCount: number, codeCount: number): void {
    this.counts = withRoom(this.counts, groupCount, newInts);
    if (!this.isDirect || (groupCount <= this.groupCapacity && codeCount <= this.codeCapacity)) return;
    this.groupCapacity = Math.max(this.groupCapacity, powerOfTwoFrom(groupCount));
    this.codeCapacity = Math.max(this.codeCapacity, powerOfTwoFrom(codeCount));
    const pairs = this.groupCapacity * this.codeCapacity;
    this.isDirect = pairs <= Math.min(maxDirectPairs, Math.max(maxSparsePairs, this.size * bitsPerHashed));
    if (this.isDirect) this.layOutBits();
    else {
      this.bits = noInts;
      this.rehash(powerOfTwoFrom(Math.max(256, this.size * 4)));
    }
  }

  /** Rows with a code of -1 are left out, and new codes of groups that hold `maxPerGroup` already. */
  addRows(groups: Int32Array, codes: Int32Array, length: number, maxPerGroup: number): void {
    for (let row = 0; row < length; row++)
      if (codes[row] >= 0) this.add(groups[row], codes[row], maxPerGroup);
  }

  add(group: number, code: number, maxPerGroup: number): void {
    if (this.isDirect) {
      const at = group * this.codeCapacity + code;
      const bit = 1 << (at & 31);
      if ((this.bits[at >>> 5] & bit) !== 0 || this.counts[group] >= maxPerGroup) return;
      this.bits[at >>> 5] |= bit;
      this.append(group, code);
      return;
    }
    const at = this.slotOf(group, code);
    if (this.slots[at] !== 0 || this.counts[group] >= maxPerGroup) return;
    this.append(group, code);
    this.slots[at] = this.size;
    if (this.size * 2 > this.slots.length) this.rehash(this.slots.length * 4);
  }

  private append(group: number, code: number): void {
    if (this.size === this.groups.length) {
      this.groups = withRoom(this.groups, this.size + 1, newInts);
      this.codes = withRoom(this.codes, this.size + 1, newInts);
    }
    this.groups[this.size] = group;
    this.codes[this.size] = code;
    this.counts[group]++;
    this.size++;
  }

  /** Index of the slot that holds a pair, or of the free one where it goes. */
  private slotOf(group: number, code: number): number {
    const { slots, groups, codes } = this;
    const mask = slots.length - 1;
    let at = hashPair(group, code) & mask;
    for (let slot = slots[at]; slot !== 0; slot = slots[at]) {
      if (groups[slot - 1] === group && codes[slot - 1] === code) return at;
      at = (at + 1) & mask;
    }
    return at;
  }

  private layOutBits(): void {
    this.bits = newInts(Math.ceil((this.groupCapacity * this.codeCapacity) / 32));
    for (let pair = 0; pair < this.size; pair++) {
      const at = this.groups[pair] * this.codeCapacity + this.codes[pair];
      this.bits[at >>> 5] |= 1 << (at & 31);
    }
  }

  private rehash(size: number): void {
    this.slots = newInts(size);
    for (let pair = 0; pair < this.size; pair++) {
      this.slots[this.slotOf(this.groups[pair], this.codes[pair])] = pair + 1;
    }
  }
}

function powerOfTwoFrom(count: number): number {
  let size = 8;
  while (size < count) size *= 2;
  return size;
}

function hashPair(group: number, code: number): number {
  let hash = Math.imul(group, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
