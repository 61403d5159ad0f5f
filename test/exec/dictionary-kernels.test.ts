import { expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";

/** Enough rows that text columns become dictionaries. */
const rows = Array.from({ length: 3000 }, (_, row) => ({ s: row % 3 === 0 ? "bogus" : "windows", k: row }));

test("a value that a kernel refuses is no failure where no row has it", () => {
  const workspace = new Workspace();
  workspace.addTable("T", rows, { schema: { s: "string", k: "long" } });
  const call = "parse_command_line('a b', s)";
  const query = (filter: string) =>
    `T | where ${filter} | extend d = ${call} | summarize count() by tostring(d)`;
  expect(workspace.query(query("s != 'bogus'")).toArrays()).toEqual([['["a","b"]', 2000]]);
  expect(() => workspace.query(query("true"))).toThrow(/KQL331/);
});
