/** What a run makes beside its tables, and leaves with them, counts among what it holds. */
import { describe, expect, test } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { KqlError } from "../../src/text/errors.js";
import { loadText } from "../engine/load/load-text.js";

const rowCount = 40_000;
const fields = Array.from({ length: 12 }, (_, at) => `f${at}`);

function documents(): string {
  const lines: string[] = [];
  for (let row = 0; row < rowCount; row++) {
    const d = Object.fromEntries(fields.map((field) => [field, `${field} of ${row}`]));
    lines.push(JSON.stringify({ i: row, s: `text ${row}`, t: `other ${row}`, d }));
  }
  return lines.join("\n");
}

const text = documents();

function endingOf(query: string, maxMemoryBytes: number): string {
  const workspace = new Workspace({ limits: { maxMemoryBytes } });
  workspace.addLoadedTable(loadText(text));
  try {
    workspace.query(query);
    return "runs";
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    const [{ code, span }] = error.diagnostics;
    return `${code} ${query.slice(span.start, span.end)}`;
  }
}

const allPaths = fields.map((field) => `isnotempty(d.${field})`).join(" and ");

describe("a run is bounded in", () => {
  test("paths that it looks up", () => {
    expect(endingOf(`T | where ${allPaths} | count`, 20_000_000)).toMatch(/^KQL305 d\.f\d+/);
    expect(endingOf(`T | where ${allPaths} | count`, 200_000_000)).toBe("runs");
    expect(endingOf("T | where isnotempty(d.f1) | count", 20_000_000)).toBe("runs");
  });

  test("texts that it makes", () => {
    const query = "T | where s matches regex '^t' and t matches regex '^o' | count";
    expect(endingOf(query, 2_000_000)).toMatch(/^KQL305 /);
    expect(endingOf(query, 20_000_000)).toBe("runs");
  });
});

test("what is there already is not counted again", () => {
  const workspace = new Workspace();
  workspace.addLoadedTable(loadText(text));
  const query = `T | where ${allPaths} | count`;
  workspace.query(query);
  expect(workspace.query(query, { limits: { maxMemoryBytes: 1_000_000 } }).toArrays()).toEqual([[rowCount]]);
});
