import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportCell, exportJsonCell, ImportFailure, importCell } from "../../src/types/export.js";
import type { KqlType } from "../../src/types/kql-type.js";
import { KqlDecimal } from "../../src/types/numbers.js";
import { type Cell, DynamicReal, DynamicScalar } from "../../src/types/value.js";

describe("exportCell", () => {
  const cases: [Cell, KqlType, unknown, unknown][] = [
    [null, "long", null, null],
    [true, "bool", true, true],
    [5, "int", 5, 5],
    [9007199254740993n, "long", 9007199254740993n, "9007199254740993"],
    [1.5, "real", 1.5, 1.5],
    [Number.NaN, "real", Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "real", Number.NEGATIVE_INFINITY, "-Infinity"],
    [new KqlDecimal("1.50"), "decimal", "1.5", "1.5"],
    ["é", "string", "é", "é"],
    [5_000_000, "datetime", "2020-01-01T00:00:00.5Z", "2020-01-01T00:00:00.5Z"],
    [-864_000_000_000, "timespan", "-1.00:00:00", "-1.00:00:00"],
    [[1, new DynamicReal(2), new DynamicScalar("datetime", 0, "t")], "dynamic", [1, 2, "t"], [1, 2, "t"]],
    [{ a: { b: new DynamicReal(Number.NaN) } }, "dynamic", { a: { b: "NaN" } }, { a: { b: "NaN" } }],
    ["x", "dynamic", "x", "x"],
    [2n ** 60n, "dynamic", 2n ** 60n, 2n ** 60n],
    [{ a: [2n ** 60n] }, "dynamic", { a: [2n ** 60n] }, { a: [2n ** 60n] }],
  ];
  test.each(cases)("%o of %s", (cell, type, exported, json) => {
    expect(exportCell(cell, type)).toEqual(exported);
    expect(exportJsonCell(cell, type)).toEqual(json);
  });
});

describe("importCell", () => {
  const date = new Date("2020-01-01T00:00:00.5Z");
  const accepted: [unknown, KqlType, Cell][] = [
    [null, "string", ""],
    [undefined, "string", ""],
    [undefined, "long", null],
    ["", "long", null],
    ["", "datetime", null],
    [5, "string", "5"],
    [1.5, "string", "1.5"],
    [true, "string", "true"],
    [{ a: 1 }, "string", '{"a":1}'],
    [date, "string", "2020-01-01T00:00:00.5Z"],
    ["42", "long", 42],
    [42n, "long", 42],
    ["9007199254740993", "long", 9007199254740993n],
    [9007199254740993n, "long", 9007199254740993n],
    [-0, "long", 0],
    ["1.5", "real", 1.5],
    ["NaN", "real", Number.NaN],
    [3, "real", 3],
    ["true", "bool", true],
    [1, "bool", true],
    [date, "datetime", 5_000_000],
    ["2020-01-01T00:00:00.5Z", "datetime", 5_000_000],
    ["01:00:00", "timespan", 36_000_000_000],
    ["90s", "timespan", 900_000_000],
    ["74BE27DE-1E4E-49D9-B579-FE0B331D3642", "guid", "74be27de-1e4e-49d9-b579-fe0b331d3642"],
    ['[{"a":1.0}]', "dynamic", [{ a: new DynamicReal(1) }]],
    ["{broken", "dynamic", "{broken"],
    ["5", "dynamic", "5"],
    ["plain", "dynamic", "plain"],
    [
      { a: [1, date, undefined, 2n ** 60n] },
      "dynamic",
      { a: [1, "2020-01-01T00:00:00.5Z", null, 2n ** 60n] },
    ],
    [{ a: undefined, b: 1 }, "dynamic", { b: 1 }],
    [Number.NaN, "dynamic", new DynamicReal(Number.NaN)],
  ];
  test.each(accepted)("reads %o as %s", (value, type, expected) => {
    expect(importCell(value, type)).toEqual(expected);
  });

  const ring: { self?: unknown } = {};
  ring.self = ring;
  const refused: [unknown, KqlType][] = [
    ["abc", "long"],
    [1.5, "long"],
    [2 ** 63, "long"],
    [2 ** 31, "int"],
    [true, "real"],
    [2, "bool"],
    ["soon", "datetime"],
    [5, "datetime"],
    [new Date(Number.NaN), "datetime"],
    [5, "timespan"],
    [5, "guid"],
    [() => 1, "dynamic"],
    [[Symbol("s")], "dynamic"],
    [ring, "dynamic"],
    [ring, "string"],
  ];
  test.each(refused)("refuses %o as %s", (value, type) => {
    const failure = importCell(value, type);
    expect(failure).toBeInstanceOf(ImportFailure);
  });

  test("says what was expected", () => {
    expect(importCell("x", "int")).toMatchObject({ ok: false, expected: "a whole number of 32 bits" });
  });

  test("shares plain JSON values", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (value) => {
        const cell = importCell(value, "dynamic");
        expect(cell instanceof ImportFailure ? cell : exportCell(cell, "dynamic")).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });
});
