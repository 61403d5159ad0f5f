/** Older spellings that still work, and what they do otherwise than the new ones. */
import { answers, values } from "./claims.js";

values("an older function is the newer one", [
  ["iif(true, 1, 2)", "long", 1],
  ["toobject('{\"a\":1}')", "dynamic", { a: 1 }],
  ["todynamic('[1]')", "dynamic", [1]],
  ["parsejson('2')", "dynamic", 2],
  ["extractall('([a-z])', 'a1b')", "dynamic", ["a", "b"]],
  ["replace('[0-9]', '#', 'a1')", "string", "a#"],
  ["totime('1h')", "timespan", "01:00:00"],
  ["base64_encodestring('Kusto')", "string", "S3VzdG8="],
  ["base64_decodestring('S3VzdG8=')", "string", "Kusto"],
  ["parseurl('http://h/p').Host", "dynamic", "h"],
  ["array_iif(dynamic([true, false]), 1, 2)", "dynamic", [1, 2]],
  ["toboolean('true')", "bool", true],
  ["isnotnull(1)", "bool", true],
  ["notempty('x')", "bool", true],
  ["notnull(1)", "bool", true],
]);
answers("limit is take", "range x from 1 to 5 step 1 | limit 2 | count", "Count:long", [[2]]);
answers(
  "argmax and argmin take rows as arg_max and arg_min do",
  "datatable(a:long, b:string)[1, 'x', 2, 'y'] | summarize argmax(a, b), argmin(a, b)",
  "max_a:long, max_a_b:string, min_a:long, min_a_b:string",
  [[2, "y", 1, "x"]],
);
answers("any prefixes its name", "print x = 1 | summarize any(x)", "any_x:long", [[1]]);
answers(
  "makelist, makeset and mvexpand stop at 128",
  "range x from 1 to 200 step 1 | summarize l = makelist(x), s = makeset(x), n = make_list(x) | extend a = array_length(l), b = array_length(s), c = array_length(n) | project a, b, c",
  "a:long, b:long, c:long",
  [[128, 128, 200]],
);
