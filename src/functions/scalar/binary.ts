/** Bitwise functions on whole numbers of 64 bits. */
import { type Int64, normalizeInt64, wrapInt64 } from "../../types/int64.js";
import { type ScalarEntry, scalarFamily, signature } from "../entry.js";

export const binaryFunctions = scalarFamily({
  binary_and: bitwise("The bits set in both numbers.", "binary-and-function", (a, b) => a & b, {
    "binary_and(6, 3)": "2",
  }),
  binary_or: bitwise("The bits set in one number or both.", "binary-or-function", (a, b) => a | b, {
    "binary_or(6, 3)": "7",
  }),
  binary_xor: bitwise("The bits set in just one of the numbers.", "binary-xor-function", (a, b) => a ^ b, {
    "binary_xor(6, 3)": "5",
  }),
  binary_not: {
    summary: "The number with every bit turned.",
    page: "binary-not-function",
    signatures: [signature({ value: "long" }, "long")],
    nulls: "propagate",
    examples: { "binary_not(100)": "-101" },
    kernel: (value: Int64) => normalizeInt64(~BigInt(value)),
  },
  binary_shift_left: {
    summary: "The number moved left by some bits, counted modulo 64; null for a negative count.",
    page: "binary-shift-left-function",
    signatures: [signature({ value: "long", shift: "long" }, "long")],
    nulls: "propagate",
    examples: { "binary_shift_left(1, 2)": "4", "binary_shift_left(1, -1)": "long(null)" },
    kernel: (value: Int64, shift: Int64) =>
      shift < 0 ? null : wrapInt64(BigInt(value) << (BigInt(shift) % 64n)),
  },
  binary_shift_right: {
    summary:
      "The number moved right by some bits, counted modulo 64, keeping its sign; null for a negative count.",
    page: "binary-shift-right-function",
    signatures: [signature({ value: "long", shift: "long" }, "long")],
    nulls: "propagate",
    examples: { "binary_shift_right(1, 2)": "0", "binary_shift_right(-8, 1)": "-4" },
    kernel: (value: Int64, shift: Int64) =>
      shift < 0 ? null : normalizeInt64(BigInt(value) >> (BigInt(shift) % 64n)),
  },
  bitset_count_ones: {
    summary: "The number of bits set.",
    page: "bitset-count-ones-function",
    signatures: [signature({ value: "long" }, "long")],
    nulls: "propagate",
    examples: { "bitset_count_ones(42)": "3", "bitset_count_ones(-1)": "64" },
    kernel: countOnes,
  },
});

function bitwise(
  summary: string,
  page: string,
  operation: (a: bigint, b: bigint) => bigint,
  examples: Record<string, string>,
): ScalarEntry {
  return {
    summary,
    page,
    signatures: [signature({ value1: "long", value2: "long" }, "long")],
    nulls: "propagate",
    examples,
    kernel: (a: Int64, b: Int64) => normalizeInt64(operation(BigInt(a), BigInt(b))),
  };
}

function countOnes(value: Int64): number {
  return BigInt.asUintN(64, BigInt(value)).toString(2).replaceAll("0", "").length;
}
