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
