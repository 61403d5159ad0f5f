/** Groups and aggregates. */
import { answers, refuses } from "./claims.js";

const few =
  "datatable(k:string, v:long, p:bool)['a', 10, true, 'b', long(null), true, 'a', 30, false, 'A', 5, bool(null)]";
const none = "datatable(x:long, s:string, d:dynamic, r:real, t:datetime, w:timespan, m:decimal, g:guid)[]";

answers(
  "keys come first in the order of by, then the aggregates in theirs",
  `${few} | summarize m = max(v), count() by z = p, k | sort by k asc, z asc`,
  "z:bool, k:string, m:long, count_:long",
  [
    [null, "A", 5, 1],
    [false, "a", 30, 1],
    [true, "a", 10, 1],
    [true, "b", null, 1],
  ],
);
answers(
  "each aggregate is named for itself and its column",
  `${few} | summarize count(), countif(v > 9), countif(p), sum(v), sumif(v, p), avg(v), min(v), max(v), dcount(k), stdev(v), variance(v)`,
  "count_:long, countif_:long, countif_p:long, sum_v:long, sumif_v:long, avg_v:real, min_v:long, max_v:long, dcount_k:long, stdev_v:real, variance_v:real",
  [[4, 2, 2, 45, 10, 15, 5, 30, 3, 13.228756555322953, 175]],
);
answers(
  "lists and bags have short names, with or without a condition",
  `${few} | summarize make_list(v), make_set(k), make_list_if(k, p), make_set_if(v, p), make_bag(bag_pack(k, v))`,
  "list_v:dynamic, set_k:dynamic, list_k:dynamic, set_v:dynamic, bag_:dynamic",
  [[[10, 30, 5], ["a", "b", "A"], ["a", "b"], [10], { a: 10, b: null, A: 5 }]],
);
answers(
  "percentiles carry their rank in the name",
  `${few} | summarize percentile(v, 50), percentile(v, 99.9), percentiles(v, 5, 50.5), percentiles_array(v, 10, 90)`,
  "percentile_v_50:long, percentile_v_99_9:long, percentile_v_5:long, percentile_v_50_5:long, percentiles_v:dynamic",
  [[10, 30, 5, 10, [5, 30]]],
);
answers(
  "an aggregate of an expression has no column in its name",
  `${few} | summarize sum(v + 1), avg(iff(p, v, 0)), max(tolong(v)), dcount(strcat(k, k)), sum(v) + 1`,
  "sum_:long, avg_:real, max_v:long, dcount_:long, Column1:long",
  [[48, 10 / 3, 30, 3, 46]],
);
answers(
  "a name that is taken gets a number",
  `${few} | summarize make_set(v), make_set(v), countif(v > 1), countif(v > 20), countif(true)`,
  "set_v:dynamic, set_v1:dynamic, countif_:long, countif_1:long, countif_2:long",
  [[[10, 30, 5], [10, 30, 5], 3, 1, 4]],
);
answers(
  "take_any keeps the name and any adds to it",
  "print x = 4 | summarize take_any(x), any(x)",
  "x:long, any_x:long",
  [[4, 4]],
);
answers(
  "take_any of several columns keeps their names",
  "print x = 4, y = 'b' | summarize take_any(x, y)",
  "x:long, y:string",
  [[4, "b"]],
);
answers(
  "arg_max gives the compared column and those asked for, and a second one numbers the names",
  `${few} | summarize arg_max(v, k, p), arg_min(v, k)`,
  "v:long, k:string, p:bool, v1:long, k1:string",
  [[30, "a", false, 5, "A"]],
);
answers(
  "an alias of arg_max names the compared column alone",
  `${few} | summarize top = arg_max(v, k)`,
  "top:long, k:string",
  [[30, "a"]],
);
answers(
  "arg_max of everything adds the other columns but the keys",
  `${few} | where k == 'a' | summarize arg_max(v, *) by k`,
  "k:string, v:long, p:bool",
  [["a", 30, false]],
);
answers(
  "nothing without keys makes one row",
  `${none} | summarize count(), sum(x)`,
  "count_:long, sum_x:long",
  [[0, 0]],
);
answers("nothing with keys makes no row", `${none} | summarize count() by s`, "s:string, count_:long", []);
const ofNothing = (aggregates: string) => `${none} | summarize ${aggregates}`;
answers(
  "of nothing: counts and sums are 0, an average is no number, extremes are null",
  ofNothing("count(), countif(x > 0), dcount(s), sum(x), sum(r), avg(x), min(x), max(t), min(s), max(m)"),
  "count_:long, countif_:long, dcount_s:long, sum_x:long, sum_r:real, avg_x:real, min_x:long, max_t:datetime, min_s:string, max_m:decimal",
  [[0, 0, 0, 0, 0, NaN, null, null, "", null]],
);
answers(
  "of nothing: deviations are 0, lists and sets are empty, a bag has no keys",
  ofNothing("stdev(x), variance(r), stdevp(x), variancep(x), make_list(x), make_set(s), make_bag(d)"),
  "stdev_x:real, variance_r:real, stdevp_x:real, variancep_x:real, list_x:dynamic, set_s:dynamic, bag_d:dynamic",
  [[0, 0, 0, 0, [], [], {}]],
);
answers(
  "of nothing: any row is a row of nulls",
  ofNothing("take_any(x), arg_max(r, s), arg_min(t, g)"),
  "x:long, r:real, s:string, t:datetime, g:guid",
  [[null, null, "", null, null]],
);
answers(
  "no row meets the condition: the same as of nothing",
  `${few} | summarize sumif(v, v > 99), avgif(v, v > 99), minif(v, v > 99), maxif(v, v > 99)`,
  "sumif_v:long, avgif_v:real, minif_v:long, maxif_v:long",
  [[0, NaN, null, null]],
);
answers(
  "only nulls: the same as of nothing",
  "datatable(x:long)[long(null), long(null)] | summarize count(), sum(x), avg(x), max(x), dcount(x), stdev(x), make_list(x)",
  "count_:long, sum_x:long, avg_x:real, max_x:long, dcount_x:long, stdev_x:real, list_x:dynamic",
  [[2, 0, NaN, null, 0, 0, []]],
);
answers("count of a column counts its nulls", `${few} | summarize count(v)`, "count_v:long", [[4]]);
answers(
  "one NaN makes sum, avg, min and max NaN",
  "datatable(r:real)[1.0, real(nan), 3.0] | summarize sum(r), avg(r), min(r), max(r)",
  "sum_r:real, avg_r:real, min_r:real, max_r:real",
  [[NaN, NaN, NaN, NaN]],
);
answers(
  "sums and averages keep to the kind of their column",
  "datatable(i:int, w:timespan, m:decimal)[1, 1h, decimal(1.5), 2, 2h, decimal(2.5)] | summarize sum(i), avg(i), sum(w), avg(w), sum(m), avg(m)",
  "sum_i:long, avg_i:real, sum_w:timespan, avg_w:timespan, sum_m:decimal, avg_m:decimal",
  [[3, 1.5, "03:00:00", "01:30:00", "4", "2"]],
);
answers(
  "min and max keep the type",
  "datatable(i:int, t:datetime, s:string, m:decimal, b:bool)[1, datetime(2020-01-01), 'b', decimal(2.5), true, 2, datetime(2021-01-01), 'a', decimal(1.5), false] | summarize min(i), max(t), min(s), max(m)",
  "min_i:int, max_t:datetime, min_s:string, max_m:decimal",
  [[1, "2021-01-01T00:00:00Z", "a", "2.5"]],
);
answers(
  "an aggregate may stand in an expression",
  `${few} | summarize range = max(v) - min(v), share = 100.0 * countif(p) / count(), round(avg(v), 1)`,
  "range:long, share:real, avg_v:real",
  [[25, 50, 15]],
);
answers(
  "a null condition does not count",
  `${few} | summarize countif(p), countif(not(p))`,
  "countif_p:long, countif_:long",
  [[2, 1]],
);
answers(
  "by without aggregates keeps each combination once",
  `${few} | summarize by p | sort by p asc`,
  "p:bool",
  [[null], [false], [true]],
);
answers(
  "distinct texts differ by case, and nulls make one group",
  "datatable(x:long, s:string)[long(null), 'a', long(null), 'A', 1, 'a'] | summarize n = count() by x | sort by x asc",
  "x:long, n:long",
  [
    [null, 2],
    [1, 1],
  ],
);
answers(
  "dcount of few values is exact",
  "range x from 1 to 900 step 1 | summarize dcount(x), dcount(x % 7, 4), count_distinct(x % 11), dcountif(x, x < 4)",
  "dcount_x:long, dcount_:long, count_distinct_:long, dcountif_x:long",
  [[900, 7, 11, 3]],
);
answers(
  "lists of lists are joined, sets of lists too",
  "datatable(d:dynamic)[dynamic([1, 2]), dynamic([2, [3]]), dynamic(4)] | summarize make_list(d), make_set(d)",
  "list_d:dynamic, set_d:dynamic",
  [
    [
      [1, 2, 2, [3], 4],
      [1, 2, [3], 4],
    ],
  ],
);
answers(
  "lists skip typed nulls, keep dynamic ones and empty texts",
  "datatable(v:long, s:string, d:dynamic)[1, '', dynamic([null, 1]), long(null), 'x', dynamic([2])] | summarize make_list(v), make_list(s), make_list(d), make_set(s), make_list_with_nulls(v)",
  "list_v:dynamic, list_s:dynamic, list_d:dynamic, set_s:dynamic, list_v1:dynamic",
  [[[1], ["", "x"], [null, 1, 2], ["", "x"], [1, null]]],
);
answers(
  "lists stop at their size",
  "range x from 1 to 300 step 1 | summarize a = array_length(make_list(x, 3)), b = array_length(make_set(x, 5)), c = array_length(makelist(x)), d = array_length(makeset(x))",
  "a:long, b:long, c:long, d:long",
  [[3, 5, 128, 128]],
);
answers(
  "bags are merged, the first value of a key stays, what is no bag is passed over",
  "datatable(d:dynamic)[dynamic({'a': 1}), dynamic([5]), dynamic({'a': 2, 'b': 3}), dynamic(null)] | summarize make_bag(d)",
  "bag_d:dynamic",
  [[{ a: 1, b: 3 }]],
);
answers(
  "a percentile is the value at the nearest rank",
  "datatable(v:long, r:real)[10, 1.5, 20, 2.5] | summarize percentile(v, 50), percentile(r, 50), percentile(v, 51), percentile(v, 0), percentile(v, 100)",
  "percentile_v_50:long, percentile_r_50:real, percentile_v_51:long, percentile_v_0:long, percentile_v_100:long",
  [[10, 1.5, 20, 10, 20]],
);
answers(
  "deviations divide by n - 1, those of populations by n, one value has none",
  "datatable(k:string, v:long)['a', 2, 'a', 4, 'b', 7] | summarize stdev(v), variance(v), stdevp(v), variancep(v) by k",
  "k:string, stdev_v:real, variance_v:real, stdevp_v:real, variancep_v:real",
  [
    ["a", Math.SQRT2, 2, 1, 1],
    ["b", 0, 0, 0, 0],
  ],
);
answers(
  "arg_max passes over null, unless there is nothing else",
  "datatable(k:string, v:long, s:string)['a', long(null), 'x', 'a', 1, 'y', 'b', long(null), 'z'] | summarize arg_max(v, s), arg_min(v, s) by k",
  "k:string, v:long, s:string, v1:long, s1:string",
  [
    ["a", 1, "y", 1, "y"],
    ["b", null, "z", null, "z"],
  ],
);
answers(
  "take_any takes a value where there is one",
  "datatable(v:long)[long(null), 3] | summarize take_any(v)",
  "v:long",
  [[3]],
);
refuses("aggregates stand only where groups are made", "KQL", [
  `${few} | where count() > 1`,
  `${few} | extend n = sum(v)`,
  `${few} | summarize sum(k)`,
  `${few} | summarize avg(p), q`,
  `${few} | summarize sum(max(v))`,
]);
