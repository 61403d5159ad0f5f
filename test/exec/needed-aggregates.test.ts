import { expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";

const now = "2026-04-06T12:00:00Z";
const rows = Array.from({ length: 10 }, (_, a) => ({ a, b: a % 2, c: `c${a}` }));

function run(query: string): unknown {
  const workspace = new Workspace({ now, limits: { maxElements: 3 } });
  workspace.addTable("T", rows);
  return workspace.query(query).toObjects();
}

test.each([
  "summarize l = make_list(a), n = count() by b | project b, n",
  "summarize l = make_list(a), n = count() by b | extend l = 1 | project-away l",
  "summarize l = make_list(a), n = count() by b | summarize n = sum(n) by b",
])("an aggregate that nothing reads is not made: %s", (query) => {
  expect(run(`T | ${query}`)).toEqual([
    { b: 0, n: 5 },
    { b: 1, n: 5 },
  ]);
});

test.each([
  "T | summarize l = make_list(a) by b",
  "T | summarize l = make_list(a), n = count() by b | where array_length(l) > 1 | project n",
  "T | summarize l = make_list(a) by b | project-rename x = l",
  "T | summarize l = make_list(a) by b | as U | union U | project l",
  "let U = T | summarize l = make_list(a), n = count() by b; U | project n | union (U | project l)",
  "T | summarize l = make_list(a) by b | sort by b asc | serialize p = prev(l) | project p",
  "T | summarize l = make_list(a) by b | mv-expand l | count",
  "T | join (T | summarize l = make_list(a) by b) on b | project l",
  "T | summarize l = make_list(a) by b | join T on b | project l",
  "T | summarize l = make_list(a) by b | evaluate bag_unpack(l)",
  "T | summarize l = bag_pack('x', make_list(a)) by b | evaluate bag_unpack(l) | project x",
  "T | summarize l = make_list(a), g = take_any(dynamic({'y': 1})) by b | evaluate bag_unpack(g) | project y, l",
  "T | summarize l = make_list(a) by b | partition by b (top 1 by b | project l)",
])("an aggregate that something reads is made: %s", (query) => {
  expect(() => run(query)).toThrow(/at most 3|more than 3/);
});

test("arg_max hands on the columns that are read", () => {
  expect(run("T | summarize arg_max(a, *) by b | project c")).toEqual([{ c: "c8" }, { c: "c9" }]);
  expect(run("T | summarize arg_max(a, *) by b | project a")).toEqual([{ a: 8 }, { a: 9 }]);
  expect(run("T | summarize m = arg_max(a, c), n = count() by b | project n")).toEqual([{ n: 5 }, { n: 5 }]);
});
