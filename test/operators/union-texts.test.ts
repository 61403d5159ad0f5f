/** Texts of several files are the same keys to whatever follows a union, however each file keeps them. */
import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { loadText } from "../engine/load/load-text.js";
import { pools, rowsOf } from "../functions/text-columns.js";

type Row = {
  readonly i: number;
  readonly a: string;
  readonly d: { readonly a: string | null };
};

/** In the second batch of rows: what was told apart by its place in the first one cannot be any more. */
const late = 8500;

const asRow = ({ i, a }: { readonly i: number; readonly a: string }): Row => ({
  i,
  a,
  // Null is the empty text, too; the empty text itself comes late.
  d: { a: a === "" && i < late ? null : a },
});

const key = (row: Row, path: string) => (path === "a" ? row.a : (row.d.a ?? ""));

function workspaceOf(left: readonly Row[], right: readonly Row[]): Workspace {
  const workspace = new Workspace();
  const table = (rows: readonly Row[]) =>
    loadText(rows.map((row) => JSON.stringify(row)).join("\n"), { known: [{ name: "d", type: "dynamic" }] });
  workspace.addTable("L", table(left));
  workspace.addTable("R", table(right));
  workspace.addTable("O", left.slice(0, 500), { schema: { i: "long", a: "string", d: "dynamic" } });
  return workspace;
}

function counted(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return sortedRows([...counts]);
}

function sortedRows<T extends readonly unknown[]>(rows: readonly T[]): T[] {
  return [...rows].sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

describe.each(Object.keys(pools))("%s", (pool) => {
  const left = rowsOf(pools[pool], false).map(asRow);
  const right = rowsOf([...pools[pool]].reverse(), true).map(({ i, b }) => asRow({ i, a: b }));
  const workspace = workspaceOf(left, right);
  const found = (query: string) => workspace.query(query).toArrays();

  test.each(["a", "tostring(d.a)"])("by %s", (path) => {
    const [lefts, rights] = [left, right].map((rows) => rows.map((row) => key(row, path)));
    const all = [...lefts, ...rights];
    const distinct = sortedRows([...new Set(all)].map((text) => [text]));
    for (const union of ["union L, R", "union R, L", "union L, R, L", "union L, O, R", "union O, L, R"]) {
      const from = `${union} | extend K = ${path}`;
      const texts =
        union
          .match(/\b[LRO]\b/g)
          ?.flatMap((name) => ({ L: lefts, R: rights, O: lefts.slice(0, 500) })[name] ?? []) ?? [];
      expect(sortedRows(found(`${from} | summarize count() by K`)), union).toEqual(counted(texts));
      const stored = `let U = materialize(${from} | project i, K); U`;
      expect(found(`${stored} | project K`).flat(), union).toEqual(texts);
      expect(found(`${stored} | sort by i asc | project K`).flat().sort(), union).toEqual([...texts].sort());
      expect(sortedRows(found(`${stored} | summarize count() by K`)), union).toEqual(counted(texts));
      expect(sortedRows(found(`${from} | distinct K`)), union).toEqual(distinct);
      expect(found(`${from} | summarize count_distinct(K)`), union).toEqual([[distinct.length]]);
      expect(
        sortedRows(found(`${from} | summarize S = make_set(K, 100000) | mv-expand S to typeof(string)`)),
        union,
      ).toEqual(distinct);
      expect(
        sortedRows(found(`${from} | summarize n = count() by K, m = i % 2 | summarize sum(n) by K`)),
        union,
      ).toEqual(counted(texts));
      expect(
        sortedRows(
          found(`L | distinct K = ${path} | join kind=inner (${from} | distinct K) on K | project K`),
        ),
        union,
      ).toEqual(sortedRows([...new Set(lefts)].map((text) => [text])));
      expect(
        sortedRows(found(`${from} | distinct K | join kind=leftanti (R | project K = ${path}) on K`)),
        union,
      ).toEqual(
        sortedRows([...new Set(lefts)].filter((text) => !rights.includes(text)).map((text) => [text])),
      );
      expect(
        found(`${from} | where K in ((R | where i % 3 == 0 | distinct K = ${path})) | count`),
        union,
      ).toEqual([[texts.filter((text) => rights.some((other, i) => i % 3 === 0 && other === text)).length]]);
    }
  });

  test("by texts that stop being told apart by their places", () => {
    const keys = left.map((row) => key(row, "tostring(d.a)"));
    const known = new Set(keys.slice(0, 8100));
    const inside = keys.filter((text) => known.has(text)).length;
    // A table of its own for each query: what it has looked up stays with it.
    const counts = (query: string) => workspaceOf(left, []).query(`${query} | count`).toArrays();
    const some = "L | where i < 8100 | distinct K = tostring(d.a)";
    const all = "L | project i, K = tostring(d.a)";
    for (const [query, expected] of [
      [`${some} | join kind=inner (${all}) on K`, inside],
      [`${some} | join kind=rightsemi (${all}) on K`, inside],
      [`${some} | join kind=rightanti (${all}) on K`, keys.length - inside],
      [`${all} | join kind=inner (${some}) on K`, inside],
      [`${all} | join kind=leftsemi (${some}) on K`, inside],
      [`${all} | join kind=leftanti (${some}) on K`, keys.length - inside],
      [`${all} | lookup kind=inner (${some}) on K`, inside],
      [`${all} | where K in ((${some}))`, inside],
      [all.replace("project i,", "summarize by"), new Set(keys).size],
      [
        `${all} | extend C = iff(i % 2 == 0, K, "a") | summarize by C`,
        new Set(keys.map((text, i) => (i % 2 === 0 ? text : "a"))).size,
      ],
    ] as const) {
      expect(counts(query), query).toEqual([[expected]]);
    }
  });
});
