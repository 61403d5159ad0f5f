/** union, search, find and predicates over all columns. */
import { answers, refuses } from "./claims.js";

const ab =
  "let A = datatable(x:long, s:string)[1, 'a', 2, 'b']; let B = datatable(x:long, t:string)[1, 'c'];";
const views = "let V1 = view () { print x = 1 }; let V2 = view () { print x = toint(2) };";
const words = "datatable(s:string, n:long)['Hello World', 10, 'say hello', 20, 'unhello', 10, 'x', 105]";

answers(
  "union keeps duplicates and fills what is missing",
  `${ab} union A, B, A | sort by x asc, s asc, t asc`,
  "x:long, s:string, t:string",
  [
    [1, "", "c"],
    [1, "a", ""],
    [1, "a", ""],
    [2, "b", ""],
    [2, "b", ""],
  ],
);
answers("kind=inner keeps what all have", `${ab} union kind=inner A, B | sort by x asc`, "x:long", [
  [1],
  [1],
  [2],
]);
answers(
  "columns come in order of first appearance",
  "print a = 1, c = 2 | union (print b = 3, a = 4) | sort by a asc",
  "a:long, c:long, b:long",
  [
    [1, 2, null],
    [4, null, 3],
  ],
);
answers(
  "a name of two types becomes two columns",
  "print x = 1 | union (print x = 2.5), (print x = 'z') | sort by x_long desc, x_real desc",
  "x_long:long, x_real:real, x_string:string",
  [
    [1, null, ""],
    [null, 2.5, ""],
    [null, null, "z"],
  ],
);
answers(
  "int and long are two types",
  `${views} union V1, V2 | sort by x_long desc`,
  "x_long:long, x_int:int",
  [
    [1, null],
    [null, 2],
  ],
);
answers(
  "a split name that is taken is numbered",
  `${views} let V3 = view () { print x_long = 3 }; union V1, V2, V3 | where x_long == 3`,
  "x_long1:long, x_int:int, x_long:long",
  [[null, null, 3]],
);
refuses("the name that was split is gone", "KQL101", ["print x = 1 | union (print x = 2.5) | sort by x"]);
answers(
  "withsource names views and `as` tables, and counts the others",
  `${views} union withsource=src V1, (print x = 3 | as Third), (print x = 4) | sort by x asc`,
  "src:string, x:long",
  [
    ["V1", 1],
    ["Third", 3],
    ["union_arg2", 4],
  ],
);
answers(
  "tables of let are not named",
  `${ab} union withsource=src A, B | distinct src | sort by src asc`,
  "src:string",
  [["union_arg0"], ["union_arg1"]],
);
answers(
  "wildcards find views",
  `${views} union withsource=src V* | project src | sort by src asc`,
  "src:string",
  [["V1"], ["V2"]],
);
answers(
  "isfuzzy passes over what is not there",
  `${ab} union isfuzzy=true A, NoSuchTable, (NoSuchTable2 | where y > 1) | count`,
  "Count:long",
  [[2]],
);
refuses("without isfuzzy a missing table is a mistake", "KQL102", [`${ab} union A, NoSuchTable`]);
answers(
  "search adds the table's column",
  `${words} | search 'hello' | sort by s asc`,
  "$table:string, s:string, n:long",
  [
    ["search_arg0", "Hello World", 10],
    ["search_arg0", "say hello", 20],
  ],
);
answers("search looks into numbers", `${words} | search '10' | project s | sort by s asc`, "s:string", [
  ["Hello World"],
  ["unhello"],
]);
answers(
  "a star after means begins with, before ends with, on both sides contains",
  `${words} | summarize a = countif(s hasprefix 'hel'), b = countif(s hassuffix 'llo'), c = countif(s contains 'ell')`,
  "a:long, b:long, c:long",
  [[2, 3, 3]],
);
for (const [term, count] of [
  ["hel*", 2],
  ["*llo", 3],
  ["*ell*", 3],
  ["hel*rld", 1],
  ["HELLO", 2],
  ["10*", 3],
] as const) {
  answers(`search "${term}" finds ${count}`, `${words} | search "${term}" | count`, "Count:long", [[count]]);
}
answers("search may mind case", `${words} | search kind=case_sensitive 'hello' | project s`, "s:string", [
  ["say hello"],
]);
answers("a colon searches one column", `${words} | search s:'hello' and n == 20 | project s`, "s:string", [
  ["say hello"],
]);
answers(
  "terms may be negated and combined",
  `${words} | search not('hello') and (n < 50 or 'x') | project s | sort by s asc`,
  "s:string",
  [["unhello"], ["x"]],
);
answers(
  "search takes plain predicates",
  `${words} | search n between (15 .. 25) or s startswith 'un' | project s | sort by s asc`,
  "s:string",
  [["say hello"], ["unhello"]],
);
answers("where * tests every column", `${words} | where * has '10' | count`, "Count:long", [[2]]);
answers("where * contains tests every column", `${words} | where * contains 'HELLO' | count`, "Count:long", [
  [3],
]);
const counting =
  "let Ten = view () { range n from 1 to 10 step 1 }; let Two = view () { range n from 1 to 2 step 1 };";
answers(
  "beside views of the query a wildcard finds no table that has no rows",
  `${counting} union T* | summarize sum(n)`,
  "sum_n:long",
  [[58]],
);
answers("search over everything sees views", `${counting} search n == 2`, "$table:string, n:long", [
  ["Ten", 2],
  ["Two", 2],
]);
