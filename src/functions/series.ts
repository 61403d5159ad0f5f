/** Numeric series: dynamic arrays read as numbers. */
import { absoluteTicks } from "../types/calendar.js";
import { type Cell, DynamicScalar, type DynamicValue, dynamicReal, isDynamicArray } from "../types/value.js";
import { newFloats } from "../vector/allocate.js";
import { numberIn } from "./dynamic-content.js";
import type { ArgumentInfo } from "./entry.js";

/** A number of a series as a double; datetimes and timespans are their ticks. Undefined for anything else. */
export function elementOf(value: DynamicValue): number | undefined {
  if (typeof value === "number") return value;
  if (!(value instanceof DynamicScalar)) return numberIn(value);
  if (value.type === "guid") return undefined;
  if (value.type === "datetime") {
    return typeof value.cell === "string" || typeof value.cell === "object"
      ? undefined
      : Number(absoluteTicks(value.cell));
  }
  return Number(value.cell);
}

/** All elements as doubles, NaN for what is no number; undefined for what is no array. */
export function elementsOf(value: DynamicValue): Float64Array | undefined {
  if (!isDynamicArray(value)) return undefined;
  const elements = newFloats(value.length);
  for (let at = 0; at < elements.length; at++) {
    elements[at] = elementOf(value[at]) ?? Number.NaN;
  }
  return elements;
}

let scratch = newFloats(64);

/** What `finiteElementsOf` gives, at the start of an array that is used again for the next series. */
export function scratchElementsOf(value: DynamicValue): { values: Float64Array; length: number } | undefined {
  if (!isDynamicArray(value) || value.length === 0) return undefined;
  const { length } = value;
  if (scratch.length < length) scratch = newFloats(length * 2);
  for (let at = 0; at < length; at++) {
    const element = elementOf(value[at]) ?? Number.NaN;
    if (!Number.isFinite(element)) return undefined;
    scratch[at] = element;
  }
  return { values: scratch, length };
}

/** As `elementsOf`; undefined unless every element is a finite number and there is one. */
export function finiteElementsOf(value: DynamicValue): Float64Array | undefined {
  const elements = elementsOf(value);
  if (elements === undefined || elements.length === 0) return undefined;
  for (let at = 0; at < elements.length; at++) if (!Number.isFinite(elements[at])) return undefined;
  return elements;
}

/** Doubles as a dynamic array of reals. */
export function realsOf(values: ArrayLike<number>): readonly DynamicValue[] {
  const reals = new Array<DynamicValue>(values.length);
  for (let at = 0; at < reals.length; at++) reals[at] = dynamicReal(values[at]);
  return reals;
}

type Columns = (
  args: readonly ArgumentInfo[],
) => readonly { name: string; type: "real" | "long" | "dynamic" }[];

/** Columns of a function that yields several: `series_stats_x_min`, named after its first argument. */
export function columnsNamed(
  prefix: string,
  columns: Readonly<Record<string, "real" | "long" | "dynamic">>,
): Columns {
  return ([first]) =>
    Object.entries(columns).map(([name, type]) => ({
      name: [prefix, first?.columnName ?? "", name].join("_"),
      type,
    }));
}

/** One cell a column. */
export function cellsOfColumns(...cells: Cell[]): Cell {
  return cells as readonly DynamicValue[]; // reals, longs and arrays are dynamic values as they are
}
