/** Operators that end a query with several tables. */
import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { formatResults } from "../../src/report/format-result.js";
import { KqlError } from "../../src/text/errors.js";
import { exportJsonCell } from "../../src/types/export.js";

const T = `let T = datatable(a:string, b:long)["x", 1, "y", 1, "x", 2];`;

/** Columns and rows of each table. */
function tablesOf(query: string): unknown[] {
  return new Workspace().queryAll(query).map((result) => ({
    columns: result.columns.map(({ name, type }) => `${name}:${type}`).join(" "),
    rows: result.rows(exportJsonCell),
  }));
}

const text = { columns: "a:string b:long" };

describe("a query gives", () => {
  test.each<[string, string, unknown[]]>([
    [
      "a table for each branch of fork",
      `${T} T | fork (where b > 1) named=(count) (project b | take 1)`,
      [
        { ...text, rows: [["x", 2]] },
        { columns: "Count:long", rows: [[3]] },
        { columns: "b:long", rows: [[1]] },
      ],
    ],
    [
      "a name to a branch of fork by as",
      `${T} T | where b == 1 | fork (count | as Counted) (where a == "y" | as Kept)`,
      [
        { columns: "Count:long", rows: [[2]] },
        { ...text, rows: [["y", 1]] },
      ],
    ],
    [
      "the values of each column of facet, then the table of its operators",
      `${T} T | facet by a, b with (where b == 2)`,
      [
        {
          columns: "a:string count_a:long",
          rows: [
            ["x", 2],
            ["y", 1],
          ],
        },
        {
          columns: "b:long count_b:long",
          rows: [
            [1, 2],
            [2, 1],
          ],
        },
        { ...text, rows: [["x", 2]] },
      ],
    ],
    [
      "the first rows of preview, then their count",
      `${T} T | where a == "x" | evaluate preview(1)`,
      [
        { ...text, rows: [["x", 1]] },
        { columns: "Count:long", rows: [[2]] },
      ],
    ],
    [
      "tables over columns that only data tell",
      `print d = dynamic({"a": 1, "b": "z"}) | evaluate bag_unpack(d) | fork (project b) (project a)`,
      [
        { columns: "b:string", rows: [["z"]] },
        { columns: "a:long", rows: [[1]] },
      ],
    ],
    [
      "tables between those of other statements",
      `print 1; ${T} T | fork (count) (take 0); print 2`,
      [
        { columns: "print_0:long", rows: [[1]] },
        { columns: "Count:long", rows: [[3]] },
        { ...text, rows: [] },
        { columns: "print_0:long", rows: [[2]] },
      ],
    ],
  ])("%s", (_, query, expected) => expect(tablesOf(query)).toEqual(expected));

  test("tables of the same rows, random ones too", () => {
    const split = "range x from 1 to 100 step 1 | extend r = rand() | fork (where r < 0.5) (where r >= 0.5)";
    const [low, high] = new Workspace().queryAll(split);
    expect(low.rowCount + high.rowCount).toBe(100);
  });

  test("each mistake once", () => {
    const run = () =>
      new Workspace().queryAll("print a = 1 | extend b = nope | fork (project c) (project c)");
    const codes = [];
    try {
      run();
    } catch (error) {
      if (error instanceof KqlError) codes.push(...error.diagnostics.map(({ span }) => span.start));
    }
    expect(codes).toEqual([25, 46, 58]);
  });
});

test.each([
  ["table", "a\n-\n1\n(1 row)\n\nb\n-\n2\n(1 row)\n"],
  ["csv", "a\n1\n\nb\n2\n"],
  ["ndjson", '{"a":1}\n{"b":2}\n'],
] as const)("%s has one table below the other", (format, expected) => {
  expect(formatResults(new Workspace().queryAll("print a = 1; print b = 2"), format)).toBe(expected);
});

test("JSON has an array for each of several tables", () => {
  const json = (query: string): unknown => JSON.parse(formatResults(new Workspace().queryAll(query), "json"));
  expect(json("print a = 1; print b = 2")).toEqual([[{ a: 1 }], [{ b: 2 }]]);
  expect(json("print a = 1")).toEqual([{ a: 1 }]);
});

test.each([
  ["ndjson", '{"b":1,"7":{"z":1,"5":2}}\n'],
  ["csv", 'b,7\n1,"{""z"":1,""5"":2}"\n'],
] as const)("columns and keys that are numbers stay where they came, as %s", (format, expected) => {
  const query = "print b = 1, ['7'] = dynamic({'z': 1, '5': 2})";
  expect(formatResults(new Workspace().queryAll(query), format)).toBe(expected);
});
