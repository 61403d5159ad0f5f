/** Reads the literals of KQL: token text to cell value. */
import { parseDatetimeLiteral } from "../types/datetime.js";
import { parseGuid } from "../types/guid.js";
import { type KqlType, typeNamed } from "../types/kql-type.js";
import { parseDecimal, parseInt32, parseLong, parseReal } from "../types/numbers.js";
import { parseTimespanLiteral } from "../types/timespan.js";
import type { Cell } from "../types/value.js";

export interface ReadLiteral {
  readonly type: KqlType;
  /** Undefined when the text is no value of the type. */
  readonly value: Cell | undefined;
}

/** The value is undefined when the text is out of range. */
export function readLong(text: string): ReadLiteral {
  return { type: "long", value: parseLong(text) ?? undefined };
}

export function readReal(text: string): ReadLiteral {
  return { type: "real", value: Number(text) };
}

export function readTimespan(text: string): ReadLiteral {
  return { type: "timespan", value: parseTimespanLiteral(text) ?? undefined };
}

export function readBoolean(text: string): ReadLiteral {
  return { type: "bool", value: text.toLowerCase() === "true" };
}

/** `int(1)`, `datetime(2020-01-01)`, `guid(null)`. */
export function readTypedLiteral(text: string): ReadLiteral {
  const open = text.indexOf("(");
  const type = typeNamed(text.slice(0, open)) ?? "string";
  const content = text.slice(open + 1, -1).trim();
  if (content === "null") return { type, value: null };
  return { type, value: readContent(type, unquote(content)) ?? undefined };
}

function unquote(content: string): string {
  const quote = content.charAt(0);
  const isQuoted = content.length > 1 && (quote === '"' || quote === "'") && content.endsWith(quote);
  return isQuoted ? content.slice(1, -1) : content;
}

function readContent(type: KqlType, content: string): Cell | undefined {
  switch (type) {
    case "bool":
      return readBoolContent(content);
    case "int":
      return parseInt32(content);
    case "long":
      return parseLong(content);
    case "real":
      return parseReal(content);
    case "decimal":
      return parseDecimal(content);
    case "datetime":
      return parseDatetimeLiteral(content);
    case "timespan":
      return parseTimespanLiteral(content);
    case "guid":
      return parseGuid(content);
    case "string":
    case "dynamic":
      return undefined;
  }
}

function readBoolContent(content: string): boolean | undefined {
  const word = content.toLowerCase();
  if (word === "true" || word === "false") return word === "true";
  const number = parseLong(content);
  return number === null ? undefined : number !== 0;
}

/** A string literal as read; `badEscape` is where in the literal's text an escape is wrong. */
export interface ReadString {
  readonly text: string;
  readonly badEscape?: { readonly start: number; readonly end: number };
}

/** Text of one string literal in any of its forms; an unclosed one is read to its end. */
export function readString(raw: string): ReadString {
  const start = raw.charCodeAt(0) === 104 || raw.charCodeAt(0) === 72 ? 1 : 0;
  const quote = raw.charAt(start);
  if (quote === "`" || quote === "~") {
    const isClosed = raw.length >= start + 6 && raw.endsWith(quote.repeat(3));
    return { text: raw.slice(start + 3, isClosed ? -3 : undefined) };
  }
  if (quote === "@") return { text: readVerbatim(raw, start + 1) };
  const end = raw.length - (raw.length > start + 1 && raw.endsWith(quote) ? 1 : 0);
  const content = raw.slice(start + 1, end);
  return content.includes("\\") ? readEscapes(content, start + 1) : { text: content };
}

function readVerbatim(raw: string, start: number): string {
  const quote = raw.charAt(start);
  const end = raw.length - (raw.length > start + 1 && raw.endsWith(quote) ? 1 : 0);
  return raw.slice(start + 1, end).replaceAll(quote + quote, quote);
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
]);

/** Escapes that hold a code: letter or first digit, then its digits. */
const codeEscape = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}|[0-7]{1,2}))/;

function readEscapes(content: string, offset: number): ReadString {
  let text = "";
  let from = 0;
  let badEscape: ReadString["badEscape"];
  for (let at = content.indexOf("\\"); at !== -1; at = content.indexOf("\\", from)) {
    text += content.slice(from, at);
    const found = readEscape(content, at + 1);
    if (found === undefined) badEscape ??= { start: offset + at, end: offset + at + 2 };
    text += found?.text ?? content.slice(at, at + 2);
    from = found?.end ?? at + 2;
  }
  text += content.slice(from);
  return badEscape === undefined ? { text } : { text, badEscape };
}

function readEscape(content: string, at: number): { text: string; end: number } | undefined {
  const simple = simpleEscapes.get(content.charAt(at));
  if (simple !== undefined) return { text: simple, end: at + 1 };
  const match = codeEscape.exec(content.slice(at, at + 9));
  if (match === null) return undefined;
  const octal = match[4];
  const code =
    octal === undefined
      ? Number.parseInt(match[1] ?? match[2] ?? match[3] ?? "", 16)
      : Number.parseInt(octal, 8);
  return code > 0x10ffff ? undefined : { text: String.fromCodePoint(code), end: at + match[0].length };
}
