/** DEFLATE in its two wrappings, zlib and gzip. Input is not trusted: what it grows to is bounded. */
import { deflateSync, Inflate } from "fflate";
import { maxTextLength } from "./text-length.js";

export type Wrapping = "zlib" | "gzip";

const gzipHeader = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
const maxStored = 0xffff;

/** With header and checksum. What would shrink by little is stored, as the engine does. */
export function compress(bytes: Uint8Array, wrapping: Wrapping): Uint8Array {
  const body = smallestBody(bytes);
  return wrapping === "gzip"
    ? joinBytes([...gzipHeader], body, littleEndian(crc32(bytes)), littleEndian(bytes.length))
    : joinBytes([0x78, 0x01], body, littleEndian(adler32(bytes)).reverse());
}

/** The engine's compressor pays so much for its code table, and stores what would not shrink by more. */
const tableSize = 100;

/** Only stored bytes are sure to be those of the engine; compressed ones depend on the compressor. */
function smallestBody(bytes: Uint8Array): Uint8Array {
  const deflated = deflateSync(bytes);
  if (bytes.length > maxStored || deflated.length + tableSize < bytes.length + 5) return deflated;
  const [low, high] = [bytes.length & 255, bytes.length >> 8];
  return joinBytes([1, low, high, low ^ 255, high ^ 255], bytes);
}

/** Undefined for bytes that are damaged, wrapped in another way, or that grow beyond the longest text. */
export function decompress(bytes: Uint8Array, wrapping: Wrapping): Uint8Array | undefined {
  if (bytes.length < (wrapping === "gzip" ? 18 : 6) || !hasHeader(bytes, wrapping)) return undefined;
  const trailer = wrapping === "gzip" ? 8 : 4;
  const inflated = inflate(bytes.subarray(wrapping === "gzip" ? 10 : 2, bytes.length - trailer));
  if (inflated === undefined) return undefined;
  const sum = bytes.subarray(bytes.length - trailer, bytes.length - trailer + 4);
  const expected =
    wrapping === "gzip" ? littleEndian(crc32(inflated)) : littleEndian(adler32(inflated)).reverse();
  return expected.every((byte, at) => byte === sum[at]) ? inflated : undefined;
}

function hasHeader(bytes: Uint8Array, wrapping: Wrapping): boolean {
  if (wrapping === "gzip") return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8 && bytes[3] === 0;
  return (
    (bytes[0] & 15) === 8 &&
    bytes[0] >> 4 <= 7 &&
    (bytes[0] * 256 + bytes[1]) % 31 === 0 &&
    (bytes[1] & 32) === 0
  );
}

const inputChunk = 4096;

function inflate(bytes: Uint8Array): Uint8Array | undefined {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isFinished = false;
  const stream = new Inflate((chunk, isFinal) => {
    chunks.push(chunk);
    length += chunk.length;
    isFinished = isFinal;
  });
  try {
    for (let at = 0; at < bytes.length && length <= maxTextLength; at += inputChunk) {
      stream.push(bytes.subarray(at, at + inputChunk), at + inputChunk >= bytes.length);
    }
  } catch {
    return undefined; // that is how the library says that the bytes are damaged
  }
  return isFinished && length <= maxTextLength ? joinBytes(...chunks) : undefined;
}

function joinBytes(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function littleEndian(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
}

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
