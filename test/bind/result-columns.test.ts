import { describe, expect, it } from "vitest";
import { allOfT, columnsOf } from "./bind-over-sample.js";

/** Query over the sample table, columns of its result. */
type Cases = readonly (readonly [claim: string, query: string, columns: string])[];

function check(cases: Cases): void {
  it.each(cases)("%s", (_claim, query, columns) => {
    expect(columnsOf(query)).toBe(columns);
  });
}

describe("project and extend", () => {
  check([
    ["number unnamed expressions from 1", "T | project l + 1, strcat(s, s)", "Column1:long Column2:string"],
    ["call a conversion after its argument", "T | project tolong(s), todatetime(d)", "s:long d:datetime"],
    [
      "call a path after all its names",
      "T | project d.a.b, d['x y'], d[0]",
      "d_a_b:dynamic d_x y:dynamic d_0:dynamic",
    ],
    ["leave out an index that has no name", "T | project d[-1], d[l]", "d_:dynamic d_l:dynamic"],
    ["call bin after its argument", "T | project bin(t, 1h), bin(l, 10)", "t:datetime l:long"],
    ["call a value of a let after it", "let v = 4; T | project v, v + 1", "v:long Column1:long"],
    [
      "append 1, 2, ... to names of the engine's making",
      "T | project s, tolong(s), toreal(s)",
      "s:string s1:long s2:real",
    ],
    ["call strlen with its own name", "T | project strlen(s)", "strlen_s:long"],
    ["look through the name of an argument", "T | project round(x = r)", "x:real"],
    ["replace a column in its place", "T | project s, l | extend s = l, z = 1", "s:long l:long z:long"],
    [
      "skip Column1 when the rows have it",
      "T | project Column1 = s | extend 5",
      "Column1:string Column2:long",
    ],
    ["keep a column that extend only names", "T | project s, l | extend l", "s:string l:long"],
    ["refuse a name that is given twice", "T | project a = 1, a = 2", "KQL110"],
    ["refuse a conversion that repeats its column", "T | project s, tostring(s)", "KQL110"],
    ["refuse a name given twice in extend", "T | extend a = 1, a = 2", "KQL110"],
  ]);
});

describe("print", () => {
  check([
    ["counts named columns too", "print 1, a = 'x', 2.0", "print_0:long a:string print_2:real"],
    ["gives a let no name", "let v = 1; print v", "print_0:long"],
  ]);
});

describe("summarize", () => {
  check([
    ["puts keys first", "T | summarize count() by s, bin(t, 1h)", "s:string t:datetime count_:long"],
    [
      "calls aggregates after their argument",
      "T | summarize sum(l), dcount(s), countif(b)",
      "sum_l:long dcount_s:long countif_b:long",
    ],
    ["leaves the argument out when it has no name", "T | summarize sum(l + 1)", "sum_:long"],
    [
      "calls lists and sets by short names",
      "T | summarize make_list(s), make_set(d.a)",
      "list_s:dynamic set_d_a:dynamic",
    ],
    [
      "numbers repeated names",
      "T | summarize make_set(s), make_set_if(s, b), count(), count()",
      "set_s:dynamic set_s1:dynamic count_:long count_1:long",
    ],
    ["keeps the name of take_any", "T | summarize take_any(s)", "s:string"],
    [
      "spreads arg_max over the other columns",
      "T | project s, l, t | summarize arg_max(t, *) by s",
      "s:string t:datetime l:long",
    ],
    [
      "keeps a column in `*` beside a key made from it",
      "T | project s, t | summarize arg_max(t, *) by s = tolower(s)",
      "s:string t:datetime s1:string",
    ],
    [
      "leaves a renamed key out of `*`",
      "T | project s, t | summarize arg_max(t, *) by x = s",
      "x:string t:datetime",
    ],
    [
      "renames only the first column of arg_max",
      "T | project s, l, t | summarize x = arg_max(t, *)",
      "x:datetime s:string l:long",
    ],
    ["names several columns of one call", "T | summarize (a, b) = arg_max(t, s)", "a:datetime b:string"],
    [
      "numbers what a second arg_min repeats",
      "T | summarize arg_max(t, s), arg_min(t, s)",
      "t:datetime s:string t1:datetime s1:string",
    ],
    [
      "names an expression that arg_max returns",
      "T | summarize arg_max(t, l + 1)",
      "t:datetime max_t_arg1:long",
    ],
    [
      "puts the rank into the name of a percentile",
      "T | summarize percentiles(l, 5, 99.9)",
      "percentile_l_5:long percentile_l_99_9:long",
    ],
    ["widens int in sums alone", "T | summarize sum(i), max(i), avg(i)", "sum_i:long max_i:int avg_i:real"],
    ["computes with aggregates", "T | summarize 100.0 * countif(b) / count()", "Column1:real"],
    [
      "renames a result that repeats an automatic key",
      "T | summarize t = max(t) by bin(t, 1h)",
      "t:datetime t1:datetime",
    ],
    ["refuses a result that repeats a named key", "T | summarize s = count() by s", "KQL110"],
    ["counts rows whatever count is given", "T | summarize count(s), count(*)", "count_s:long count_:long"],
    ["refuses a column outside of aggregates", "T | summarize max(l) - l", "KQL113"],
    ["refuses a dynamic key", "T | summarize count() by d", "KQL142"],
  ]);
});

describe("types of operators", () => {
  check([
    ["whole numbers give long", "T | project a = i + i, c = i / 2, e = -i", "a:long c:long e:long"],
    ["a real makes the result real", "T | project a = i * r, c = l - r", "a:real c:real"],
    ["a decimal makes the result decimal", "T | project a = i + m", "a:decimal"],
    [
      "times and lengths",
      "T | project a = t - t, c = t - p, e = p / p, f = p * 2",
      "a:timespan c:datetime e:real f:timespan",
    ],
    ["a dynamic operand is taken as a number", "T | project a = d.x + 1, c = d.x * 1.5", "a:long c:real"],
    ["two dynamic operands are refused", "T | project a = d.x * d.y", "KQL106"],
    ["two dynamic sides are not compared", "T | where d.x == d.y", "KQL106"],
    ["text is not added", "T | project a = s + s", "KQL106"],
    ["text equals a number by its text", "T | where s == 1 and l != '5' and s in (1, 2)", allOfT],
    ["text is not less than a number", "T | where s < 1", "KQL106"],
    ["text beside a time is read as a time", "T | where t == '2026-04-06'", allOfT],
    ["text tests take text and dynamic alone", "T | where i has 'x'", "KQL106"],
    ["conditions are bool", "T | where i", "KQL107"],
    ["dynamic is no condition", "T | where d.flag", "KQL107"],
    ["operands of and are bool", "T | where b and i", "KQL107"],
    ["branches agree but for dynamic", "T | project a = iff(b, s, d), c = case(b, i, l)", "a:string c:long"],
    ["branches do not mix whole numbers and reals", "T | project a = iff(b, 1, 2.0)", "KQL105"],
    ["between takes a length after a time", "T | where t between (ago(1d) .. 2h)", allOfT],
    ["any column may be tested at once", "T | where * has 'x' and * == 5", allOfT],
    ["members are of dynamic alone", "T | project a = s.x", "KQL109"],
  ]);
});

describe("special calls", () => {
  check([
    [
      "column_ifexists is the column where it exists",
      "T | project a = column_ifexists('l', 1), column_ifexists('zz', '')",
      "a:long Column1:string",
    ],
    ["column_ifexists names the column", "T | project column_ifexists('s', '')", "s:string"],
    ["ingestion_time has the engine's name", "T | project ingestion_time()", "$IngestionTime:datetime"],
    ["the hidden ingestion time is no column of the result", "T | where ingestion_time() > ago(1h)", allOfT],
    [
      "toscalar has the type of the first column",
      "T | project a = toscalar(T | summarize max(t))",
      "a:datetime",
    ],
    ["extract takes a type", "T | project a = extract('x', 0, s, typeof(long))", "a:long"],
    ["several columns of one call", "T | project (a, c) = series_stats(d) | project a, c", "a:real c:long"],
    [
      "columns of one call are called after it",
      "T | project array_sort_asc(d, d)",
      "d_sorted:dynamic d_sorted1:dynamic",
    ],
    [
      "columns of one call never replace others",
      "T | project d_sorted = s, d | extend array_sort_asc(d) | extend array_sort_asc(d)",
      "d_sorted:string d:dynamic d_sorted1:dynamic d_sorted2:dynamic",
    ],
    [
      "several columns of a call that cannot run yet",
      "T | project series_periods_detect(d, 0.0, 5.0, 2)",
      "series_periods_detect_d_periods:dynamic series_periods_detect_d_scores:dynamic",
    ],
    ["a sign before an int makes it a long", "T | project a = +i, c = -i", "a:long c:long"],
    [
      "window functions over sorted rows",
      "T | sort by t asc | project n = row_number(), before = prev(s)",
      "n:long before:string",
    ],
    ["no window functions over unsorted rows", "T | project n = row_number()", "KQL111"],
    ["no aggregates outside of aggregation", "T | where count() > 1", "KQL112"],
  ]);
});

describe("plugins that do not run yet", () => {
  check([
    [
      "autocluster puts its counts before the columns",
      "T | project s | evaluate autocluster()",
      "SegmentId:long Count:long Percent:real s:string",
    ],
    [
      "basket likewise",
      "T | project s | evaluate basket(0.05)",
      "SegmentId:long Count:long Percent:real s:string",
    ],
    [
      "diffpatterns counts either side",
      "T | project s | evaluate diffpatterns(s, 'a', 'b') | project-away s",
      "SegmentId:long CountA:long CountB:long PercentA:real PercentB:real PercentDiffAB:real",
    ],
    [
      "python gives what its type declares",
      "T | project s, l | evaluate python(typeof(*, l:real, z:long), '')",
      "s:string l:real z:long",
    ],
    ["r without a star", "T | evaluate r(typeof(z:long), '')", "z:long"],
    [
      "funnel_sequence counts what comes before and after",
      "T | evaluate funnel_sequence(s, t, ago(1d), now(), 1h, 1h, l, dynamic(['a']))",
      "t:datetime prev:long next:long dcount:long samples:dynamic",
    ],
    [
      "an answer from elsewhere has any columns",
      "T | evaluate sql_request('a', 'b') | project zz",
      "zz:dynamic",
    ],
  ]);
});

describe("tables and keys", () => {
  check([
    [
      "a table of another cluster may have any columns",
      "cluster('c').database('d').Records | where Level == 'x' | summarize count() by State",
      "State:dynamic count_:long",
    ],
    ["distinct takes no dynamic value", "T | distinct d", "KQL142"],
    ["nor all columns where one is dynamic", "T | distinct *", "KQL142"],
  ]);
});

describe("find and partition", () => {
  check([
    [
      "find: a column of two types is dynamic",
      "find in (T, (T | project s, l = s)) where s == 'x' project l",
      "source_:string l:dynamic",
    ],
    ["partition with a query of its own", "T | partition by s { T | project l }", "l:long"],
  ]);
});
