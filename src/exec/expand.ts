/** Dynamic arrays and bags into rows: what `mv-expand` and `mv-apply` share. */

import { castDynamic } from "../types/convert.js";
import { keysOf, setSlot } from "../types/json.js";
import type { KqlType } from "../types/kql-type.js";
import {
  type Cell,
  type DynamicBag,
  type DynamicValue,
  isDynamicArray,
  isDynamicBag,
} from "../types/value.js";
import { newInts } from "../vector/allocate.js";
import { cellReader, type Vector, vectorOf } from "../vector/vector.js";

/** Bags become bags of one key, or arrays of a key and a value. */
export type BagExpansion = "bag" | "array";

export interface ExpansionOptions {
  readonly bags: BagExpansion;
  /** Most rows made from one. */
  readonly limit: number;
  /** Called with the number of rows that will be made, before they are. */
  readonly admit: (rowCount: number) => void;
}

/** The rows made from a batch. */
export interface Expansion {
  /** Row that each comes from. */
  readonly rows: Int32Array;
  /** Position of each among those of its row, from 0. */
  readonly positions: Int32Array;
  /** Elements of one of the expanded columns, cast to a type; null where its array is shorter than another. */
  elements(column: number, type: KqlType): Vector;
}

/**
 * Expands columns side by side: a row makes as many rows as its longest array or bag has elements. A null and a
 * dynamic scalar are one element, an empty array or bag is none.
 */
export function expand(columns: readonly Vector[], length: number, options: ExpansionOptions): Expansion {
  const values = columns.map((column) => dynamicValues(column, length));
  const counts = newInts(length);
  let total = 0;
  for (let row = 0; row < length; row++) {
    let count = 0;
    for (const column of values) count = Math.max(count, elementCount(column[row]));
    counts[row] = Math.min(count, options.limit);
    total += counts[row];
  }
  options.admit(total);
  const rows = newInts(total);
  const positions = newInts(total);
  for (let row = 0, at = 0; row < length; row++) {
    for (let position = 0; position < counts[row]; position++, at++) {
      rows[at] = row;
      positions[at] = position;
    }
  }
  return {
    rows,
    positions,
    elements: (column, type) => elementsOf(values[column], counts, total, type, options.bags),
  };
}

function dynamicValues(vector: Vector, length: number): DynamicValue[] {
  const read = cellReader(vector);
  const values = new Array<DynamicValue>(length);
  for (let row = 0; row < length; row++) values[row] = read(row) as DynamicValue; // expanded columns are dynamic
  return values;
}

function elementCount(value: DynamicValue): number {
  if (isDynamicArray(value)) return value.length;
  return isDynamicBag(value) ? Object.keys(value).length : 1;
}

function elementsOf(
  values: readonly DynamicValue[],
  counts: Int32Array,
  total: number,
  type: KqlType,
  bags: BagExpansion,
): Vector {
  const cells = new Array<Cell>(total).fill(type === "string" ? "" : null);
  for (let row = 0, first = 0; row < values.length; first += counts[row], row++) {
    const value = values[row];
    if (isDynamicArray(value)) {
      const count = Math.min(value.length, counts[row]);
      for (let at = 0; at < count; at++) cells[first + at] = castDynamic(value[at] ?? null, type);
    } else if (isDynamicBag(value)) {
      const keys = keysOf(value);
      const count = Math.min(keys.length, counts[row]);
      for (let at = 0; at < count; at++) cells[first + at] = castDynamic(slotOf(value, keys[at], bags), type);
    } else if (counts[row] > 0) cells[first] = castDynamic(value, type);
  }
  return vectorOf(type, cells);
}

function slotOf(bag: DynamicBag, key: string, bags: BagExpansion): DynamicValue {
  const value = bag[key] ?? null;
  if (bags === "array") return [key, value];
  const single: Record<string, DynamicValue> = {};
  setSlot(single, key, value);
  return single;
}
