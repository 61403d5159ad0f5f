import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellKey, compareCells, compareDynamic, compareText, equalDynamic } from "../../src/types/compare.js";
import type { KqlType } from "../../src/types/kql-type.js";
import { KqlDecimal } from "../../src/types/numbers.js";
import { type Cell, DynamicReal, type DynamicValue } from "../../src/types/value.js";

describe("compareCells", () => {
  const ascending: [KqlType, Cell[]][] = [
    ["bool", [null, false, true]],
    ["int", [null, -2147483648, -1, 0, 7]],
    ["long", [null, -9223372036854775808n, -5, 0, 9007199254740991, 9007199254740993n]],
    ["real", [null, Number.NaN, Number.NEGATIVE_INFINITY, -1.5, 0, 3, Number.POSITIVE_INFINITY]],
    ["decimal", [null, new KqlDecimal("-1"), new KqlDecimal("0.1"), new KqlDecimal("10")]],
    ["string", ["", "CAFE", "Café", "cafe", "café", "\u{ffff}", "\u{10000}", "\u{1f600}"]],
    ["guid", [null, "00000000-0000-0000-0000-000000000001", "a0000000-0000-0000-0000-000000000000"]],
    ["datetime", [null, -(2n ** 59n), 0, 5]],
    ["dynamic", [null, 1, 1.5, 2, "1", "a"]],
  ];
  test.each(ascending)("orders %s", (type, cells) => {
    for (let left = 0; left < cells.length; left++) {
      for (let right = 0; right < cells.length; right++) {
        expect(Math.sign(compareCells(cells[left], cells[right], type))).toBe(Math.sign(left - right));
      }
    }
  });

  test("strings go by code point", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const left = Array.from(a, (letter) => letter.codePointAt(0) ?? 0);
        const right = Array.from(b, (letter) => letter.codePointAt(0) ?? 0);
        const at = left.findIndex((code, index) => code !== right[index]);
        const expected = at < 0 ? left.length - right.length : left[at] - (right[at] ?? -1);
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(expected));
      }),
    );
  });
});

describe("cellKey", () => {
  test("NaN equals NaN, zeros are one, null stands alone", () => {
    const keys = new Set([Number.NaN, Number.NaN, 0, -0, null].map((cell) => cellKey(cell, "real")));
    expect(keys.size).toBe(3);
  });

  test("a null string is the empty string", () => {
    expect(cellKey(null, "string")).toBe(cellKey("", "string"));
  });

  test("decimals go by value", () => {
    expect(cellKey(new KqlDecimal("1.50"), "decimal")).toBe(cellKey(new KqlDecimal("1.5"), "decimal"));
  });

  test("bags with the same slots are equal whatever their order", () => {
    expect(cellKey({ a: 1, b: [2] }, "dynamic")).toBe(cellKey({ b: [2], a: 1 }, "dynamic"));
    expect(cellKey([1, 2], "dynamic")).not.toBe(cellKey([2, 1], "dynamic"));
    expect(cellKey("null", "dynamic")).not.toBe(cellKey(null, "dynamic"));
  });
});

test("dynamic equality is strict in types", () => {
  const differing: [DynamicValue, DynamicValue][] = [
    [2, "2"],
    [1, new DynamicReal(1)],
    [null, false],
    [[], {}],
    ["[]", []],
  ];
  for (const [a, b] of differing) expect(equalDynamic(a, b)).toBe(false);
  expect(equalDynamic({ a: [1, null] }, { a: [1, null] })).toBe(true);
});

test("compareDynamic is a total order", () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.array(fc.integer()),
    fc.dictionary(fc.string(), fc.integer()),
  );
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      expect(Math.sign(compareDynamic(a, b))).toBe(-Math.sign(compareDynamic(b, a)) + 0);
      if (compareDynamic(a, b) <= 0 && compareDynamic(b, c) <= 0)
        expect(compareDynamic(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
