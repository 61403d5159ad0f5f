import { describe, expect, test } from "vitest";
import { answers, refuses, rowsOf, values } from "./claims.js";

describe("what is null", () => {
  values("every type but string has a null of its own", [
    ["bool(null)", "bool", null],
    ["int(null)", "int", null],
    ["long(null)", "long", null],
    ["real(null)", "real", null],
    ["double(null)", "real", null],
    ["decimal(null)", "decimal", null],
    ["datetime(null)", "datetime", null],
    ["timespan(null)", "timespan", null],
    ["guid(null)", "guid", null],
    ["dynamic(null)", "dynamic", null],
  ]);

  values("text is never null, only empty", [
    ["isnull('')", "bool", false],
    ["isnotnull('')", "bool", true],
    ["isnull(tostring(int(null)))", "bool", false],
    ["isempty('')", "bool", true],
    ["isempty(' ')", "bool", false],
    ["isnotempty(' ')", "bool", true],
  ]);

  answers(
    "a row without a partner in an outer join has empty text, which is not null",
    `datatable(k:long)[1] | join kind=leftouter (datatable(k:long, s:string, n:long)[]) on k
     | project s, isnull(s), isempty(s), isnull(n)`,
    "s:string, Column1:bool, Column2:bool, Column3:bool",
    [["", false, true, true]],
  );

  answers(
    "text of a null that all rows share is empty",
    "datatable(b:bool)[false, true] | project s = tohex(iff(b or true, int(null), toint(b))) | project s, isnull(s)",
    "s:string, Column1:bool",
    [
      ["", false],
      ["", false],
    ],
  );

  answers(
    "a whole null is a null in every number column of a datatable",
    "datatable(a:long, b:int, c:real)[int(null), int(null), real(null)]",
    "a:long, b:int, c:real",
    [[null, null, null]],
  );

  refuses("a null without a type is no cell", "KQL", [
    "datatable(a:long)[null]",
    "datatable(a:string)[null]",
    "datatable(a:int)[1, null]",
  ]);

  values("a null of any type is empty as text", [
    ["tostring(bool(null))", "string", ""],
    ["tostring(int(null))", "string", ""],
    ["tostring(long(null))", "string", ""],
    ["tostring(real(null))", "string", ""],
    ["tostring(decimal(null))", "string", ""],
    ["tostring(datetime(null))", "string", ""],
    ["tostring(timespan(null))", "string", ""],
    ["tostring(guid(null))", "string", ""],
    ["tostring(dynamic(null))", "string", ""],
    ["tostring(dynamic({}).absent)", "string", ""],
  ]);

  values("isempty holds for nulls as for empty text", [
    ["isempty(int(null))", "bool", true],
    ["isempty(real(null))", "bool", true],
    ["isempty(datetime(null))", "bool", true],
    ["isempty(guid(null))", "bool", true],
    ["isempty(dynamic(null))", "bool", true],
    ["isempty(0)", "bool", false],
    ["isnotempty(int(null))", "bool", false],
    ["isnotempty(0)", "bool", true],
    ["isempty(real(nan))", "bool", false],
  ]);

  values("an empty container is a value", [
    ["isnull(dynamic([]))", "bool", false],
    ["isnull(dynamic({}))", "bool", false],
    ["isnull(dynamic(null))", "bool", true],
    ["isnull(parse_json(''))", "bool", true],
    ["isnull(parse_json('null'))", "bool", true],
    ["isnull(dynamic([null])[0])", "bool", true],
    ["isnull(parse_json('\"\"'))", "bool", false],
  ]);
});

describe("comparing with null", () => {
  values("one null: unequal", [
    ["int(null) == 1", "bool", false],
    ["1 == int(null)", "bool", false],
    ["int(null) != 1", "bool", true],
    ["1 != int(null)", "bool", true],
    ["long(null) == 0", "bool", false],
    ["real(null) == 0.0", "bool", false],
    ["real(null) != real(nan)", "bool", true],
    ["bool(null) == false", "bool", false],
    ["bool(null) != true", "bool", true],
    ["datetime(null) == datetime(2020-01-01)", "bool", false],
    ["timespan(null) != 1h", "bool", true],
    ["guid(null) == guid(74be27de-1e4e-49d9-b579-fe0b331d3642)", "bool", false],
    ["decimal(null) != decimal(1)", "bool", true],
  ]);

  values("two nulls: neither equal nor unequal", [
    ["int(null) == int(null)", "bool", null],
    ["int(null) != int(null)", "bool", null],
    ["int(null) == long(null)", "bool", null],
    ["real(null) == real(null)", "bool", null],
    ["datetime(null) == datetime(null)", "bool", null],
    ["timespan(null) != timespan(null)", "bool", null],
    ["bool(null) == bool(null)", "bool", null],
    ["guid(null) == guid(null)", "bool", null],
  ]);

  values("no order with a null", [
    ["int(null) < 1", "bool", null],
    ["1 <= int(null)", "bool", null],
    ["int(null) > int(null)", "bool", null],
    ["real(null) >= 1.5", "bool", null],
    ["datetime(null) < datetime(2020-01-01)", "bool", null],
    ["timespan(null) > 1h", "bool", null],
    ["decimal(null) >= decimal(0)", "bool", null],
  ]);

  const column = "datatable(i:long, x:int)[1,1, 2,2, 3,int(null)]";
  answers("a filter on unequal keeps nulls", `${column} | where x != 1 | project i`, "i:long", [[2], [3]]);
  answers("so does a negated equality", `${column} | where not(x == 1) | project i`, "i:long", [[2], [3]]);
  answers("a negated order drops them", `${column} | where not(x > 1) | project i`, "i:long", [[1]]);
  answers("a column equals itself but for nulls", `${column} | where x == x | project i`, "i:long", [
    [1],
    [2],
  ]);
  answers("a null predicate is as false", `${column} | where bool(null)`, "i:long, x:int", []);
  answers(
    "two columns compare by the same rules",
    "datatable(a:int, b:int)[1,1, 1,int(null), int(null),int(null)] | project a == b, a != b, a < b",
    "Column1:bool, Column2:bool, Column3:bool",
    [
      [true, false, false],
      [false, true, null],
      [null, null, null],
    ],
  );

  values("a null is in no list, and so outside every list", [
    ["int(null) in (1, 2)", "bool", false],
    ["int(null) !in (1, 2)", "bool", true],
    ["datetime(null) in (datetime(2020-01-01))", "bool", false],
    ["real(null) !in (1.0)", "bool", true],
    ["guid(null) !in (guid(74be27de-1e4e-49d9-b579-fe0b331d3642))", "bool", true],
  ]);

  values("operators on text answer for absent text", [
    ["tostring(dynamic({}).a) contains 'x'", "bool", false],
    ["tostring(dynamic({}).a) !contains 'x'", "bool", true],
    ["'' has 'x'", "bool", false],
    ["'' !has 'x'", "bool", true],
    ["'' startswith 'x'", "bool", false],
    ["'' !startswith 'x'", "bool", true],
    ["'' endswith 'x'", "bool", false],
    ["'' !endswith 'x'", "bool", true],
    ["'' =~ 'x'", "bool", false],
    ["'' !~ 'x'", "bool", true],
    ["'' matches regex 'x'", "bool", false],
    ["dynamic({}).a contains 'x'", "bool", false],
    ["dynamic({}).a !contains 'x'", "bool", true],
    ["dynamic({}).a !has 'x'", "bool", true],
  ]);
});

describe("three values of logic", () => {
  values("and, or, not know the unknown", [
    ["not(bool(null))", "bool", null],
    ["bool(null) and true", "bool", null],
    ["true and bool(null)", "bool", null],
    ["bool(null) and false", "bool", false],
    ["false and bool(null)", "bool", false],
    ["bool(null) or true", "bool", true],
    ["true or bool(null)", "bool", true],
    ["bool(null) or false", "bool", null],
    ["false or bool(null)", "bool", null],
    ["bool(null) and bool(null)", "bool", null],
    ["bool(null) or bool(null)", "bool", null],
  ]);

  values("arithmetic on a null is null", [
    ["int(null) + 1", "long", null],
    ["1 - int(null)", "long", null],
    ["long(null) * 0", "long", null],
    ["real(null) / 0.0", "real", null],
    ["long(null) % 2", "long", null],
    ["-long(null)", "long", null],
    ["datetime(null) + 1h", "datetime", null],
    ["datetime(2020-01-01) - datetime(null)", "timespan", null],
    ["timespan(null) * 2", "timespan", null],
    ["decimal(null) + decimal(1)", "decimal", null],
  ]);

  values("conversions of unreadable text are null", [
    ["toint('x')", "int", null],
    ["tolong('')", "long", null],
    ["todouble('1,5')", "real", null],
    ["toreal('x')", "real", null],
    ["todatetime('x')", "datetime", null],
    ["totimespan('x')", "timespan", null],
    ["tobool('x')", "bool", null],
    ["toguid('x')", "guid", null],
    ["todecimal('x')", "decimal", null],
  ]);
});

describe("choosing among values", () => {
  values("a null condition is as false", [
    ["iff(bool(null), 'a', 'b')", "string", "b"],
    ["iif(int(null) > 1, 'a', 'b')", "string", "b"],
    ["case(bool(null), 'a', true, 'b', 'c')", "string", "b"],
    ["case(bool(null), 1, 2)", "long", 2],
  ]);

  values("coalesce takes the first that is neither null nor empty text", [
    ["coalesce(int(null), 2, 3)", "long", 2],
    ["coalesce('', 'a', 'b')", "string", "a"],
    ["coalesce('', '')", "string", ""],
    ["coalesce(real(null), real(null))", "real", null],
    ["coalesce(int(null), int(null))", "int", null],
    ["coalesce(datetime(null), datetime(2020-01-01))", "datetime", "2020-01-01T00:00:00Z"],
    ["coalesce(timespan(null), 1h)", "timespan", "01:00:00"],
    ["coalesce(bool(null), false)", "bool", false],
    ["coalesce(int(null), long(5))", "long", 5],
    ["coalesce(real(nan), 1.0)", "real", Number.NaN],
    ["coalesce(dynamic(null), dynamic([1]))", "dynamic", [1]],
  ]);

  refuses("branches of a whole and a real number do not mix", "KQL1", [
    "print iff(true, 1, 2.0)",
    "print case(true, 1, 2.0)",
    "print case(true, 1.5, false, 2, 3.5)",
    "print coalesce(1, 2.0)",
    "print coalesce(real(null), 1)",
    "print coalesce('a', 1)",
  ]);

  values("the greatest and the least pass over nulls", [
    ["max_of(1, int(null), 3)", "long", 3],
    ["min_of(int(null), 2)", "long", 2],
    ["max_of(int(null), int(null))", "int", null],
    ["min_of(real(null), real(null))", "real", null],
    ["max_of(datetime(null), datetime(2020-01-01))", "datetime", "2020-01-01T00:00:00Z"],
    ["min_of(timespan(null), 1h, 2h)", "timespan", "01:00:00"],
    ["max_of(1.5, real(nan))", "real", Number.NaN],
    ["min_of(1.5, real(nan))", "real", Number.NaN],
    ["max_of(real(nan), 1.5, 2.5)", "real", Number.NaN],
  ]);
});

describe("null as a key", () => {
  answers(
    "nulls are one group",
    `datatable(k:long, v:long)[1,1, long(null),2, 1,3, long(null),4]
     | summarize sum(v) by k | sort by sum_v asc`,
    "k:long, sum_v:long",
    [
      [1, 4],
      [null, 6],
    ],
  );
  const left = "let L = datatable(k:long, a:string)[1,'a', long(null),'b'];";
  const right = "let R = datatable(k:long, b:string)[long(null),'x', 2,'y'];";
  test.each(["inner", "innerunique", "leftouter"])("a null key finds null keys: %s", (kind) => {
    const rows = rowsOf(`${left}${right} L | join kind=${kind} R on k | where a == 'b' | project a, b`);
    expect(rows).toEqual([["b", "x"]]);
  });
  answers(
    "a row with a null key has a partner",
    `${left}${right} L | join kind=leftanti R on k`,
    "k:long, a:string",
    [[1, "a"]],
  );
  answers("and is kept for it", `${left}${right} L | join kind=leftsemi R on k`, "k:long, a:string", [
    [null, "b"],
  ]);
  answers("the right rows likewise", `${left}${right} L | join kind=rightanti R on k`, "k:long, b:string", [
    [2, "y"],
  ]);
  answers(
    "a lookup finds null keys",
    `${left}${right} L | lookup R on k | where a == 'b'`,
    "k:long, a:string, b:string",
    [[null, "b", "x"]],
  );
  answers(
    "a NaN finds NaN although it is not equal to it",
    `datatable(k:real)[real(nan), 1] | join kind=inner (datatable(k:real)[real(nan)]) on k
     | project same = k == k1`,
    "same:bool",
    [[false]],
  );
  answers(
    "empty text finds empty text",
    "datatable(k:string)['', 'a'] | join kind=inner (datatable(k:string)['']) on k",
    "k:string, k1:string",
    [["", ""]],
  );
});
