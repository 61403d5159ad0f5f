/** Hashes. Digests are those of a value's text; xxHash64 of anything but text is that of the value's bytes in memory. */
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { absoluteTicks } from "../../types/calendar.js";
import { type Int64, normalizeInt64 } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import {
  type ArgumentInfo,
  type Kernel,
  optional,
  type ScalarEntry,
  scalarFamily,
  signature,
} from "../entry.js";
import { hexadecimal } from "../hexadecimal.js";
import { encodeUtf8 } from "../utf8.js";
import { xxHash64 } from "../xxhash64.js";

function digest(
  name: string,
  hash: (bytes: Uint8Array) => Uint8Array,
  examples: ScalarEntry["examples"],
): ScalarEntry {
  return {
    summary: `${name} of a value's text, in hexadecimal digits.`,
    page: `hash-${name.toLowerCase().replace("-", "")}-function`,
    signatures: [signature({ value: "text" }, "string")],
    nulls: "custom",
    examples,
    kernel: (text: string) => hexadecimal(hash(encodeUtf8(text))),
  };
}

/** Types whose bytes are known. What the engine hashes of others is not, and a wrong hash could not be told from a right one. */
const hashed = ["string", "long", "datetime", "timespan"] as const;

const xxHash: Omit<ScalarEntry, "page" | "examples"> = {
  summary: "xxHash64 of a value, as a signed number, or its rest by a divisor.",
  signatures: [signature({ value: hashed, divisor: optional("long") }, "long")],
  nulls: "custom",
  specialize: xxHashKernel,
};

export const hashFunctions = scalarFamily({
  hash: {
    ...xxHash,
    page: "hash-function",
    examples: { 'hash("World")': "1846988464401551951", 'hash("World", 100)': "51" },
  },
  hash_xxhash64: {
    ...xxHash,
    page: "hash-xxhash64-function",
    examples: { 'hash_xxhash64("World")': "1846988464401551951" },
  },
  hash_md5: digest("MD5", md5, { 'hash_md5("World")': '"f5a7924e621e84c9280a9a27e1bcb7f6"' }),
  hash_sha1: digest("SHA1", sha1, { 'hash_sha1("abc")': '"a9993e364706816aba3e25717850c26c9cd0d89d"' }),
  hash_sha256: digest("SHA256", sha256, {
    'hash_sha256("abc")': '"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"',
  }),
});

type Hashed = string | Int64;

function xxHashKernel([{ type }]: readonly ArgumentInfo[]): Kernel {
  return (value: Hashed | null, divisor: Int64 | null = 0) => {
    if (value === null || divisor === null || divisor < 0) return null;
    const hash = xxHash64(bytesOf(value, type));
    return divisor === 0 ? normalizeInt64(BigInt.asIntN(64, hash)) : normalizeInt64(hash % BigInt(divisor));
  };
}

/** A number's 8 bytes, the lowest first; a date is its ticks since year 1. */
function bytesOf(value: Hashed, type: KqlType): Uint8Array {
  if (typeof value === "string") return encodeUtf8(value);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(type === "datetime" ? absoluteTicks(value) : value), true);
  return bytes;
}
