/** Two columns of texts compare as their texts do, however each of them is kept. */
import { describe, expect, it } from "vitest";
import { cases, lefts, odd, replacement, rights, rowsOf, users } from "./text-columns.js";

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
