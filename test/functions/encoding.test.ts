import { unzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase64, encodeBase64 } from "../../src/functions/base64.js";
import { compress, decompress } from "../../src/functions/deflate.js";
import { decodePunycode, encodePunycode } from "../../src/functions/punycode.js";
import { xxHash64 } from "../../src/functions/xxhash64.js";
import { parseDatetime } from "../../src/types/datetime.js";
import type { Cell } from "../../src/types/value.js";
import { type Argument, call, nullOf } from "./call-scalar.js";

type Case = [name: string, args: readonly Argument[], expected: Cell];
const datetime = (text: string): Argument => ({ type: "datetime", cell: parseDatetime(text) });
const guid = (cell: string): Argument => ({ type: "guid", cell });

describe("encodings", () => {
  test.each<Case>([
    ["base64_encode_tostring", ["Kusto"], "S3VzdG8="],
    ["base64_encode_tostring", [""], ""],
    ["base64_encode_tostring", ["é😀"], "w6nwn5iA"],
    ["base64_encodestring", ["a"], "YQ=="],
    ["base64_decode_tostring", ["S3VzdG8="], "Kusto"],
    ["base64_decode_tostring", ["w6nwn5iA"], "é😀"],
    ["base64_decode_tostring", ["U3RyaW5n0KHR0tGA0L7Rh9C60LA="], ""],
    ["base64_decode_tostring", ["S3VzdG8"], ""],
    ["base64_decode_tostring", ["S3Vz dG8"], ""],
    ["base64_decode_tostring", ["=aaa"], ""],
    ["base64_decode_tostring", [""], ""],
    ["base64_decode_tostring", ["aABpAA=="], "h\0i\0"],
    ["base64_decodestring", ["YQ=="], "a"],
    ["base64_decode_toarray", ["S3VzdG8="], [75, 117, 115, 116, 111]],
    ["base64_decode_toarray", ["U3RyaW5n0KHR0tGA0L7Rh9C60LA"], null],
    ["base64_decode_toarray", [""], []],
    ["base64_encode_fromarray", [[75, 117, 115, 116, 111]], "S3VzdG8="],
    ["base64_encode_fromarray", [[0, 255]], "AP8="],
    ["base64_encode_fromarray", [[256]], ""],
    ["base64_encode_fromarray", [["a"]], ""],
    ["base64_encode_fromarray", [nullOf("dynamic")], ""],
    ["base64_decode_toguid", ["JpbpECu8dUy7Pv5gbeJXAA=="], "10e99626-bc2b-4c75-bb3e-fe606de25700"],
    ["base64_decode_toguid", ["abcd1231"], null],
    ["base64_decode_toguid", [""], null],
    ["base64_encode_fromguid", [guid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb")], "8jMxriJurkmwahbmqbIS6w=="],
    ["base64_encode_fromguid", [nullOf("guid")], ""],
    ["url_encode", ["https://www.bing.com/hello world"], "https%3a%2f%2fwww.bing.com%2fhello+world"],
    ["url_encode", ["é~'"], "%c3%a9%7e%27"],
    ["url_encode", ["a\nb"], "a%0ab"],
    ["url_encode", [""], ""],
    [
      "url_encode_component",
      ["https://www.bing.com/hello world/"],
      "https%3a%2f%2fwww.bing.com%2fhello%20world%2f",
    ],
    ["url_decode", ["https%3a%2f%2fwww.bing.com%2f"], "https://www.bing.com/"],
    ["url_decode", ["a+b%20c%C3%A9"], "a b cé"],
    ["url_decode", ["100%"], "100%"],
    ["url_decode", ["%zz%"], "%zz%"],
    ["punycode_from_string", ["académie-française"], "acadmie-franaise-npb1a"],
    ["punycode_from_string", ["艺术"], "cqv902d"],
    ["punycode_from_string", ["abc"], "abc-"],
    ["punycode_from_string", [""], ""],
    ["punycode_to_string", ["acadmie-franaise-npb1a"], "académie-française"],
    ["punycode_to_string", ["é"], ""],
    ["punycode_to_string", ["a-99999999999"], ""],
    ["punycode_domain_from_string", ["xn--Ge-mia.Bulg.edu"], "Gáe.Bulg.edu"],
    ["punycode_domain_from_string", ["xn--Ry-lja8c.xn--Jng-uta63a.xn--Bng-9ka.com"], "Rúyì.Jīngū.Bàng.com"],
    ["punycode_domain_from_string", ["plain.com"], "plain.com"],
    [
      "punycode_domain_to_string",
      ["Lê Lợi。Thuận Thiên。com"],
      "xn--L Li-gpa4517b.xn--Thun Thin-s4a7194f.com",
    ],
    ["punycode_domain_to_string", ["Riðill｡Skáldskaparmál｡org"], "xn--Riill-jta.xn--Skldskaparml-dbbj.org"],
    ["punycode_domain_to_string", ["Kaledvoulc'h.Artorījos.edu"], "Kaledvoulc'h.xn--Artorjos-ejb.edu"],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toEqual(expected);
  });

  test("bytes survive base64", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  test("texts survive Punycode", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(decodePunycode(encodePunycode(text) ?? "?")).toBe(text);
      }),
    );
  });
});

describe("compression", () => {
  test.each<Case>([
    [
      "gzip_compress_to_base64_string",
      ["1234567890qwertyuiop"],
      "H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA==",
    ],
    [
      "gzip_decompress_from_base64_string",
      ["H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA=="],
      "1234567890qwertyuiop",
    ],
    ["gzip_decompress_from_base64_string", ["x0x0x0"], ""],
    [
      "gzip_decompress_from_base64_string",
      ["H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f3FAAAAA=="],
      "",
    ],
    ["gzip_decompress_from_base64_string", [""], ""],
    [
      "zlib_compress_to_base64_string",
      ["1234567890qwertyuiop"],
      "eAEBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGdw==",
    ],
    ["zlib_decompress_from_base64_string", ["eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4="], "Test string 123"],
    ["zlib_decompress_from_base64_string", ["x0x0x0"], ""],
    ["zlib_decompress_from_base64_string", [""], ""],
  ])("%s(%j) is %j", (name, args, expected) => {
    expect(call(name, ...args)).toBe(expected);
  });

  test.each(["gzip", "zlib"] as const)("bytes survive %s", (wrapping) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, times) => {
        const long = Uint8Array.from({ length: bytes.length * times }, (_, at) => bytes[at % bytes.length]);
        const packed = compress(long, wrapping);
        expect(decompress(packed, wrapping)).toEqual(long);
        // Also checks the sum at the end.
        expect(Buffer.compare(unzipSync(packed), long)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test("a bomb is not unpacked", () => {
    const bomb = compress(new Uint8Array(20_000_000), "gzip");
    expect(decompress(bomb, "gzip")).toBeUndefined();
  });
});

describe("hashes", () => {
  test.each<Case>([
    ["hash", ["World"], 1846988464401551951n],
    ["hash", ["World", 100], 51],
    ["hash", ["Hello"], 753694413698530628n],
    ["hash", [datetime("2015-01-01")], 1380966698541616202n],
    ["hash", [""], -1205034819632174695n],
    ["hash", [nullOf("long")], null],
    ["hash", ["World", nullOf("long")], null],
    ["hash_xxhash64", ["World"], 1846988464401551951n],
    ["hash_xxhash64", ["World", 100], 51],
    ["hash_xxhash64", [datetime("2015-01-01")], 1380966698541616202n],
    ["hash_md5", ["World"], "f5a7924e621e84c9280a9a27e1bcb7f6"],
    ["hash_md5", [datetime("2020-01-01")], "786c530672d1f8db31fee25ea8a9390b"],
    ["hash_md5", [""], "d41d8cd98f00b204e9800998ecf8427e"],
    ["hash_sha1", ["abc"], "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["hash_sha1", [""], "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
    ["hash_sha256", ["abc"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ["hash_sha256", ["é"], "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"],
  ])("%s(%o) is %s", (name, args, expected) => {
    expect(call(name, ...args)).toBe(expected);
  });

  test("xxHash64 agrees with published values at each length class", () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(xxHash64(bytes(""))).toBe(0xef46db3751d8e999n);
    expect(xxHash64(bytes("a"))).toBe(0xd24ec4f1a98c6e5bn);
    expect(xxHash64(bytes("abc"))).toBe(0x44bc2cf5ad770999n);
    expect(xxHash64(bytes("Nobody inspects the spammish repetition"))).toBe(0xfbcea83c8a378bf1n);
  });
});
