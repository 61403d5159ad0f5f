import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { cellOrigins } from "../../src/explain/cells.js";
import { flowOf, lastPlace } from "../../src/explain/flow.js";
import { rowsOutOf } from "../../src/explain/rows.js";

const logs = [
  { Time: 1, User: "eve", Ip: "10.0.0.1", Result: "ok", Items: [{ n: "a" }] },
  { Time: 2, User: "eve", Ip: "10.0.0.2", Result: "no", Items: [{ n: "b" }, { n: "c" }] },
  { Time: 3, User: "bob", Ip: "10.0.0.3", Result: "ok", Items: [] },
];
const people = [{ Name: "EVE", Team: "red" }];

/** `T1.User`: the cell in row 1 of table T; `T1`: the row, counted. */
function origins(query: string, column: string, row = 0): string[] {
  const workspace = new Workspace();
  workspace.addTable("T", logs);
  workspace.addTable("P", people);
  const { trace } = workspace.queryRecorded(query, { record: true });
  if (trace === undefined) throw new Error("nothing was recorded");
  const flow = flowOf(trace);
  const { columns } = rowsOutOf(lastPlace(flow.result));
  const at = columns.findIndex(({ name }) => name === column);
  const { cells, counted } = cellOrigins(flow, row, at);
  return [
    ...cells.map((cell) => `${cell.table}${cell.row + 1}.${cell.column}`),
    ...counted.map((source) => `${source.table}${source.row + 1}`),
  ];
}

describe("the source cells of a cell", () => {
  it.each<[claim: string, query: string, column: string, cells: string[]]>([
    ["a column handed on", "T | where Result == 'no' | project Ip", "Ip", ["T2.Ip"]],
    ["an expression", "T | extend W = strcat(User, Ip) | where Time == 2", "W", ["T2.User", "T2.Ip"]],
    [
      "a key of groups",
      "T | summarize n = count() by User | where User == 'eve'",
      "User",
      ["T1.User", "T2.User"],
    ],
    ["a count", "T | summarize n = count() by User | where User == 'eve'", "n", ["T1", "T2"]],
    [
      "a maximum: the row it took",
      "T | summarize m = max(Time) by User | where User == 'eve'",
      "m",
      ["T2.Time"],
    ],
    ["what arg_max took", "T | summarize arg_max(Time, Ip) by User | where User == 'eve'", "Ip", ["T2.Ip"]],
    [
      "countif: rows that it counted, by what it tests",
      "T | summarize n = countif(Result == 'ok') by User | where User == 'eve'",
      "n",
      ["T1.Result"],
    ],
    [
      "the right side of a join",
      "T | extend Name = toupper(User) | join kind=inner P on Name | project Team, Time | where Time == 2",
      "Team",
      ["P1.Team"],
    ],
    ["mv-expand", "T | mv-expand Items | where Items.n == 'c' | project Items", "Items", ["T2.Items"]],
    ["mv-apply", "T | mv-apply I = Items on (where I.n == 'b') | project I, Ip", "Ip", ["T2.Ip"]],
    ["mv-apply, the element", "T | mv-apply I = Items on (where I.n == 'b')", "I", ["T2.Items"]],
    [
      "a union",
      "union (T | where Time == 3), (T | where Time == 1) | where Time == 1 | project Who = User",
      "Who",
      ["T1.User"],
    ],
    ["a let", "let S = T | where Time > 1; S | where User == 'bob' | project Ip", "Ip", ["T3.Ip"]],
    ["parse", "T | where Time == 1 | parse Ip with A '.' B", "B", ["T1.Ip"]],
    ["partition", "T | partition by User (top 1 by Time) | where User == 'eve'", "Ip", ["T2.Ip"]],
  ])("%s", (_, query, column, cells) => {
    expect(origins(query, column).sort()).toEqual([...cells].sort());
  });
});
