/** join and lookup. */
import { answers, refuses } from "./claims.js";

const left = "let L = datatable(k:long, lv:string)[1, 'a', 2, 'b', 2, 'c', 3, 'd'];";
const right = "let R = datatable(k:long, rv:string)[2, 'x', 2, 'y', 4, 'z'];";
const sides = `${left} ${right}`;

answers(
  "innerunique keeps the first left row of each key",
  `${sides} L | join R on k | sort by rv asc`,
  "k:long, lv:string, k1:long, rv:string",
  [
    [2, "b", 2, "x"],
    [2, "b", 2, "y"],
  ],
);
answers(
  "inner pairs all rows",
  `${sides} L | join kind=inner R on k | sort by lv asc, rv asc | project lv, rv`,
  "lv:string, rv:string",
  [
    ["b", "x"],
    ["b", "y"],
    ["c", "x"],
    ["c", "y"],
  ],
);
answers(
  "names that the left side has are numbered",
  "print k = 1, k1 = 2, v = 3 | join kind=inner (print k = 1, v = 4) on k",
  "k:long, k1:long, v:long, k2:long, v1:long",
  [[1, 2, 3, 1, 4]],
);
answers(
  "keys of different names both stay",
  `${sides} L | join kind=inner (R | project-rename q = k) on $left.k == $right.q | where lv == 'b' and rv == 'x'`,
  "k:long, lv:string, q:long, rv:string",
  [[2, "b", 2, "x"]],
);
answers(
  "the sides of a key's equality may be swapped",
  `${sides} L | join kind=inner (R | project-rename q = k) on $right.q == $left.k | count`,
  "Count:long",
  [[4]],
);
answers(
  "leftouter keeps left rows with null and empty cells",
  `${sides} L | join kind=leftouter R on k | where isnull(k1) | sort by lv asc`,
  "k:long, lv:string, k1:long, rv:string",
  [
    [1, "a", null, ""],
    [3, "d", null, ""],
  ],
);
answers(
  "rightouter keeps right rows, their left key null",
  `${sides} L | join kind=rightouter R on k | where isnull(k)`,
  "k:long, lv:string, k1:long, rv:string",
  [[null, "", 4, "z"]],
);
answers(
  "fullouter keeps the rows of both sides",
  `${sides} L | join kind=fullouter R on k | where isnull(k) or isnull(k1) | sort by lv asc`,
  "k:long, lv:string, k1:long, rv:string",
  [
    [null, "", 4, "z"],
    [1, "a", null, ""],
    [3, "d", null, ""],
  ],
);
answers(
  "a text key of a row without a partner is empty",
  "print k = 'a' | join kind=fullouter (print k = 'A') on k | sort by k asc",
  "k:string, k1:string",
  [
    ["", "A"],
    ["a", ""],
  ],
);
for (const [kind, rows] of [
  ["leftsemi", [["b"], ["c"]]],
  ["leftanti", [["a"], ["d"]]],
  ["anti", [["a"], ["d"]]],
  ["leftantisemi", [["a"], ["d"]]],
] as const) {
  answers(
    `${kind} keeps left columns and multiplies nothing`,
    `${sides} L | join kind=${kind} R on k | sort by lv asc | project-away k`,
    "lv:string",
    rows,
  );
}
for (const [kind, rows] of [
  ["rightsemi", [["x"], ["y"]]],
  ["rightanti", [["z"]]],
  ["rightantisemi", [["z"]]],
] as const) {
  answers(
    `${kind} keeps right columns and multiplies nothing`,
    `${sides} L | join kind=${kind} R on k | sort by rv asc | project-away k`,
    "rv:string",
    rows,
  );
}
answers(
  "null keys meet each other, and so do NaN keys",
  "datatable(k:real)[real(null), real(nan), 1] | join kind=inner (datatable(k:real)[real(nan), real(null), 2]) on k | count",
  "Count:long",
  [[2]],
);
answers(
  "texts meet when they are the same, case and all",
  "datatable(k:string)['a', 'A', ''] | join kind=inner (datatable(k:string)['a', 'b', '']) on k | sort by k asc | project k",
  "k:string",
  [[""], ["a"]],
);
answers(
  "keys of several columns must all be equal",
  "datatable(a:long, b:long)[1, 1, 1, 2] | join kind=inner (datatable(a:long, b:long)[1, 2, 2, 2]) on a, b",
  "a:long, b:long, a1:long, b1:long",
  [[1, 2, 1, 2]],
);
answers(
  "keys may be joined with and",
  "datatable(a:long, b:long)[1, 1, 1, 2] | join kind=inner (datatable(c:long, d:long)[1, 2]) on $left.a == $right.c and $left.b == $right.d",
  "a:long, b:long, c:long, d:long",
  [[1, 2, 1, 2]],
);
answers(
  "int and long keys compare by value",
  "print k = toint(1) | join kind=inner (print k = 1) on k",
  "k:int, k1:long",
  [[1, 1]],
);
answers(
  "hints change nothing",
  `${sides} L | join hint.strategy=broadcast kind=inner hint.remote=auto R on k | count`,
  "Count:long",
  [[4]],
);
answers(
  "shuffle hints change nothing",
  `${sides} L | join kind=inner hint.shufflekey = k R on k | count`,
  "Count:long",
  [[4]],
);
answers(
  "every row meets every row by a constant key",
  "range x from 1 to 2 step 1 | extend one = 1 | join kind=inner (range y from 1 to 3 step 1 | extend one = 1) on one | count",
  "Count:long",
  [[6]],
);
answers(
  "a join with no rows has all columns",
  `${sides} L | where k > 9 | join kind=fullouter (R | where k > 9) on k`,
  "k:long, lv:string, k1:long, rv:string",
  [],
);
answers(
  "lookup keeps left rows and drops the right key",
  `${sides} L | lookup R on k | sort by lv asc, rv asc`,
  "k:long, lv:string, rv:string",
  [
    [1, "a", ""],
    [2, "b", "x"],
    [2, "b", "y"],
    [2, "c", "x"],
    [2, "c", "y"],
    [3, "d", ""],
  ],
);
answers(
  "lookup kind=inner drops rows without a match",
  `${sides} L | lookup kind=inner R on k | count`,
  "Count:long",
  [[4]],
);
answers(
  "lookup numbers the columns that clash",
  "print k = 1, v = 2 | lookup (print k = 1, v = 3) on k",
  "k:long, v:long, v1:long",
  [[1, 2, 3]],
);
answers(
  "lookup by keys of two names drops the right one",
  "print k = 1 | lookup (print q = 1, v = 3) on $left.k == $right.q",
  "k:long, v:long",
  [[1, 3]],
);
refuses("joins that cannot be", "KQL", [
  `${sides} L | join kind=cross R on k`,
  `${sides} L | lookup kind=rightouter R on k`,
  `${sides} L | join R on nothing`,
  `${sides} L | join R on $left.k == $right.rv`,
  `${sides} L | join R on $left.k > $right.k`,
  "print d = dynamic(1) | join (print d = dynamic(1)) on d",
]);
