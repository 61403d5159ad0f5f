import { describe, expect, test } from "vitest";
import { Workspace } from "../../../src/engine/workspace.js";
import { loadText } from "./load-text.js";

const rowCount = 20_000;
const numbers = Array.from({ length: rowCount }, (_, row) =>
  row === 10_000 ? null : row - (row % 7 === 0 ? 50 : 0),
);
const text = numbers.map((n) => JSON.stringify({ n })).join("\n");
const workspace = new Workspace();
workspace.addLoadedTable(loadText(text, { known: [{ name: "n", type: "long" }] }));

const tests: Record<string, (a: number, b: number) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

describe.each(Object.entries(tests))("%s in a table of many stretches", (operator, holds) => {
  test.each([-51, -50, 0, 8191, 8192, 10_000, 16_383, 16_384, 19_999, 20_000])(
    "finds the rows on its side of %d",
    (bound) => {
      const kept = numbers.filter((n) => n !== null && holds(n, bound));
      const left = numbers.filter((n) => n !== null && !holds(n, bound));
      const rows = workspace.query(
        `T | summarize kept = countif(n ${operator} ${bound}), left = countif(not(n ${operator} ${bound}))`,
      );
      expect(rows.toArrays()).toEqual([[kept.length, left.length]]);
      expect(workspace.query(`T | where n ${operator} ${bound} | count`).toArrays()).toEqual([[kept.length]]);
    },
  );
});
