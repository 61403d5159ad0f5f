/** mv-expand and mv-apply. */
import { answers, refuses } from "./claims.js";

const rows =
  "datatable(id:long, d:dynamic)[1, dynamic([10, 'x']), 2, dynamic(null), 3, dynamic([]), 4, dynamic({'a': 1, 'b': [2]}), 5, dynamic('t')]";

answers(
  "each element makes a row, null makes one, nothing makes none",
  `${rows} | mv-expand d | sort by id asc`,
  "id:long, d:dynamic",
  [
    [1, 10],
    [1, "x"],
    [2, null],
    [4, { a: 1 }],
    [4, { b: [2] }],
    [5, "t"],
  ],
);
answers(
  "kind=array makes pairs of a bag",
  `${rows} | where id == 4 | mv-expand kind=array d`,
  "id:long, d:dynamic",
  [
    [4, ["a", 1]],
    [4, ["b", [2]]],
  ],
);
answers(
  "slots stand in the order they came in, also those of numbers",
  "print d = dynamic({'b': 1, '10': 2, '9': 3}) | mv-expand kind=array d",
  "d:dynamic",
  [[["b", 1]], [["10", 2]], [["9", 3]]],
);
answers(
  "bagexpansion is an older name of kind",
  `${rows} | where id == 4 | mv-expand bagexpansion=array d | count`,
  "Count:long",
  [[2]],
);
answers(
  "several columns are expanded side by side, the shorter padded with null",
  "print a = dynamic([1, 2, 3]), b = dynamic(['x']) | mv-expand a, b",
  "a:dynamic, b:dynamic",
  [
    [1, "x"],
    [2, null],
    [3, null],
  ],
);
answers(
  "typeof takes elements of the type, others become null",
  "print d = dynamic([1, 2.7, '3', true, null, [4]]) | mv-expand d to typeof(long)",
  "d:long",
  [[1], [2], [null], [null], [null], [null]],
);
answers(
  "typeof belongs to the column before it",
  "print a = dynamic([1]), b = dynamic([2]) | mv-expand a, b to typeof(long)",
  "a:dynamic, b:long",
  [[1, 2]],
);
answers(
  "typeof string prints what is no text",
  "print d = dynamic(['a', 1, {'k': 2}, null]) | mv-expand d to typeof(string)",
  "d:string",
  [["a"], ["1"], ['{"k":2}'], [""]],
);
answers(
  "a new name leaves the column, an old name replaces it in its place",
  "print d = dynamic([1, 2]), z = 0 | mv-expand e = d | mv-expand d | count",
  "Count:long",
  [[4]],
);
answers(
  "a new name is added at the end",
  "print d = dynamic([1]), z = 0 | mv-expand e = d to typeof(long)",
  "d:dynamic, z:long, e:long",
  [[[1], 0, 1]],
);
answers(
  "a replaced column stays where it was",
  "print d = dynamic([1]), z = 0 | mv-expand d to typeof(long)",
  "d:long, z:long",
  [[1, 0]],
);
answers(
  "the index of elements counts from 0 in a last column",
  "print d = dynamic(['a', 'b']) | mv-expand with_itemindex = i d",
  "d:dynamic, i:long",
  [
    ["a", 0],
    ["b", 1],
  ],
);
answers(
  "limit cuts the elements of each row",
  "print d = dynamic([1, 2, 3]) | mv-expand d limit 2 | count",
  "Count:long",
  [[2]],
);
answers("mvexpand stops at 128 elements", "print d = range(1, 200, 1) | mvexpand d | count", "Count:long", [
  [128],
]);
refuses("only dynamic values can be expanded", "KQL", [
  "print x = 1 | mv-expand x",
  "print x = 'a,b' | mv-expand x",
  "datatable(x:int)[] | mv-expand x",
]);
answers(
  "mv-apply keeps the source columns, then gives those of the sub-query",
  "datatable(id:long, d:dynamic)[1, dynamic([3, 1, 2]), 2, dynamic([5])] | mv-apply e = d to typeof(long) on (top 1 by e) | sort by id asc",
  "id:long, d:dynamic, e:long",
  [
    [1, [3, 1, 2], 3],
    [2, [5], 5],
  ],
);
answers(
  "a sub-query that drops the element drops it from the result",
  "print id = 1, d = dynamic([3, 1]) | mv-apply e = d to typeof(long) on (summarize s = sum(e), n = count())",
  "id:long, d:dynamic, s:long, n:long",
  [[1, [3, 1], 4, 2]],
);
answers(
  "an element filtered away takes its row along",
  "datatable(id:long, d:dynamic)[1, dynamic([3]), 2, dynamic([1])] | mv-apply e = d to typeof(long) on (where e > 2) | project id",
  "id:long",
  [[1]],
);
answers(
  "an expanded column of the same name hides the source column",
  "print d = dynamic([3, 1]) | mv-apply d to typeof(long) on (where d > 2)",
  "d:long",
  [[3]],
);
answers(
  "a sub-query sees the source columns",
  "print k = 2, d = dynamic([1, 2, 3]) | mv-apply e = d to typeof(long) on (where e >= k | summarize l = make_list(e))",
  "k:long, d:dynamic, l:dynamic",
  [[2, [1, 2, 3], [2, 3]]],
);
