import { describe, expect, test } from "vitest";
import { run } from "./summarize.js";

const fruit = `datatable(Fruit:string, Color:string, Version:int)[
  "Apple", "Red", 1, "Apple", "Green", int(null), "Banana", "Yellow", int(null), "Banana", "Green", int(null),
  "Pear", "Brown", 1, "Pear", "Green", 2]`;

describe("arg_max and arg_min", () => {
  test("return the row, the first where all are null, in the order of the columns", () => {
    expect(run(`${fruit} | summarize arg_max(Version, *) by Fruit`)).toEqual({
      columns: ["Fruit:string", "Version:int", "Color:string"],
      rows: [
        ["Apple", 1, "Red"],
        ["Banana", null, "Yellow"],
        ["Pear", 2, "Green"],
      ],
    });
    expect(run(`${fruit} | summarize arg_min(Version, Color) by Fruit`).rows).toEqual([
      ["Apple", 1, "Red"],
      ["Banana", null, "Yellow"],
      ["Pear", 1, "Brown"],
    ]);
  });

  test.each<[string, string, unknown[]]>([
    ["the first of equals wins", "datatable(a:long, b:long)[1,1, 1,2] | summarize arg_max(a, b)", [1, 1]],
    [
      "NaN is the largest",
      "datatable(a:real, b:long)[1.0,1, real(nan),2, 9.0,3] | summarize arg_max(a, b)",
      [Number.NaN, 2],
    ],
    [
      "NaN is the smallest",
      "datatable(a:real, b:long)[1.0,1, real(nan),2, 9.0,3] | summarize arg_min(a, b)",
      [Number.NaN, 2],
    ],
    [
      "strings compare by code point",
      'datatable(a:string, b:long)["Z",1, "é",2, "a",3] | summarize arg_max(a, b)',
      ["é", 2],
    ],
    ["no rows give nulls", "datatable(a:long, b:string)[] | summarize arg_max(a, b)", [null, ""]],
    [
      "returned cells may be null",
      "datatable(a:long, b:long)[1,5, 2,long(null)] | summarize arg_max(a, b)",
      [2, null],
    ],
    [
      "64-bit values compare exactly",
      "datatable(a:long, b:long)[9223372036854775806,1, 9223372036854775807,2, 5,3] | summarize arg_max(a, b)",
      [9223372036854775807n, 2],
    ],
    [
      "datetimes compare",
      "datatable(a:datetime, b:long)[datetime(2020-01-01),1, datetime(1900-01-01),2] | summarize arg_min(a, b)",
      ["1900-01-01T00:00:00Z", 2],
    ],
    ["bools compare", "datatable(a:bool, b:long)[false,1, true,2] | summarize arg_max(a, b)", [true, 2]],
    ["the value may stand alone", "datatable(a:long)[1, 2] | summarize arg_max(a)", [2]],
    [
      "dynamic cells are returned whole",
      'datatable(a:long, d:dynamic)[1,dynamic([1]), 2,dynamic({"x":[2]})] | summarize arg_max(a, d)',
      [2, { x: [2] }],
    ],
  ])("%s", (_claim, query, expected) => {
    expect(run(query).rows).toEqual([expected]);
  });

  test.each<[string, string[]]>([
    ["arg_max(v, a, b)", ["v:long", "a:long", "b:long"]],
    ["m = arg_max(v, a)", ["m:long", "a:long"]],
    ["arg_max(v, a), arg_min(v, a)", ["v:long", "a:long", "v1:long", "a1:long"]],
    ["arg_max(v + 1, a * 2)", ["max_:long", "max__arg1:long"]],
    ["argmax(v, a)", ["max_v:long", "max_v_a:long"]],
    ["argmin(v, a)", ["min_v:long", "min_v_a:long"]],
  ])("columns of %s", (call, columns) => {
    expect(run(`datatable(v:long, a:long, b:long)[1, 2, 3] | summarize ${call}`).columns).toEqual(columns);
  });

  test("a dynamic cannot be compared", () => {
    expect(() => run("print d = dynamic(1) | summarize arg_max(d, d)")).toThrow(/KQL1\d\d/);
  });

  test("hold on to rows of many batches and many groups", () => {
    const query = `range x from 0 to 299999 step 1
      | extend g = x % 1000, text = strcat("row ", x)
      | extend v = iff(g == 999, -x, x)
      | summarize arg_max(v, text), arg_min(v, text) by g
      | where g in (0, 999) | sort by g asc`;
    expect(run(query).rows).toEqual([
      [0, 299000, "row 299000", 0, "row 0"],
      [999, -999, "row 999", -299999, "row 299999"],
    ]);
  });
});

describe("take_any", () => {
  test.each<[string, string, unknown[]]>([
    [
      "one column prefers a value to a null",
      "datatable(a:long)[long(null), 5, 6] | summarize take_any(a)",
      [5],
    ],
    [
      "one column prefers text to the empty string",
      'datatable(a:string)["", "é", "x"] | summarize take_any(a)',
      ["é"],
    ],
    ["nulls alone give null", "datatable(a:long)[long(null)] | summarize take_any(a)", [null]],
    ["no rows give null", "datatable(a:long)[] | summarize take_any(a)", [null]],
    [
      "several columns come from one row",
      'datatable(a:long, b:string)[long(null),"x", 5,"y"] | summarize take_any(a, b)',
      [null, "x"],
    ],
    [
      "a star takes all columns",
      'datatable(a:long, b:string)[4,"x", 5,"y"] | summarize take_any(*)',
      [4, "x"],
    ],
    [
      "with a predicate, rows where it holds",
      "datatable(a:long)[1, 2, 3] | summarize take_anyif(a, a > 1)",
      [2],
    ],
    [
      "with a predicate that never holds, null",
      "datatable(a:long)[1, 2, 3] | summarize take_anyif(a, a > 5)",
      [null],
    ],
    ["the old spelling does the same", "datatable(a:long)[1, 2, 3] | summarize anyif(a, a > 1)", [2]],
  ])("%s", (_claim, query, expected) => {
    expect(run(query).rows).toEqual([expected]);
  });

  test.each<[string, string[]]>([
    ["take_any(a)", ["a:long"]],
    ["take_any(a + 1)", ["any_arg0:long"]],
    ["any(a)", ["any_a:long"]],
    ["any(a, b)", ["any_a:long", "any_b:string"]],
    ["take_anyif(a, a > 1)", ["a:long"]],
    ["anyif(a, a > 1)", ["anyif_a:long"]],
  ])("columns of %s", (call, columns) => {
    expect(run(`datatable(a:long, b:string)[1, "x"] | summarize ${call}`).columns).toEqual(columns);
  });
});
