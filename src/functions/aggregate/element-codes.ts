import { type DynamicValue, isDynamicArray } from "../../types/value.js";
import { newInts } from "../../vector/allocate.js";
import { cellReader, type Dictionary, type Vector, valueCount } from "../../vector/vector.js";
import { asDynamic, elementKey } from "../dynamic-content.js";
import { elementBytes } from "./element-bytes.js";
import { withRoom } from "./growth.js";
import { valueBytes } from "./value-codes.js";

const unknown = 0;

/** Codes of the distinct elements of dynamic values, in the order of first appearance. */
export class ElementCodes {
  /** Elements by code. */
  readonly values: DynamicValue[] = [];
  /** What they take, roughly. */
  bytes = 0;
  private readonly byKey = new Map<unknown, number>();
  /** By place in a dictionary: code + 1, 0 where not looked up yet, -1 where an array is. */
  private readonly remaps = new Map<Dictionary, Int32Array<ArrayBuffer>>();

  codeOf(value: DynamicValue): number {
    const key = elementKey(value);
    let code = this.byKey.get(key);
    if (code === undefined) {
      code = this.values.push(value) - 1;
      this.bytes += valueBytes + elementBytes(value);
      this.byKey.set(key, code);
    }
    return code;
  }

  /** Reads the code of the value of a row; -1 where that is an array, which has a code for each of its items. */
  reader(vector: Vector): (row: number) => number {
    const read = cellReader(vector);
    const codeOfRow = (row: number): number => {
      const value = asDynamic(read(row));
      return isDynamicArray(value) ? -1 : this.codeOf(value);
    };
    if (vector.encoding !== "dict") return codeOfRow;
    const { codes } = vector;
    const remap = this.remapOf(vector.dictionary);
    return (row) => {
      const place = codes[row];
      if (remap[place] === unknown) {
        const code = codeOfRow(row);
        remap[place] = code < 0 ? -1 : code + 1;
      }
      return remap[place] < 0 ? -1 : remap[place] - 1;
    };
  }

  private remapOf(dictionary: Dictionary): Int32Array<ArrayBuffer> {
    const length = valueCount(dictionary);
    const remap = withRoom(this.remaps.get(dictionary) ?? newInts(length), length, newInts);
    this.remaps.set(dictionary, remap);
    return remap;
  }
}
