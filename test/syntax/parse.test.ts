import { describe, expect, it } from "vitest";
import { accepted } from "./accepted.js";
import { rejected } from "./rejected.js";
import { codes, parse, parsed, withoutPlaces } from "./syntax-values.js";

describe("parsing", () => {
  it.each(accepted.map((query) => [query]))("accepts %j", (query) => {
    expect(codes(query)).toEqual([]);
  });

  it.each(rejected)("refuses %j with %s first", (query, first) => {
    expect(codes(query)[0]).toBe(first);
  });

  it("reports several errors, also behind the place where a pipeline breaks off", () => {
    const query = "T | where a b\n| extnd c\n| where d ==\n| project (e;\nU | where";
    expect(codes(query)).toEqual(["KQL004@12", "KQL006@16", "KQL017@36", "KQL004@49", "KQL005@60"]);
  });

  it("keeps what it could read", () => {
    const { query } = parse("T | where a == | take 5");
    expect(query.statements).toHaveLength(1);
  });

  it("names a nearby operator", () => {
    expect(parse("T | summarise count()").diagnostics[0].hints).toEqual(["did you mean `summarize`?"]);
  });

  it("tells how to write a keyword as a name", () => {
    expect(parse("T | where asc == 1").diagnostics[0].hints).toEqual(["if it is a name, write ['asc']"]);
  });

  it("offers straight quotes for typographic ones", () => {
    expect(parse("T | where a == “x”").diagnostics[0].hints).toEqual(['use straight quotes: "']);
  });

  it("places an error at the end of a line behind what it misses", () => {
    const [first] = parse("T | where a ==\n| take 5").diagnostics;
    expect([first.code, first.span, first.message]).toEqual([
      "KQL017",
      { start: 14, end: 14 },
      "expected an expression after `==`",
    ]);
  });
});

describe("places", () => {
  it("cover the text of their nodes", () => {
    const text = "T | where f(a.b[0]) == -1 and c in (1, 2) | summarize n = count() by d";
    const at = (span: { start: number; end: number }) => text.slice(span.start, span.end);
    const [statement] = parsed(text).statements;
    if (statement.kind !== "query" || statement.value.kind !== "pipeline") throw new Error("no pipeline");
    const [where, summarize] = statement.value.operators;
    expect([at(where.span), at(where.keyword)]).toEqual(["where f(a.b[0]) == -1 and c in (1, 2)", "where"]);
    expect([at(summarize.span), at(summarize.keyword)]).toEqual(["summarize n = count() by d", "summarize"]);
    const spans: string[] = [];
    const walk = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      if ("kind" in node && "span" in node) spans.push(at(node.span as { start: number; end: number }));
      Object.values(node).forEach(walk);
    };
    walk(where);
    expect(spans).toEqual([
      "where f(a.b[0]) == -1 and c in (1, 2)",
      "f(a.b[0]) == -1 and c in (1, 2)",
      "f(a.b[0]) == -1",
      "f(a.b[0])",
      "a.b[0]",
      "a.b",
      "a",
      "0",
      "-1",
      "1",
      "c in (1, 2)",
      "c",
      "1",
      "2",
    ]);
  });
});

describe("precedence", () => {
  const value = (text: string): unknown => {
    const [statement] = parsed(`print ${text}`).statements;
    return withoutPlaces(statement, { raw: false });
  };

  it.each([
    ["a or b and c", "a or (b and c)"],
    ["a and b or c and d", "(a and b) or (c and d)"],
    ["a == b and c != d", "(a == b) and (c != d)"],
    ["a < b == c > d", "(a < b) == (c > d)"],
    ["a + b < c - d", "(a + b) < (c - d)"],
    ["a + b * c - d", "(a + (b * c)) - d"],
    ["a - b - c", "(a - b) - c"],
    ["a / b % c * d", "((a / b) % c) * d"],
    ["a * b has c + d", "(a * (b has c)) + d"],
    ["a has b == c contains d", "(a has b) == (c contains d)"],
    ["a =~ b and c startswith d", "(a =~ b) and (c startswith d)"],
    ["a + b in (c) and d", "((a + b) in (c)) and d"],
    ["a - b between (c + d .. e) or f", "((a - b) between ((c + d) .. e)) or f"],
    ["-a.b[0] * c", "(-(a.b[0])) * c"],
    ["a : b or c", "(a : b) or c"],
  ])("reads %s as %s", (text, explicit) => {
    expect(value(text)).toEqual(value(explicit));
  });

  it("makes one node of a chain", () => {
    expect(value("a and b and c")).toMatchObject({
      value: {
        source: { columns: [{ value: { kind: "logical", operator: "and", operands: { length: 3 } } }] },
      },
    });
  });

  it("keeps chains in parentheses apart", () => {
    expect(value("(a and b) and c")).not.toEqual(value("a and b and c"));
  });

  it.each(["a == b == c", "a < b < c", "a has b has c", "a in (b) == c", "a between (b .. c) in (d)"])(
    "refuses the chain %s",
    (text) => {
      expect(codes(`print ${text}`).map((code) => code.slice(0, 6))).toEqual(["KQL014"]);
    },
  );
});
