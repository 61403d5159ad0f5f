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

/** Three batches of two columns that become dictionaries; `u` is another text in each row. */
const pairs = Array.from({ length: 20_000 }, (_, row) => ({
  a: ["x", "y", ""][row % 3],
  b: `b${(row * 7) % (row < 9000 ? 5 : 11)}`,
  u: `u${row}`,
}));

const pairsTable = () => {
  const workspace = new Workspace();
  workspace.addTable("P", pairs, { schema: { a: "string", b: "string", u: "string" } });
  return workspace;
};

test("texts of several dictionary columns are those of each row", () => {
  const expected = new Set(pairs.map(({ a, b }) => `${a}/${b}/${a}`)).size;
  const query =
    "P | extend t = strcat(a, '/', b, '/', a) | summarize n = dcount(t), wrong = countif(t != strcat(a, '/', b, '/', substring(u, 0, 0), a))";
  expect(pairsTable().query(query).toArrays()).toEqual([[expected, 0]]);
});

test("a step into an array may come from another column", () => {
  const query =
    "P | extend parts = split(strcat(a, '-', b), '-') | extend z = tostring(parts[array_length(parts) - 1]) | summarize countif(z != b)";
  expect(pairsTable().query(query).toArrays()).toEqual([[0]]);
});

test("a random column is the same for all who read it", () => {
  const query =
    "P | extend r = rand() | extend s = r * 2 | where r < 0.05 | summarize bad = countif(r >= 0.05 or s != r * 2), n = count()";
  const [[bad, count]] = pairsTable().query(query).toArrays();
  expect(bad).toBe(0);
  expect(count).toBeGreaterThan(0);
});
