import { expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";

const now = "2026-04-06T12:00:00Z";
const rows = Array.from({ length: 40 }, (_, at) => ({ a: at % 5, b: at % 2, c: `c${at % 5}` }));

function run(query: string, maxElements: number): unknown {
  const workspace = new Workspace({ now, limits: { maxElements } });
  workspace.addTable("T", rows);
  return workspace.query(query).toObjects();
}

test.each(["a", "c"])("calls over one column see the rows that are theirs: %s", (column) => {
  const of = (...numbers: number[]) => (column === "a" ? numbers : numbers.map((number) => `c${number}`));
  const query = `T | summarize n = dcount(${column}), s = make_set(${column}), few = make_set(${column}, 2),
    m = dcountif(${column}, a > 2), t = make_set_if(${column}, a > 2), k = count_distinctif(${column}, a < 1) by b`;
  expect(run(query, 100)).toEqual([
    { b: 0, n: 5, s: of(0, 2, 4, 1, 3), few: of(0, 2), m: 2, t: of(4, 3), k: 1 },
    { b: 1, n: 5, s: of(1, 3, 0, 2, 4), few: of(1, 3), m: 2, t: of(3, 4), k: 1 },
  ]);
});

test("a set is held to its own size, whatever is counted beside it", () => {
  const query = "T | summarize few = make_set(a, 2), n = dcount(a) by b | project n";
  expect(run(`${query}, few`, 4)).toEqual([
    { n: 5, few: [0, 2] },
    { n: 5, few: [1, 3] },
  ]);
  expect(() => run(`${query}, few`, 3)).toThrow(/more than 3/);
});

test("rows that come twice are counted in each group", () => {
  const query = "let U = T | take 3; union withsource = s U, (U | where a < 9)";
  expect(run(`${query} | summarize n = dcount(a), l = make_set(a) by s | project n, l`, 100)).toEqual([
    { n: 3, l: [0, 1, 2] },
    { n: 3, l: [0, 1, 2] },
  ]);
});
