/** Texts are read in stretches that end anywhere. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoadedTable } from "../../../src/engine/loaded-table.js";
import { cellsOf } from "../../../src/vector/vector.js";
import { type LoadTextOptions, loadText } from "./load-text.js";

function rowsOf(table: LoadedTable): unknown[] {
  return table.columns.map(({ name, type }, at) => [name, type, cellsOf(table.column(at))]);
}

/** What a text loads as: columns with their cells, or the mistake found in it. */
function outcome(text: string, options: LoadTextOptions): unknown {
  try {
    return rowsOf(loadText(text, options));
  } catch (error) {
    return String(error);
  }
}

const objects = [
  { a: 12345, b: 'text \u00e9\u{1f600} "quoted" \\ line\nbreak', c: { d: [1, 2.5, null], e: "x" } },
  { a: -1, b: "", c: [], 'odd "key"': true },
  {},
  { a: null, b: "z", c: "scalar" },
];
const documents = {
  lines: objects.map((row) => JSON.stringify(row)).join("\r\n"),
  array: JSON.stringify(objects, null, 2),
  records: JSON.stringify({ first: [1, { x: 12 }], records: objects, last: 12.5 }),
  answer: JSON.stringify({
    tables: [
      { name: "T", columns: [{ name: "a", type: "long" }, { name: "b" }], rows: [[1, "x"], [22, "y"], []] },
    ],
    more: 1,
  }),
  broken: `${JSON.stringify(objects[0])}\n{"a":1,"b":tru}\n`,
  cutOff: '{"a":1}\n{"a":12',
};
const tables = {
  plain: "a,b,c\n1,x,\n22,yy,zz\n",
  quoted: 'a,b,c\r\n1,"x ""y""\r\nz",""\r\n"22",\u00e9\u{1f600},"q"\r\n\r\n3,,',
  narrow: "a\n1\n\n22\n",
  long: "a,b\n1,2,3\n4,5\n",
  open: 'a,b\n1,"x\n',
  odd: 'a,b\n1,"x"y\n',
};

describe("a text read in stretches", () => {
  it.each(Object.entries(documents))("gives the same rows of JSON however it is cut: %s", (_, text) => {
    const whole = outcome(text, {});
    for (let stretch = 1; stretch <= 40; stretch++) expect(outcome(text, { stretch })).toEqual(whole);
  });

  it.each(Object.entries(tables))("gives the same rows of CSV however it is cut: %s", (_, text) => {
    const whole = outcome(text, { format: "csv" });
    for (let stretch = 1; stretch <= 40; stretch++) {
      expect(outcome(text, { format: "csv", stretch })).toEqual(whole);
    }
  });

  it("finds the mistakes where they are", () => {
    expect(outcome(documents.broken, {})).toBe("Error: 2:15: not JSON: unexpected `}`");
    expect(outcome(documents.cutOff, {})).toContain("2:8: the last row is cut off");
    expect(outcome(tables.long, { format: "csv" })).toContain("2:1: the row has 3 fields, the header 2");
    expect(outcome(tables.open, { format: "csv" })).toContain("2:3: the last row is cut off");
    expect(outcome(tables.odd, { format: "csv" })).toContain("2:6: expected a comma");
  });
});

describe("the loader of CSV", () => {
  const fields = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("", '"', ",", "\n", "\r\n", 'a "b"', " x ", "007", "1.5", "true", "{}"),
  );

  it("reads back what a writer of CSV wrote", () => {
    const quoted = (field: string, isBare: boolean): string =>
      isBare && !/[",\n\r]/.test(field) && field.isWellFormed() ? field : `"${field.replaceAll('"', '""')}"`;
    const rows = fc.array(fc.tuple(fields, fields, fc.boolean()), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 30 }),
        (drawn, end, stretch) => {
          const lines = drawn.map(([a, b, isBare]) => `${quoted(a, isBare)},${quoted(b, isBare)}`);
          const known = [
            { name: "a", type: "string" as const },
            { name: "b", type: "string" as const },
          ];
          const table = loadText(["a,b", ...lines].join(end), { known, format: "csv", stretch });
          expect(cellsOf(table.column(0))).toEqual(drawn.map(([a]) => a.toWellFormed()));
          expect(cellsOf(table.column(1))).toEqual(drawn.map(([, b]) => b.toWellFormed()));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("columns that no schema knows", () => {
  it("are typed as those of objects are", async () => {
    const { inferColumns } = await import("../../../src/engine/inferred-schema.js");
    const cell = fc.oneof(
      fc.constantFrom(
        1,
        2.5,
        true,
        null,
        "x",
        "2026-04-06T12:00:00Z",
        "2026-99-06T12:00:00Z",
        1e21,
        9007199254740994,
      ),
      fc.constantFrom({}, [1], { a: 1 }, "", 0),
    );
    const row = fc.record({ a: cell, b: cell, c: cell }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (drawn) => {
        const table = loadText(drawn.map((item) => JSON.stringify(item)).join("\n"));
        expect(table.columns).toEqual(inferColumns(drawn));
      }),
      { numRuns: 500 },
    );
  });
});

describe("columns of many rows", () => {
  it("keep every cell, whether values repeat or not", () => {
    const count = 60_000;
    const lines: string[] = [];
    for (let at = 0; at < count; at++) {
      const sparse = at % 1000 === 999 ? `,"sparse":"s${at}"` : "";
      lines.push(
        `{"few":"f${at % 3}","many":"m${(at * 7919) % 9000}","unique":"u${at}","d":{"n":${at}},"n":${at}${sparse}}`,
      );
    }
    const table = loadText(lines.join("\n"), { known: [{ name: "late", type: "real" }] });
    const column = (name: string): unknown[] =>
      cellsOf(table.column(table.columns.findIndex((one) => one.name === name)));
    const numbers = Array.from({ length: count }, (_, at) => at);
    expect(column("few")).toEqual(numbers.map((at) => `f${at % 3}`));
    expect(column("many")).toEqual(numbers.map((at) => `m${(at * 7919) % 9000}`));
    expect(column("unique")).toEqual(numbers.map((at) => `u${at}`));
    expect(column("d")).toEqual(numbers.map((at) => ({ n: at })));
    expect(column("n")).toEqual(numbers);
    expect(column("sparse")).toEqual(numbers.map((at) => (at % 1000 === 999 ? `s${at}` : "")));
    expect(column("late")).toEqual(numbers.map(() => null));
  });
});
