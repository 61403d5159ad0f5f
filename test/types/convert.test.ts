import { describe, expect, test } from "vitest";
import { castDynamic, convertCell, dynamicTypeName, packCell } from "../../src/types/convert.js";
import { parseDatetime } from "../../src/types/datetime.js";
import type { KqlType } from "../../src/types/kql-type.js";
import { KqlDecimal, printDecimal } from "../../src/types/numbers.js";
import { cellToText } from "../../src/types/text.js";
import { type Cell, DynamicReal, DynamicScalar, type DynamicValue } from "../../src/types/value.js";

const decimal = (text: string) => new KqlDecimal(text);
const hour = 36_000_000_000;

describe("convertCell", () => {
  const cases: [Cell, KqlType, KqlType, Cell][] = [
    [true, "bool", "int", 1],
    [false, "bool", "long", 0],
    [true, "bool", "real", 1],
    [2.9, "real", "int", 2],
    [-2.5, "real", "int", -2],
    [-0.5, "real", "long", 0],
    [1e10, "real", "int", 2147483647],
    [-1e10, "real", "int", -2147483648],
    [1e30, "real", "long", 9223372036854775807n],
    [Number.NEGATIVE_INFINITY, "real", "long", -9223372036854775808n],
    [Number.NaN, "real", "long", null],
    [100000.5, "real", "long", 100000],
    [2147483648, "long", "int", -2147483648],
    [9223372036854775807n, "long", "int", -1],
    [9223372036854775807n, "long", "real", 2 ** 63],
    ["5", "string", "int", 5],
    ["5.9", "string", "int", null],
    ["2147483648", "string", "int", null],
    ["2147483648", "string", "long", 2147483648],
    ["5.9", "string", "real", 5.9],
    ["", "string", "real", null],
    ["true", "string", "bool", true],
    ["tRuE", "string", "bool", true],
    ["FALSE", "string", "bool", false],
    ["1", "string", "bool", true],
    ["0", "string", "bool", false],
    ["-1", "string", "bool", true],
    ["yes", "string", "bool", null],
    ["1.0", "string", "bool", null],
    [" true", "string", "bool", null],
    ["", "string", "bool", null],
    [0.5, "real", "bool", true],
    [-5, "long", "bool", true],
    [0, "int", "bool", false],
    [864_000_000_000, "timespan", "long", 864_000_000_000],
    [hour, "timespan", "real", hour],
    [864_000_000_000, "timespan", "int", 711_573_504],
    [0, "datetime", "long", 637_134_336_000_000_000n],
    [0, "datetime", "real", 637_134_336_000_000_000],
    [0, "long", "datetime", parseDatetime("0001-01-01")],
    [1, "int", "datetime", parseDatetime("0001-01-01T00:00:00.0000001Z")],
    [1.5, "real", "datetime", parseDatetime("0001-01-01T00:00:00.0000001Z")],
    [-1, "long", "datetime", null],
    [600_000_000, "long", "timespan", 600_000_000],
    ["1d", "string", "timespan", 864_000_000_000],
    ["xyz", "string", "guid", null],
    ["74BE27DE-1E4E-49D9-B579-FE0B331D3642", "string", "guid", "74be27de-1e4e-49d9-b579-fe0b331d3642"],
    [decimal("9.99"), "decimal", "int", 9],
    [decimal("1.5"), "decimal", "real", 1.5],
    [decimal("1e30"), "decimal", "long", null],
    [decimal("0"), "decimal", "bool", false],
    [decimal("100"), "decimal", "string", "100"],
    ["not json", "string", "dynamic", "not json"],
    ["", "string", "dynamic", null],
    ["null", "string", "dynamic", null],
  ];
  test.each(cases)("%o of %s as %s is %o", (cell, from, to, expected) => {
    expect(convertCell(cell, from, to)).toEqual(expected);
  });

  const dynamics: [DynamicValue, KqlType, Cell][] = [
    [9.99, "int", 9],
    [9.99, "long", 9],
    [[1, 2, 3], "int", null],
    [{ a: 1 }, "real", null],
    ["9223372036854775807", "long", 9223372036854775807n],
    [9223372036854775807n, "int", -1],
    ["123", "int", 123],
    ["1.5", "int", null],
    ["1.5", "real", 1.5],
    ["true", "bool", true],
    ["123", "bool", true],
    ["null", "bool", null],
    [true, "int", 1],
    [true, "real", 1],
    [new DynamicReal(2), "long", 2],
    ["2020-01-01", "datetime", 0],
    [new DynamicScalar("datetime", 5, "x"), "datetime", 5],
    [new DynamicScalar("timespan", hour, "01:00:00"), "long", hour],
    ["red", "string", "red"],
    [true, "string", "true"],
    [null, "string", ""],
    [1.5, "string", "1.5"],
    [new DynamicReal(1), "string", "1.0"],
    [["a", 1], "string", '["a",1]'],
  ];
  test.each(dynamics)("dynamic %o as %s is %o", (value, to, expected) => {
    expect(convertCell(value, "dynamic", to)).toEqual(expected);
  });

  test("a null stays null, and is the empty text", () => {
    const types: KqlType[] = [
      "bool",
      "int",
      "long",
      "real",
      "decimal",
      "datetime",
      "timespan",
      "guid",
      "dynamic",
    ];
    for (const type of types) {
      expect(convertCell(null, type, "string")).toBe("");
      for (const to of types) expect(convertCell(null, type, to)).toBeNull();
    }
  });

  test("decimals are exact", () => {
    const value = convertCell(9223372036854775807n, "long", "decimal");
    expect(KqlDecimal.isDecimal(value) && printDecimal(value)).toBe("9223372036854775807");
  });
});

describe("cellToText", () => {
  const cases: [Cell, KqlType, string][] = [
    [true, "bool", "True"],
    [false, "bool", "False"],
    [1, "real", "1.0"],
    [1, "long", "1"],
    [-5, "int", "-5"],
    [0, "datetime", "2020-01-01T00:00:00.0000000Z"],
    [hour, "timespan", "01:00:00"],
    ["é😀", "string", "é😀"],
    [decimal("1.50"), "decimal", "1.5"],
    [{ a: [1, "b"] }, "dynamic", '{"a":[1,"b"]}'],
  ];
  test.each(cases)("%o of %s", (cell, type, expected) => {
    expect(cellToText(cell, type)).toBe(expected);
  });
});

test("packing keeps text as text and prints times", () => {
  expect(packCell("[1]", "string")).toBe("[1]");
  expect(packCell(1, "real")).toEqual(new DynamicReal(1));
  expect(
    cellToText(
      [packCell(0, "datetime"), packCell(hour, "timespan"), packCell(decimal("1.5"), "decimal")],
      "dynamic",
    ),
  ).toBe('["2020-01-01T00:00:00.0000000Z","01:00:00","1.5"]');
});

test("elements are cast without parsing numbers", () => {
  expect(castDynamic("5", "long")).toBeNull();
  expect(castDynamic(5, "real")).toBe(5);
  expect(castDynamic(true, "long")).toBeNull();
  expect(castDynamic("a", "string")).toBe("a");
  expect(castDynamic([1], "long")).toBeNull();
  expect(castDynamic("2020-01-01", "datetime")).toBe(0);
  expect(castDynamic([1], "dynamic")).toEqual([1]);
});

test("dynamic content has the engine's type names", () => {
  const named: [DynamicValue, string][] = [
    [1.5, "double"],
    [new DynamicReal(1), "double"],
    [123, "long"],
    [true, "bool"],
    ["s", "string"],
    [[], "array"],
    [{}, "dictionary"],
    [null, "null"],
  ];
  for (const [value, name] of named) expect(dynamicTypeName(value)).toBe(name);
});
