import { type DynamicValue, isDynamicArray } from "../../types/value.js";
import { newInts, noInts, withRoom } from "../../vector/allocate.js";
import { KeyTable } from "../../vector/key-table.js";
import { cellReader, type Dictionary, type Vector, valueCount } from "../../vector/vector.js";
import { asDynamic, elementKey } from "../dynamic-content.js";
import { elementBytes } from "./element-bytes.js";
import { valueBytes } from "./value-codes.js";

const unknown = 0;

/** Codes of the distinct elements of dynamic values, in the order of first appearance. */
export class ElementCodes {
  /** Elements by code. */
  readonly values: DynamicValue[] = [];
  /** What they take, roughly. */
  bytes = 0;
  private readonly byKey = new KeyTable();
  /** By place in a dictionary: code + 1, 0 where not looked up yet. */
  private remaps: Map<Dictionary, Int32Array<ArrayBuffer>> | undefined;

  codeOf(value: DynamicValue): number {
    const key = elementKey(value);
    let code = this.byKey.get(key);
    if (code === undefined) {
      code = this.values.push(value) - 1;
      this.bytes += valueBytes + elementBytes(value);
      this.byKey.add(key, code);
    }
    return code;
  }

  /** Codes of the values of all rows; undefined where one is an array, which has a code for each of its items. */
  codesOf(vector: Vector, length: number): Int32Array | undefined {
    const read = cellReader(vector);
    const codes = newInts(length);
    const places = vector.encoding === "dict" ? vector.codes : undefined;
    const remap = vector.encoding === "dict" ? this.remapOf(vector.dictionary) : noInts;
    for (let row = 0; row < length; row++) {
      const known = places === undefined ? unknown : remap[places[row]];
      codes[row] = known - 1;
      if (known !== unknown) continue;
      const value = asDynamic(read(row));
      if (isDynamicArray(value)) return undefined;
      codes[row] = this.codeOf(value);
      if (places !== undefined) remap[places[row]] = codes[row] + 1;
    }
    return codes;
  }

  private remapOf(dictionary: Dictionary): Int32Array<ArrayBuffer> {
    const length = valueCount(dictionary);
    this.remaps ??= new Map();
    const remap = withRoom(this.remaps.get(dictionary) ?? newInts(length), length, newInts);
    this.remaps.set(dictionary, remap);
    return remap;
  }
}
