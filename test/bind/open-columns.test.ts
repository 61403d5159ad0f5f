import { describe, expect, it } from "vitest";
import { compile } from "../../src/engine/compile.js";
import { Workspace } from "../../src/engine/workspace.js";
import { columnsOf } from "./bind-over-sample.js";

const bags = `let B = datatable (k:string, d:dynamic) [
  "a", dynamic({"x": 1, "y": "u"}),
  "b", dynamic({"x": 2})
];
`;

function run(text: string): unknown[][] {
  return new Workspace({ now: "2026-04-06T12:00:00Z" }).query(bags + text).toArrays();
}

describe("columns that only data can tell", () => {
  it.each([
    [
      "are bound when they are there",
      "B | evaluate bag_unpack(d) | where x > 1 | project k, z = strcat(y, '!')",
      [["b", "!"]],
    ],
    [
      "have the types of the data",
      "B | evaluate bag_unpack(d) | project t = gettype(x) | distinct t",
      [["long"]],
    ],
    [
      "are those of a let wherever it is named",
      "let U = B | evaluate bag_unpack(d); U | join kind=inner (U | project k, x2 = x * 2) on k | project y, x2",
      [
        ["u", 2],
        ["", 4],
      ],
    ],
    [
      "come in from the right of a join",
      "B | project k | join (B | evaluate bag_unpack(d)) on k | summarize sum(x)",
      [[3]],
    ],
    [
      "come in from a let that names some of them",
      "let U = B | evaluate bag_unpack(d) | project x; U | summarize m = max(x + 1)",
      [[3]],
    ],
    [
      "give a value their type",
      "let m = toscalar(B | evaluate bag_unpack(d) | summarize max(x)); print m + 1",
      [[3]],
    ],
    [
      "may be a list",
      "range v from 1 to 3 step 1 | where v in ((B | evaluate bag_unpack(d) | project x))",
      [[1], [2]],
    ],
    [
      "go through functions",
      "let f = (U:(k:string)) { U | where k == 'b' }; f((B | evaluate bag_unpack(d))) | project x",
      [[2]],
    ],
    [
      "are under the name that as gives",
      "B | evaluate bag_unpack(d) | as Q | join (Q | project k, x) on k | summarize sum(x1)",
      [[3]],
    ],
    [
      "are among all that a star stands for",
      "B | evaluate bag_unpack(d) | distinct * | project k, x | summarize arg_max(x, *) | extend z = strcat(k, x) | project z",
      [["b2"]],
    ],
    [
      "are those that are taken of any row",
      "B | evaluate bag_unpack(d) | summarize take_any(*) by k | summarize sum(x)",
      [[3]],
    ],
    [
      "may follow one another",
      "B | evaluate bag_unpack(d) | extend e = bag_pack('n', x) | evaluate bag_unpack(e) | summarize sum(n)",
      [[3]],
    ],
  ])("%s", (_claim, text, rows) => {
    expect(run(text)).toEqual(rows);
  });

  it("are accepted unseen, and missed in the run", () => {
    const text = `${bags}B | evaluate bag_unpack(d) | where nosuch == 1`;
    expect(compile(text).diagnostics).toEqual([]);
    expect(() => run("B | evaluate bag_unpack(d) | where nosuch == 1")).toThrow("unknown column `nosuch`");
  });

  it("are looked at anew for other data", () => {
    const text = "T1 | evaluate bag_unpack(d) | project x";
    const results = [{ x: 1 }, { x: "text" }].map((d) => {
      const workspace = new Workspace();
      workspace.addTable("T1", [{ d }]);
      return workspace.query(text).columns;
    });
    expect(results.map(([column]) => column.type)).toEqual(["long", "string"]);
  });
});

describe("a table that may be missing", () => {
  it("has any column while the query is checked", () => {
    expect(columnsOf("union isfuzzy=true NoSuch, T | where nosuch == 1 | project a = nosuch, l")).toBe(
      "a:dynamic l:long",
    );
  });

  it("is left out of the run", () => {
    expect(run("union isfuzzy=true NoSuch, (print a = 1) | where a == 1")).toEqual([[1]]);
  });

  it("has no column in the run", () => {
    expect(() => run("union isfuzzy=true NoSuch, (print a = 1) | where nosuch == 1")).toThrow(
      "unknown column `nosuch`",
    );
  });
});
