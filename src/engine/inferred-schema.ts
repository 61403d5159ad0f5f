/** Schemas of tables that nobody has described: from their rows. */
import type { Column } from "../bind/bound.js";
import { parseDatetime } from "../types/datetime.js";
import { maxInt64, minInt64 } from "../types/int64.js";
import type { KqlType } from "../types/kql-type.js";

/** A row as users give it: cell values in their public JavaScript form, or JSON. */
export type InputRow = Readonly<Record<string, unknown>>;

const isoDatetime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/**
 * Columns in order of first appearance. Whole numbers are long, others real; text that is an ISO 8601 date and time in
 * every row is datetime; objects, arrays and mixtures are dynamic; a column without any value is string.
 */
export function inferColumns(rows: readonly InputRow[]): Column[] {
  const types = new Map<string, KqlType | undefined>();
  for (const row of rows) {
    for (const name of Object.keys(row)) types.set(name, mergeTypes(types.get(name), typeOfValue(row[name])));
  }
  return [...types].map(([name, type]) => ({ name, type: type ?? "string" }));
}

/** Whether text is an ISO 8601 date and time. */
export function isIsoDatetime(text: string): boolean {
  return isoDatetime.test(text) && parseDatetime(text) !== null;
}

/** Type of a column with this value alone; undefined where it tells nothing. */
export function typeOfValue(value: unknown): KqlType | undefined {
  if (value === null || value === undefined) return undefined;
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "bigint":
      return value >= minInt64 && value <= maxInt64 ? "long" : "real";
    case "number":
      return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63 ? "long" : "real";
    case "string":
      return isIsoDatetime(value) ? "datetime" : "string";
    default:
      return value instanceof Date ? "datetime" : "dynamic";
  }
}

/** Type of a column of which both are known. */
export function mergeTypes(known: KqlType | undefined, found: KqlType | undefined): KqlType | undefined {
  if (known === undefined || known === found) return found ?? known;
  if (found === undefined) return known;
  const both = new Set([known, found]);
  if (both.has("long") && both.has("real")) return "real";
  if (both.has("datetime") && both.has("string")) return "string";
  return "dynamic";
}
