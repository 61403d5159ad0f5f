import { describe, expect, it } from "vitest";
import { parseRule } from "../../src/rules/parse-rule.js";
import { fileOffset, fileSpan } from "../../src/rules/text-map.js";

/** Files that hold the same query in every way YAML and JSON can write it; each must lead back to the word `Result`. */
const files: readonly [string, string, string][] = [
  ["a literal block", "a.yaml", "id: x\nquery: |\n  // note\n  AuditLogs\n  | where Result == 'x'\n"],
  [
    "a literal block with deeper lines",
    "a.yaml",
    "query: |-\n    AuditLogs\n      | where\n        Result == 'x'\nname: y\n",
  ],
  ["CRLF", "a.yaml", "id: x\r\nquery: |\r\n  AuditLogs\r\n\r\n  | where Result == 'x'\r\nname: y\r\n"],
  ["a byte order mark", "a.yaml", "\uFEFFquery: |\n  AuditLogs\n  | where Result == 'x'\n"],
  ["tabs in the text", "a.yaml", "query: |\n  AuditLogs\t\n  \t| where Result == 'x'\n"],
  ["a folded block", "a.yaml", "query: >\n  AuditLogs\n  | where\n\n\n  Result == 'x'\n    | take 1\n"],
  ["an explicit indentation", "a.yaml", "query: |2\n     AuditLogs\n  | where Result == 'x'\n"],
  ["a plain scalar", "a.yaml", "query: AuditLogs\n  | where Result == 'x'\n"],
  ["single quotes", "a.yaml", "query: 'AuditLogs | where A == ''it''\n\n  and Result == ''x'''\n"],
  [
    "double quotes",
    "a.yaml",
    'query: "AuditLogs\\n| where A == \\"\\u00e9\\x41\\U0001F600\\" \\\n   and Result == 1"\n',
  ],
  [
    "JSON",
    "a.json",
    '{"kind":"Scheduled","properties":{"query":"AuditLogs\\r\\n\\t| where A == \\"\\u00e9\\"\\n| where Result == 1"}}',
  ],
  ["JSON with a string over lines", "a.json", '{"query":"AuditLogs\n| where Result == 1"}'],
  [
    "an ARM expression",
    "a.json",
    '{"resources":[{"type":"x/alertRules","properties":{"query":"[concat(\'AuditLogs\\n\', \'| where A == \'\'q\'\' and Result == 1\')]"}}]}',
  ],
  ["a KQL file", "a.kql", "// kqlunit: name=x\nAuditLogs\n| where Result == 1"],
];

describe("a query's map", () => {
  it.each(files)("leads through %s to the very characters", (_, fileName, text) => {
    const [rule] = parseRule(text, { fileName }).rules;
    const { text: query, map } = rule.query;
    const start = query.indexOf("Result");
    expect(start).toBeGreaterThan(0);
    const span = fileSpan(map, { start, end: start + "Result".length });
    expect(text.slice(span.start, span.end)).toBe("Result");
  });

  it.each(files)("never goes backwards in %s", (_, fileName, text) => {
    const [rule] = parseRule(text, { fileName }).rules;
    let last = -1;
    for (let offset = 0; offset <= rule.query.text.length; offset++) {
      const at = fileOffset(rule.query.map, offset);
      expect(at).toBeGreaterThanOrEqual(last);
      expect(at).toBeLessThanOrEqual(text.length);
      last = at;
    }
  });
});
