import { describe, expect, it } from "vitest";
import { renderDiagnostic } from "../../src/text/render-diagnostic.js";

function rendered(text: string, start: number, end: number): string[] {
  const problem = {
    code: "KQL101",
    severity: "error",
    span: { start, end },
    message: "wrong",
    hints: ["mend it"],
  };
  return renderDiagnostic({ ...problem, severity: "error" }, { name: "f", text }).split("\n");
}

const long = `${"a".repeat(300)}WRONG${"b".repeat(300)}`;

describe("the line of a diagnostic", () => {
  it("is shown with a caret line below", () => {
    expect(rendered("one\n\ttwo three", 5, 8)).toEqual([
      "f:2:2: error KQL101: wrong",
      "  2 |  two three",
      "    |  ^^^ mend it",
    ]);
  });

  it("is counted and shown without a byte order mark", () => {
    expect(rendered("\uFEFFone\ntwo", 1, 4)).toEqual([
      "f:1:1: error KQL101: wrong",
      "  1 | one",
      "    | ^^^ mend it",
    ]);
    expect(rendered("\uFEFFone\ntwo", 5, 8)[0]).toBe("f:2:1: error KQL101: wrong");
  });

  it("is shown in part when it is long, with the caret at its place", () => {
    const [head, line, caret] = rendered(long, 300, 305);
    expect(head).toBe("f:1:301: error KQL101: wrong");
    expect(line).toBe(`  1 | ... ${"a".repeat(60)}WRONG${"b".repeat(95)} ...`);
    expect(caret.slice(line.indexOf("WRONG"))).toBe("^^^^^ mend it");
  });

  it.each([
    ["start", 0, 5],
    ["end", long.length - 5, long.length],
    ["whole", 0, long.length],
    ["place behind its last character", long.length, long.length],
  ])("keeps its %s in sight when it is long", (_what, start, end) => {
    const [, line, caret] = rendered(long, start, end);
    expect(line.length).toBeLessThan(190);
    expect(caret).toMatch(/^ {4}\| *\^+ mend it$/);
    expect(caret.lastIndexOf("^")).toBeLessThanOrEqual(line.length);
  });
});
