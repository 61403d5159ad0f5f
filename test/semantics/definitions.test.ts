/** let, functions, tables as values. */
import { answers, refuses } from "./claims.js";

answers(
  "a let is evaluated at each use",
  "let r = rand(); print r == r, toscalar(r) == 2",
  "print_0:bool, print_1:bool",
  [[false, false]],
);
answers(
  "materialize holds what it computed",
  "let t = materialize(range x from 1 to 5 step 1 | extend r = rand()); t | join kind=inner (t) on x, r | count",
  "Count:long",
  [[5]],
);
answers(
  "toscalar is the first cell of the first row",
  "print v = toscalar(datatable(a:long, b:long)[7, 8, 9, 10])",
  "v:long",
  [[7]],
);
answers(
  "toscalar of no rows is null",
  "print v = toscalar(datatable(a:long)[]), s = toscalar(datatable(a:string)[])",
  "v:long, s:string",
  [[null, ""]],
);
refuses("toscalar does not depend on the row", "KQL", [
  "let t = datatable(x:long, y:long)[1, 2]; let f = (p:long) { toscalar(t | where x == p | project y) }; range x from 1 to 2 step 1 | extend y = f(x)",
]);
answers(
  "parameters have defaults and may be named",
  "let f = (a:long, b:long = 10) { a - b }; print f(1), f(1, 2), f(b = 3, a = 1)",
  "print_0:long, print_1:long, print_2:long",
  [[-9, -1, -2]],
);
refuses("arguments that parameters cannot take", "KQL", [
  "let f = (a:long) { a }; print f('x')",
  "let f = (a:long) { a }; print f()",
  "let f = (T:(x:long)) { T | where y == 1 }; f((print x = 1, y = 2))",
  "let f = (T:(x:long)) { T }; f((print y = 1))",
]);
answers(
  "a table parameter needs its columns and passes the others on",
  "let f = (T:(x:long)) { T | extend y = x + 1 }; f((print x = 1, z = 'q'))",
  "x:long, z:string, y:long",
  [[1, "q", 2]],
);
answers(
  "a table parameter of any columns names none",
  "let f = (T:(*)) { T | extend n = 1 | count }; f((print x = 1))",
  "Count:long",
  [[1]],
);
answers(
  "a parameter's text may name a column",
  "let f = (T:(*), c:string) { T | extend v = column_ifexists(c, 0) | union (print v = 9) | summarize sum(v) }; f((print x = 5, y = 1), 'x')",
  "sum_v:long",
  [[14]],
);
answers(
  "rows without columns can be numbered",
  "let f = (T:(*)) { T | serialize n = row_number() | project n }; range x from 1 to 2 step 1 | invoke f()",
  "n:long",
  [[1], [2]],
);
answers(
  "a body may have lets of its own",
  "let f = (a:long) { let b = a * 2; let c = b + 1; c }; print f(3)",
  "print_0:long",
  [[7]],
);
answers(
  "a function may call another",
  "let f = (a:long) { a + 1 }; let g = (a:long) { f(f(a)) }; print g(1)",
  "print_0:long",
  [[3]],
);
refuses("a function does not call itself", "KQL", ["let f = (a:long) { f(a) }; print f(1)"]);
answers(
  "invoke hands in the table first",
  "let f = (T:(x:long), n:long) { T | where x > n }; range x from 1 to 3 step 1 | invoke f(2)",
  "x:long",
  [[3]],
);
answers(
  "as gives a name for later",
  "range x from 1 to 3 step 1 | as T | where x > toscalar(T | summarize min(x)) | count",
  "Count:long",
  [[2]],
);
answers(
  "a later let hides an earlier one",
  "let a = 1; let f = () { let a = 2; a }; print a, f()",
  "print_0:long, print_1:long",
  [[1, 2]],
);
answers(
  "names of columns win over names of lets",
  "let x = 9; print x = 1 | extend y = x",
  "x:long, y:long",
  [[1, 1]],
);
answers(
  "a tabular let may be used as a list",
  "let t = datatable(v:string)['a', 'b']; print s = 'b' | where s in (t)",
  "s:string",
  [["b"]],
);
answers(
  "rows handed in keep their order",
  "let f = (T:(x:long)) { T | extend p = prev(x) }; range x from 1 to 2 step 1 | serialize | invoke f()",
  "x:long, p:long",
  [
    [1, null],
    [2, 1],
  ],
);
answers(
  "a function may look at the row before",
  "let f = (v:long) { v - prev(v, 1, 0) }; datatable(x:long)[2, 5] | serialize d = f(x)",
  "x:long, d:long",
  [
    [2, 2],
    [5, 3],
  ],
);
refuses("rows handed in without an order have none inside", "KQL111", [
  "let f = (T:(x:long)) { T | extend p = prev(x) }; datatable(x:long)[2, 5] | invoke f()",
]);
answers(
  "pack_all in a function packs what is handed in",
  "let f = (T:(*)) { T | project p = pack_all() }; print a = 1, b = 'x' | invoke f()",
  "p:dynamic",
  [[{ a: 1, b: "x" }]],
);
