/** Two columns of texts of all kinds, and the ways in which a table may keep them. */
import { Workspace } from "../../src/engine/workspace.js";
import { loadText } from "../engine/load/load-text.js";

/** Texts of a line are equal in any letter case; no two of other lines are. */
export const odd: readonly (readonly string[])[] = [
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
export const replacement = ["\ufffd"];

export const users = Array.from({ length: 40 }, (_, n) => [
  `user-${n}@x.org`,
  `User-${n}@X.org`,
  `USER-${n}@X.ORG`,
]);

export const pools: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "plain texts": users,
  "texts of all kinds": [...odd, ...users],
  "texts that may be of other bytes": [...odd, replacement],
  "one text": [["Admin", "admin"]],
};

export interface Row {
  readonly i: number;
  readonly a: string;
  readonly b: string;
}

const rowCount = 9000;

/** Most texts stand beside one of their own line; or any beside any. */
export function rowsOf(pool: readonly (readonly string[])[], isMixed: boolean): Row[] {
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

export const lefts = ["a", "tostring(d.a)", "replace_string(x, '!', '')"];
export const rights = ["b", "tostring(d.b)", "replace_string(y, '!', '')"];

export const cases = Object.entries(pools).flatMap(([pool, texts]) =>
  [false, true].flatMap((isMixed) =>
    Object.entries(loads).map(([load, make]) => ({ pool, texts, isMixed, load, make })),
  ),
);
