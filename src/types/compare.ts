/** Order and equality of cells, for `sort`, comparison operators, grouping and joins. */
import { Decimal } from "decimal.js";
import { scalarOf } from "./convert.js";
import { printJson } from "./json.js";
import type { KqlType } from "./kql-type.js";
import {
  type Cell,
  DynamicReal,
  DynamicScalar,
  type DynamicValue,
  isDynamicArray,
  isDynamicBag,
} from "./value.js";

/**
 * Negative, zero or positive, ascending. Null comes first, then NaN, then the values; two nulls are equal, so are two
 * NaNs. Strings go by code point, bools false before true, dynamics as in `compareDynamic`.
 */
export function compareCells(a: Cell, b: Cell, type: KqlType): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  if (type === "string" || type === "guid") return compareText(String(a), String(b));
  if (type === "dynamic") return compareDynamic(a as DynamicValue, b as DynamicValue); // by the type tag
  if (Decimal.isDecimal(a) && Decimal.isDecimal(b)) return a.cmp(b);
  return compareNumbers(a, b);
}

type Comparable = number | bigint | boolean;

/** Numbers, bigints and bools among themselves; NaN before all. */
function compareNumbers(a: Cell, b: Cell): number {
  const left = a as Comparable; // text, nulls, dynamics and decimals are gone by now
  const right = b as Comparable;
  if (left < right) return -1;
  if (left > right) return 1;
  if (left === right) return 0;
  return Number(isNaNCell(right)) - Number(isNaNCell(left));
}

function isNaNCell(cell: Comparable): boolean {
  return typeof cell === "number" && Number.isNaN(cell);
}

/**
 * Order by code point. JavaScript compares UTF-16 units, which puts characters beyond the basic plane (surrogates,
 * D800 to DFFF) before those from E000 on; so units in that range change places.
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    if (left >= 0xd800 && right >= 0xd800) {
      const isLeftSurrogate = left < 0xe000;
      if (isLeftSurrogate !== right < 0xe000) return isLeftSurrogate ? 1 : -1;
    }
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/**
 * Total order of dynamic values, as `array_sort_asc` uses it: null, numbers, timespans, datetimes, strings and guids,
 * bools, arrays, bags; containers by their JSON.
 */
export function compareDynamic(a: DynamicValue, b: DynamicValue): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  const left = scalarOf(a);
  const right = scalarOf(b);
  if (left === undefined || right === undefined) {
    return a === null ? 0 : compareText(dynamicKey(a), dynamicKey(b));
  }
  if (Decimal.isDecimal(left.cell) || Decimal.isDecimal(right.cell)) {
    return Number(left.cell) - Number(right.cell);
  }
  return typeof left.cell === "string"
    ? compareText(left.cell, String(right.cell))
    : compareNumbers(left.cell, right.cell);
}

const ranks: Readonly<Record<KqlType, number>> = {
  int: 1,
  long: 1,
  real: 1,
  decimal: 1,
  timespan: 2,
  datetime: 3,
  string: 4,
  guid: 4,
  bool: 5,
  dynamic: 6,
};

function rankOf(value: DynamicValue): number {
  if (value === null) return 0;
  const scalar = scalarOf(value);
  if (scalar !== undefined) return ranks[scalar.type];
  return isDynamicArray(value) ? 6 : 7;
}

/** Key of a null in every type but string: text that is no key of another cell. */
const nullKey = "null";

/**
 * A key for a `Map`, equal exactly for cells that group together or join: NaN equals NaN, `0.0` equals `-0.0`, null
 * has a key of its own, decimals go by value, dynamics by type and content with the order of bag keys left aside.
 */
export function cellKey(cell: Cell, type: KqlType): string | number | bigint {
  if (cell === null) return type === "string" ? "" : nullKey;
  if (type === "dynamic") return dynamicKey(cell as DynamicValue); // by the type tag
  switch (typeof cell) {
    case "number":
    case "bigint":
    case "string":
      return cell;
    case "boolean":
      return cell ? 1 : 0;
    default:
      return Decimal.isDecimal(cell) ? cell.toString() : nullKey;
  }
}

/** Text that is equal for equal dynamic values: JSON with the keys of bags in order. */
export function dynamicKey(value: DynamicValue): string {
  if (isDynamicArray(value)) return `[${value.map(dynamicKey).join(",")}]`;
  if (value instanceof DynamicReal || value instanceof DynamicScalar || !isDynamicBag(value)) {
    return printJson(value);
  }
  const slots = Object.keys(value)
    .sort(compareText)
    .map((key) => `${JSON.stringify(key)}:${dynamicKey(value[key] ?? null)}`);
  return `{${slots.join(",")}}`;
}

/** Whether two dynamic values hold the same: type-strict (2 is not "2"), bags by their slots. */
export function equalDynamic(a: DynamicValue, b: DynamicValue): boolean {
  return a === b || (rankOf(a) === rankOf(b) && dynamicKey(a) === dynamicKey(b));
}
