import { cellKey } from "../types/compare.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { newInts, withRoom } from "../vector/allocate.js";
import { flatten } from "../vector/gather.js";
import { KeyTable } from "../vector/key-table.js";
import { NumberCodes } from "../vector/number-codes.js";
import { TextCodes } from "../vector/text-codes.js";
import {
  cellReader,
  type Dictionary,
  type DictVector,
  type Vector,
  valueCount,
  valueReader,
} from "../vector/vector.js";

/** `add` gives unknown values a code; `find` gives them -1. */
export type CodeMode = "add" | "find";

/** Marks dictionary codes whose value has no key. */
const absent = -1;

/** What is known of the values of a dictionary. */
interface Remap {
  rowsRead: number;
  /** Code + 1 by dictionary code, 0 where not looked up yet; made once enough rows were read for it to pay. */
  codes: Int32Array<ArrayBuffer> | undefined;
}

/**
 * Gives each distinct value of one key column a code, from 0 in order of first appearance, over any number of vectors
 * of one type in any encodings. Null equals null and NaN equals NaN; strings are compared exactly.
 */
export class KeyCodes {
  count = 0;
  private nullCode = -1;
  private nanCode = -1;
  private numbers: NumberCodes | undefined;
  private texts: KeyTable | undefined;
  private remaps: Map<Dictionary, Remap> | undefined;
  /** Set as long as all values are texts that dictionaries tell apart. */
  private distinct: TextCodes | undefined;
  private lastMode: CodeMode = "add";

  constructor(private readonly type: KqlType) {}

  /** Writes the code of each row to `into`. */
  read(vector: Vector, mode: CodeMode, into: Int32Array): void {
    if (vector.encoding === "dict" && this.readDistinct(vector, mode, into)) return;
    if (mode === "add" || !this.isIndexWorthwhile()) this.hashDistinct();
    switch (vector.encoding) {
      case "const":
        // A value of no row is no key.
        if (vector.length > 0) into.fill(this.codeOf(vector.value, mode), 0, vector.length);
        return;
      case "dict":
        this.readDict(vector, mode, into);
        return;
      case "number":
        this.readNumbers(vector.data, undefined, vector.length, mode, into);
        return;
      case "real":
        this.readNumbers(vector.data, vector.validity, vector.length, mode, into);
        return;
      case "string":
        for (let row = 0; row < vector.length; row++) into[row] = this.codeOfKey(vector.data[row], mode);
        return;
      default:
        this.readCells(vector, mode, into);
    }
  }

  /** False where the values are not told apart by their places in dictionaries. */
  private readDistinct({ dictionary, codes, length }: DictVector, mode: CodeMode, into: Int32Array): boolean {
    if (mode === "find") return this.distinct?.find(dictionary, codes, length, into) ?? false;
    if (this.count === 0 && dictionary.isDistinct === true) this.distinct ??= new TextCodes();
    if (this.distinct?.takes(dictionary) !== true) return false;
    this.distinct.add(dictionary, codes, length, into);
    this.count = this.distinct.count;
    this.forgetAbsent();
    return true;
  }

  /** Whether texts from elsewhere are better looked up in whole dictionaries than in a table of those that came up. */
  private isIndexWorthwhile(): boolean {
    return this.type === "string" && this.distinct?.isIndexWorthwhile === true;
  }

  /** Makes values known by what they are, for others come from elsewhere. */
  private hashDistinct(): void {
    const { distinct } = this;
    if (distinct === undefined) return;
    this.distinct = undefined;
    this.texts = new KeyTable();
    for (let code = 0; code < distinct.count; code++) {
      this.texts.add(cellKey(distinct.read(code), this.type), code);
    }
  }

  /** A dictionary's values get their codes when a row first needs them, and keep them for later batches. */
  private readDict(vector: DictVector, mode: CodeMode, into: Int32Array): void {
    const { dictionary, codes, length } = vector;
    const remap = this.remapOf(dictionary, length, mode);
    if (remap === undefined) {
      this.read(flatten(vector), mode, into);
      return;
    }
    const read = valueReader(dictionary);
    for (let row = 0; row < length; row++) {
      const code = codes[row];
      if (remap[code] === 0) {
        const key = this.codeOf(read(code), mode);
        remap[code] = key < 0 ? absent : key + 1;
      }
      into[row] = remap[code] < 0 ? -1 : remap[code] - 1;
    }
  }

  private remapOf(dictionary: Dictionary, length: number, mode: CodeMode): Int32Array | undefined {
    this.remaps ??= new Map();
    if (mode === "add") this.forgetAbsent();
    this.lastMode = mode;
    let remap = this.remaps.get(dictionary);
    if (remap === undefined) {
      remap = { rowsRead: 0, codes: undefined };
      this.remaps.set(dictionary, remap);
    }
    remap.rowsRead += length;
    const size = valueCount(dictionary);
    if (remap.codes !== undefined) remap.codes = withRoom(remap.codes, size, newInts);
    else if (remap.rowsRead * 8 >= size) remap.codes = newInts(size);
    return remap.codes;
  }

  /** What was absent may come now. */
  private forgetAbsent(): void {
    if (this.lastMode === "find") this.remaps?.clear();
    this.lastMode = "add";
  }

  private readNumbers(
    data: Float64Array,
    validity: Uint8Array | undefined,
    length: number,
    mode: CodeMode,
    into: Int32Array,
  ): void {
    this.numbers ??= new NumberCodes();
    const { numbers } = this;
    // Times cut to an hour, and the like, come in stretches.
    let last = Number.NaN;
    let lastCode = -1;
    for (let row = 0; row < length; row++) {
      const value = data[row];
      if (validity !== undefined && validity[row] === 0) into[row] = this.codeOfNull(mode);
      else if (value === last) into[row] = lastCode;
      else if (Number.isNaN(value)) into[row] = this.codeOfNaN(mode);
      else {
        last = value;
        lastCode = mode === "find" ? numbers.find(value) : numbers.add(value, this.count);
        if (lastCode === this.count) this.count++;
        into[row] = lastCode;
      }
    }
  }

  private readCells(vector: Vector, mode: CodeMode, into: Int32Array): void {
    const read = cellReader(vector);
    for (let row = 0; row < vector.length; row++) into[row] = this.codeOf(read(row), mode);
  }

  private codeOf(cell: Cell, mode: CodeMode): number {
    if (cell === null) return this.codeOfNull(mode);
    if (typeof cell === "number" && this.type !== "dynamic") return this.codeOfNumber(cell, mode);
    return this.codeOfKey(cellKey(cell, this.type), mode);
  }

  private codeOfNumber(value: number, mode: CodeMode): number {
    this.numbers ??= new NumberCodes();
    if (Number.isNaN(value)) return this.codeOfNaN(mode);
    if (mode === "find") return this.numbers.find(value);
    const code = this.numbers.add(value, this.count);
    if (code === this.count) this.count++;
    return code;
  }

  private codeOfKey(key: string | number | bigint, mode: CodeMode): number {
    if (this.distinct !== undefined) return typeof key === "string" ? this.distinct.placeOf(key) : -1;
    this.texts ??= new KeyTable();
    const known = this.texts.get(key);
    if (known !== undefined) return known;
    if (mode === "find") return -1;
    this.texts.add(key, this.count);
    return this.count++;
  }

  private codeOfNull(mode: CodeMode): number {
    if (this.nullCode < 0 && mode === "add") this.nullCode = this.count++;
    return this.nullCode;
  }

  /** NaN stands for null in the integer-valued types. */
  private codeOfNaN(mode: CodeMode): number {
    if (this.type !== "real") return this.codeOfNull(mode);
    if (this.nanCode < 0 && mode === "add") this.nanCode = this.count++;
    return this.nanCode;
  }
}
