import { describe, expect, it } from "vitest";
import { KqlParser } from "../../grammar/parser.js";
import { createLexer, isNameWord, keyword, tokenize } from "../../grammar/tokens.js";
import { operatorSyntax } from "../../src/operators/syntax-table.js";
import { accepted } from "../syntax/accepted.js";

const lexer = createLexer();
const typesOf = (text: string) => tokenize(lexer, text).tokens.map(({ tokenType }) => tokenType.name);

describe("the grammar", () => {
  const checked = new KqlParser({ recoveryEnabled: true, isChecked: true });

  it("has no ambiguity, left recursion or unreachable alternative", () => {
    expect(checked.query).toBeDefined();
  });

  it("has a syntax entry for every operator rule, and a rule for every entry", () => {
    const rules = Object.keys(checked.getGAstProductions()).filter((rule) => rule.endsWith("Operator"));
    const operators = rules.filter((rule) => rule !== "sourceOperator" && rule !== "tabularOperator");
    expect([...operatorSyntax.byRule.keys()].sort()).toEqual(operators.sort());
  });

  it("reads the same with tables made on first use as with Chevrotain's own lookahead", () => {
    const quick = new KqlParser({ recoveryEnabled: true });
    for (const text of accepted) {
      const { tokens } = tokenize(lexer, text);
      checked.input = tokens;
      const slowTree = checked.query();
      quick.input = tokens;
      expect(quick.query(), text).toEqual(slowTree);
    }
  });
});

describe("the lexer", () => {
  it.each([
    ["1.5h", ["TimespanLiteral"]],
    [
      "1d 2days 3hr 4hours 5min 6m 7sec 8seconds 9ms 1millis 1micros 1nanos 1tick 2ticks",
      Array(14).fill("TimespanLiteral"),
    ],
    ["1w 1us 100ns 5mins 1e2h", Array(5).fill("DigitIdentifier")],
    ["1.5 1e5 1.0e-3 1.", ["RealLiteral", "RealLiteral", "RealLiteral", "RealLiteral"]],
    ["1..5", ["LongLiteral", "DotDot", "LongLiteral"]],
    ["1.h", ["LongLiteral", "Dot", "Identifier"]],
    ["0xFF 12", ["LongLiteral", "LongLiteral"]],
    ["5h_avg 0L 5abc", ["DigitIdentifier", "DigitIdentifier", "DigitIdentifier"]],
    ["datetime(2020-01-01 10:00) int(1) bool(true)", ["TypedLiteral", "TypedLiteral", "TypedLiteral"]],
    ["bool (true)", ["Identifier", "OpenParen", "BooleanLiteral", "CloseParen"]],
    ["true True TRUE tRUE", ["BooleanLiteral", "BooleanLiteral", "BooleanLiteral", "Identifier"]],
    ['"a" \'b\' @"c" @\'d\' h"e" H\'f\' h@"g" ```h``` ~~~i~~~', Array(9).fill("StringLiteral")],
    ['"a""b" @"a""b" "\\""', ["StringLiteral", "StringLiteral", "StringLiteral", "StringLiteral"]],
    ["```a\n`b``c\n```", ["StringLiteral"]],
    ['"a\n"b', ["UnterminatedString", "UnterminatedString"]],
    [
      "project-away mv-expand parse-kv a-b",
      ["ProjectAway", "MvExpand", "ParseKv", "Identifier", "Minus", "Identifier"],
    ],
    [
      "x !in~ (y) in~ in",
      ["Identifier", "InSymbol", "OpenParen", "Identifier", "CloseParen", "InSymbol", "In"],
    ],
    ["!has !hasprefix_cs matches regex", ["WordOperator", "WordOperator", "WordOperator"]],
    [
      "hint.strategy=x hint.strategy",
      ["HintName", "Assign", "Identifier", "Identifier", "Dot", "Identifier"],
    ],
    ["title=1 title", ["Identifier", "Assign", "LongLiteral", "DeclarableWord"]],
    ["typeof(x) typeof", ["Typeof", "OpenParen", "Identifier", "CloseParen", "Identifier"]],
    ["in range(", ["SeriesIn", "Range", "OpenParen"]],
    ["a // b\nc", ["Identifier", "Identifier"]],
    ["$left $x", ["Identifier", "Identifier"]],
  ])("reads %j", (text, expected) => {
    expect(typesOf(text)).toEqual(expected);
  });

  it("gives every token its end", () => {
    const [first, second] = tokenize(lexer, "ab  cd").tokens;
    expect([first.startOffset, first.endOffset, second.startOffset, second.endOffset]).toEqual([0, 1, 4, 5]);
  });

  it("keeps comments apart", () => {
    const { groups } = tokenize(lexer, "a // b\n// c");
    expect(groups.comments.map(({ image }) => image)).toEqual(["// b", "// c"]);
  });
});

describe("isNameWord", () => {
  it.each(["a", "_a1", "$left", "count", "with", "typeof"])("takes %s without brackets", (name) => {
    expect(isNameWord(name)).toBe(true);
  });

  it.each(["", "a b", "1a", "where", "and", "asc", "title", "a-b", "int", "kind"])("brackets %j", (name) => {
    expect(isNameWord(name)).toBe(false);
  });
});

it("tells of keywords that do not exist", () => {
  expect(() => keyword("frobnicate")).toThrow("no keyword frobnicate");
});
