import { cellKey } from "../types/compare.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import {
  boolNull,
  cellReader,
  type Dictionary,
  type DictVector,
  flatten,
  type Vector,
} from "../vector/vector.js";
import { NumberCodes } from "./number-codes.js";

/** Marks dictionary codes whose value has no key. */
const absent = -1;

/** `add` gives unknown values a code; `find` gives them -1. */
export type CodeMode = "add" | "find";

/**
 * Gives each distinct value of one key column a code, from 0 in order of first appearance, over any number of vectors
 * of one type in any encodings. Null equals null and NaN equals NaN; strings are compared exactly.
 */
export class KeyCodes {
  count = 0;
  private nullCode = -1;
  private nanCode = -1;
  private readonly numbers = new NumberCodes();
  private readonly texts = new Map<string | number | bigint, number>();
  private readonly remaps = new Map<Dictionary, Int32Array>();
  private lastMode: CodeMode = "add";

  constructor(private readonly type: KqlType) {}

  codes(vector: Vector, mode: CodeMode): Int32Array {
    switch (vector.encoding) {
      case "const":
        return new Int32Array(vector.length).fill(this.codeOf(vector.value, mode));
      case "dict":
        return this.dictCodes(vector, mode);
      case "number":
        return this.numberCodes(vector.data, undefined, vector.length, mode);
      case "real":
        return this.numberCodes(vector.data, vector.validity, vector.length, mode);
      case "string":
        return this.textCodes(vector.data, vector.length, mode);
      case "bool":
        return this.boolCodes(vector.data, vector.length, mode);
      default:
        return this.cellCodes(vector, mode);
    }
  }

  /** A dictionary's values get their codes when a row first needs them, and keep them for later batches. */
  private dictCodes(vector: DictVector, mode: CodeMode): Int32Array {
    const { dictionary, codes, length } = vector;
    if (length * 8 < dictionary.values.length) return this.codes(flatten(vector), mode);
    const remap = this.remapOf(dictionary, mode);
    const read = cellReader(dictionary.values);
    const result = new Int32Array(length);
    for (let row = 0; row < length; row++) {
      const code = codes[row];
      if (remap[code] === 0) {
        const key = this.codeOf(read(code), mode);
        remap[code] = key < 0 ? absent : key + 1;
      }
      result[row] = remap[code] < 0 ? -1 : remap[code] - 1;
    }
    return result;
  }

  /** Code + 1 by dictionary code; 0 where not looked up yet. */
  private remapOf(dictionary: Dictionary, mode: CodeMode): Int32Array {
    if (mode === "add" && this.lastMode === "find") this.remaps.clear(); // what was absent may come now
    this.lastMode = mode;
    let remap = this.remaps.get(dictionary);
    if (remap === undefined) {
      remap = new Int32Array(dictionary.values.length);
      this.remaps.set(dictionary, remap);
    }
    return remap;
  }

  private numberCodes(
    data: Float64Array,
    validity: Uint8Array | undefined,
    length: number,
    mode: CodeMode,
  ): Int32Array {
    const result = new Int32Array(length);
    const { numbers } = this;
    for (let row = 0; row < length; row++) {
      const value = data[row];
      if (value !== value) {
        const isNull = this.type !== "real" || (validity !== undefined && validity[row] === 0);
        result[row] = isNull ? this.codeOfNull(mode) : this.codeOfNaN(mode);
      } else if (validity !== undefined && validity[row] === 0) {
        result[row] = this.codeOfNull(mode);
      } else if (mode === "find") {
        result[row] = numbers.find(value);
      } else {
        const code = numbers.add(value, this.count);
        if (code === this.count) this.count++;
        result[row] = code;
      }
    }
    return result;
  }

  private textCodes(data: readonly string[], length: number, mode: CodeMode): Int32Array {
    const result = new Int32Array(length);
    for (let row = 0; row < length; row++) result[row] = this.codeOfText(data[row], mode);
    return result;
  }

  private boolCodes(data: Uint8Array, length: number, mode: CodeMode): Int32Array {
    const result = new Int32Array(length);
    for (let row = 0; row < length; row++) {
      result[row] = data[row] === boolNull ? this.codeOfNull(mode) : this.codeOfText(data[row], mode);
    }
    return result;
  }

  private cellCodes(vector: Vector, mode: CodeMode): Int32Array {
    const read = cellReader(vector);
    const result = new Int32Array(vector.length);
    for (let row = 0; row < vector.length; row++) result[row] = this.codeOf(read(row), mode);
    return result;
  }

  private codeOf(cell: Cell, mode: CodeMode): number {
    if (cell === null) return this.codeOfNull(mode);
    if (typeof cell === "number" && this.type !== "dynamic") return this.codeOfNumber(cell, mode);
    return this.codeOfText(cellKey(cell, this.type), mode);
  }

  private codeOfNumber(value: number, mode: CodeMode): number {
    if (Number.isNaN(value)) return this.codeOfNaN(mode);
    if (mode === "find") return this.numbers.find(value);
    const code = this.numbers.add(value, this.count);
    if (code === this.count) this.count++;
    return code;
  }

  private codeOfText(text: string | number | bigint, mode: CodeMode): number {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    if (mode === "find") return -1;
    this.texts.set(text, this.count);
    return this.count++;
  }

  private codeOfNull(mode: CodeMode): number {
    if (this.nullCode < 0 && mode === "add") this.nullCode = this.count++;
    return this.nullCode;
  }

  private codeOfNaN(mode: CodeMode): number {
    if (this.nanCode < 0 && mode === "add") this.nanCode = this.count++;
    return this.nanCode;
  }
}
