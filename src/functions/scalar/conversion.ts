/** The conversion functions. What each makes of what is settled in `types/convert.ts`. */
import { convertCell } from "../../types/convert.js";
import { type Int64, minInt64 } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import type { ObjectVector, Vector } from "../../vector/vector.js";
import { type Kernel, optional, type ScalarEntry, scalarFamily, signature } from "../entry.js";

export const conversionFunctions = scalarFamily({
  tobool: {
    ...conversion("bool", "A value as true or false; numbers are true unless zero.", "tobool-function", {
      "tobool('TRUE')": "true",
      "tobool(123)": "true",
      "tobool('yes')": "bool(null)",
    }),
    aliases: ["toboolean"],
  },
  toint: conversion("int", "A value as a whole number of 32 bits; reals are cut.", "toint-function", {
    "toint('123')": "int(123)",
    "toint(2.9)": "int(2)",
    "toint('2147483648')": "int(null)",
  }),
  tolong: conversion(
    "long",
    "A value as a whole number of 64 bits; times as their ticks.",
    "tolong-function",
    {
      "tolong('0x10')": "16",
      "tolong(1s)": "10000000",
    },
  ),
  toreal: {
    ...conversion("real", "A value as a real.", "toreal-function", {
      "toreal('123.4')": "123.4",
      "toreal('abc')": "real(null)",
    }),
    aliases: ["todouble"],
  },
  todecimal: conversion("decimal", "A value as a decimal of 34 digits.", "todecimal-function", {
    "todecimal('123.45678')": "decimal(123.45678)",
  }),
  tostring: {
    ...conversion("string", "A value as text; null as the empty text.", "tostring-function", {
      "tostring(123)": "'123'",
      "tostring(1.0)": "'1.0'",
      "tostring(true)": "'True'",
      "tostring(int(null))": "''",
    }),
    nulls: "custom",
    vectorKernel: textsOfPath,
    prints: true,
  },
  todatetime: conversion("datetime", "A value as a datetime, text in many forms.", "todatetime-function", {
    "todatetime('2015-12-31 23:59:59.9')": "datetime(2015-12-31 23:59:59.9)",
    "todatetime('12-02-2022')": "datetime(2022-12-02)",
  }),
  totimespan: {
    ...conversion("timespan", "A value as a timespan.", "totimespan-function", {
      "totimespan('0.00:03:00')": "3m",
      "totimespan('1.5')": "time(null)",
    }),
    aliases: ["totime"],
  },
  toguid: {
    summary: "Text as a guid; what follows its 32 hex digits is ignored.",
    page: "toguid-function",
    signatures: [
      signature({ text: "string" }, "guid", {
        kernel: (text: string) => convertCell(text, "string", "guid"),
      }),
      signature({ value: "guid" }, "guid", { kernel: (value: string) => value }),
    ],
    nulls: "propagate",
    examples: {
      "toguid('0123456789abcdef0123456789abcdef')": "guid(01234567-89ab-cdef-0123-456789abcdef)",
      "toguid('a string that is not a guid')": "guid(null)",
    },
  },
  tohex: {
    summary:
      "A whole number in hex digits, negative ones in two's complement, filled with zeros to a length.",
    page: "tohex-function",
    signatures: [
      signature({ value: "int", minLength: optional("index") }, "string", { kernel: hexOfBits(32) }),
      signature({ value: "long", minLength: optional("index") }, "string", { kernel: hexOfBits(64) }),
    ],
    nulls: "propagate",
    examples: {
      "tohex(256)": "'100'",
      "tohex(-256)": "'ffffffffffffff00'",
      "tohex(toint(-256), 8)": "'ffffff00'",
      "tohex(256, 8)": "'00000100'",
    },
  },
});

function conversion(
  to: KqlType,
  summary: string,
  page: string,
  examples: Record<string, string>,
): ScalarEntry {
  return {
    summary,
    page,
    signatures: [signature({ value: "any" }, to)],
    nulls: "propagate",
    examples,
    specialize: ([value]) => {
      const from = value?.type ?? to;
      const isFolded = value?.constant !== undefined;
      return isFolded && from === "real" && to === "long" ? foldedLong : conversionKernel(from, to);
    },
  };
}

function conversionKernel(from: KqlType, to: KqlType): Kernel {
  return from === to ? (cell: Cell) => cell : (cell: Cell) => convertCell(cell, from, to);
}

/** The engine folds constants by other code, where a real beyond the longs, on either side, is the smallest long. */
function foldedLong(value: number): Cell {
  return value >= 2 ** 63 ? minInt64 : convertCell(value, "real", "long");
}

const longestHex = 16;

function hexOfBits(bits: number): (value: Int64, minLength?: number) => string {
  return (value, minLength = 0) =>
    BigInt.asUintN(bits, BigInt(value)).toString(16).padStart(Math.min(minLength, longestHex), "0");
}

/** Paths into JSON mostly lead to texts, which the store keeps as such. */
function textsOfPath(args: readonly Vector[]): Vector | undefined {
  const value = args[0];
  if (value.encoding === "object") return textsOfCells(value);
  if (value.encoding !== "dict") return undefined;
  const { codes, length } = value;
  const dictionary = value.dictionary.texts;
  return dictionary === undefined
    ? undefined
    : { encoding: "dict", type: "string", length, codes, dictionary };
}

/** Texts and nulls alone, as most parts of dynamic values are; undefined where there are others. */
function textsOfCells({ type, data, length }: ObjectVector): Vector | undefined {
  if (type !== "dynamic") return undefined;
  const texts = new Array<string>(length);
  for (let row = 0; row < length; row++) {
    const cell = data[row];
    if (typeof cell !== "string" && cell !== null) return undefined;
    texts[row] = cell ?? "";
  }
  return { encoding: "string", type: "string", length, data: texts };
}
