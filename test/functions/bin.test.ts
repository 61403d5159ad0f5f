import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { liftKernel } from "../../src/exec/lift.js";
import { binFunctions } from "../../src/functions/scalar/bin.js";
import type { Cell } from "../../src/types/value.js";
import { cellsOf, constVector, vectorOf } from "../../src/vector/vector.js";
import { evaluate, resultOf } from "./evaluate.js";

type Case = [expression: string, expected: unknown];

describe("bin", () => {
  test.each<Case>([
    ["bin(4.5, 1)", 4],
    ["bin(-5, 2)", -6],
    ["bin(-5.5, 2.0)", -6],
    ["bin(3.25, 1)", 3],
    ["floor(5 / 2.0, 1)", 2],
    ["bin(7, 0)", null],
    ["bin(7, -2)", null],
    ["bin(7.5, 0.0)", null],
    ["bin(long(null), 2)", null],
    ["bin(7, long(null))", null],
    ["bin(real(nan), 2)", Number.NaN],
    ["bin(9223372036854775807, 10)", 9223372036854775800n],
    ["bin(decimal(7.5), decimal(2))", "6"],
    ["bin(time(16d), 7d)", "14.00:00:00"],
    ["bin(14d + 3h, 1d)", "14.00:00:00"],
    ["bin(-1h, 1d)", "-1.00:00:00"],
    ["bin(1h, -1d)", null],
    ["bin(datetime(1970-05-11 13:45:07), 1d)", "1970-05-11T00:00:00Z"],
    ["bin(datetime(2020-06-15 13:45:30.7654321), 1ms)", "2020-06-15T13:45:30.765Z"],
    ["bin(datetime(1969-12-31 23:30:00), 1h)", "1969-12-31T23:00:00Z"],
    ["bin(datetime(1955-11-05 06:15:00.5), 7d)", "1955-10-31T00:00:00Z"],
    ["bin(datetime(2007-03-09), 30d)", "2007-02-14T00:00:00Z"],
    ["bin(datetime(0001-01-01 00:00:00.0000001), 1d)", "0001-01-01T00:00:00Z"],
    ["bin(datetime(9999-12-31 23:59:59.9999999), 1d)", "9999-12-31T00:00:00Z"],
    ["bin(datetime(2020-01-01), -1h)", null],
    ["bin(datetime(null), 1d)", null],
    ["bin(datetime(2020-01-01), timespan(null))", null],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });

  test("keeps whole numbers whole and makes mixed ones real", () => {
    expect(evaluate("bin(5, 2)").type).toBe("long");
    expect(evaluate("bin(5.5, 2)").type).toBe("real");
    expect(evaluate("bin(5, 2.0)").type).toBe("real");
  });

  test("refuses a floor without a size", () => {
    expect(() => evaluate("floor(2.5)")).toThrow(/KQL1/);
  });

  test("a column by a constant size is what the kernel makes of each row", () => {
    const environment = { now: 0, random: () => 0, maxStringLength: 100 };
    const ticks = fc.oneof(
      fc.maxSafeInteger(),
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.constantFrom<Cell>(null, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
    );
    const sizes = fc.oneof(
      fc.constantFrom(1, 7, 10_000_000, 36_000_000_000, 864_000_000_000, 6_048_000_000_000),
      fc.integer({ min: 1, max: 2 ** 40 }),
      fc.maxSafeInteger().filter((size) => size > 0),
    );
    const types = fc.constantFrom("datetime" as const, "timespan" as const);
    fc.assert(
      fc.property(fc.array(ticks, { minLength: 1 }), sizes, types, (cells, size, type) => {
        const signature = binFunctions.bin.signatures[type === "datetime" ? 4 : 3];
        const args = [vectorOf(type, cells), constVector("timespan", size, cells.length)];
        const call = {
          kernel: signature.kernel ?? (() => null),
          signature,
          type,
          memo: new Map(),
        };
        const { vectorKernel: _, ...plain } = binFunctions.bin;
        const fast = liftKernel({ ...call, entry: binFunctions.bin }, args, cells.length, { environment });
        const slow = liftKernel({ ...call, entry: plain }, args, cells.length, { environment });
        expect(cellsOf(fast)).toEqual(cellsOf(slow));
      }),
    );
  });
});

describe("bin_at", () => {
  test.each<Case>([
    ["bin_at(6.5, 2.5, 7)", 4.5],
    ["bin_at(5, 2, 1)", 5],
    ["bin_at(5, 1, 0)", 5],
    ["bin_at(-5, 3, 1)", -5],
    ["bin_at(5, 0, 1)", null],
    ["bin_at(decimal(6.5), decimal(2.5), decimal(7))", "4.5"],
    ["bin_at(time(1h), 1d, 12h)", "-12:00:00"],
    ["bin_at(datetime(2017-05-15 10:20:00.0), 1d, datetime(1970-01-01 12:00:00.0))", "2017-05-14T12:00:00Z"],
    ["bin_at(datetime(2017-05-17 10:20:00.0), 7d, datetime(2017-06-04 00:00:00.0))", "2017-05-14T00:00:00Z"],
    ["bin_at(datetime(2023-03-12 07:30:00), 90m, datetime(2023-03-12 00:07:00))", "2023-03-12T06:07:00Z"],
    ["bin_at(datetime(2023-06-14 12:00:00), 7d, datetime(2023-01-01 03:00:00))", "2023-06-11T03:00:00Z"],
    ["bin_at(datetime(1955-11-05 06:15:00), 3h, datetime(1955-11-05 00:30:00))", "1955-11-05T03:30:00Z"],
    ["bin_at(datetime(0001-01-01 01:00), 1d, datetime(2020-01-01 02:00))", null],
    ["bin_at(datetime(null), 1d, datetime(2020-01-01))", null],
    ["bin_at(datetime(2020-01-01), timespan(null), datetime(2020-01-01))", null],
    ["bin_at(datetime(2020-01-01), 1d, datetime(null))", null],
  ])("%s is %s", (expression, expected) => {
    expect(resultOf(expression)).toBe(expected);
  });
});

describe("bin_auto", () => {
  const workspace = new Workspace();
  const run = (text: string) => workspace.query(text).toArrays()[0][0];

  test("takes its size and fixed point from options", () => {
    const options = "set query_bin_auto_size=1h; set query_bin_auto_at=datetime(2017-01-01 00:05);";
    expect(run(`${options} print bin_auto(datetime(2017-01-01 02:00))`)).toBe("2017-01-01T01:05:00Z");
    expect(run("set query_bin_auto_size=5; print bin_auto(12)")).toBe(10);
    expect(run("set query_bin_auto_size=0.5; print bin_auto(1.7)")).toBe(1.5);
    expect(run("set query_bin_auto_size=1d; print bin_auto(datetime(2017-01-01 02:00))")).toBe(
      "2017-01-01T00:00:00Z",
    );
  });

  test("names the option that is missing", () => {
    expect(() => run("print bin_auto(5)")).toThrow(/query_bin_auto_size/);
  });
});
