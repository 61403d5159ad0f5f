/** Texts as bytes: UTF-8, and of half a surrogate pair the three bytes that UTF-8 would have for it. */
import type { ByteHost } from "./byte-list.js";

/** How a column's bytes are read. */
export type Decode = ByteHost["text"];

/** What stands for bytes that are no UTF-8, so that different bytes can be equal texts. */
export const replacement = "\ufffd";

/** Writes texts to a buffer. */
export class TextWriter {
  /** The text written last, from 0 to the length given. */
  bytes = new Uint8Array(256);

  write(text: string): number {
    if (text.length * 3 > this.bytes.length) this.bytes = new Uint8Array(text.length * 6);
    const { bytes } = this;
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 0x80) bytes[length++] = unit;
      else {
        const code = text.codePointAt(at) ?? unit;
        if (code >= 0x10000) at++;
        length = putCharacter(code, bytes, length);
      }
    }
    return length;
  }
}

/** Writes one character, of at most four bytes, at a place; gives the place behind it. */
export function putCharacter(code: number, bytes: Uint8Array, at: number): number {
  let next = at;
  if (code < 0x80) {
    bytes[next++] = code;
    return next;
  }
  if (code < 0x800) bytes[next++] = 0xc0 | (code >> 6);
  else {
    if (code < 0x10000) bytes[next++] = 0xe0 | (code >> 12);
    else {
      bytes[next++] = 0xf0 | (code >> 18);
      bytes[next++] = 0x80 | ((code >> 12) & 63);
    }
    bytes[next++] = 0x80 | ((code >> 6) & 63);
  }
  bytes[next++] = 0x80 | (code & 63);
  return next;
}

export function isHighHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

export function isLowHalf(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Reads bytes that may hold halves of surrogate pairs, or that surely hold none. */
export function decoderOf(host: ByteHost, hasLoneSurrogate: boolean): Decode {
  return hasLoneSurrogate
    ? (bytes, start, end) => textWithLoneSurrogates(bytes, start, end, host.text)
    : host.text;
}

function textWithLoneSurrogates(bytes: Uint8Array, start: number, end: number, decode: Decode): string {
  let text = "";
  let from = start;
  for (let at = start; at + 2 < end; at++) {
    if (bytes[at] !== 0xed || bytes[at + 1] < 0xa0) continue;
    text += decode(bytes, from, at);
    text += String.fromCharCode(0xd000 | ((bytes[at + 1] & 63) << 6) | (bytes[at + 2] & 63));
    from = at + 3;
    at += 2;
  }
  return text + decode(bytes, from, end);
}
