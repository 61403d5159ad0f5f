/** Columns that no schema knows: tokens are kept as they are until all of them tell the type. */

import { parseJson } from "../../types/json.js";
import type { KqlType } from "../../types/kql-type.js";
import { isDynamicArray, isDynamicBag } from "../../types/value.js";
import { isIsoDatetime, mergeTypes, typeOfValue } from "../inferred-schema.js";
import { type ByteCodes, ByteColumn } from "./byte-column.js";
import type { BuildContext, BuiltColumn } from "./column-builder.js";
import { backslash, openBrace, openBracket, quote } from "./json-scan.js";
import { newBuilder } from "./new-builder.js";
import { tokenValue } from "./token-cell.js";
import {
  type TokenKind,
  tokenEscaped,
  tokenFalse,
  tokenNestedExact,
  tokenNull,
  tokenNumber,
  tokenString,
  tokenText,
  tokenTrue,
} from "./tokens.js";

export class UndecidedBuilder {
  private readonly column: ByteColumn;
  private isText = false;

  constructor(private readonly context: BuildContext) {
    this.column = new ByteColumn(context.host);
  }

  get length(): number {
    return this.column.length;
  }

  put(row: number, bytes: Uint8Array, start: number, end: number, kind: TokenKind): true {
    this.padTo(row);
    if (kind === tokenText) this.isText = true;
    const isQuoted = kind === tokenString || kind === tokenEscaped;
    if (kind === tokenNull || (kind === tokenText && start === end)) this.column.addNull();
    else if (isQuoted) this.column.add(bytes, start - 1, end + 1);
    else this.column.add(bytes, start, end);
    return true;
  }

  padTo(rows: number): void {
    while (this.column.length < rows) this.column.addNull();
  }

  finish(rows: number): BuiltColumn {
    this.padTo(rows);
    const tokens = this.column.finish();
    const builder = newBuilder(this.typeOf(tokens), this.context);
    const { codes, length, nullCode, values } = tokens;
    for (let row = 0; row < length; row++) {
      const code = codes === undefined ? 0 : codes[row];
      if (code === nullCode) continue;
      const bytes = values.segmentOf(code);
      const start = values.offsetOf(code);
      const end = start + values.lengthOf(code);
      const kind = this.isText ? tokenText : kindOf(bytes, start, end);
      const inset = kind === tokenString || kind === tokenEscaped ? 1 : 0;
      builder.put(row, bytes, start + inset, end - inset, kind);
    }
    return builder.finish(length);
  }

  /** As columns of JavaScript objects are typed; text of a file that has no types is looked into. */
  private typeOf({ values, nullCode, length }: ByteCodes): KqlType {
    let type: KqlType | undefined;
    for (let code = 0; code < values.count && length > 0; code++) {
      if (code === nullCode) continue;
      const bytes = values.segmentOf(code);
      const start = values.offsetOf(code);
      const end = start + values.lengthOf(code);
      if (this.isText) {
        type = mergeTextTypes(type, typeOfText(this.context.host.text(bytes, start, end)));
        if (type === "string") break;
        continue;
      }
      const kind = kindOf(bytes, start, end);
      const inset = kind === tokenString || kind === tokenEscaped ? 1 : 0;
      const token = { bytes, start: start + inset, end: end - inset, kind };
      type = mergeTypes(type, typeOfValue(tokenValue(token, "string", this.context.host)));
    }
    return type ?? "string";
  }
}

function kindOf(bytes: Uint8Array, start: number, end: number): TokenKind {
  const first = bytes[start];
  if (first === quote) return bytes.subarray(start, end).includes(backslash) ? tokenEscaped : tokenString;
  if (first === openBrace || first === openBracket) return tokenNestedExact;
  if (first === 116) return tokenTrue;
  return first === 102 ? tokenFalse : tokenNumber;
}

const wholeForm = /^-?(?:0|[1-9]\d{0,17})$/;
const realForm = /^-?(?:0|[1-9]\d*)\.\d+(?:[eE][+-]?\d+)?$/;

/** Text such as 007 or +5 is an identifier more often than a number. */
function typeOfText(text: string): KqlType {
  if (wholeForm.test(text)) return "long";
  if (realForm.test(text)) return "real";
  if (/^(?:true|false)$/i.test(text)) return "bool";
  if (isIsoDatetime(text)) return "datetime";
  const value = text.startsWith("{") || text.startsWith("[") ? parseJson(text) : undefined;
  return isDynamicArray(value) || isDynamicBag(value) ? "dynamic" : "string";
}

function mergeTextTypes(known: KqlType | undefined, found: KqlType): KqlType {
  if (known === undefined || known === found) return found;
  const isNumeric = (type: KqlType): boolean => type === "long" || type === "real";
  return isNumeric(known) && isNumeric(found) ? "real" : "string";
}
