/** Whether a value that a test expects is what the engine gave. */

import { Decimal } from "decimal.js";
import { isIsoDatetime } from "../../engine/inferred-schema.js";
import { parseDatetime } from "../../types/datetime.js";
import { plainJson } from "../../types/export.js";
import { ImportFailure, importCell } from "../../types/import.js";
import type { Ticks } from "../../types/int64.js";
import { jsonText } from "../../types/json-text.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell, DynamicValue } from "../../types/value.js";
import { timeFrom, timespanFrom } from "./map-reader.js";

/** Relative and absolute difference that two reals may have. */
const tolerance = 1e-9;

/** Compares by the column's type: times and timespans in any accepted spelling, reals to 1e-9, bags by the keys named. */
export function matchesCell(
  expected: unknown,
  cell: Cell,
  type: KqlType,
  origin: Ticks | undefined,
): boolean {
  if (expected === null || cell === null) return expected === null && (cell === null || cell === "");
  if (type === "dynamic") {
    // Cells of dynamic columns are dynamic values.
    const actual = plainJson(cell as DynamicValue);
    const isText = typeof expected === "string" && typeof actual === "object";
    return matchesPlain(isText ? plainOf(expected) : expected, actual);
  }
  if (type === "datetime" && typeof expected === "string") return timeFrom(expected, origin) === cell;
  if (type === "timespan" && typeof expected === "string") return timespanFrom(expected) === cell;
  const imported = importCell(expected, type);
  if (imported instanceof ImportFailure) return false;
  if (typeof imported === "number" && typeof cell === "number")
    return areClose(imported, cell, type === "real");
  if (Decimal.isDecimal(imported) && Decimal.isDecimal(cell)) return imported.eq(cell);
  return imported === cell;
}

/** What JSON text says, as exports have it. */
function plainOf(text: string): unknown {
  const imported = importCell(text, "dynamic");
  // Imported as dynamic: a dynamic value.
  return imported instanceof ImportFailure ? text : plainJson(imported as DynamicValue);
}

/** Plain JSON values: arrays in order, bags by the keys that the expectation names. */
export function matchesPlain(expected: unknown, actual: unknown): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, at) => matchesPlain(item, actual[at]))
    );
  }
  if (expected instanceof Date)
    return typeof actual === "string" && isSameTime(expected.toISOString(), actual);
  if (typeof expected === "object" && expected !== null) {
    if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return false;
    const bag: Record<string, unknown> = { ...actual };
    return Object.entries(expected).every(
      ([key, value]) => Object.hasOwn(bag, key) && matchesPlain(value, bag[key]),
    );
  }
  if (typeof actual === "bigint") return isSameWhole(expected, actual);
  if (typeof expected === "bigint") return Number(expected) === actual;
  if (typeof expected === "number" && typeof actual === "number") return areClose(expected, actual, true);
  if (typeof expected === "string" && typeof actual === "string")
    return expected === actual || isSameTime(expected, actual);
  return expected === actual;
}

function isSameWhole(expected: unknown, actual: bigint): boolean {
  return typeof expected === "number" && Number.isInteger(expected)
    ? BigInt(expected) === actual
    : expected === actual;
}

/** Two spellings of one time, both in full. */
function isSameTime(a: string, b: string): boolean {
  return isIsoDatetime(a) && isIsoDatetime(b) && parseDatetime(a) === parseDatetime(b);
}

function areClose(a: number, b: number, isReal: boolean): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (!isReal || !Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
}

/** A value as messages show it. */
export function showValue(value: unknown): string {
  return value === undefined ? "absent" : jsonText(value);
}
