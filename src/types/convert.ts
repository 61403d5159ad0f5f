/**
 * The conversion matrix: what `toint`, `tolong`, `todouble`, `todecimal`, `tobool`, `tostring`, `todatetime`,
 * `totimespan`, `toguid` and `parse_json` make of a cell. Unreadable input gives null, never an error.
 */
import { Decimal } from "decimal.js";
import { absoluteTicks, ticksFromAbsolute } from "./calendar.js";
import { parseDatetime, printDatetimeFull } from "./datetime.js";
import { parseGuid } from "./guid.js";
import { type Int64, maxInt64, minInt64, normalizeInt64, saturateToInt64 } from "./int64.js";
import { parseJson } from "./json.js";
import type { KqlType } from "./kql-type.js";
import { decimalOf, parseDecimal, parseInt32, parseLong, parseReal, printDecimal } from "./numbers.js";
import { cellToText, dynamicToText } from "./text.js";
import { parseTimespan, printTimespan } from "./timespan.js";
import {
  type Cell,
  DynamicReal,
  DynamicScalar,
  type DynamicValue,
  dynamicReal,
  isDynamicArray,
  isDynamicBag,
} from "./value.js";

/** The cell in another type; a null stays null (the empty string as string). */
export function convertCell(cell: Cell, from: KqlType, to: KqlType): Cell {
  if (from === to) return cell;
  if (to === "string") return cellToText(cell, from);
  if (cell === null) return null;
  if (typeof cell === "string" && (from === "string" || from === "dynamic")) return readText(cell, to);
  if (to === "dynamic") return packCell(cell, from);
  if (from !== "dynamic") return convertValue(cell, from, to);
  const scalar = scalarOf(cell as DynamicValue); // by the type tag
  return scalar === undefined ? null : convertCell(scalar.cell, scalar.type, to);
}

/** What a conversion function makes of text. */
export function readText(text: string, to: KqlType): Cell {
  switch (to) {
    case "string":
      return text;
    case "bool":
      return parseBool(text);
    case "int":
      return parseInt32(text);
    case "long":
      return parseLong(text);
    case "real":
      return parseReal(text);
    case "decimal":
      return parseDecimal(text);
    case "datetime":
      return parseDatetime(text);
    case "timespan":
      return parseTimespan(text);
    case "guid":
      return parseGuid(text);
    case "dynamic":
      return parseDynamic(text);
  }
}

/** `true` and `false` in any letter case, whole numbers; no blanks. */
export function parseBool(text: string): boolean | null {
  const word = text.toLowerCase();
  if (word === "true") return true;
  if (word === "false") return false;
  const value = /\s/.test(text) ? null : parseLong(text);
  return value === null ? null : value !== 0;
}

/** `parse_json` of text: text that is not JSON is a dynamic string, the empty text is null. */
export function parseDynamic(text: string): DynamicValue {
  if (text === "") return null;
  const value = parseJson(text);
  return value === undefined ? text : value;
}

/** A cell put into a dynamic value, as `pack_array` and `make_list` do: text stays text. */
export function packCell(cell: Cell, type: KqlType): DynamicValue {
  if (cell === null) return null;
  switch (type) {
    case "real":
      return dynamicReal(Number(cell));
    case "datetime":
      return new DynamicScalar(type, int64Of(cell), printDatetimeFull(int64Of(cell)));
    case "timespan":
      return new DynamicScalar(type, int64Of(cell), printTimespan(int64Of(cell)));
    case "guid":
      return new DynamicScalar(type, String(cell), String(cell));
    case "decimal":
      return Decimal.isDecimal(cell) ? new DynamicScalar(type, cell, printDecimal(cell)) : null;
    default:
      return cell as DynamicValue; // bool, int, long, string, dynamic: the same representation
  }
}

/**
 * An element of a dynamic value as a type, the way `to typeof(T)` does it: numbers among themselves, every other type
 * only from its own kind, nothing parsed but the text of a datetime, a timespan or a guid (JSON has no other form).
 */
export function castDynamic(value: DynamicValue, to: KqlType): Cell {
  if (to === "dynamic") return value;
  if (to === "string") return dynamicToText(value);
  if (typeof value === "string") {
    return to === "datetime" || to === "timespan" || to === "guid" ? readText(value, to) : null;
  }
  const scalar = scalarOf(value);
  if (scalar === undefined) return null;
  return scalar.type === to || (isNumber(scalar.type) && isNumber(to))
    ? convertCell(scalar.cell, scalar.type, to)
    : null;
}

function isNumber(type: KqlType): boolean {
  return type === "int" || type === "long" || type === "real" || type === "decimal";
}

interface TypedCell {
  readonly cell: Cell;
  readonly type: KqlType;
}

/** What a dynamic value holds, with its type; undefined for null, arrays and bags. */
export function scalarOf(value: DynamicValue): TypedCell | undefined {
  if (value === null) return undefined;
  if (typeof value === "string") return { cell: value, type: "string" };
  if (typeof value === "boolean") return { cell: value, type: "bool" };
  if (typeof value === "bigint") return { cell: value, type: "long" };
  if (typeof value === "number") return { cell: value, type: Number.isInteger(value) ? "long" : "real" };
  if (value instanceof DynamicReal) return { cell: value.value, type: "real" };
  if (value instanceof DynamicScalar) return { cell: value.cell, type: value.type };
  return undefined;
}

/** `gettype` of dynamic content. */
export function dynamicTypeName(value: DynamicValue): string {
  if (value === null) return "null";
  if (isDynamicArray(value)) return "array";
  if (isDynamicBag(value)) return "dictionary";
  const type = scalarOf(value)?.type;
  return type === "real" ? "double" : (type ?? "null");
}

/** A cell that is neither null nor text nor dynamic, in a type that is neither text nor dynamic. */
function convertValue(cell: Cell, from: KqlType, to: KqlType): Cell {
  if (from === "guid" || to === "guid") return null;
  if (to === "decimal") return decimalOfCell(cell, from);
  if (to === "real") return Decimal.isDecimal(cell) ? cell.toNumber() : realOfCell(cell, from);
  if (to === "bool") return Decimal.isDecimal(cell) ? !cell.isZero() : realOfCell(cell, from) !== 0;
  if (from === "real" && to === "int") return saturateToInt32(Number(cell));
  const whole = wholeOfCell(cell, from);
  if (whole === null) return null;
  if (to === "int") return from === "decimal" ? int32OrNull(whole) : wrapToInt32(whole);
  return to === "datetime" ? ticksFromAbsolute(whole) : whole;
}

function decimalOfCell(cell: Cell, from: KqlType): Decimal | null {
  if (from === "datetime") return decimalOf(absoluteTicks(int64Of(cell)));
  if (typeof cell === "boolean") return decimalOf(Number(cell));
  return typeof cell === "number" || typeof cell === "bigint" ? decimalOf(cell) : null;
}

function realOfCell(cell: Cell, from: KqlType): number {
  return Number(from === "datetime" ? absoluteTicks(int64Of(cell)) : cell);
}

/** A value as a long: reals are cut and held inside 64 bits, datetimes and timespans are ticks. */
function wholeOfCell(cell: Cell, from: KqlType): Int64 | null {
  if (typeof cell === "boolean") return cell ? 1 : 0;
  if (from === "real") return saturateToInt64(Number(cell));
  if (from === "datetime") return absoluteTicks(int64Of(cell));
  return Decimal.isDecimal(cell) ? wholeOfDecimal(cell) : int64Of(cell);
}

/** Cut toward zero; null outside 64 bits. */
function wholeOfDecimal(cell: Decimal): Int64 | null {
  if (cell.e > 19) return null;
  const whole = BigInt(cell.trunc().toFixed());
  return whole >= minInt64 && whole <= maxInt64 ? normalizeInt64(whole) : null;
}

/** The low 32 bits, as the engine does with longs out of the range of int. */
function wrapToInt32(value: Int64): number {
  return typeof value === "number" ? value | 0 : Number(BigInt.asIntN(32, value));
}

function int32OrNull(value: Int64): number | null {
  return typeof value === "number" && value === (value | 0) ? value : null;
}

/** Null for NaN. */
function saturateToInt32(value: number): number | null {
  if (Number.isNaN(value)) return null;
  return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value))) + 0;
}

function int64Of(cell: Cell): Int64 {
  return cell as Int64; // by the type tag beside it: int, long, datetime and timespan are Int64
}
