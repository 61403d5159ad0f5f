/**
 * Distinct values: what `dcount`, `count_distinct` and `make_set` share. They get codes in the order of first
 * appearance, and dictionaries are looked through once.
 */
import { cellKey } from "../../types/compare.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { newInts, withRoom } from "../../vector/allocate.js";
import { type Key, KeyTable } from "../../vector/key-table.js";
import { NumberCodes } from "../../vector/number-codes.js";
import { TextCodes } from "../../vector/text-codes.js";
import {
  cellReader,
  type Dictionary,
  type DictVector,
  type Vector,
  valueCount,
  valueReader,
} from "../../vector/vector.js";

const unknown = -2;
const none = -1;

/** Bytes that a distinct value takes beside itself: its place in a table and its code. */
export const valueBytes = 56;

/** Codes of distinct cells of one column, over all its batches. */
export class ValueCodes {
  /** Cells by code. */
  readonly cells: Cell[] = [];
  private byKey: KeyTable | undefined;
  /** In place of the table for numbers that are not NaN. */
  private byNumber: NumberCodes | undefined;
  private remaps: Map<Dictionary, Int32Array> | undefined;
  /** Set as long as all values are texts that dictionaries tell apart. */
  private distinct: TextCodes | undefined;

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

  /** Undefined where the values are not told apart by their places in dictionaries. */
  private codesOfDistinct({ codes: from, dictionary }: DictVector, length: number): Int32Array | undefined {
    const { cells } = this;
    if (cells.length === 0 && dictionary.isDistinct === true) this.distinct ??= new TextCodes();
    const { distinct } = this;
    if (distinct?.takes(dictionary) !== true) return undefined;
    const codes = newInts(length);
    distinct.add(dictionary, from, length, codes);
    while (cells.length < distinct.count) cells.push(distinct.read(cells.length));
    return codes;
  }

  /** Makes values known by what they are, for others come from elsewhere. */
  private hashDistinct(): void {
    if (this.distinct === undefined) return;
    this.distinct = undefined;
    this.byKey = new KeyTable();
    for (let code = 0; code < this.cells.length; code++)
      this.byKey.add(cellKey(this.cells[code], "string"), code);
  }

  private codeOf(cell: Cell, type: KqlType): number {
    return cell === null ? none : this.intern(cellKey(cell, type), cell);
  }

  private intern(key: Key, cell: Cell): number {
    if (typeof key === "number" && key === key) return this.internNumber(key, cell);
    this.byKey ??= new KeyTable();
    let code = this.byKey.get(key);
    if (code === undefined) {
      code = this.cells.length;
      this.byKey.add(key, code);
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
