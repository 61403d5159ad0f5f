import { describe, expect, it } from "vitest";
import { benchNow, benchTables, generateRows, streamRows } from "../../bench/data/generate.js";
import { builtinTable } from "../../src/schemas/schemas.js";

describe.each(benchTables)("generated %s", (table) => {
  const rows = generateRows(table, 2000);

  it("is the same every time, streamed or not", () => {
    expect([...streamRows(table, 2000)]).toEqual(rows);
  });

  it("is another with another seed", () => {
    expect(generateRows(table, 10, { seed: 2 })).not.toEqual(generateRows(table, 10));
  });

  it("has columns of the schema only, nested values where it says dynamic", () => {
    const types = new Map(builtinTable(table)?.columns.map((column) => [column.name, column.type]));
    const wrong = rows.flatMap((row) =>
      Object.entries(row).filter(
        ([name, value]) => (types.get(name) === "dynamic") !== (typeof value === "object"),
      ),
    );
    expect(wrong).toEqual([]);
    expect(Object.keys(rows[0]).filter((name) => !types.has(name))).toEqual([]);
  });

  it("lies in the day before the run, in order", () => {
    const times = rows.map((row) => String(row.TimeGenerated));
    expect(times).toEqual([...times].sort());
    expect(times[0] >= "2026-04-05T12:00:00").toBe(true);
    expect(times[times.length - 1] < benchNow).toBe(true);
  });

  it("weighs about a kilobyte a row", () => {
    const size = JSON.stringify(rows).length / rows.length;
    expect(size).toBeGreaterThan(900);
    expect(size).toBeLessThan(1600);
  });
});
