/** Values from outside (JSON, CSV, YAML, JavaScript objects) as cells. Speed matters: every fixture comes this way. */
import { parseBool } from "./convert.js";
import { parseDatetime, printDatetime, ticksFromUnixMs } from "./datetime.js";
import { parseGuid } from "./guid.js";
import { maxInt64, minInt64, normalizeInt64 } from "./int64.js";
import { maxJsonDepth, parseJson, printJson, setSlot } from "./json.js";
import type { KqlType } from "./kql-type.js";
import { decimalOf, parseDecimal, parseInt32, parseLong, parseReal } from "./numbers.js";
import { parseTimespan } from "./timespan.js";
import { type Cell, type DynamicValue, dynamicReal, isDynamicArray, isDynamicBag } from "./value.js";

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
  if (depth > maxJsonDepth) return undefined;
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isSafeInteger(value) ? value + 0 : dynamicReal(value);
    case "bigint":
      return value >= minInt64 && value <= maxInt64 ? normalizeInt64(value) : dynamicReal(Number(value));
    case "undefined":
      return null;
    case "object":
      return importObject(value, depth);
    default:
      return undefined;
  }
}

function importObject(value: object | null, depth: number): DynamicValue | undefined {
  if (value === null || isDynamicSelf(value)) return value;
  if (value instanceof Date) {
    const ticks = ticksFromUnixMs(value.getTime());
    return ticks === null ? undefined : printDatetime(ticks);
  }
  return Array.isArray(value) ? importArray(value, depth) : importBag(value, depth);
}

/** The engine's own objects, which stand for themselves. */
function isDynamicSelf(value: object): value is DynamicValue & object {
  return !isDynamicBag(value) && !isDynamicArray(value);
}

/** The array itself unless an element had to change. */
function importArray(items: readonly unknown[], depth: number): DynamicValue | undefined {
  let copy: DynamicValue[] | undefined;
  for (let at = 0; at < items.length; at++) {
    const item = importDynamic(items[at], depth + 1);
    if (item === undefined) return undefined;
    if (copy === undefined && !Object.is(item, items[at])) copy = items.slice(0, at) as DynamicValue[]; // checked so far
    copy?.push(item);
  }
  return copy ?? (items as readonly DynamicValue[]); // every element has been checked
}

/** The object itself unless a slot had to change; slots that are undefined are left out. */
function importBag(bag: object, depth: number): DynamicValue | undefined {
  let isSame = true;
  const slots: [string, DynamicValue][] = [];
  for (const [key, slot] of Object.entries(bag)) {
    if (slot === undefined) {
      isSame = false;
      continue;
    }
    const item = importDynamic(slot, depth + 1);
    if (item === undefined) return undefined;
    if (!Object.is(item, slot)) isSame = false;
    slots.push([key, item]);
  }
  if (isSame) return bag as DynamicValue; // every slot has been checked
  const copy: Record<string, DynamicValue> = {};
  for (const [key, item] of slots) setSlot(copy, key, item);
  return copy;
}
