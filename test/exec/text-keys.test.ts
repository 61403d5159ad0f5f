/** Keys of text from columns that are kept in different ways must meet as the texts themselves do. */
import { describe, expect, it } from "vitest";
import type { InputRow } from "../../src/engine/inferred-schema.js";
import { hashOf } from "../../src/engine/load/byte-interner.js";
import { Workspace } from "../../src/engine/workspace.js";
import type { Table } from "../../src/exec/table.js";
import { loadText } from "../engine/load/load-text.js";

/** Texts of one hash, which only their bytes tell apart. */
function textsThatCollide(count: number): string[] {
  const encoder = new TextEncoder();
  const known = new Map<number, string>();
  const found = new Set<string>();
  for (let at = 0; found.size < count; at++) {
    const text = `user-${at}@contoso.com`;
    const bytes = encoder.encode(text);
    const hash = hashOf(bytes, 0, bytes.length);
    const other = known.get(hash);
    if (other !== undefined) found.add(other).add(text);
    known.set(hash, text);
  }
  return [...found];
}

const plain = [
  ...textsThatCollide(8),
  "a",
  "A",
  "ab",
  "12",
  "null",
  "true",
  "k".repeat(70),
  `${"k".repeat(69)}l`,
];
const other = ["", '"', "\\", "\\n", "\n", "\u0000", "é", "e\u0301", "É", "中", "💩", "\ud83d", "\udca9"];
/** The last one stands for bytes that are no UTF-8, too. */
const pools = { "valid bytes": [...plain, ...other], "any bytes": [...plain, ...other, "\ufffd"] };
const rowCount = 6000;

interface Row {
  readonly i: number;
  readonly k: string;
}

/** A third of the texts is in one side only, as are the keys between them. */
function rowsOf(texts: readonly string[], side: 0 | 1): Row[] {
  const met = texts.filter((text, at) => text === "" || at % 3 !== side);
  return Array.from({ length: rowCount }, (_, i) => {
    const k = i % 60 === 7 ? met[Math.floor(i / 60) % met.length] : `${side}-${i % 500}`;
    return { i, k };
  });
}

interface Kept {
  readonly table: readonly InputRow[] | Table;
  readonly k: string;
}

/** Ways in which texts may be kept; `k` is what reads them. */
const keepings: Readonly<Record<string, (rows: readonly Row[]) => Kept>> = {
  "a dictionary of bytes": (rows) => ({ table: loaded(rows), k: "k" }),
  "the values of a path": (rows) => ({
    table: loaded(rows.map(({ i, k }) => ({ i, d: { k } }))),
    k: "tostring(d.k)",
  }),
  "the values of a path, null for the empty text": (rows) => ({
    table: loaded(rows.map(({ i, k }) => ({ i, d: { k: k === "" ? null : k } }))),
    k: "tostring(d.k)",
  }),
  "a dictionary of strings": (rows) => ({ table: rows.map((row) => ({ ...row })), k: "k" }),
  "a result over a dictionary": (rows) => ({
    table: loaded(rows.map(({ i, k }) => ({ i, k: `${k}!` }))),
    k: "replace_string(k, '!', '')",
  }),
};

function loaded(rows: readonly object[]): Table {
  const known = [
    { name: "i", type: "long" },
    { name: "k", type: "string" },
    { name: "d", type: "dynamic" },
  ] as const;
  return loadText(rows.map((row) => JSON.stringify(row)).join("\n"), { known });
}

function countByText(rows: readonly Row[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { k } of rows) counts.set(k, (counts.get(k) ?? 0) + 1);
  return counts;
}

function sorted(rows: readonly unknown[][]): unknown[][] {
  return [...rows].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

const names = Object.keys(keepings);
const cases = Object.entries(pools).flatMap(([pool, texts]) =>
  names.flatMap((left) => names.map((right) => ({ pool, texts, left, right }))),
);

describe.each(cases)("keys of $pool in $left meet those of $right", ({ texts, left, right }) => {
  const [leftRows, rightRows] = [rowsOf(texts, 0), rowsOf(texts, 1)];
  const [leftCounts, rightCounts] = [countByText(leftRows), countByText(rightRows)];
  const [L, R] = [keepings[left](leftRows), keepings[right](rightRows)];
  const workspace = new Workspace();
  workspace.addTable("L", L.table, { schema: { i: "long", k: "string" } });
  workspace.addTable("R", R.table, { schema: { i: "long", k: "string" } });
  const leftKeys = `L | project i, k = ${L.k}`;
  const rightKeys = `R | project i, k = ${R.k}`;
  const run = (query: string) => sorted(workspace.query(query).toArrays());

  it("in a join, at first and again", () => {
    const query = `${leftKeys} | join kind=inner (${rightKeys} | summarize n = count() by k) on k | summarize count() by k, n`;
    const expected = [...leftCounts].flatMap(([k, n]) =>
      rightCounts.has(k) ? [[k, rightCounts.get(k), n]] : [],
    );
    expect(run(query)).toEqual(sorted(expected));
    expect(run(query)).toEqual(sorted(expected));
  });

  it("in a join of few rows with all", () => {
    const few = leftRows.filter(({ i }) => i % 420 === 7);
    const query = `${leftKeys} | where i % 420 == 7 | join kind=leftanti (${rightKeys}) on k | summarize count() by k`;
    const expected = [...countByText(few.filter(({ k }) => !rightCounts.has(k)))];
    expect(run(query)).toEqual(sorted(expected));
  });

  it("in groups and distinct values of both", () => {
    const both = [...countByText([...leftRows, ...rightRows])];
    const union = `union (${leftKeys}), (${rightKeys})`;
    expect(run(`${union} | summarize count() by k`)).toEqual(sorted(both));
    expect(run(`${union} | summarize count_distinct(k)`)).toEqual([[both.length]]);
  });

  it("and the empty ones are told from the others", () => {
    const empty = leftCounts.get("") ?? 0;
    const query = `${leftKeys} | summarize countif(isempty(k)), countif(isnotempty(k))`;
    expect(run(query)).toEqual([[empty, rowCount - empty]]);
  });
});
