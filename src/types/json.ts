import { maxInt64, minInt64, normalizeInt64 } from "./int64.js";
import { printReal } from "./numbers.js";
import {
  type DynamicBag,
  DynamicReal,
  DynamicScalar,
  type DynamicValue,
  dynamicReal,
  isDynamicArray,
} from "./value.js";

/** Deeper JSON is not read; everything that walks dynamic values recursively relies on it. */
export const maxJsonDepth = 512;

/**
 * JSON text as a dynamic value; undefined when the text is not JSON (or nested deeper than `maxJsonDepth`). Whole
 * numbers are longs, exact to 64 bits; `1.0` and `1e3` stay reals; of a repeated key the last value counts.
 */
export function parseJson(text: string): DynamicValue | undefined {
  if (!startsAsJson(text)) return undefined;
  if (needsExactReader(text)) return readExactly(text);
  try {
    return JSON.parse(text); // any: the scan has made sure that plain JSON values are dynamic values
  } catch {
    return undefined;
  }
}

/** Plain text is mostly told by its first letter, which takes a hundredth of the time of an exception. */
function startsAsJson(text: string): boolean {
  let at = 0;
  while (isSpace(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  if (code === openBrace || code === openBracket || code === quote || code === minus) return true;
  return (code >= zero && code <= nine) || words.some(([word]) => text.startsWith(word, at));
}

/** Whether `JSON.parse` would lose something: long integers, whole reals, minus zero, an order of keys, or nest too deep. */
function needsExactReader(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      if (isIndexKey(text, at + 1, end)) return true;
      at = end;
    } else if (code === openBracket || code === openBrace) {
      depth++;
      if (depth > maxJsonDepth) return true;
    } else if (code === closeBracket || code === closeBrace) depth--;
    else if (code === minus || (code >= zero && code <= nine)) {
      const end = endOfNumber(text, at);
      if (isTrickyNumber(text, at, end)) return true;
      at = end - 1;
    }
  }
  return false;
}

const quote = 34;
const backslash = 92;
const minus = 45;
const zero = 48;
const nine = 57;
const colon = 58;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/** Index of the closing quote, or of the end of the text. */
function endOfString(text: string, start: number): number {
  let at = start;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at < 0) return text.length;
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes++;
    if (escapes % 2 === 0) return at;
  }
}

/** Whether what stands between quotes is the key of a bag, of digits alone. */
function isIndexKey(text: string, start: number, end: number): boolean {
  if (!isIndex(text, start, end)) return false;
  let at = end + 1;
  while (isSpace(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === colon;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); isNumberCode(code); code = text.charCodeAt(at)) at++;
  return at;
}

/** Digits, `.`, `e`, `E`, `+`, `-`. */
function isNumberCode(code: number): boolean {
  return (
    (code >= zero && code <= nine) ||
    code === 46 ||
    code === 101 ||
    code === 69 ||
    code === 43 ||
    code === minus
  );
}

function isTrickyNumber(text: string, start: number, end: number): boolean {
  if (end - start > 15) return true;
  let hasPoint = false;
  let hasFraction = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) hasPoint = true;
    else if (code === 101 || code === 69) return true;
    else if (hasPoint && code !== zero) hasFraction = true;
  }
  return hasPoint ? !hasFraction : text.charCodeAt(start) === minus && text.charCodeAt(start + 1) === zero;
}

class NotJson extends Error {}

interface Reader {
  readonly text: string;
  at: number;
}

function readExactly(text: string): DynamicValue | undefined {
  const reader: Reader = { text, at: 0 };
  try {
    const value = readValue(reader, 0);
    skipSpace(reader);
    return reader.at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof NotJson || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readValue(reader: Reader, depth: number): DynamicValue {
  if (depth > maxJsonDepth) throw new NotJson();
  skipSpace(reader);
  const code = reader.text.charCodeAt(reader.at);
  if (code === openBrace) return readBag(reader, depth);
  if (code === openBracket) return readArray(reader, depth);
  if (code === quote) return readString(reader);
  if (code === minus || (code >= zero && code <= nine)) return readNumber(reader);
  for (const [word, value] of words) {
    if (reader.text.startsWith(word, reader.at)) {
      reader.at += word.length;
      return value;
    }
  }
  throw new NotJson();
}

const words: readonly (readonly [string, boolean | null])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

function readBag(reader: Reader, depth: number): DynamicBag {
  const bag: Record<string, DynamicValue> = {};
  reader.at++;
  skipSpace(reader);
  if (takeIf(reader, closeBrace)) return bag;
  do {
    skipSpace(reader);
    if (reader.text.charCodeAt(reader.at) !== quote) throw new NotJson();
    const key = readString(reader);
    skipSpace(reader);
    if (!takeIf(reader, colon)) throw new NotJson();
    setSlot(bag, key, readValue(reader, depth + 1));
    skipSpace(reader);
  } while (takeIf(reader, 44));
  if (!takeIf(reader, closeBrace)) throw new NotJson();
  return bag;
}

function readArray(reader: Reader, depth: number): readonly DynamicValue[] {
  const items: DynamicValue[] = [];
  reader.at++;
  skipSpace(reader);
  if (takeIf(reader, closeBracket)) return items;
  do {
    items.push(readValue(reader, depth + 1));
    skipSpace(reader);
  } while (takeIf(reader, 44));
  if (!takeIf(reader, closeBracket)) throw new NotJson();
  return items;
}

function readString(reader: Reader): string {
  const end = endOfString(reader.text, reader.at);
  const text: unknown = JSON.parse(reader.text.slice(reader.at, end + 1));
  reader.at = end + 1;
  if (typeof text !== "string") throw new NotJson();
  return text;
}

const numberForm = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function readNumber(reader: Reader): DynamicValue {
  const end = endOfNumber(reader.text, reader.at);
  const text = reader.text.slice(reader.at, end);
  reader.at = end;
  const match = numberForm.exec(text);
  if (match === null) throw new NotJson();
  if (match[1] !== undefined || match[2] !== undefined || text.length > 20) return dynamicReal(Number(text));
  const whole = BigInt(text);
  return whole >= minInt64 && whole <= maxInt64 ? normalizeInt64(whole) : dynamicReal(Number(text));
}

function skipSpace(reader: Reader): void {
  while (isSpace(reader.text.charCodeAt(reader.at))) reader.at++;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

function takeIf(reader: Reader, code: number): boolean {
  if (reader.text.charCodeAt(reader.at) !== code) return false;
  reader.at++;
  return true;
}

/** Sets a key of a bag under construction; `__proto__` is a key like any other. */
export function setSlot<T>(bag: Record<string, T>, key: string, value: T): void {
  keepOrder(bag, key);
  if (key === "__proto__")
    Object.defineProperty(bag, key, { value, writable: true, enumerable: true, configurable: true });
  else bag[key] = value;
}

/**
 * The keys of a bag in the order they came in. Objects list keys that are indexes (`7`) before all others; a bag that
 * was given one holds the order of its keys.
 */
export function keysOf(bag: object): readonly string[] {
  return orderOf(bag) ?? Object.keys(bag);
}

/** The keys of a bag and their values in the order they came in. */
export function slotsOf<T>(bag: Readonly<Record<string, T>>): readonly (readonly [key: string, slot: T])[] {
  const order = orderOf(bag);
  return order === undefined ? Object.entries(bag) : order.map((key) => [key, bag[key]] as const);
}

/** Whether a bag holds the order of its keys, which `JSON.stringify` would not keep. */
export function holdsOrder(bag: object): boolean {
  return orderOf(bag) !== undefined;
}

const order = Symbol("keys in the order they came in");

function orderOf(bag: object): string[] | undefined {
  return (bag as { [order]?: string[] })[order]; // nothing else is kept under the symbol
}

function keepOrder(bag: object, key: string): void {
  const known = orderOf(bag);
  if ((known === undefined && !isIndex(key, 0, key.length)) || Object.hasOwn(bag, key)) return;
  if (known === undefined) Object.defineProperty(bag, order, { value: [...Object.keys(bag), key] });
  else known.push(key);
}

/** Whether the text between two places is digits, few enough to be an index. */
function isIndex(text: string, start: number, end: number): boolean {
  if (end <= start || end > start + 10) return false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < zero || code > nine) return false;
  }
  return true;
}

/** Value of a key of a bag; undefined where it has none of its own. */
export function getSlot(bag: DynamicBag, key: string): DynamicValue | undefined {
  return Object.hasOwn(bag, key) ? bag[key] : undefined;
}

/** Compact JSON as `tostring(dynamic)` prints it: no blanks, reals with a decimal point, keys in their order. */
export function printJson(value: DynamicValue): string {
  return isPlain(value) ? JSON.stringify(value) : printValue(value);
}

/** Whether the platform prints a value as the engine does: there is no real in it, no long integer, no order of keys. */
function isPlain(value: DynamicValue | undefined): boolean {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value !== "object") return typeof value === "number" && Number.isInteger(value);
  if (isDynamicArray(value)) {
    for (const item of value) if (!isPlain(item)) return false;
    return true;
  }
  if (value instanceof DynamicReal || value instanceof DynamicScalar || holdsOrder(value)) return false;
  for (const key in value) if (!isPlain(value[key])) return false;
  return true;
}

/** Whether the JSON text of a value reads back as the same value: there is no time or other scalar in it that JSON has not. */
export function isJson(value: DynamicValue | undefined): boolean {
  if (typeof value !== "object") return value !== undefined;
  if (value === null) return true;
  if (isDynamicArray(value)) {
    for (const item of value) if (!isJson(item)) return false;
    return true;
  }
  if (value instanceof DynamicScalar) return false;
  if (value instanceof DynamicReal) return Number.isFinite(value.value);
  for (const key in value) if (!isJson(value[key])) return false;
  return true;
}

function printValue(value: DynamicValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : printReal(value);
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value instanceof DynamicReal) return printJsonReal(value.value);
  if (value instanceof DynamicScalar) return JSON.stringify(value.text);
  if (isDynamicArray(value)) return `[${value.map(printValue).join(",")}]`;
  const slots = keysOf(value).map((key) => `${JSON.stringify(key)}:${printValue(value[key] ?? null)}`);
  return `{${slots.join(",")}}`;
}

/** JSON has no NaN and no infinities; they are text. */
function printJsonReal(value: number): string {
  return Number.isFinite(value) ? printReal(value) : JSON.stringify(String(value));
}
