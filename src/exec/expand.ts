/** Dynamic arrays and bags into rows: what `mv-expand` and `mv-apply` share. */

import { castDynamic, packCell } from "../types/convert.js";
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
import { gather } from "../vector/gather.js";
import { listsOf } from "../vector/list-store.js";
import { cellReader, type Lists, type Vector, vectorOf } from "../vector/vector.js";

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
  const expanded = columns.map((column) => expandable(column, length));
  const counts = newInts(length);
  for (const column of expanded) column.count(counts);
  let total = 0;
  for (let row = 0; row < length; row++) {
    counts[row] = Math.min(counts[row], options.limit);
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
  const places: ElementPlaces = { counts, rows, positions };
  return {
    rows,
    positions,
    elements: (column, type) => expanded[column].elements(places, type, options.bags),
  };
}

/** What the rows that are made are made of. */
interface ElementPlaces {
  /** Rows made from each row. */
  readonly counts: Int32Array;
  readonly rows: Int32Array;
  readonly positions: Int32Array;
}

/** A column to expand. */
interface Expandable {
  /** Raises the count of each row to its number of elements. */
  count(counts: Int32Array): void;
  elements(places: ElementPlaces, type: KqlType, bags: BagExpansion): Vector;
}

function expandable(vector: Vector, length: number): Expandable {
  const listed = listsOf(vector);
  if (listed !== undefined) return expandableLists(listed.lists, listed.rows);
  const values = dynamicValues(vector, length);
  return {
    count(counts) {
      for (let row = 0; row < length; row++) counts[row] = Math.max(counts[row], elementCount(values[row]));
    },
    elements: (places, type, bags) => elementsOf(values, places, type, bags),
  };
}

/** Arrays that lie end to end are expanded without being made. */
function expandableLists({ elements, starts }: Lists, numbers: Int32Array): Expandable {
  return {
    count(counts) {
      for (let row = 0; row < counts.length; row++) {
        const list = numbers[row];
        counts[row] = Math.max(counts[row], starts[list + 1] - starts[list]);
      }
    },
    elements({ rows, positions }, type) {
      const places = newInts(rows.length);
      let isWhole = rows.length === elements.length;
      for (let at = 0; at < places.length; at++) {
        const list = numbers[rows[at]];
        const place = starts[list] + positions[at];
        places[at] = place < starts[list + 1] ? place : -1;
        isWhole &&= places[at] === at;
      }
      if (elements.type !== type) return castElements(elements, places, type);
      return isWhole ? elements : gather(elements, places);
    },
  };
}

/** The elements at some places as a type; at -1 there is none. */
function castElements(elements: Vector, places: Int32Array, type: KqlType): Vector {
  const read = cellReader(elements);
  const elementAt = (place: number) => packCell(read(place), elements.type);
  const cells = new Array<Cell>(places.length).fill(null);
  for (let at = 0; at < cells.length; at++) {
    if (places[at] >= 0) cells[at] = castDynamic(elementAt(places[at]), type);
  }
  return vectorOf(type, cells);
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
  { counts, rows }: ElementPlaces,
  type: KqlType,
  bags: BagExpansion,
): Vector {
  const cells = new Array<Cell>(rows.length).fill(type === "string" ? "" : null);
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
