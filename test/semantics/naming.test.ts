/** Names and places of columns in project, extend, print and their relatives. */
import { answers, refuses } from "./claims.js";

const row = "datatable(a:long, b:string, t:datetime)[7, 'x', datetime(2020-01-01 10:30)]";
const wide = "datatable(b1:long, a2:long, c:long, a10:long, a1:long)[1, 2, 3, 4, 5]";

answers(
  "what has no name is counted from Column1, by its place among the unnamed",
  `${row} | project a + 1, z = a, strcat(b, '!'), a * 2`,
  "Column1:long, z:long, Column2:string, Column3:long",
  [[8, 7, "x!", 14]],
);
answers(
  "extend counts unnamed expressions as project does",
  `${row} | project a | extend a + 1, a * 2, 'text'`,
  "a:long, Column1:long, Column2:long, Column3:string",
  [[7, 8, 14, "text"]],
);
answers(
  "a taken name for an unnamed expression is passed over",
  "print Column1 = 1 | extend Column1 + 1",
  "Column1:long, Column2:long",
  [[1, 2]],
);
answers(
  "bin, bin_at and tostring leave their column's name as it was",
  `${row} | summarize count() by bin(a, 5), tostring(t), bin_at(t, 1d, datetime(2020-01-01))`,
  "a:long, t:string, t1:datetime, count_:long",
  [[5, "2020-01-01T10:30:00.0000000Z", "2020-01-01T00:00:00Z", 1]],
);
answers(
  "a group key without a column's name is Column1",
  `${row} | summarize count() by a % 2 == 0, strcat(b, b)`,
  "Column1:bool, Column2:string, count_:long",
  [[false, "xx", 1]],
);
answers(
  "results of sketches are named for the sketch",
  "range a from 1 to 4 step 1 | summarize m = hll(a), d = tdigest(a) | project dcount_hll(m), percentile_tdigest(d, 50)",
  "dcount_hll_m:long, percentile_tdigest_d:dynamic",
  [[4, 2]],
);
refuses("a column made by an operator is not seen by that operator", "KQL101", [
  "print x = 1, y = x",
  `${row} | extend z = 1, w = z`,
  `${row} | serialize z = 1, w = z`,
  `${row} | project z = a, w = z`,
]);
answers(
  "extend of a known name changes it in place and reads what it was",
  `${row} | extend a = a + 1, b2 = a, b = strcat(b, a)`,
  "a:long, b:string, t:datetime, b2:long",
  [[8, "x7", "2020-01-01T10:30:00Z", 7]],
);
answers(
  "extend may change a column's type in place",
  `${row} | extend a = tostring(a), t = dynamic(null)`,
  "a:string, b:string, t:dynamic",
  [["7", "x", null]],
);
answers(
  "extend adds new columns in order",
  `${row} | extend z = 1, y = 2 | project-away a, b, t`,
  "z:long, y:long",
  [[1, 2]],
);
answers("project sets the order", `${row} | project t, a`, "t:datetime, a:long", [
  ["2020-01-01T10:30:00Z", 7],
]);
answers(
  "project-keep and project-away keep the order of the table",
  `${wide} | project-keep c, b*, a1`,
  "b1:long, c:long, a1:long",
  [[1, 3, 5]],
);
answers("project-away takes wildcards", `${wide} | project-away a*`, "b1:long, c:long", [[1, 3]]);
answers(
  "project-reorder puts what it names in front and leaves the rest",
  `${wide} | project-reorder c, a*`,
  "c:long, a2:long, a10:long, a1:long, b1:long",
  [[3, 2, 4, 5, 1]],
);
answers(
  "project-reorder asc sorts by name",
  `${wide} | project-reorder a* asc`,
  "a1:long, a10:long, a2:long, b1:long, c:long",
  [[5, 4, 2, 1, 3]],
);
answers(
  "project-reorder desc sorts by name, last first",
  `${wide} | project-reorder a* desc`,
  "a2:long, a10:long, a1:long, b1:long, c:long",
  [[2, 4, 5, 1, 3]],
);
answers(
  "project-reorder granny-asc counts digits as numbers",
  `${wide} | project-reorder a* granny-asc`,
  "a1:long, a2:long, a10:long, b1:long, c:long",
  [[5, 2, 4, 1, 3]],
);
answers(
  "project-reorder granny-desc counts digits as numbers, last first",
  `${wide} | project-reorder a* granny-desc`,
  "a10:long, a2:long, a1:long, b1:long, c:long",
  [[4, 2, 5, 1, 3]],
);
answers(
  "project-rename keeps the place",
  `${wide} | project-rename d = a2`,
  "b1:long, d:long, c:long, a10:long, a1:long",
  [[1, 2, 3, 4, 5]],
);
answers(
  "print names by place, counting named columns too",
  "print 1, x = 2, 'three', 4.0",
  "print_0:long, x:long, print_2:string, print_3:real",
  [[1, 2, "three", 4]],
);
answers(
  "a let constant printed has no name of its own",
  "let v = 5; print v, v + 1",
  "print_0:long, print_1:long",
  [[5, 6]],
);
answers(
  "a function of several columns names them in brackets",
  "print x = dynamic([1, 2, 3, 4]) | extend (slope, rest) = series_fit_line(x) | project slope = round(slope, 6)",
  "slope:real",
  [[1]],
);
refuses("names that are not there or come twice", "KQL", [
  `${row} | project q`,
  `${row} | project-rename q = nothing`,
  `${row} | project z = a, z = b`,
  `${row} | extend z = 1, z = 2`,
]);
