import { describe, expect, it } from "vitest";
import { operatorSyntax } from "../../src/operators/syntax-table.js";
import { formatQuery } from "../../src/syntax/format.js";
import { accepted } from "./accepted.js";
import { parsed, withoutPlaces } from "./syntax-values.js";

const formatted = (text: string): string => formatQuery(text, operatorSyntax).text;

describe("formatting", () => {
  it.each([
    ["one operator a line", "T|where a==1|take 5", "T\n| where a == 1\n| take 5"],
    [
      "values of `let` with pipelines are indented",
      "let a=1;let b=T|take 1;b",
      "let a = 1;\nlet b =\n    T\n    | take 1;\nb",
    ],
    [
      "pipelines in brackets stand between lines of their own",
      "T|join kind = inner(U|where b)on a",
      "T\n| join kind=inner (\n    U\n    | where b\n) on a",
    ],
    [
      "long lists get a line for each item, and the keys of groups another",
      "T | summarize FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated), Count = count() by Account, Host",
      "T\n| summarize\n    FirstSeen = min(TimeGenerated),\n    LastSeen = max(TimeGenerated),\n    Count = count()\n    by Account, Host",
    ],
    [
      "a single long item stays beside its operator",
      `T | extend Reason = case(${Array(6).fill("Column has 'value'").join(", ")})`,
      `T\n| extend Reason = case(\n${Array(6).fill("    Column has 'value'").join(",\n")}\n)`,
    ],
    [
      "long conditions break before `or`, then `and`",
      `T | where ${Array(3).fill("Column == 'value' and Other != 'value'").join(" or ")}`,
      `T\n| where ${Array(3).fill("Column == 'value' and Other != 'value'").join("\n    or ")}`,
    ],
    [
      "conditions in brackets are indented once",
      `T | where not(${Array(2).fill("Column == 'value' and Other != 'value' and Third").join(" or ")})`,
      `T\n| where not(\n    ${Array(2).fill("Column == 'value' and Other != 'value' and Third").join("\n    or ")}\n)`,
    ],
    [
      "comments before a closing bracket stand with what is inside",
      "T | where a in ('x' // first\n// last\n)",
      "T\n| where a in (\n    'x' // first\n    // last\n)",
    ],
    [
      "brackets may hold comments alone",
      "datatable (a:long) [\n// none\n]",
      "datatable (a:long) [\n    // none\n]",
    ],
    [
      "lines begin without blanks",
      "#crp\nT | where a or // why\n b",
      "#crp\nT\n| where a\n    or // why\n    b",
    ],
    [
      "lists of literals fill lines",
      `let a = dynamic([${Array(14).fill("'123456789'").join(",")}]);`,
      `let a = dynamic([\n    ${Array(7).fill("'123456789'").join(", ")},\n    ${Array(7).fill("'123456789'").join(", ")}\n]);`,
    ],
    [
      "rows of a datatable stand on lines of their own",
      "datatable(a:long,b:string)[1,'x',2,'y',]",
      "datatable (a:long, b:string) [\n    1, 'x',\n    2, 'y',\n]",
    ],
    [
      "comments stay on their lines, or before what they stood before",
      "// first\nT // source\n// filter\n| where a // one\n   and b\n// last",
      "// first\nT // source\n// filter\n| where a // one\n    and b\n// last",
    ],
    ["an empty line stays between statements", "let a=1;\n\n\nlet b=2;\nT", "let a = 1;\n\nlet b = 2;\nT"],
    [
      "functions are blocks when they are more than an expression",
      "let f=(a:long){a+1};let g=(){T|take 1};g",
      "let f = (a:long) { a + 1 };\nlet g = () {\n    T\n    | take 1\n};\ng",
    ],
    [
      "signs, hints, paths, wildcards and ranges stand close",
      "T | where - a . b [ 0 ] between ( - 1 .. 2 ) | summarize hint . strategy , count ( ) by a",
      "T\n| where -a.b[0] between (-1 .. 2)\n| summarize hint.strategy, count() by a",
    ],
    ["wildcards stay in one piece", "union T*,*_CL|project-away a*b*", "union T*, *_CL\n| project-away a*b*"],
    [
      "calls that look like literals keep their blank",
      "print bool (true), bool(true)",
      "print bool (true), bool(true)",
    ],
    [
      "patterns of graphs are set close",
      "G | graph-match (a) - [e *1 .. 3] -> (b) project a.x",
      "G\n| graph-match (a)-[e*1..3]->(b) project a.x",
    ],
    ["nothing is nothing", "  \n ", ""],
  ])("%s", (_, text, expected) => {
    expect(formatted(text)).toBe(expected);
    expect(formatted(expected)).toBe(expected);
  });

  it("leaves text with errors as it is, and says what they are", () => {
    const result = formatQuery("T |where", operatorSyntax);
    expect(result.text).toBe("T |where");
    expect(result.diagnostics).toHaveLength(1);
  });

  it.each(accepted.map((query) => [query]))("keeps the meaning of %j", (query) => {
    const text = formatted(query);
    expect(withoutPlaces(parsed(text), { raw: false })).toEqual(withoutPlaces(parsed(query), { raw: false }));
    expect(formatted(text)).toBe(text);
  });
});
