/** Texts compressed and written in base64. */
import { decodeBase64, encodeBase64 } from "../base64.js";
import { compress, decompress, type Wrapping } from "../deflate.js";
import { type Kernel, scalarFamily, signature } from "../entry.js";
import { decodeUtf8, encodeUtf8 } from "../utf8.js";

export const compressionFunctions = scalarFamily({
  gzip_compress_to_base64_string: {
    summary: "A text compressed by gzip, in base64.",
    page: "gzip-base64-compress",
    signatures: [signature({ text: "string" }, "string")],
    nulls: "propagate",
    examples: {
      'gzip_compress_to_base64_string("1234567890qwertyuiop")':
        '"H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA=="',
    },
    kernel: compressing("gzip"),
  },
  gzip_decompress_from_base64_string: {
    summary: "The text that gzip compressed, from base64; empty when it is damaged.",
    page: "gzip-base64-decompress",
    signatures: [signature({ base64: "string" }, "string")],
    nulls: "propagate",
    examples: {
      'gzip_decompress_from_base64_string("H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA==")':
        '"1234567890qwertyuiop"',
    },
    kernel: decompressing("gzip"),
  },
  zlib_compress_to_base64_string: {
    summary: "A text compressed by zlib, in base64.",
    page: "zlib-base64-compress-function",
    signatures: [signature({ text: "string" }, "string")],
    nulls: "propagate",
    examples: {
      'zlib_compress_to_base64_string("1234567890qwertyuiop")':
        '"eAEBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGdw=="',
    },
    kernel: compressing("zlib"),
  },
  zlib_decompress_from_base64_string: {
    summary: "The text that zlib compressed, from base64; empty when it is damaged.",
    page: "zlib-base64-decompress-function",
    signatures: [signature({ base64: "string" }, "string")],
    nulls: "propagate",
    examples: {
      'zlib_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4=")': '"Test string 123"',
    },
    kernel: decompressing("zlib"),
  },
});

function compressing(wrapping: Wrapping): Kernel {
  return (text: string) => encodeBase64(compress(encodeUtf8(text), wrapping));
}

function decompressing(wrapping: Wrapping): Kernel {
  return (base64: string) => {
    const packed = decodeBase64(base64);
    const bytes = packed && decompress(packed, wrapping);
    return (bytes && decodeUtf8(bytes)) ?? "";
  };
}
