/** Tokens as cells, by the patient way: text, then the reader that all outside values go through. */
import { type ImportFailure, importCell } from "../../types/import.js";
import { parseJson } from "../../types/json.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import type { ByteHost } from "./byte-list.js";
import {
  type TokenKind,
  tokenEscaped,
  tokenFalse,
  tokenNested,
  tokenNestedExact,
  tokenNull,
  tokenNumber,
  tokenTrue,
} from "./tokens.js";

/** A cell as it stands in the source. */
export interface Token {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly kind: TokenKind;
}

export function tokenCell(token: Token, type: KqlType, host: ByteHost): Cell | ImportFailure {
  return importCell(tokenValue(token, type, host), type);
}

/** The value that `JSON.parse` would make, but for whole numbers beyond the safe integers, which stay exact. */
export function tokenValue(token: Token, type: KqlType, host: ByteHost): unknown {
  const { bytes, start, end, kind } = token;
  switch (kind) {
    case tokenNull:
      return null;
    case tokenTrue:
      return true;
    case tokenFalse:
      return false;
    case tokenNumber: {
      const text = host.text(bytes, start, end);
      if (type === "dynamic") return parseJson(text);
      const value = Number(text);
      return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(text)
        ? BigInt(text)
        : value;
    }
    case tokenEscaped:
      return JSON.parse(`"${host.text(bytes, start, end)}"`);
    case tokenNested:
    case tokenNestedExact:
      return parseJson(host.text(bytes, start, end));
    default:
      return host.text(bytes, start, end);
  }
}

/** The source of a token, for messages. */
export function shownToken({ bytes, start, end, kind }: Token, host: ByteHost): string {
  const cut = Math.min(end, start + 80);
  const text = host.text(bytes, start, cut).replace(/\uFFFD+$/, "");
  const isText = kind > tokenNumber && kind !== tokenNested && kind !== tokenNestedExact;
  const shown = isText && kind !== tokenEscaped ? JSON.stringify(text) : isText ? `"${text}"` : text;
  return shown.length > 60 || cut < end ? `${shown.slice(0, 57)}...` : shown;
}
