/** Values from outside (JSON, CSV, YAML, JavaScript objects) as cells. Speed matters: every fixture comes this way. */

import { ticksFromUnixMs } from "./calendar.js";
import { parseBool } from "./convert.js";
import { parseDatetime, printDatetime } from "./datetime.js";
import { parseGuid } from "./guid.js";
import { maxInt64, minInt64, normalizeInt64 } from "./int64.js";
import { maxJsonDepth, parseJson, printJson, setSlot } from "./json.js";
import type { KqlType } from "./kql-type.js";
import { decimalOf, parseDecimal, parseInt32, parseLong, parseReal } from "./numbers.js";
import { parseTimespan } from "./timespan.js";
import { type Cell, DynamicReal, DynamicScalar, type DynamicValue, dynamicReal } from "./value.js";

/** A value that no cell of the type can hold. `expected` says what would do: "a datetime such as ...". */
export class ImportFailure {
  readonly ok = false;

  constructor(readonly expected: string) {}
}

const failures: Readonly<Record<KqlType, ImportFailure>> = {
  bool: new ImportFailure("true or false"),
  int: new ImportFailure("a whole number of 32 bits"),
  long: new ImportFailure("a whole number of 64 bits"),
  real: new ImportFailure("a number"),
  decimal: new ImportFailure("a decimal number"),
  string: new ImportFailure("text"),
  datetime: new ImportFailure("a datetime such as 2026-04-06T12:00:00Z"),
  timespan: new ImportFailure("a timespan such as 1.02:03:04 or 90s"),
  guid: new ImportFailure("a guid such as 74be27de-1e4e-49d9-b579-fe0b331d3642"),
  dynamic: new ImportFailure("a JSON value"),
};

/**
 * Reads an outside value into a cell of the type. Missing values and, in every type but string, empty text are null.
 * A number in a string column becomes its text, numeric text a number, JSON text of an array or object in a dynamic
 * column is parsed. Plain JSON values are shared, not copied.
 */
export function importCell(value: unknown, type: KqlType): Cell | ImportFailure {
  if (typeof value === "string") return importText(value, type);
  if (value === null || value === undefined) return type === "string" ? "" : null;
  switch (type) {
    case "string":
      return importAsText(value);
    case "datetime":
      return value instanceof Date
        ? (ticksFromUnixMs(value.getTime()) ?? failures.datetime)
        : failures.datetime;
    case "dynamic":
      return importDynamic(value, 0) ?? failures.dynamic;
    case "bool":
      return importBool(value);
    case "int":
    case "long":
    case "real":
    case "decimal":
      return importNumber(value, type);
    case "timespan":
    case "guid":
      return failures[type];
  }
}

function importText(text: string, type: KqlType): Cell | ImportFailure {
  if (type === "string") return text;
  if (text === "") return null;
  switch (type) {
    case "datetime":
      return parseDatetime(text) ?? failures.datetime;
    case "dynamic":
      return importJsonText(text);
    case "bool":
      return parseBool(text) ?? failures.bool;
    case "int":
      return parseInt32(text) ?? failures.int;
    case "long":
      return parseLong(text) ?? failures.long;
    case "real":
      return parseReal(text) ?? failures.real;
    case "decimal":
      return parseDecimal(text) ?? failures.decimal;
    case "timespan":
      return parseTimespan(text) ?? failures.timespan;
    case "guid":
      return parseGuid(text) ?? failures.guid;
  }
}

/** Only arrays and objects are parsed: a string that happens to be `5` or `true` stays a string. */
function importJsonText(text: string): DynamicValue {
  const first = text.trimStart()[0];
  return first === "{" || first === "[" ? (parseJson(text) ?? text) : text;
}

function importAsText(value: unknown): Cell | ImportFailure {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  if (value instanceof Date) {
    const ticks = ticksFromUnixMs(value.getTime());
    return ticks === null ? failures.string : printDatetime(ticks);
  }
  const dynamic = importDynamic(value, 0);
  return dynamic === undefined ? failures.string : printJson(dynamic);
}

function importBool(value: unknown): Cell | ImportFailure {
  if (typeof value === "boolean") return value;
  return value === 0 || value === 1 ? value === 1 : failures.bool;
}

function importNumber(value: unknown, type: "int" | "long" | "real" | "decimal"): Cell | ImportFailure {
  if (typeof value !== "number" && typeof value !== "bigint") return failures[type];
  if (type === "real") return Number(value);
  if (type === "decimal") return decimalOf(value) ?? failures.decimal;
  if (type === "int") return Number(value) === (Number(value) | 0) ? Number(value) + 0 : failures.int;
  if (Number.isSafeInteger(value)) return Number(value) + 0;
  if (typeof value === "number" && !Number.isInteger(value)) return failures.long;
  const whole = BigInt(value);
  return whole >= minInt64 && whole <= maxInt64 ? normalizeInt64(whole) : failures.long;
}

/** Undefined for what JSON can't say: functions, symbols, rings, nesting beyond `maxJsonDepth`. */
function importDynamic(value: unknown, depth: number): DynamicValue | undefined {
  return isDynamic(value, depth) ? value : copyDynamic(value, depth);
}

/** Whether a value can be shared as it is. */
function isDynamic(value: unknown, depth: number): value is DynamicValue {
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? !Object.is(value, -0) : isFraction(value);
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value !== "object" || depth > maxJsonDepth) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isDynamic(item, depth + 1)) return false;
    return true;
  }
  if (value instanceof Date) return false;
  if (value instanceof DynamicReal || value instanceof DynamicScalar) return true;
  const slots = value as Readonly<Record<string, unknown>>; // any object, read by its own keys
  for (const key of Object.keys(slots)) if (!isDynamic(slots[key], depth + 1)) return false;
  return true;
}

function isFraction(value: number): boolean {
  return Number.isFinite(value) && !Number.isInteger(value);
}

/** The value with what has no dynamic form as it stands (bigints, dates, whole reals, `undefined`) made so. */
function copyDynamic(value: unknown, depth: number): DynamicValue | undefined {
  if (value === undefined) return null;
  if (typeof value === "number") return Number.isSafeInteger(value) ? value + 0 : dynamicReal(value);
  if (typeof value === "bigint") {
    return value >= minInt64 && value <= maxInt64 ? normalizeInt64(value) : dynamicReal(Number(value));
  }
  if (typeof value !== "object" || value === null || depth > maxJsonDepth) return undefined;
  if (value instanceof Date) {
    const ticks = ticksFromUnixMs(value.getTime());
    return ticks === null ? undefined : printDatetime(ticks);
  }
  return Array.isArray(value) ? copyArray(value, depth) : copyBag(value, depth);
}

function copyArray(items: readonly unknown[], depth: number): DynamicValue | undefined {
  const copy: DynamicValue[] = [];
  for (const item of items) {
    const element = importDynamic(item, depth + 1);
    if (element === undefined) return undefined;
    copy.push(element);
  }
  return copy;
}

/** Slots that are undefined are left out. */
function copyBag(bag: object, depth: number): DynamicValue | undefined {
  const copy: Record<string, DynamicValue> = {};
  for (const [key, slot] of Object.entries(bag)) {
    if (slot === undefined) continue;
    const item = importDynamic(slot, depth + 1);
    if (item === undefined) return undefined;
    setSlot(copy, key, item);
  }
  return copy;
}
