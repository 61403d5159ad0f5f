import { describe, expect, test } from "vitest";
import { run, summarize } from "./summarize.js";

type Case = [call: string, type: string, values: unknown, nulls: unknown, empty: unknown];

describe("over values, over nulls, over nothing", () => {
  test.each<Case>([
    ["stdev(r)", "real", Math.sqrt(0.5), 0, 0],
    ["stdevp(r)", "real", 0.5, 0, 0],
    ["variance(l)", "real", 200, 0, 0],
    ["variancep(l)", "real", 100, 0, 0],
    ["variance(m)", "real", 2, 0, 0],
    ["stdevif(l, i < 3)", "real", 0, 0, 0],
    ["varianceif(l, b or not(b))", "real", 200, 0, 0],
    ["variancepif(l, b or not(b))", "real", 100, 0, 0],
    ["covariance(l, r)", "real", 10, 0, 0],
    ["covariancep(l, r)", "real", 5, 0, 0],
    ["covarianceif(l, r, i > 1)", "real", 0, 0, 0],
    ["covariancepif(l, r, i > 1)", "real", 0, 0, 0],
    ["percentile(i, 50)", "long", 1, null, null],
    ["percentile(l, 51)", "long", 30, null, null],
    ["percentile(r, 100)", "real", 2.5, null, null],
    ["percentile(m, 0)", "real", 1.5, null, null],
    ["percentile(t, 50)", "datetime", "2020-01-01T00:00:00Z", null, null],
    ["percentile(p, 75)", "timespan", "03:00:00", null, null],
    ["percentilew(l, i, 25)", "long", 10, null, null],
    ["percentilew(l, i, 26)", "long", 30, null, null],
    ["percentiles_array(l, 0, 100)", "dynamic", [10, 30], [null, null], [null, null]],
    ["percentilesw_array(l, i, dynamic([25, 26]))", "dynamic", [10, 30], [null, null], [null, null]],
    ["dcount_hll(hll(s))", "long", 3, 1, null],
    ["dcount_hll(hll_if(l, i > 1))", "long", 1, null, null],
    ["dcount_hll(hll(l, 4))", "long", 2, null, null],
    ["gettype(tdigest(l, 9223372036854775807).weights[0])", "string", "long", "null", "null"],
    ["percentile_tdigest(tdigest(l), 100)", "dynamic", 30, null, null],
    ["percentile_tdigest(tdigest(l, i), 25, typeof(long))", "long", 10, null, null],
    [
      "percentiles_array_tdigest(tdigest(r), range(0, 100, 50), typeof(int))",
      "dynamic",
      [1, 1, 2],
      null,
      null,
    ],
    ["buildschema(d)", "dynamic", { k: "long", l: "long" }, null, null],
  ])("%s is typed %s", (call, type, values, nulls, empty) => {
    expect(summarize(call)).toEqual({ type, values, nulls, empty });
  });
});

test.each<[string, string, unknown[]]>([
  ["variances have ten decimals", "range x from 1 to 10 step 1 | summarize variance(x)", [9.1666666667]],
  [
    "a standard deviation is the root of that",
    "range x from 1 to 10 step 1 | summarize stdev(x)",
    [3.027650354102996],
  ],
  [
    "covariances have ten decimals",
    "range x from 1 to 100 step 1 | summarize covariancepif(x, iff(x % 2 == 0, x * 2, x * 3), x % 3 == 0)",
    [2077.0909090909],
  ],
  [
    "variances far from zero keep their digits",
    "datatable(v:real)[1000000001.0, 1000000002.0, 1000000003.0] | summarize variance(v)",
    [1],
  ],
  ["NaN spreads", "datatable(v:real)[1.0, real(nan)] | summarize stdev(v)", [Number.NaN]],
  [
    "percentiles are members of the population",
    "datatable(v:long)[10, 20] | summarize percentile(v, 50)",
    [10],
  ],
  [
    "percentiles are exact by nearest rank",
    "range x from 1 to 1000 step 1 | summarize percentiles(x, 0, 5, 50, 99.9, 100)",
    [1, 50, 500, 999, 1000],
  ],
  [
    "weights that are null or not positive do not count",
    "datatable(v:long, w:long)[1,5, 2,0, 3,long(null), 4,5] | summarize percentilesw(v, w, 50, 51)",
    [1, 4],
  ],
  [
    "the page's weighted example",
    "datatable(n:long, v:long)[8,10, 6,20, 3,30, 1,40] | summarize percentilesw(v, n, 50, 75, 99.9)",
    [20, 20, 40],
  ],
])("%s", (_claim, query, expected) => {
  expect(run(query).rows).toEqual([expected]);
});

describe("sketches", () => {
  test.each<[string, string, unknown]>([
    [
      "hll values merge",
      "range x from 1 to 10 step 1 | summarize h = hll(x % 4) by x % 2 | summarize dcount_hll(hll_merge(h))",
      4,
    ],
    [
      "hll values merge as arguments",
      "range x from 1 to 10 step 1 | summarize a = hll(x), b = hll(x + 5) | project dcount_hll(hll_merge(a, b))",
      15,
    ],
    [
      "digests merge",
      "range x from 1 to 10 step 1 | summarize t = tdigest(x) by x % 2 | summarize percentile_tdigest(tdigest_merge(t), 50, typeof(long))",
      5,
    ],
    [
      "digests merge as arguments",
      "range x from 1 to 10 step 1 | summarize a = tdigest(x), b = tdigest(x + 10) | project percentile_tdigest(merge_tdigest(a, b), 100, typeof(long))",
      20,
    ],
    [
      "digests know ranks",
      "range x from 1 to 1000 step 1 | summarize t = tdigest(x) | project rank_tdigest(t, 685)",
      685,
    ],
    [
      "digests know shares",
      "range x from 1 to 1000 step 1 | summarize t = tdigest(x) | project percentrank_tdigest(t, 250)",
      25,
    ],
    [
      "digests of datetimes",
      "print t = datetime(2020-01-01) | summarize d = tdigest(t) | project percentile_tdigest(d, 50, typeof(datetime))",
      "2020-01-01T00:00:00Z",
    ],
    ["other values are no sketches", "print dcount_hll(dynamic([1]))", null],
  ])("%s", (_claim, query, expected) => {
    expect(run(query).rows[0][0]).toEqual(expected);
  });

  test.each([
    "range x from 1 to 2 step 1 | summarize a = hll(x), b = hll(x, 4) | project hll_merge(a, b)",
    "union (print h = toscalar(print x = 1 | summarize hll(x, 0))), (print h = toscalar(print x = 1 | summarize hll(x))) | summarize hll_merge(h)",
  ])("of two accuracies are not merged: %s", (query) => {
    expect(() => run(query)).toThrow(/accuracy [01] and [14] is not supported/);
  });

  test("are named after their aggregate", () => {
    const query =
      "print x = 1 | summarize hll(x), tdigest(x) | project dcount_hll(hll_x), percentile_tdigest(tdigest_x, 5), hll_merge(hll_x, hll_x)";
    expect(run(query).columns).toEqual([
      "dcount_hll_hll_x:long",
      "percentile_tdigest_tdigest_x:dynamic",
      "hll_merged_result:dynamic",
    ]);
  });
});

test("percentile columns carry the percentile, with an underscore for the point", () => {
  const query =
    "let p = 75; print x = 1 | summarize percentiles(x, 5, 99.9), percentile(x + 1, p), percentiles_array(x, 5)";
  expect(run(query).columns).toEqual([
    "percentile_x_5:long",
    "percentile_x_99_9:long",
    "percentile__75:long",
    "percentiles_x:dynamic",
  ]);
});

test("buildschema describes every kind that occurs", () => {
  const query = `datatable(value:dynamic)[
    dynamic({"x":1, "y":3.5}), dynamic({"x":"somevalue", "z":[1, 2, 3]}), dynamic({"y":{"w":"zzz"}, "t":["aa", "bb"], "z":["foo"]})]
    | summarize buildschema(value)`;
  expect(run(query)).toEqual({
    columns: ["schema_value:dynamic"],
    rows: [
      [
        {
          x: ["long", "string"],
          y: ["double", { w: "string" }],
          z: { "`indexer`": ["long", "string"] },
          t: { "`indexer`": "string" },
        },
      ],
    ],
  });
});

describe("arguments of another type are refused", () => {
  test.each([
    "stdev(s)",
    "variance(d)",
    "covariance(s, l)",
    "percentile(l, 's')",
    "buildschema(s)",
    "tdigest(s)",
  ])("%s", (call) => {
    expect(() => summarize(call)).toThrow(/KQL1\d\d/);
  });
});

test("sketches of nothing are null", () => {
  const query = "datatable(v:long)[long(null)] | summarize hll(v), tdigest(v), hll_if(v, true)";
  expect(run(query).rows).toEqual([[null, null, null]]);
  expect(run(query.replace("long(null)", "")).rows).toEqual([[null, null, null]]);
});
