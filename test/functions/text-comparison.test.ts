/** Two columns of texts compare as their texts do, however each of them is kept. */
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { loadText } from "../engine/load/load-text.js";

/** Texts of a line are equal in any letter case; no two of other lines are. */
const odd: readonly (readonly string[])[] = [
  [""],
  ["a", "A"],
  ["ab", "aB", "AB"],
  ["["],
  ["{"],
  ["@"],
  ["`"],
  ["É", "é"],
  ["e\u0301", "E\u0301"],
  ["ß"],
  ["ss", "SS"],
  ["Σ", "σ"],
  ["ς"],
  ["k", "K", "\u212a"],
  ["i", "I"],
  ["ı"],
  ["İ"],
  ["null", "NULL"],
  ["中"],
  ["💩"],
  ["𐐀", "𐐨"],
  ["\ud83d"],
  ["\udca9"],
  [`${"k".repeat(70)}l`, `${"K".repeat(70)}L`, `${"k".repeat(69)}\u212aL`],
  [`${"k".repeat(70)}m`],
  ["k".repeat(70)],
];

/** Stands for bytes that are no UTF-8, too: texts beside it are not told apart by their bytes. */
const replacement = ["\ufffd"];

const users = Array.from({ length: 40 }, (_, n) => [`user-${n}@x.org`, `User-${n}@X.org`, `USER-${n}@X.ORG`]);

const pools: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "plain texts": users,
  "texts of all kinds": [...odd, ...users],
  "texts that may be of other bytes": [...odd, replacement],
  "one text": [["Admin", "admin"]],
};

interface Row {
  readonly i: number;
  readonly a: string;
  readonly b: string;
}

const rowCount = 9000;

/** Most texts stand beside one of their own line; or any beside any. */
function rowsOf(pool: readonly (readonly string[])[], isMixed: boolean): Row[] {
  const pick = (line: number, at: number) => {
    const texts = pool[line % pool.length];
    return texts[at % texts.length];
  };
  return Array.from({ length: rowCount }, (_, i) => {
    const line = i * 13 + (i >> 7);
    const other = isMixed || i % 11 === 0 ? line * 7 + (i >> 3) : line;
    return { i, a: pick(line, i >> 2), b: pick(other, i >> 4) };
  });
}

const lineOf = new Map(
  [...odd, replacement, ...users, ["Admin", "admin"]].flatMap((texts, at) => texts.map((text) => [text, at])),
);

/** What a row must be like for each comparison to be true. */
const comparisons: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  "A == B": (a, b) => a === b,
  "A != B": (a, b) => a !== b,
  "A =~ B": (a, b) => lineOf.get(a) === lineOf.get(b),
  "A !~ B": (a, b) => lineOf.get(a) !== lineOf.get(b),
  "tolower(A) == tolower(B)": (a, b) => lineOf.get(a) === lineOf.get(b),
  "tolower(A) != tolower(B)": (a, b) => lineOf.get(a) !== lineOf.get(b),
};

/** Null is the empty text, too, where it comes from a path. */
const orNull = (text: string, i: number) => (text === "" && i % 2 === 0 ? null : text);

const asObjects = (row: Row) => ({
  ...row,
  d: { a: orNull(row.a, row.i), b: orNull(row.b, row.i >> 1) },
  x: `${row.a}!`,
  y: `${row.b}!`,
});

const loads: Readonly<Record<string, (rows: readonly Row[]) => Workspace>> = {
  objects(rows) {
    const workspace = new Workspace();
    workspace.addTable("T", rows.map(asObjects), {
      schema: { i: "long", a: "string", b: "string", d: "dynamic", x: "string", y: "string" },
    });
    return workspace;
  },
  lines(rows) {
    const text = rows.map((row) => JSON.stringify(asObjects(row))).join("\n");
    const workspace = new Workspace();
    workspace.addTable("T", loadText(text, { known: [{ name: "d", type: "dynamic" }] }));
    return workspace;
  },
};

const lefts = ["a", "tostring(d.a)", "replace_string(x, '!', '')"];
const rights = ["b", "tostring(d.b)", "replace_string(y, '!', '')"];

const cases = Object.entries(pools).flatMap(([pool, texts]) =>
  [false, true].flatMap((isMixed) =>
    Object.entries(loads).map(([load, make]) => ({ pool, texts, isMixed, load, make })),
  ),
);

describe.each(cases)("$pool of $load, mixed: $isMixed", ({ texts, isMixed, make }) => {
  const rows = rowsOf(texts, isMixed);
  const workspace = make(rows);
  const found = (query: string) => workspace.query(query).toArrays().flat();

  it.each(lefts.flatMap((left) => rights.map((right) => [left, right])))("%s beside %s", (left, right) => {
    for (const [comparison, test] of Object.entries(comparisons)) {
      const expected = rows.filter(({ a, b }) => test(a, b)).map(({ i }) => i);
      const where = `T | project i, A = ${left}, B = ${right} | where ${comparison}`;
      expect(found(`${where} | project i`), comparison).toEqual(expected);
      expect(found(`${where} | where i % 90 == 0 | count`), comparison).toEqual([
        expected.filter((i) => i % 90 === 0).length,
      ]);
      expect(
        found(`T | where i % 90 == 0 | where ${comparison.replace("A", left).replace("B", right)} | count`),
        comparison,
      ).toEqual([expected.filter((i) => i % 90 === 0).length]);
    }
  });

  it("beside texts of rows that an outer join does not find", () => {
    const joined =
      "T | project i, A = a | join kind=leftouter (T | where i % 3 == 0 | project i, B = b) on i";
    for (const [comparison, test] of Object.entries(comparisons)) {
      const expected = rows.filter(({ i, a, b }) => test(a, i % 3 === 0 ? b : "")).map(({ i }) => i);
      expect(found(`${joined} | where ${comparison} | project i | order by i asc`), comparison).toEqual(
        expected,
      );
    }
  });
});
