/** Numeric series: dynamic arrays read as numbers. */
import { absoluteTicks } from "../types/calendar.js";
import { type Cell, DynamicScalar, type DynamicValue, dynamicReal, isDynamicArray } from "../types/value.js";
import { numberIn } from "./dynamic-content.js";
import type { ArgumentInfo } from "./entry.js";

/** A number of a series as a double; datetimes and timespans are their ticks. Undefined for anything else. */
export function elementOf(value: DynamicValue): number | undefined {
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
  return isDynamicArray(value)
    ? Float64Array.from(value, (item) => elementOf(item) ?? Number.NaN)
    : undefined;
}

/** As `elementsOf`; undefined unless every element is a finite number and there is one. */
export function finiteElementsOf(value: DynamicValue): Float64Array | undefined {
  const elements = elementsOf(value);
  return elements === undefined || elements.length === 0 || !elements.every(Number.isFinite)
    ? undefined
    : elements;
}

/** Doubles as a dynamic array of reals. */
export function realsOf(values: Iterable<number>): readonly DynamicValue[] {
  return Array.from(values, dynamicReal);
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
