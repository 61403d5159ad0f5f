/**
 * JSON as bytes: finds where values end and makes sure that they are JSON, without making anything of them. The byte
 * at the end of the data must be 0, which no JSON holds: every loop stops there without asking where it is.
 *
 * A function that cannot go on gives `~at` (a negative number): the place where it stopped.
 */
import { maxJsonDepth } from "../../types/json.js";

export const quote = 34;
export const backslash = 92;
export const comma = 44;
export const colon = 58;
export const openBracket = 91;
export const closeBracket = 93;
export const openBrace = 123;
export const closeBrace = 125;
export const newline = 10;
export const minus = 45;

/** 1 for the bytes that stand for themselves inside a string. */
export const isPlainByte: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 32 || byte === quote || byte === backslash ? 0 : 1,
);

/** What stands behind a backslash, but for `u`. */
const isEscapeByte: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

export class JsonScan {
  /** Newlines passed. They stand between values only, so whole lines are counted. */
  lines = 0;
  /** Set when a nested value holds a number that `JSON.parse` would not keep exactly; reset by the caller. */
  hasTrickyNumber = false;

  skipSpace(bytes: Uint8Array, start: number): number {
    let at = start;
    for (;;) {
      const byte = bytes[at];
      if (byte === newline) this.lines++;
      else if (byte !== 32 && byte !== 13 && byte !== 9) return at;
      at++;
    }
  }

  /** The place after any value. */
  skipValue(bytes: Uint8Array, at: number, depth: number): number {
    switch (bytes[at]) {
      case quote:
        return this.skipString(bytes, at);
      case openBrace:
        return this.skipBag(bytes, at, depth + 1);
      case openBracket:
        return this.skipArray(bytes, at, depth + 1);
      case 116:
        return skipWord(bytes, at, "true");
      case 102:
        return skipWord(bytes, at, "false");
      case 110:
        return skipWord(bytes, at, "null");
      default:
        return this.skipNumber(bytes, at);
    }
  }

  skipString(bytes: Uint8Array, start: number): number {
    let at = start + 1;
    while (isPlainByte[bytes[at]] === 1) at++;
    return bytes[at] === quote ? at + 1 : this.skipEscaped(bytes, at);
  }

  /** The place after a string, from its first byte that is not plain. */
  skipEscaped(bytes: Uint8Array, start: number): number {
    let at = start;
    for (;;) {
      while (isPlainByte[bytes[at]] === 1) at++;
      if (bytes[at] === quote) return at + 1;
      if (bytes[at] !== backslash) return ~at;
      at++;
      if (isEscapeByte[bytes[at]] === 1) at++;
      else if (bytes[at] === 117) {
        for (const end = at + 5; ++at < end; ) if (!isHex(bytes[at])) return ~at;
      } else return ~at;
    }
  }

  skipNumber(bytes: Uint8Array, start: number): number {
    let at = start;
    if (bytes[at] === minus) at++;
    const whole = at;
    while (isDigit(bytes[at])) at++;
    if (at === whole || (at - whole > 1 && bytes[whole] === 48)) return ~whole;
    // More than 15 digits, minus zero, a fraction or an exponent.
    if (at - whole > 15 || (whole > start && bytes[whole] === 48)) this.hasTrickyNumber = true;
    if (bytes[at] === 46) {
      this.hasTrickyNumber = true;
      const fraction = ++at;
      while (isDigit(bytes[at])) at++;
      if (at === fraction) return ~at;
    }
    if ((bytes[at] | 32) !== 101) return at;
    this.hasTrickyNumber = true;
    at++;
    if (bytes[at] === 43 || bytes[at] === minus) at++;
    const exponent = at;
    while (isDigit(bytes[at])) at++;
    return at === exponent ? ~at : at;
  }

  private skipBag(bytes: Uint8Array, start: number, depth: number): number {
    if (depth > maxJsonDepth) return ~start;
    let at = start + 1;
    if (bytes[at] <= 32) at = this.skipSpace(bytes, at);
    if (bytes[at] === closeBrace) return at + 1;
    for (;;) {
      if (bytes[at] !== quote) return ~at;
      at = this.skipString(bytes, at);
      if (at < 0) return at;
      if (bytes[at] <= 32) at = this.skipSpace(bytes, at);
      if (bytes[at] !== colon) return ~at;
      at++;
      if (bytes[at] <= 32) at = this.skipSpace(bytes, at);
      at = this.skipValue(bytes, at, depth);
      if (at < 0) return at;
      if (bytes[at] <= 32) at = this.skipSpace(bytes, at);
      if (bytes[at] !== comma) break;
      at++;
      if (bytes[at] <= 32) at = this.skipSpace(bytes, at);
    }
    return bytes[at] === closeBrace ? at + 1 : ~at;
  }

  private skipArray(bytes: Uint8Array, start: number, depth: number): number {
    if (depth > maxJsonDepth) return ~start;
    let at = start + 1;
    if (bytes[at] <= 32) at = this.skipSpace(bytes, at);
    if (bytes[at] === closeBracket) return at + 1;
    for (;;) {
      at = this.skipValue(bytes, at, depth);
      if (at < 0) return at;
      if (bytes[at] <= 32) at = this.skipSpace(bytes, at);
      if (bytes[at] !== comma) break;
      at++;
      if (bytes[at] <= 32) at = this.skipSpace(bytes, at);
    }
    return bytes[at] === closeBracket ? at + 1 : ~at;
  }
}

function skipWord(bytes: Uint8Array, start: number, word: string): number {
  for (let at = 0; at < word.length; at++)
    if (bytes[start + at] !== word.charCodeAt(at)) return ~(start + at);
  return start + word.length;
}

export function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);
}
