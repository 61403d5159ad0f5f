import { describe, expect, test } from "vitest";
import { run, summarize } from "./summarize.js";

type Case = [call: string, type: string, values: unknown, nulls: unknown, empty: unknown];

describe("over values, over nulls, over nothing", () => {
  test.each<Case>([
    ["count()", "long", 3, 1, 0],
    ["cnt()", "long", 3, 1, 0],
    ["count(l)", "long", 3, 1, 0],
    ["countif(b)", "long", 1, 0, 0],
    ["countif(l > 10)", "long", 1, 0, 0],
    ["sum(i)", "long", 4, 0, 0],
    ["sum(l)", "long", 40, 0, 0],
    ["sum(r)", "real", 4, 0, 0],
    ["sum(m)", "decimal", "5", "0", "0"],
    ["sum(p)", "timespan", "04:00:00", "00:00:00", "00:00:00"],
    ["sumif(l, i > 1)", "long", 30, 0, 0],
    ["avg(i)", "real", 2, Number.NaN, Number.NaN],
    ["avg(l)", "real", 20, Number.NaN, Number.NaN],
    ["avg(r)", "real", 2, Number.NaN, Number.NaN],
    ["avg(m)", "decimal", "2.5", null, null],
    ["avg(p)", "timespan", "02:00:00", null, null],
    ["avg(t)", "datetime", "2020-01-02T00:00:00Z", null, null],
    ["avgif(l, i > 1)", "real", 30, Number.NaN, Number.NaN],
    ["min(i)", "int", 1, null, null],
    ["max(i)", "int", 3, null, null],
    ["min(l)", "long", 10, null, null],
    ["max(l)", "long", 30, null, null],
    ["min(r)", "real", 1.5, null, null],
    ["max(r)", "real", 2.5, null, null],
    ["min(m)", "decimal", "1.5", null, null],
    ["max(m)", "decimal", "3.5", null, null],
    ["min(b)", "bool", false, null, null],
    ["max(b)", "bool", true, null, null],
    ["min(s)", "string", "", "", ""],
    ["max(s)", "string", "é", "", ""],
    ["min(t)", "datetime", "2020-01-01T00:00:00Z", null, null],
    ["max(t)", "datetime", "2020-01-03T00:00:00Z", null, null],
    ["min(p)", "timespan", "01:00:00", null, null],
    ["max(p)", "timespan", "03:00:00", null, null],
    ["minif(l, i > 1)", "long", 30, null, null],
    ["maxif(l, i < 3)", "long", 10, null, null],
    ["dcount(i)", "long", 2, 0, 0],
    ["dcount(r)", "long", 2, 0, 0],
    ["dcount(m)", "long", 2, 0, 0],
    ["dcount(b)", "long", 2, 0, 0],
    ["dcount(s)", "long", 3, 1, 0],
    ["dcount(t)", "long", 2, 0, 0],
    ["dcount(u)", "long", 2, 0, 0],
    ["dcount(d)", "long", 2, 0, 0],
    ["dcount(l, 4)", "long", 2, 0, 0],
    ["dcountif(l, i > 1)", "long", 1, 0, 0],
    ["dcountif(l, i > 1, 2)", "long", 1, 0, 0],
    ["count_distinct(l)", "long", 2, 0, 0],
    ["count_distinctif(l, i > 1)", "long", 1, 0, 0],
    ["binary_all_and(l)", "long", 10, null, null],
    ["binary_all_or(l)", "long", 30, null, null],
    ["binary_all_xor(l)", "long", 20, null, null],
  ])("%s is typed %s", (call, type, values, nulls, empty) => {
    expect(summarize(call)).toEqual({ type, values, nulls, empty });
  });
});

describe("limits of numbers", () => {
  test.each<[string, string, unknown]>([
    [
      "a sum wraps at 64 bits",
      "datatable(v:long)[9223372036854775807, 1] | summarize sum(v)",
      -9223372036854775808n,
    ],
    [
      "a sum beyond 53 bits is exact",
      "datatable(v:long)[9007199254740991, 9007199254740991, 3] | summarize sum(v)",
      18014398509481985n,
    ],
    [
      "an average divides the sum that has wrapped, as the engine does",
      "datatable(v:long)[9223372036854775807, 1, 2] | summarize avg(v)",
      -3074457345618258400,
    ],
    ["a sum of ints is long", "datatable(v:int)[2147483647, 2147483647] | summarize sum(v)", 4294967294],
    [
      "the larger of decimals that no double tells apart is found",
      "datatable(v:decimal)[decimal(1.00000000000000000001), decimal(1.00000000000000000002), decimal(1)] | summarize max(v)",
      "1.00000000000000000002",
    ],
    [
      "the largest of numbers of both representations is found",
      "datatable(v:long)[5, 9223372036854775807, -9223372036854775808] | summarize max(v)",
      9223372036854775807n,
    ],
    [
      "the smallest of numbers of both representations is found",
      "datatable(v:long)[5, 9223372036854775807, -9223372036854775808] | summarize min(v)",
      -9223372036854775808n,
    ],
    ["NaN is the largest", "datatable(v:real)[1.0, real(nan), 2.0] | summarize max(v)", Number.NaN],
    ["NaN is the smallest", "datatable(v:real)[1.0, real(nan), 2.0] | summarize min(v)", Number.NaN],
    ["NaN makes a sum NaN", "datatable(v:real)[1.0, real(nan)] | summarize sum(v)", Number.NaN],
    [
      "infinity is a value",
      "datatable(v:real)[1.0, real(+inf)] | summarize max(v)",
      Number.POSITIVE_INFINITY,
    ],
    ["NaN counts once", "datatable(v:real)[real(nan), real(nan), 1.0] | summarize dcount(v)", 2],
    ["zero and minus zero are one value", "datatable(v:real)[0.0, -0.0] | summarize dcount(v)", 1],
    [
      "strings go by code point, not by UTF-16 unit",
      'datatable(v:string)["\ufb01", "\u{1f600}"] | summarize max(v)',
      "\u{1f600}",
    ],
    ["letter case counts", 'datatable(v:string)["a", "A"] | summarize dcount(v)', 2],
    [
      "averages of ticks are cut",
      "datatable(v:timespan)[1tick, 2tick] | summarize avg(v)",
      "00:00:00.0000001",
    ],
    [
      "averages of negative ticks are cut toward zero",
      "datatable(v:timespan)[-1tick, -2tick] | summarize avg(v)",
      "-00:00:00.0000001",
    ],
    [
      "averages of datetimes are cut toward the past",
      "datatable(v:datetime)[datetime(2019-01-01), datetime(2019-01-01 00:00:00.0000001)] | summarize avg(v)",
      "2019-01-01T00:00:00Z",
    ],
  ])("%s", (_claim, query, expected) => {
    expect(run(query).rows[0][0]).toEqual(expected);
  });
});

describe("names of unnamed columns", () => {
  test.each<[string, string[]]>([
    ["count(), countif(b), countif(l > 1)", ["count_:long", "countif_b:long", "countif_:long"]],
    ["sum(l), sum(l + 1), sumif(l, b)", ["sum_l:long", "sum_:long", "sumif_l:long"]],
    ["avg(l), min(l), max(l), dcount(l)", ["avg_l:real", "min_l:long", "max_l:long", "dcount_l:long"]],
    ["sum(l), sum(l)", ["sum_l:long", "sum_l1:long"]],
    ["dcountif(l, b), count_distinct(l)", ["dcountif_l:long", "count_distinct_l:long"]],
    ["covariance(r, l), variance(l)", ["covariance_r_l:real", "variance_l:real"]],
  ])("%s", (calls, names) => {
    expect(run(`datatable(l:long, b:bool, r:real)[1, true, 1.0] | summarize ${calls}`).columns).toEqual(
      names,
    );
  });
});

describe("arguments of another type are refused", () => {
  test.each([
    "sum(s)",
    "sum(b)",
    "sum(d)",
    "avg(s)",
    "max(d)",
    "countif(s)",
    "count_distinct(d)",
    "binary_all_or(s)",
    "min(u)",
    "max(u)",
  ])("%s", (call) => {
    expect(() => summarize(call)).toThrow(/KQL1\d\d/);
  });
});

test("groups are kept apart over many batches", () => {
  const { rows } = run(
    "range x from 0 to 29999 step 1 | summarize c = count(), s = sum(x), lo = min(x), hi = max(x), d = dcount(x % 7) by g = x % 3 | sort by g asc",
  );
  expect(rows).toEqual([
    [0, 10000, 149985000, 0, 29997, 7],
    [1, 10000, 149995000, 1, 29998, 7],
    [2, 10000, 150005000, 2, 29999, 7],
  ]);
});
