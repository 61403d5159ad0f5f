/** Base64 and percent encoding. */
import type { DynamicValue } from "../../types/value.js";
import { isDynamicArray } from "../../types/value.js";
import { decodeBase64, encodeBase64 } from "../base64.js";
import { scalarFamily, signature } from "../entry.js";
import { guidFromBytes, guidToBytes } from "../guid-bytes.js";
import { byteDigits } from "../hexadecimal.js";
import { decodeUtf8, encodeUtf8 } from "../utf8.js";

export const encodingFunctions = scalarFamily({
  base64_encode_tostring: {
    summary: "A text's UTF-8 bytes in base64.",
    page: "base64-encode-tostring-function",
    signatures: [signature({ text: "string" }, "string")],
    nulls: "propagate",
    examples: { 'base64_encode_tostring("Kusto")': '"S3VzdG8="' },
    aliases: ["base64_encodestring"],
    kernel: (text: string) => encodeBase64(encodeUtf8(text)),
  },
  base64_decode_tostring: {
    summary: "The text whose UTF-8 bytes are given in base64; empty when they are not.",
    page: "base64-decode-tostring-function",
    signatures: [signature({ base64: "string" }, "string")],
    nulls: "propagate",
    examples: { 'base64_decode_tostring("S3VzdG8=")': '"Kusto"' },
    aliases: ["base64_decodestring"],
    kernel: (base64: string) => {
      const bytes = decodeBase64(base64);
      return bytes === undefined ? "" : (decodeUtf8(bytes) ?? "");
    },
  },
  base64_decode_toarray: {
    summary: "The bytes given in base64, as an array of numbers; null when they are not.",
    page: "base64-decode-toarray-function",
    signatures: [signature({ base64: "string" }, "dynamic")],
    nulls: "propagate",
    examples: { 'base64_decode_toarray("S3VzdG8=")': "dynamic([75, 117, 115, 116, 111])" },
    kernel: (base64: string) => {
      const bytes = decodeBase64(base64);
      return bytes === undefined ? null : [...bytes];
    },
  },
  base64_encode_fromarray: {
    summary: "An array of bytes in base64; empty when it is none.",
    page: "base64-encode-fromarray-function",
    signatures: [signature({ bytes: "dynamic" }, "string")],
    nulls: "propagate",
    examples: { "base64_encode_fromarray(dynamic([75, 117, 115, 116, 111]))": '"S3VzdG8="' },
    kernel: (bytes: DynamicValue) =>
      isDynamicArray(bytes) && bytes.every(isByte) ? encodeBase64(Uint8Array.from(bytes)) : "",
  },
  base64_decode_toguid: {
    summary: "The guid whose 16 bytes are given in base64; null when they are not.",
    page: "base64-decode-toguid-function",
    signatures: [signature({ base64: "string" }, "guid")],
    nulls: "propagate",
    examples: {
      'base64_decode_toguid("JpbpECu8dUy7Pv5gbeJXAA==")': "guid(10e99626-bc2b-4c75-bb3e-fe606de25700)",
    },
    kernel: (base64: string) => {
      const bytes = decodeBase64(base64);
      return (bytes && guidFromBytes(bytes)) ?? null;
    },
  },
  base64_encode_fromguid: {
    summary: "A guid's 16 bytes in base64.",
    page: "base64-encode-fromguid-function",
    signatures: [signature({ guid: "guid" }, "string")],
    nulls: "propagate",
    examples: {
      "base64_encode_fromguid(guid(ae3133f2-6e22-49ae-b06a-16e6a9b212eb))": '"8jMxriJurkmwahbmqbIS6w=="',
    },
    kernel: (guid: string) => encodeBase64(guidToBytes(guid)),
  },
  url_encode: {
    summary: "A text with all but unreserved characters percent-encoded, blanks as `+`.",
    page: "url-encode-function",
    signatures: [signature({ text: "string" }, "string")],
    nulls: "propagate",
    examples: { 'url_encode("https://a/b c")': '"https%3a%2f%2fa%2fb+c"' },
    kernel: (text: string) => percentEncode(text, "+"),
  },
  url_encode_component: {
    summary: "A text with all but unreserved characters percent-encoded, blanks as `%20`.",
    page: "url-encode-component-function",
    signatures: [signature({ text: "string" }, "string")],
    nulls: "propagate",
    examples: { 'url_encode_component("https://a/b c")': '"https%3a%2f%2fa%2fb%20c"' },
    kernel: (text: string) => percentEncode(text, "%20"),
  },
  url_decode: {
    summary: "A text with percent-encoded characters, and `+` for blanks, decoded.",
    page: "url-decode-function",
    signatures: [signature({ text: "string" }, "string")],
    nulls: "propagate",
    examples: { 'url_decode("https%3a%2f%2fwww.bing.com%2f")': '"https://www.bing.com/"' },
    kernel: (text: string) => percentDecode(text),
  },
});

function isByte(value: DynamicValue): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
}

const runOfReserved = /[^A-Za-z0-9\-_.!*()]+/g;

/** `%` and the two digits of a byte. */
const encodedBytes = byteDigits.map((digits) => `%${digits}`);

function percentEncode(text: string, blank: string): string {
  return text.replaceAll(runOfReserved, (run) => {
    let encoded = "";
    for (let at = 0; at < run.length; at++) {
      const code = run.charCodeAt(at);
      if (code >= 0x80) return encoded + encodeBytes(run.slice(at), blank);
      encoded += code === 0x20 ? blank : encodedBytes[code];
    }
    return encoded;
  });
}

function encodeBytes(run: string, blank: string): string {
  return Array.from(encodeUtf8(run), (byte) => (byte === 0x20 ? blank : encodedBytes[byte])).join("");
}

const lenientDecoder = new TextDecoder("utf-8", { ignoreBOM: true });

function percentDecode(text: string): string {
  return text.replaceAll("+", " ").replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = run.slice(1).split("%");
    return lenientDecoder.decode(Uint8Array.from(bytes, (hex) => Number.parseInt(hex, 16)));
  });
}
