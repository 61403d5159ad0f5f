/** JSON string escapes, undone as bytes. */
import { backslash } from "./json-scan.js";

/** What a letter behind a backslash stands for; the others stand for themselves. */
const plainEscapes: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const at = "bfnrt".indexOf(String.fromCharCode(byte));
  return at < 0 ? byte : "\b\f\n\r\t".charCodeAt(at);
});

export class Unescaper {
  /** The text unescaped last, from 0 to the length given; there is room for one byte more. */
  bytes = new Uint8Array(256);
  /**
   * Whether any text so far had half of a surrogate pair. Its bytes are the three that UTF-8 would have for it, which
   * no decoder of the platform takes.
   */
  hasLoneSurrogate = false;

  /** Undoes the escapes of a valid JSON string; gives the length. */
  read(source: Uint8Array, start: number, end: number): number {
    if (end - start >= this.bytes.length) this.bytes = new Uint8Array((end - start) * 2);
    const { bytes } = this;
    let length = 0;
    for (let at = start; at < end; at++) {
      const byte = source[at];
      if (byte !== backslash) bytes[length++] = byte;
      else {
        const mark = source[++at];
        if (mark !== 117) bytes[length++] = plainEscapes[mark];
        else {
          let code = hexAt(source, at + 1);
          at += 4;
          if (isHighHalf(code) && source[at + 1] === backslash && source[at + 2] === 117) {
            const low = hexAt(source, at + 3);
            if (isLowHalf(low)) {
              code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
              at += 6;
            }
          }
          length = this.put(code, length);
        }
      }
    }
    return length;
  }

  private put(code: number, at: number): number {
    const { bytes } = this;
    let length = at;
    if (code < 0x80) bytes[length++] = code;
    else if (code < 0x800) {
      bytes[length++] = 0xc0 | (code >> 6);
      bytes[length++] = 0x80 | (code & 63);
    } else {
      if (code >= 0x10000) {
        bytes[length++] = 0xf0 | (code >> 18);
        bytes[length++] = 0x80 | ((code >> 12) & 63);
      } else {
        if (isHighHalf(code) || isLowHalf(code)) this.hasLoneSurrogate = true;
        bytes[length++] = 0xe0 | (code >> 12);
      }
      bytes[length++] = 0x80 | ((code >> 6) & 63);
      bytes[length++] = 0x80 | (code & 63);
    }
    return length;
  }
}

function isHighHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowHalf(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function hexAt(bytes: Uint8Array, start: number): number {
  let value = 0;
  for (let at = start; at < start + 4; at++) {
    const byte = bytes[at];
    value = value * 16 + (byte <= 57 ? byte - 48 : (byte | 32) - 87);
  }
  return value;
}

/** Text of bytes that may hold halves of surrogate pairs, each as the three bytes that `Unescaper` makes. */
export function textWithLoneSurrogates(
  bytes: Uint8Array,
  start: number,
  end: number,
  decode: (bytes: Uint8Array, start: number, end: number) => string,
): string {
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
