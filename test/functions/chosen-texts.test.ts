/** Texts chosen from several columns are the same texts to whatever follows, however the columns are kept. */
import { describe, expect, it } from "vitest";
import { cases, type Row, rowsOf } from "./text-columns.js";

/** What each row gets. */
const choices: Readonly<Record<string, (row: Row) => string>> = {
  "iff(i % 3 == 0, A, B)": ({ i, a, b }) => (i % 3 === 0 ? a : b),
  "iff(i % 3 == 0, A, A)": ({ a }) => a,
  "iff(i < 4000, A, 'Admin')": ({ i, a }) => (i < 4000 ? a : "Admin"),
  "case(i % 5 == 0, A, i % 5 == 1, 'Admin', i % 5 == 2, 'nowhere', i % 5 == 3, '', B)": ({ i, a, b }) =>
    [a, "Admin", "nowhere", "", b][i % 5],
  "case(i % 2 == 0, 'É', i % 3 == 0, '\\ud83d', i % 5 == 0, '\\ufffd', B)": ({ i, b }) =>
    i % 2 === 0 ? "É" : i % 3 === 0 ? "\ud83d" : i % 5 === 0 ? "\ufffd" : b,
  "iff(i % 2 == 0, iff(i % 3 == 0, A, 'none'), iff(i % 3 == 0, 'none', B))": ({ i, a, b }) =>
    (i % 2 === 0) === (i % 3 === 0) ? (i % 2 === 0 ? a : b) : "none",
  "coalesce(A, B, 'none')": ({ a, b }) => a || b || "none",
  "coalesce(A, B)": ({ a, b }) => a || b,
};

function counted(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

const byText = (rows: readonly (readonly unknown[])[]) =>
  [...rows].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

describe.each(cases.filter(({ isMixed, load }) => isMixed === (load === "lines")))(
  "$pool of $load, mixed: $isMixed",
  ({ texts, isMixed, make }) => {
    const rows = rowsOf(texts, isMixed);
    const workspace = make(rows);
    const found = (query: string) => workspace.query(query).toArrays();

    it.each([
      ["a", "b"],
      ["tostring(d.a)", "tostring(d.b)"],
      ["tostring(d.a)", "b"],
      ["replace_string(x, '!', '')", "b"],
    ])("%s and %s", (left, right) => {
      for (const [choice, of] of Object.entries(choices)) {
        const from = `T | project i, A = ${left}, B = ${right} | extend C = ${choice}`;
        const chosen = rows.map(of);
        expect(found(`${from} | project C`).flat(), choice).toEqual(chosen);
        expect(byText(found(`${from} | summarize count() by C`)), choice).toEqual(counted(chosen));
        expect(
          byText(
            found(`${from} | summarize count_distinct(i) by C, B | summarize sum(count_distinct_i) by C`),
          ),
          choice,
        ).toEqual(counted(chosen));
        expect(found(`${from} | summarize make_set(C, 100000)`), choice).toEqual([[[...new Set(chosen)]]]);
        const isA = rows.filter((row, at) => chosen[at] === row.a).map(({ i }) => i);
        expect(found(`${from} | where C == A | project i`).flat(), choice).toEqual(isA);
        expect(found(`${from} | where C in ('Admin', 'nowhere', 'none') | count`).flat(), choice).toEqual([
          chosen.filter((text) => ["Admin", "nowhere", "none"].includes(text)).length,
        ]);
        expect(found(`${from} | where isempty(C) | count`).flat(), choice).toEqual([
          chosen.filter((text) => text === "").length,
        ]);
        const others = new Set(rows.map(({ b }) => b));
        expect(
          byText(
            found(
              `${from} | distinct C | join kind=inner (T | distinct K = ${right}) on $left.C == $right.K | project C`,
            ),
          ),
          choice,
        ).toEqual(byText([...new Set(chosen)].filter((text) => others.has(text)).map((text) => [text])));
        expect(
          byText(
            found(
              `T | distinct K = ${right} | join kind=inner (${from} | distinct C) on $left.K == $right.C | project C`,
            ),
          ),
          choice,
        ).toEqual(byText([...new Set(chosen)].filter((text) => others.has(text)).map((text) => [text])));
      }
    });
  },
);
