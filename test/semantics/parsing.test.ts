/** parse, parse-where, parse-kv. */
import { answers, refuses } from "./claims.js";

const lines = "datatable(s:string)['id=7 name=ann end', 'id=x name=bob end', 'nothing']";

answers(
  "columns without a type are texts, a star skips, the source stays",
  "print s = 'pre a=1, b=two!' | parse s with * 'a=' a ', b=' b '!'",
  "s:string, a:string, b:string",
  [["pre a=1, b=two!", "1", "two"]],
);
answers(
  "a pattern may begin with a column",
  "print s = 'key: value' | parse s with k ': ' v",
  "s:string, k:string, v:string",
  [["key: value", "key", "value"]],
);
answers(
  "one part that does not fit empties the whole row",
  `${lines} | parse s with 'id=' id:long ' name=' name ' end' | project-away s`,
  "id:long, name:string",
  [
    [7, "ann"],
    [null, ""],
    [null, ""],
  ],
);
answers(
  "relaxed keeps what fits",
  `${lines} | parse kind=relaxed s with 'id=' id:long ' name=' name ' end' | project-away s`,
  "id:long, name:string",
  [
    [7, "ann"],
    [null, "bob"],
    [null, ""],
  ],
);
answers(
  "a column ends at the first place of the next text, the last takes the rest",
  "print s = 'a###b###c' | parse s with x '###' y",
  "s:string, x:string, y:string",
  [["a###b###c", "a", "b###c"]],
);
answers(
  "text after the last literal does not fit",
  "print s = 'a=1;tail' | parse s with 'a=' x:long ';' | project x",
  "x:long",
  [[null]],
);
answers(
  "a star at the end takes what is left",
  "print s = 'a=1;tail' | parse s with 'a=' x:long ';' * | project x",
  "x:long",
  [[1]],
);
answers(
  "kinds of values are read as their types",
  "print s = '1|2.5|true|2020-01-02|01:02:03|1.50' | parse s with a:int '|' b:real '|' c:bool '|' d:datetime '|' e:timespan '|' f:decimal | project-away s",
  "a:int, b:real, c:bool, d:datetime, e:timespan, f:decimal",
  [[1, 2.5, true, "2020-01-02T00:00:00Z", "01:02:03", "1.5"]],
);
answers(
  "in regex mode texts are patterns and captures are greedy",
  "print s = 'a1b22c' | parse kind=regex s with 'a' x '\\\\d' rest",
  "s:string, x:string, rest:string",
  [["a1b22c", "1b2", "c"]],
);
answers(
  "flag U makes captures lazy, the last one too, flag i passes over case",
  "print s = 'A1b22c' | parse kind=regex flags=Ui s with 'a' x '\\\\d' rest",
  "s:string, x:string, rest:string",
  [["A1b22c", "", ""]],
);
refuses("a typed column just before another cannot be a pattern", "KQL", [
  "print s = '12' | parse kind=regex s with a:int b:int",
]);
answers(
  "parse-where drops rows that do not fit",
  `${lines} | parse-where s with 'id=' id:long ' name=' name ' end' | project id, name`,
  "id:long, name:string",
  [[7, "ann"]],
);
answers(
  "parse-where in relaxed mode keeps rows with a null",
  `${lines} | parse-where kind=relaxed s with 'id=' id:long ' name=' name ' end' | project id, name`,
  "id:long, name:string",
  [
    [7, "ann"],
    [null, "bob"],
  ],
);
answers(
  "a known column is changed in place",
  "print a = 'old', s = 'x=1' | parse s with 'x=' a",
  "a:string, s:string",
  [["1", "x=1"]],
);
answers(
  "parse-kv reads keys anywhere and leaves absent ones empty",
  "print s = 'b=2, a=one, a=two, c==x' | parse-kv s as (a:string, b:long, c:string, d:string, e:long) with (pair_delimiter=', ', kv_delimiter='=') | project-away s",
  "a:string, b:long, c:string, d:string, e:long",
  [["one", 2, "=x", "", null]],
);
answers(
  "parse-kv trims blanks around typed values and honours quotes",
  "print s = 'n= 5 ; t=\"a;b\"' | parse-kv s as (n:long, t:string) with (pair_delimiter=';', kv_delimiter='=', quote='\"') | project n",
  "n:long",
  [[5]],
);
refuses("parse-kv keys are no keywords", "KQL", [
  "print s = '' | parse-kv s as (true:bool) with (pair_delimiter=';', kv_delimiter='=')",
]);
