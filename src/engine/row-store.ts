import { memberOf } from "../exec/member.js";
import type { Cell, DynamicValue } from "../types/value.js";
import { gather } from "../vector/gather.js";
import { sharedRows } from "../vector/selection.js";
import { type DynamicStore, type Vector, vectorOf } from "../vector/vector.js";
import { dictionaryRows, encodeDictionary } from "./encode-dictionary.js";
import type { InputRow } from "./inferred-schema.js";

/** Reads a raw value of a row as a cell. */
export type ReadValue = (row: number, value: unknown) => Cell;

/**
 * What some rows hold, not looked at: a loop of its own, so that the processor fetches several rows at once from memory.
 * Undefined for a row of -1. Of names that all objects inherit only the rows' own values count.
 */
export function rawValues(
  rows: readonly InputRow[],
  name: string,
  picked: Int32Array,
  length: number,
): unknown[] {
  const values = new Array<unknown>(length);
  if (name in Object.prototype) {
    for (let at = 0; at < length; at++) values[at] = ownValue(rows[picked[at]], name);
  } else for (let at = 0; at < length; at++) values[at] = rows[picked[at]]?.[name];
  return values;
}

function ownValue(row: InputRow | undefined, name: string): unknown {
  return row !== undefined && Object.hasOwn(row, name) ? row[name] : undefined;
}

/** Dynamic values as the rows hold them. In long tables a path is read for all rows at once, and remembered. */
export class RowStore implements DynamicStore {
  private paths: Map<string, Vector> | undefined;

  constructor(
    private readonly inputRows: readonly InputRow[],
    private readonly name: string,
    private readonly read: ReadValue,
  ) {}

  cell(row: number): DynamicValue {
    // Values are imported as dynamic cells, which are dynamic values.
    return this.read(row, ownValue(this.inputRows[row], this.name)) as DynamicValue;
  }

  path(path: readonly (string | number)[], rows: Int32Array, length: number): Vector {
    if (this.inputRows.length < dictionaryRows) {
      return { encoding: "object", type: "dynamic", length, data: this.valuesAt(path, rows, length) };
    }
    this.paths ??= new Map();
    const key = JSON.stringify(path);
    let whole = this.paths.get(key);
    if (whole === undefined) {
      const values = this.valuesAt(path, sharedRows(this.inputRows.length), this.inputRows.length);
      const isScalar = values.every((value) => typeof value !== "object" || value === null);
      whole = (isScalar ? encodeDictionary("dynamic", values) : undefined) ?? vectorOf("dynamic", values);
      this.paths.set(key, whole);
    }
    return gather(whole, rows, length);
  }

  /** Steps into the raw values, so that only what the path leads to is imported. */
  private valuesAt(path: readonly (string | number)[], rows: Int32Array, length: number): Cell[] {
    const values = rawValues(this.inputRows, this.name, rows, length);
    for (let at = 0; at < length; at++) {
      const raw = values[at];
      if (typeof raw !== "object" && raw !== undefined) values[at] = this.read(rows[at], raw);
    }
    for (const step of path) stepInto(values, step);
    for (let at = 0; at < length; at++) {
      const value = values[at];
      if (value === undefined) values[at] = null;
      // What is no object has been imported, or is a JSON scalar, which is its own cell.
      else if (typeof value === "object" && value !== null) values[at] = this.read(rows[at], value);
    }
    return values as Cell[]; // each has become one
  }
}

/** Puts the members of raw values by one step of a path in their place; null where there is none. */
function stepInto(values: unknown[], step: string | number): void {
  for (let at = 0; at < values.length; at++) values[at] = memberOf(values[at], step);
}
