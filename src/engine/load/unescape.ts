/** JSON string escapes, undone as bytes. */
import { backslash } from "./json-scan.js";
import { isHighHalf, isLowHalf, putCharacter } from "./text-bytes.js";

/** What a letter behind a backslash stands for; the others stand for themselves. */
const plainEscapes: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const at = "bfnrt".indexOf(String.fromCharCode(byte));
  return at < 0 ? byte : "\b\f\n\r\t".charCodeAt(at);
});

export class Unescaper {
  /** The text unescaped last, from 0 to the length given; there is room for one byte more. */
  bytes = new Uint8Array(256);
  /** Whether any text so far had half of a surrogate pair, which no decoder of the platform takes. */
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
          if (isHighHalf(code) || isLowHalf(code)) this.hasLoneSurrogate = true;
          length = putCharacter(code, bytes, length);
        }
      }
    }
    return length;
  }
}

function hexAt(bytes: Uint8Array, start: number): number {
  let value = 0;
  for (let at = start; at < start + 4; at++) {
    const byte = bytes[at];
    value = value * 16 + (byte <= 57 ? byte - 48 : (byte | 32) - 87);
  }
  return value;
}
