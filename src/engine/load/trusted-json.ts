/** Steps through JSON that is known to be valid. */
import { backslash, closeBrace, closeBracket, comma, openBrace, openBracket, quote } from "./json-scan.js";

export function skipBlanks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] <= 32) at++;
  return at;
}

/** The place after the text that begins with the quote at `start`. */
export function skipText(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (let byte = bytes[at]; byte !== quote; byte = bytes[at]) at += byte === backslash ? 2 : 1;
  return at + 1;
}

/** The place after a number, true, false or null that ends at `end` at the latest. */
export function skipWord(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isWordByte(bytes[at])) at++;
  return at;
}

/** The place after a value that ends at `end` at the latest. */
export function skipTrusted(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start];
  if (first === quote) return skipText(bytes, start);
  if (first !== openBrace && first !== openBracket) return skipWord(bytes, start, end);
  let at = start;
  let depth = 0;
  do {
    const byte = bytes[at];
    if (byte === quote) {
      at = skipText(bytes, at);
      continue;
    }
    at++;
    if (byte === openBrace || byte === openBracket) depth++;
    else if (byte === closeBrace || byte === closeBracket) depth--;
  } while (depth > 0);
  return at;
}

function isWordByte(byte: number): boolean {
  return byte > 32 && byte !== comma && byte !== closeBrace && byte !== closeBracket;
}
