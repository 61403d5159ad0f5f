/** Sorting, and what depends on the order of rows. */
import { answers, refuses } from "./claims.js";

const mixed =
  "datatable(k:string, r:real)['b', 2.0, 'a', real(null), 'c', real(nan), 'd', 1.0, 'e', real(-inf)]";
const runs = "datatable(g:string, v:int)['a', 1, 'a', 1, 'a', 3, 'b', 2, 'b', 2]";
const xs = "datatable(x:long)[3, 1, 2]";

answers("sort is descending unless told otherwise", `${xs} | sort by x | project x`, "x:long", [
  [3],
  [2],
  [1],
]);
answers("order by is sort by", `${xs} | order by x asc`, "x:long", [[1], [2], [3]]);
answers("null comes first upwards, NaN next to it", `${mixed} | sort by r asc | project k`, "k:string", [
  ["a"],
  ["c"],
  ["e"],
  ["d"],
  ["b"],
]);
answers("null comes last downwards, NaN before it", `${mixed} | sort by r | project k`, "k:string", [
  ["b"],
  ["d"],
  ["e"],
  ["c"],
  ["a"],
]);
answers(
  "nulls last moves null and NaN to the end",
  `${mixed} | sort by r asc nulls last | take 3 | project k`,
  "k:string",
  [["e"], ["d"], ["b"]],
);
answers(
  "nulls first moves null and NaN to the start",
  `${mixed} | sort by r desc nulls first | where isnan(r) or isnull(r) | count`,
  "Count:long",
  [[2]],
);
answers("each key has its own direction", `${runs} | sort by g asc, v | project g, v`, "g:string, v:int", [
  ["a", 3],
  ["a", 1],
  ["a", 1],
  ["b", 2],
  ["b", 2],
]);
answers(
  "false sorts before true, texts by code units",
  "datatable(b:bool, s:string)[true, 'Z', false, 'a', bool(null), 'é', true, ''] | sort by b asc, s asc | project b, s",
  "b:bool, s:string",
  [
    [null, "é"],
    [false, "a"],
    [true, ""],
    [true, "Z"],
  ],
);
answers("top sorts and takes", `${runs} | top 3 by v | project v, g`, "v:int, g:string", [
  [3, "a"],
  [2, "b"],
  [2, "b"],
]);
answers(
  "top with nulls first takes them first",
  "datatable(x:long)[1, long(null), 2] | top 2 by x nulls first",
  "x:long",
  [[null], [2]],
);
answers("take and limit take no more than there is", `${xs} | take 10 | limit 2 | count`, "Count:long", [
  [2],
]);
answers("take 0 leaves the columns", `${xs} | take 0`, "x:long", []);
answers(
  "distinct keeps combinations of the columns that it names",
  `${runs} | distinct g, v | sort by g asc, v asc`,
  "g:string, v:int",
  [
    ["a", 1],
    ["a", 3],
    ["b", 2],
  ],
);
answers("distinct * keeps whole rows", `${runs} | distinct * | count`, "Count:long", [[3]]);
answers("count counts into a long", `${runs} | where v > 9 | count`, "Count:long", [[0]]);
refuses("functions of the order need rows that have one", "KQL111", [
  `${xs} | extend n = row_number()`,
  `${xs} | extend p = prev(x)`,
  `${xs} | extend s = row_cumsum(x)`,
  `${xs} | sort by x | distinct x | extend n = next(x)`,
  `${xs} | sort by x | summarize by x | extend r = row_rank_dense(x)`,
  `${xs} | sort by x | join kind=inner (${xs}) on x | extend r = row_number()`,
  `${xs} | sort by x | union (${xs}) | extend r = row_number()`,
]);
answers(
  "operators that look at one row at a time keep the order",
  `${xs} | sort by x asc | where x > 1 | extend y = x * 2 | project-away y | parse tostring(x) with q | mv-expand z = dynamic([1]) | take 5 | extend n = row_number() | project x, n`,
  "x:long, n:long",
  [
    [2, 1],
    [3, 2],
  ],
);
answers(
  "top and serialize make an order",
  `${xs} | top 2 by x | extend a = row_number() | serialize b = next(x)`,
  "x:long, a:long, b:long",
  [
    [3, 1, 2],
    [2, 2, null],
  ],
);
answers(
  "beyond the ends prev and next give null, an empty text or their default",
  "datatable(v:long, s:string)[1, 'a', 2, 'b'] | serialize p = prev(v), q = prev(s), n = next(v, 1, 9), t = next(s, 2, '?'), f = prev(v, 5)",
  "v:long, s:string, p:long, q:string, n:long, t:string, f:long",
  [
    [1, "a", null, "", 2, "?", null],
    [2, "b", 1, "a", 9, "?", null],
  ],
);
refuses("the default of prev is a constant", "KQL108", [
  `${xs} | serialize prev(x, 1, x)`,
  `${xs} | serialize next(x, 1, x + 1)`,
]);
answers(
  "row_number starts where it is told, again at each restart",
  `${runs} | serialize a = row_number(), b = row_number(10), c = row_number(0, g != prev(g)) | project a, b, c`,
  "a:long, b:long, c:long",
  [
    [1, 10, 0],
    [2, 11, 1],
    [3, 12, 2],
    [4, 13, 0],
    [5, 14, 1],
  ],
);
answers(
  "row_cumsum of int is long and starts again at a restart",
  `${runs} | serialize a = row_cumsum(v), b = row_cumsum(v, g != prev(g)), c = row_cumsum(1.5) | project a, b, c`,
  "a:long, b:long, c:real",
  [
    [1, 1, 1.5],
    [2, 2, 3],
    [5, 5, 4.5],
    [7, 2, 6],
    [9, 4, 7.5],
  ],
);
answers(
  "row_cumsum passes over null",
  "datatable(v:long)[1, long(null), 2] | serialize s = row_cumsum(v) | project s",
  "s:long",
  [[1], [1], [3]],
);
answers(
  "row_rank_min leaves gaps and row_rank_dense none",
  `${runs} | serialize a = row_rank_min(v), b = row_rank_dense(v), c = row_rank_min(v, g != prev(g)), d = row_rank_dense(v, g != prev(g)) | project a, b, c, d`,
  "a:long, b:long, c:long, d:long",
  [
    [1, 1, 1, 1],
    [1, 1, 1, 1],
    [3, 2, 3, 2],
    [4, 3, 1, 1],
    [4, 3, 1, 1],
  ],
);
answers(
  "prev sees the row before, of whatever group",
  `${runs} | serialize p = prev(v) | where g == 'b' | take 1 | project p`,
  "p:int",
  [[3]],
);
refuses("a scan step does not look at other rows", "KQL", [
  `${xs} | sort by x asc | scan declare (w:long = 0) with (step s: true => w = prev(x);)`,
]);
refuses("bags and arrays have no order", "KQL", ["print d = dynamic([1]) | sort by d"]);
