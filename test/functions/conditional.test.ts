import { describe, expect, test } from "vitest";
import { evaluate, resultOf } from "./evaluate.js";
import { run } from "./summarize.js";

type Case = [expression: string, expected: unknown];

describe("constants", () => {
  test.each<Case>([
    ["iff(true, 1, 2)", 1],
    ["iff(false, 1, 2)", 2],
    ["iff(bool(null), 1, 2)", 2],
    ["iff(true, long(null), 2)", null],
    ["iif(1 < 2, 'é', 'x')", "é"],
    ["case(false, 1, bool(null), 2, true, 3, 4)", 3],
    ["case(false, 'a', '')", ""],
    ["coalesce(long(null), long(null))", null],
    ["coalesce(tolong('not a number'), tolong('42'), 33)", 42],
    ["coalesce('', 'é')", "é"],
    ["coalesce('', '')", ""],
    ["coalesce(int(null), int(null), 5, 7)", 5],
    ["coalesce(real(null), 0.0)", 0],
    ["coalesce(dynamic(null), dynamic([]))", []],
    ["not(true)", false],
    ["not(bool(null))", null],
    ["max_of(10, 1, -3, 17)", 17],
    ["min_of(10, 1, -3, 17)", -3],
    ["max_of(int(null), 2)", 2],
    ["min_of(long(null), long(null))", null],
    ["max_of(1.0, real(nan))", Number.NaN],
    ["min_of(real(nan), 1.0)", Number.NaN],
    ["max_of('a', 'é', 'Z')", "é"],
    ["max_of(datetime(2020-01-01), datetime(2021-01-01))", "2021-01-01T00:00:00Z"],
    ["min_of(1h, 30m)", "00:30:00"],
    ["max_of(9223372036854775807, 1)", 9223372036854775807n],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test.each([
    ["iff(true, int(1), 2)", "long"],
    ["iff(true, 1, int(2))", "long"],
    ["case(true, 1s, 2s)", "timespan"],
    ["coalesce(int(null), int(1))", "int"],
    ["max_of(int(1), int(2))", "int"],
    ["max_of(int(1), 2)", "long"],
    ["max_of(1, 2.0)", "real"],
    ["coalesce(real(null), real(null))", "real"],
  ])("%s is typed %s", (expression, type) => {
    expect(evaluate(expression).type).toBe(type);
  });

  test.each([
    "iff(1, 2, 3)",
    "iff(true, 1, 1.5)",
    "case(true, 1)",
    "case(true, 1, 2, 3)",
    "coalesce(1, 'x')",
    "not('x')",
    "max_of(1)",
    "max_of(1, 'x')",
  ])("%s is refused", (expression) => {
    expect(() => resultOf(expression)).toThrow(/KQL1\d\d/);
  });
});

describe("columns", () => {
  const rows = `datatable(b:bool, l:long, r:real, s:string, t:datetime, d:dynamic)[
    true, 1, 1.5, "x", datetime(2020-01-01), dynamic([1]),
    false, 2, real(null), "é", datetime(null), dynamic(null),
    bool(null), long(null), real(nan), "", datetime(2021-01-01), dynamic({"k":2})]`;
  test.each<[string, unknown[]]>([
    ["iff(b, l, -1)", [1, -1, -1]],
    ["iff(b, 'yes', 'no')", ["yes", "no", "no"]],
    ["iff(b, 'same', 'same')", ["same", "same", "same"]],
    ["iff(b, r, 0.5)", [1.5, 0.5, 0.5]],
    ["iff(not(b), r, 0.5)", [0.5, null, 0.5]],
    ["iff(b, s, 'no')", ["x", "no", "no"]],
    [
      "iff(b, t, datetime(1900-01-01))",
      ["2020-01-01T00:00:00Z", "1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z"],
    ],
    ["iff(isnull(l), 9223372036854775807, l)", [1, 2, 9223372036854775807n]],
    ["iff(b, d, dynamic(0))", [[1], 0, 0]],
    ["case(l == 1, 'one', l == 2, 'two', 'none')", ["one", "two", "none"]],
    ["case(l == 1, s, b == false, 'two', s)", ["x", "two", ""]],
    ["coalesce(l, 7)", [1, 2, 7]],
    ["coalesce(r, 7.5)", [1.5, 7.5, Number.NaN]],
    ["coalesce(s, 'none')", ["x", "é", "none"]],
    [
      "coalesce(t, datetime(1900-01-01))",
      ["2020-01-01T00:00:00Z", "1900-01-01T00:00:00Z", "2021-01-01T00:00:00Z"],
    ],
    ["coalesce(tostring(d), s)", ["[1]", "é", '{"k":2}']],
    ["not(b)", [false, true, null]],
    ["max_of(l, 2)", [2, 2, 2]],
    ["min_of(r, 1.0)", [1, 1, Number.NaN]],
  ])("%s", (expression, expected) => {
    expect(run(`${rows} | project it = ${expression}`).rows.map(([cell]) => cell)).toEqual(expected);
  });
});
