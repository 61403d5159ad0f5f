import { describe, expect, it } from "vitest";
import type { BoundExpression } from "../../src/bind/bound.js";
import { bindOverSample } from "./bind-over-sample.js";

/** The one expression of `print`. */
function expressionOf(text: string): BoundExpression {
  const { query, diagnostics } = bindOverSample(text);
  expect(diagnostics).toEqual([]);
  const [{ source }] = query.results;
  if (source.kind !== "generator" || !("outputs" in source.operator)) throw new Error("no print");
  // The operator's own fields are known to it alone.
  const [output] = source.operator.outputs as readonly { readonly expression: BoundExpression }[];
  return output.expression;
}

describe("folding", () => {
  it.each([
    ["calls on literals", "print 1 + 2 * 3", 7],
    ["calls on lets", "let a = 2; let c = a * 3; print c + 1", 7],
    ["calls of functions of the query", "let f = (x:long) { x * x }; print f(3)", 9],
    ["conversions", "print toint('12')", 12],
    ["conditions", "print 1 < 2 and (2 < 1 or true)", true],
    ["a known side of or", "print false or bool(null)", null],
    ["a known side of and", "print false and bool(null)", false],
    ["between", "print 5 between (1 .. 5)", true],
    ["nulls", "print 1 + int(null)", null],
    ["text that would be null", "print tostring(int(null))", ""],
  ])("works out %s", (_claim, text, value) => {
    const expression = expressionOf(text);
    expect(expression).toMatchObject({ kind: "constant", value });
  });

  it.each([
    ["the clock", "print now()"],
    ["times before the clock", "print ago(1d)"],
    ["random numbers", "print rand()"],
    ["sub-queries", "print toscalar(T | count)"],
  ])("leaves %s to the run", (_claim, text) => {
    expect(expressionOf(text).kind).not.toBe("constant");
  });

  it("tells what is constant within a run from what is not", () => {
    expect(expressionOf("print ago(1d) + 1h").isRunConstant).toBe(true);
    expect(expressionOf("print toscalar(T | count) * 2").isRunConstant).toBe(true);
    expect(expressionOf("print rand() * 2").isRunConstant).toBeUndefined();
  });

  it("makes a whole chain of members one node", () => {
    const expression = expressionOf("print dynamic({}).a['b'][0].c");
    expect(expression).toMatchObject({ kind: "member", path: ["a", "b", 0, "c"] });
  });

  it("leaves out conversions to the type that a value has", () => {
    const { query } = bindOverSample("T | project x = tostring(s)");
    expect(JSON.stringify(query.results[0].operators)).not.toContain("tostring");
  });
});

describe("columns that are read", () => {
  it.each([
    [
      "those that the query names, and those of the result",
      "T | where l > 1 | extend x = s | project x, t",
      "lst",
    ],
    ["those behind another name", "T | project-rename x = s | where x == 'a' | count", "s"],
    ["those that a join renames", "T | join (T | project s, l) on s | project l1", "ls"],
    ["all, where any is tested", "T | where * has 'x' | count", "bdgilmprst"],
    ["all, where whole rows are compared", "T | distinct * | count", "bdgilmprst"],
    ["all, where whole rows are searched", "T | search 'x' | count", "bdgilmprst"],
    ["all, where whole rows are packed", "T | project x = pack_all()", "bdgilmprst"],
    ["none to count rows", "T | count", ""],
  ])("are %s", (_claim, text, names) => {
    const { query } = bindOverSample(text);
    const [{ source }] = query.results;
    if (source.kind !== "scan") throw new Error("no scan");
    expect(
      [...source.used]
        .map((index) => source.columns[index].name)
        .sort()
        .join(""),
    ).toBe(names);
  });
});
