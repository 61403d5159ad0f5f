import { describe } from "vitest";
import { answers, refuses, values } from "./claims.js";

describe("names", () => {
  refuses("names are case-sensitive", "KQL1", [
    "let Limit = 1; print limit",
    "datatable(Name:string)['a'] | project name",
    "print ToString(1)",
    "print STRLEN('a')",
  ]);
  refuses("so are operators", "KQL", ["print x = 1 | Where x == 1", "PRINT 1"]);

  answers(
    "brackets and either quote take any name",
    `let ['some number'] = 20;
     datatable(['a b']:long, ["c.d"]:long, ['e-f']:long)[1, 2, 3]
     | extend ['where'] = ['a b'] + ["c.d"], ["let"] = ['some number']
     | project ['where'], ['let'], ["e-f"]`,
    "where:long, let:long, e-f:long",
    [[3, 20, 3]],
  );

  const soft = ["count", "sum", "min", "max", "avg", "value", "table", "status", "bin", "start", "end"];
  answers(
    "names of functions and soft words are plain names of columns",
    `print 0 | extend ${soft.map((name, index) => `${name} = ${index}`).join(", ")} | project ${soft.join(", ")}`,
    soft.map((name) => `${name}:long`).join(", "),
    [[...soft.keys()]],
  );
  answers(
    "also in a datatable",
    "datatable(count:long, table:string, bin:long)[1, 'a', 2] | where count == 1 and bin == 2",
    "count:long, table:string, bin:long",
    [[1, "a", 2]],
  );

  const kept = ["first", "last", "asc", "desc"];
  refuses(
    "words of the language are not",
    "KQL007",
    kept.map((word) => `print a = 1 | extend ${word} = 2`),
  );
  refuses(
    "nor as what parse makes",
    "KQL0",
    kept.map((word) => `print a = 'x=1' | parse a with 'x=' ${word}:long`),
  );
  refuses("some cannot be read back without brackets", "KQL0", [
    "print a = 1 | extend where = 2 | project where",
    "print a = 1 | extend has = 2 | project has",
  ]);

  answers(
    "a name may begin with a digit",
    "datatable(v:long)[1, 3] | summarize 5h_avg = avg(v) | extend 2x = 5h_avg * 2",
    "5h_avg:real, 2x:real",
    [[2, 4]],
  );
});

describe("numbers", () => {
  values("whole numbers are long, also in hex", [
    ["1", "long", 1],
    ["0xFF", "long", 255],
    ["0x7fffffffffffffff", "long", 9223372036854775807n],
    ["-5", "long", -5],
    ["9223372036854775807", "long", 9223372036854775807n],
    ["int(5)", "int", 5],
    ["int(-5)", "int", -5],
    ["long(0x10)", "long", 16],
    ["long(-9223372036854775808)", "long", -9223372036854775808n],
  ]);
  refuses("no suffix makes a long", "KQL", ["print 0L", "print 12L"]);

  values("a point or an exponent makes a real", [
    ["1.0", "real", 1],
    ["1e3", "real", 1000],
    ["1.5e-3", "real", 0.0015],
    ["real(nan)", "real", Number.NaN],
    ["real(+inf)", "real", Number.POSITIVE_INFINITY],
    ["real(inf)", "real", Number.POSITIVE_INFINITY],
    ["real(-inf)", "real", Number.NEGATIVE_INFINITY],
    ["double(1.5)", "real", 1.5],
    ["real(5)", "real", 5],
    ["decimal(1.5)", "decimal", "1.5"],
    ["decimal(5)", "decimal", "5"],
  ]);
});

describe("datatables", () => {
  refuses("a cell is a literal", "KQL", ["datatable(a:real)[0.0/0.0]", "datatable(a:long)[1 + 1]"]);
  answers(
    "a literal may be negative",
    "datatable(a:long, b:real, c:timespan)[-1, -1.5, -1h]",
    "a:long, b:real, c:timespan",
    [[-1, -1.5, "-01:00:00"]],
  );
  answers(
    "a whole number in a real column is real",
    "datatable(a:real, b:double)[50, 7] | project a, b, t = tostring(a), g = gettype(b)",
    "a:real, b:real, t:string, g:string",
    [[50, 7, "50.0", "real"]],
  );
  answers("a last comma is allowed", "datatable(a:long)[1, 2,]", "a:long", [[1], [2]]);
  answers("no cells, no rows", "datatable(a:long, b:string)[]", "a:long, b:string", []);
  answers("the least long is a cell", "datatable(a:long)[-9223372036854775808]", "a:long", [
    [-9223372036854775808n],
  ]);
  refuses("and no expression", "KQL", ["print 5 between (-9223372036854775808 .. 1)"]);
});

describe("timespans", () => {
  values("units", [
    ["1d", "timespan", "1.00:00:00"],
    ["1.5h", "timespan", "01:30:00"],
    ["90m", "timespan", "01:30:00"],
    ["10s", "timespan", "00:00:10"],
    ["1ms", "timespan", "00:00:00.0010000"],
    ["1microsecond", "timespan", "00:00:00.0000010"],
    ["1tick", "timespan", "00:00:00.0000001"],
    ["2min", "timespan", "00:02:00"],
    ["3sec", "timespan", "00:00:03"],
    ["0.1s", "timespan", "00:00:00.1000000"],
    ["10tick", "timespan", "00:00:00.0000010"],
  ]);
  refuses("and none for nanoseconds, microseconds by their sign or weeks", "KQL", [
    "print 100ns",
    "print 1us",
    "print 1w",
  ]);
  values("in parentheses, a whole number counts days", [
    ["timespan(2)", "timespan", "2.00:00:00"],
    ["time(1.02:03:04)", "timespan", "1.02:03:04"],
    ["timespan(1.02:03:04)", "timespan", "1.02:03:04"],
    ["time(15s)", "timespan", "00:00:15"],
    ["timespan(0.5h)", "timespan", "00:30:00"],
    ["time(-1.00:00:00)", "timespan", "-1.00:00:00"],
  ]);
});

describe("datetimes", () => {
  values("forms", [
    ["datetime(2017 - 08 - 01)", "datetime", "2017-08-01T00:00:00Z"],
    ["datetime(2025, 6, 14)", "datetime", "2025-06-14T00:00:00Z"],
    ["datetime(12-02-2022)", "datetime", "2022-12-02T00:00:00Z"],
    ["datetime(2020-01-31 12:30:45.1234567)", "datetime", "2020-01-31T12:30:45.1234567Z"],
    ["datetime(2020-01-31T12:30:45Z)", "datetime", "2020-01-31T12:30:45Z"],
    ["date(2020-01-31)", "datetime", "2020-01-31T00:00:00Z"],
  ]);
  values("without text it is the current time", [["datetime() == now()", "bool", true]]);
});

describe("types by other names", () => {
  answers(
    "in datatables",
    `datatable(a:date, b:time, c:boolean, d:uuid, e:uniqueid, f:double)[
       datetime(2020-01-01), 1h, true, guid(74be27de-1e4e-49d9-b579-fe0b331d3642),
       guid(74be27de-1e4e-49d9-b579-fe0b331d3642), 1.5]
     | getschema | project ColumnName, ColumnType`,
    "ColumnName:string, ColumnType:string",
    [
      ["a", "datetime"],
      ["b", "timespan"],
      ["c", "bool"],
      ["d", "guid"],
      ["e", "guid"],
      ["f", "real"],
    ],
  );
  values("in typeof", [
    ["extract('([0-9.]+)', 1, 'a1.5', typeof(double))", "real", 1.5],
    ["extract('(.+)', 1, 'true', typeof(bool))", "bool", true],
  ]);
});

describe("text", () => {
  values("either quote, backslash escapes", [
    [String.raw`'a\'b'`, "string", "a'b"],
    [String.raw`"a\"b"`, "string", 'a"b'],
    [`'a"b'`, "string", 'a"b'],
    [String.raw`'a\\b\tc\nd\re'`, "string", "a\\b\tc\nd\re"],
    [String.raw`'\u00e9\u0041'`, "string", "éA"],
  ]);
  values("after @ a backslash is ordinary and the quote is doubled", [
    [String.raw`@'a\b'`, "string", "a\\b"],
    [`@"a""b"`, "string", 'a"b'],
    ["@'it''s'", "string", "it's"],
  ]);
  values("three back-ticks go over lines", [["```a\\n\nb'\"```", "string", "a\\n\nb'\""]]);
  values("h only masks", [
    [`h"a"`, "string", "a"],
    ["H'a'", "string", "a"],
    [String.raw`h@"a\b"`, "string", "a\\b"],
  ]);
  values("neighbours are one text", [
    [`"a""b"`, "string", "ab"],
    [`"a" 'b' @"c"`, "string", "abc"],
    [`"a" // note\n "b"`, "string", "ab"],
  ]);
  values("a comment ends with its line", [["1 // + 1\n + 2", "long", 3]]);
});

describe("grammar", () => {
  refuses("not needs parentheses", "KQL", ["datatable(x:long)[1] | where not x == 1", "print not true"]);
  values("and binds tighter than or", [
    ["true or false and false", "bool", true],
    ["(true or false) and false", "bool", false],
    ["false and false or true", "bool", true],
    ["1 + 2 * 3 == 7 and not(false)", "bool", true],
  ]);
  answers(
    "statements end at a semicolon; the first query gives the result",
    "let a = 1; print x = a; print y = 2",
    "x:long",
    [[1]],
  );
});
