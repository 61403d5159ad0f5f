import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  KqlDecimal,
  parseDecimal,
  parseInt32,
  parseLong,
  parseReal,
  printDecimal,
  printReal,
} from "../../src/types/numbers.js";

describe("whole numbers", () => {
  const cases: [string, number | bigint | null, number | null][] = [
    ["5", 5, 5],
    ["  123  ", 123, 123],
    ["\t456\t", 456, 456],
    ["00789", 789, 789],
    ["+0", 0, 0],
    ["-0", 0, 0],
    ["-7", -7, -7],
    ["5.9", null, null],
    ["1.5e3", null, null],
    ["1_000", null, null],
    ["0b101", null, null],
    ["1d", null, null],
    ["", null, null],
    ["-", null, null],
    ["0xFF", 255, 255],
    ["0x10", 16, 16],
    ["-0x10", null, null],
    ["0xFFFFFFFFFFFFFFFF", -1, -1],
    ["0xFFFFFFFF", 4294967295, -1],
    ["2147483647", 2147483647, 2147483647],
    ["2147483648", 2147483648, null],
    ["-2147483648", -2147483648, -2147483648],
    ["9223372036854775807", 9223372036854775807n, null],
    ["9223372036854775808", null, null],
    ["-9223372036854775808", -9223372036854775808n, null],
    ["-9223372036854775809", null, null],
    ["9007199254740993", 9007199254740993n, null],
    ["００7", null, null],
    ["9".repeat(5000), null, null],
  ];
  test.each(cases)("reads %j", (text, long, int) => {
    expect(parseLong(text)).toBe(long);
    expect(parseInt32(text)).toBe(int);
  });

  test("every long reads back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(BigInt(parseLong(String(value)) ?? 0)).toBe(value);
      }),
    );
  });
});

describe("reals", () => {
  const read: [string, number | null][] = [
    ["1.5e3", 1500],
    ["1.5E3", 1500],
    ["1.5e+3", 1500],
    ["1.5e-3", 0.0015],
    [".5", 0.5],
    ["5.", 5],
    ["+.5", 0.5],
    ["  3.14  ", 3.14],
    ["NaN", Number.NaN],
    ["nan", Number.NaN],
    ["inf", Number.POSITIVE_INFINITY],
    ["+inf", Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["1e400", Number.POSITIVE_INFINITY],
    ["1e-400", 0],
    ["INF", null],
    ["0x10", null],
    ["1_000", null],
    ["1d", null],
    ["", null],
    [".", null],
    ["1e", null],
  ];
  test.each(read)("reads %j", (text, expected) => {
    expect(parseReal(text)).toBe(expected);
  });

  const printed: [number, string][] = [
    [1, "1.0"],
    [1500, "1500.0"],
    [100000000000, "100000000000.0"],
    [-2.5, "-2.5"],
    [2.71, "2.71"],
    [0, "0.0"],
    [-0, "-0.0"],
    [0.1 + 0.2, "0.30000000000000007"],
    [1 / 3, "0.3333333333333333"],
    [123456789.12345678, "123456789.12345678"],
    [1e20, "100000000000000000000.0"],
    [1e21, "1e21"],
    [-1.5e300, "-1.5e300"],
    [1e-7, "1e-7"],
    [0.000001, "0.000001"],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NEGATIVE_INFINITY, "-inf"],
    [Number.NaN, "NaN"],
  ];
  test.each(printed)("prints %d", (value, expected) => {
    expect(printReal(value)).toBe(expected);
  });

  test("every real reads back from its text", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(parseReal(printReal(value))).toBe(value);
      }),
    );
  });
});

describe("decimals", () => {
  test("are exact where reals are not", () => {
    const sum = parseDecimal("0.1")?.plus(parseDecimal("0.2") ?? 0);
    expect(sum?.equals(parseDecimal("0.3") ?? 0)).toBe(true);
  });

  test("keep 34 digits", () => {
    expect(printDecimal(new KqlDecimal(1).div(3))).toBe(`0.${"3".repeat(34)}`);
  });

  const printed: [string, string | undefined][] = [
    ["100", "100"],
    ["1.50", "1.5"],
    ["1e5", "100000"],
    ["-0.0", "0"],
    ["+3", "3"],
    ["abc", undefined],
    ["NaN", undefined],
    ["1e9999999999", undefined],
    ["", undefined],
  ];
  test.each(printed)("reads and prints %j", (text, expected) => {
    const value = parseDecimal(text);
    expect(value === null ? undefined : printDecimal(value)).toBe(expected);
  });
});
