import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";

describe("tables of objects", () => {
  it("find only what a dynamic value has itself", () => {
    const workspace = new Workspace({ schemas: { T: { d: "dynamic" } } });
    workspace.addTable("T", [{ d: { user: { name: "eve" } } }, { d: [1] }, { d: "text" }, {}]);
    const query = "T | project a = d.user.name, b = d.constructor, c = d.length, e = d.toString.name";
    for (let run = 0; run < 20; run++) {
      expect(workspace.query(query).toArrays()).toEqual([
        ["eve", null, null, null],
        [null, null, null, null],
        [null, null, null, null],
        [null, null, null, null],
      ]);
    }
  });

  it("find an own member of a name that objects inherit", () => {
    const workspace = new Workspace({ schemas: { T: { d: "dynamic" } } });
    workspace.addTable("T", [{ d: { constructor: { name: "own" } } }]);
    expect(workspace.query("T | project a = d.constructor.name").toArrays()).toEqual([["own"]]);
  });

  it("give texts of the rows that are left as they give those of all rows", () => {
    const rows = Array.from({ length: 20 }, (_, n) => ({
      n,
      s: n === 7 ? undefined : n % 2 === 0 ? n : `t${n}`,
    }));
    const schemas = { T: { n: "long", s: "string", none: "string", Type: "string" } } as const;
    const workspace = new Workspace({ schemas });
    workspace.addTable("T", rows);
    const texts = [
      ["", "", "T"],
      ["8", "", "T"],
      ["t9", "", "T"],
    ];
    const few = "T | where n between (7 .. 9) | project s, none, Type";
    for (let run = 0; run < 3; run++) expect(workspace.query(few).toArrays()).toEqual(texts);
    const all = workspace.query("T | project s, none, Type").toArrays();
    expect(all.slice(7, 10)).toEqual(texts);
    const joined = "T | where n == 9 | join kind=rightouter (T | where n < 2) on n | project s, s1";
    expect(workspace.query(joined).toArrays()).toEqual([
      ["", "0"],
      ["", "t1"],
    ]);
  });

  it("see a column that only a later table of the same schema has", () => {
    const rows = [{ TimeGenerated: "2026-04-06", Result: "success" }];
    const plain = new Workspace();
    plain.addTable("AuditLogs", rows);
    const extended = new Workspace();
    extended.addTable("AuditLogs", [...rows, { Result: "failure", Extra_CF: "x" }]);
    expect(extended.query("AuditLogs | project Extra_CF").toArrays()).toEqual([[""], ["x"]]);
    expect(() => plain.query("AuditLogs | project Extra_CF")).toThrow(/KQL101|unknown column/);
  });
});

describe("names that all objects inherit", () => {
  const schema = { a: "long", toString: "string", constructor: "dynamic" } as const;

  it("are columns of rows that have them, and empty in others", () => {
    const workspace = new Workspace();
    workspace.addTable("T", [{ a: 1 }, { a: 2, toString: "t", constructor: { name: "c" } }], { schema });
    expect(workspace.query("T | extend name = constructor.name").toArrays()).toEqual([
      [1, "", null, null],
      [2, "t", { name: "c" }, "c"],
    ]);
  });

  it("are inferred from the rows that have them", () => {
    const workspace = new Workspace();
    workspace.addTable("T", [{ a: 1 }, { a: 2, constructor: "x" }]);
    expect(workspace.query("T | where constructor == 'x' | project a").toArrays()).toEqual([[2]]);
  });
});
