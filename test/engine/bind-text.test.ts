import { describe, expect, it } from "vitest";
import { bindText } from "../../src/engine/bind-text.js";
import { WorkspaceCatalog } from "../../src/engine/catalog.js";

const catalog = new WorkspaceCatalog();
catalog.tables.set("T", {
  columns: [
    { name: "a", type: "string" },
    { name: "n", type: "long" },
  ],
});

/** `line: code` of each mistake, in order. */
function mistakes(text: string): string[] {
  return bindText({ name: "query", text }, catalog).diagnostics.map(
    ({ code, span }) => `${text.slice(0, span.start).split("\n").length}: ${code}`,
  );
}

describe("a text that does not parse", () => {
  it.each([
    ["is not blamed for yielding nothing", "let x = 5\nT | count", ["1: KQL017"]],
    ["is not blamed for what its end lacks", "T\n| join (T\n| where a ==\n) on a", ["3: KQL017"]],
    ["is not blamed for names that are missing", "let x = 5;\nT\n| project-reorder a, , n", ["3: KQL004"]],
    [
      "has its unknown names before the mistake",
      "T\n| where zz == 1\n| where n >",
      ["2: KQL101", "3: KQL005"],
    ],
    ["has no unknown names behind the mistake", "T\n| where n > > 1\n| where zz == 1", ["2: KQL004"]],
    [
      "has all mistakes of its other statements",
      "let f = T | where n;\nT | where n > > 1;\nT | where zz == 1",
      ["1: KQL107", "2: KQL004", "3: KQL101"],
    ],
  ])("%s", (_claim, text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });
});
