import { describe, expect, it } from "vitest";
import { operatorSyntax } from "../../src/operators/syntax-table.js";
import { formatQuery } from "../../src/syntax/format.js";
import {
  maxBracketDepth,
  maxDiagnostics,
  maxExpressionDepth,
  maxQueryLength,
} from "../../src/syntax/limits.js";
import { printQuery } from "../../src/syntax/print.js";
import { codes, parse } from "./syntax-values.js";

const nested = (open: string, inside: string, close: string, depth: number): string =>
  `${open.repeat(depth)}${inside}${close.repeat(depth)}`;

describe("nesting", () => {
  it.each([
    ["parentheses", (depth: number) => `print ${nested("(", "1", ")", depth)}`],
    ["calls", (depth: number) => `print ${nested("f(", "1", ")", depth)}`],
    ["sums", (depth: number) => `print ${nested("(1 + ", "1", ")", depth)}`],
    ["indexes", (depth: number) => `print ${nested("a[", "1", "]", depth)}`],
    ["arrays", (depth: number) => `print dynamic(${nested("[", "1", "]", depth - 1)})`],
    ["unions", (depth: number) => nested("union (", "T", ")", depth)],
    ["joins", (depth: number) => `T ${nested("| join (U ", "| count", ") on a", depth)}`],
    ["mv-apply", (depth: number) => `T ${nested("| mv-apply a on (where a ", "", ")", depth)}`],
    ["functions", (depth: number) => nested("let f = () { ", "T", "}", depth)],
    ["toscalar", (depth: number) => `print ${nested("toscalar(print ", "1", ")", depth)}`],
  ])("of %s is read to the limit, and refused beyond it", (_, query) => {
    expect(codes(query(maxBracketDepth))).toEqual([]);
    expect(codes(query(maxBracketDepth + 1)).map((code) => code.slice(0, 6))).toEqual(["KQL091"]);
    expect(codes(query(10_000)).map((code) => code.slice(0, 6))).toEqual(["KQL091"]);
    const deepest = parse(query(maxBracketDepth)).query;
    expect(printQuery(deepest, operatorSyntax).length).toBeGreaterThan(0);
    expect(formatQuery(query(maxBracketDepth), operatorSyntax).diagnostics).toEqual([]);
  });

  it.each([
    [
      "sums",
      (length: number) =>
        `print ${Array(length + 1)
          .fill("1")
          .join(" + ")}`,
    ],
    ["paths", (length: number) => `print a${".b".repeat(length)}`],
  ])("of %s in a chain is limited too", (_, query) => {
    expect(codes(query(maxExpressionDepth))).toEqual([]);
    expect(codes(query(maxExpressionDepth + 1)).map((code) => code.slice(0, 6))).toEqual(["KQL092"]);
    expect(codes(query(100_000)).map((code) => code.slice(0, 6))).toEqual(["KQL092"]);
  });

  it("is no problem for chains of `and` and `or`, lists, operators and statements", () => {
    expect(codes(`T | where ${Array(50_000).fill("a == 1 and b == 2").join(" or ")}`)).toEqual([]);
    expect(codes(`T | where a in (${Array(100_000).fill("'x'").join(",")})`)).toEqual([]);
    expect(codes(`T${" | where a".repeat(50_000)}`)).toEqual([]);
    expect(codes(`${"let a = 1;".repeat(50_000)}T`)).toEqual([]);
  });
});

describe("length", () => {
  it("is limited", () => {
    expect(codes(" ".repeat(maxQueryLength))).toEqual([]);
    expect(codes(" ".repeat(maxQueryLength + 1)).map((code) => code.slice(0, 6))).toEqual(["KQL090"]);
  });

  const size = 100_000;
  it.each([
    "a",
    "1",
    "1.",
    "'",
    '"',
    "`",
    "~",
    "@",
    "(",
    "[]",
    "{",
    ")",
    "|",
    ";",
    ",",
    "&",
    "\u0000",
    "é",
    "=",
    "a b ",
    "a,b c,",
    "| where ",
    "| where (",
    "| where () ",
    "| join (",
    "datetime(",
    "hint.a.",
    "let a = ;",
    "//",
    "/*",
    "#a\n",
    "```a",
    "1e",
    "0x",
    "'a' b,",
    "a==",
    "!in",
    "matches regex",
    "-1",
    "..",
    "=>",
  ])(
    "100 kB of %j is answered in bounded time",
    (unit) => {
      const text = unit.repeat(size / unit.length);
      for (const query of [text, `T | where ${text}`, `print f(${text}`]) {
        const { diagnostics } = parse(query);
        expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics + 1);
      }
    },
    60_000,
  );
});

it("a megabyte of real operators is parsed whole", () => {
  const query = `T\n${"| where a == 'x' and f(b, 1h) > 2.5 | extend c = strcat(d, \"e\")\n".repeat(16_000)}`;
  expect(query.length).toBeGreaterThan(1_000_000);
  expect(codes(query)).toEqual([]);
}, 60_000);

describe("a megabyte of one thing is parsed and formatted", () => {
  const many = (part: string, separator: string): string =>
    Array(Math.floor(1e6 / (part.length + separator.length)))
      .fill(part)
      .join(separator);

  it.each([
    ["alternatives", `T | where ${many("a == 1", " or ")}`],
    ["tables", `union ${many("T", ", ")}`],
    ["strings side by side", `print ${many('"a"', " ")}`],
    ["comments", `T\n${many("// c", "\n")}`],
    ["keys of a bag", `print dynamic({${many('"k": 1', ", ")}})`],
    ["operators", `T ${many("| count", " ")}`],
    ["stars in a name", `T | project-away ${many("a*", "")}`],
  ])(
    "%s",
    (_, text) => {
      expect(formatQuery(text, operatorSyntax).diagnostics).toEqual([]);
    },
    60_000,
  );
});

describe("problems", () => {
  it("are shown up to a number", () => {
    const { diagnostics } = parse("T | where ;\n".repeat(1000));
    expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics + 1);
    expect(diagnostics.length).toBeGreaterThan(10);
  });
});
