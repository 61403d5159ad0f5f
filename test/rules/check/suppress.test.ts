import { describe, expect, it } from "vitest";
import { Workspace } from "../../../src/engine/workspace.js";
import { checkRuleFile } from "../../../src/rules/check/check-rule.js";
import { exampleRule } from "../../../src/rules/check/example-rule.js";

const workspace = new Workspace();
const codes = (text: string) => checkRuleFile({ name: "rule.yaml", text }, workspace).map(({ code }) => code);

describe("a comment that silences", () => {
  const cases: readonly [string, string, string[]][] = [
    ["behind the line", "queryPeriod: 30d # kqlunit-ignore RULE104: a test", []],
    ["above the line", "# kqlunit-ignore RULE104: a test\nqueryPeriod: 30d", []],
    [
      "two lines above, one for each code",
      "# kqlunit-ignore RULE104: a test\n# kqlunit-ignore RULE206: another\n\nqueryPeriod: 30d",
      ["RULE241"],
    ],
    ["for the file", "queryPeriod: 30d\n# kqlunit-ignore-file RULE104: a test", []],
    [
      "in the query",
      "query: |\n  AzureActivity\n  // kqlunit-ignore RULE204: kept for the day the period grows\n  | where TimeGenerated > ago(9d)\n  | where ActivityStatusValue =~ 'x'\n  | project TimeGenerated, CallerIpAddress",
      [],
    ],
    ["without a reason", "queryPeriod: 30d # kqlunit-ignore RULE104", ["RULE104", "RULE240"]],
    ["what isn't there", "queryPeriod: 1h # kqlunit-ignore RULE104: a test", ["RULE241"]],
    [
      "on another line",
      "# kqlunit-ignore RULE104: a test\nqueryFrequency: 1h\nqueryPeriod: 30d",
      ["RULE241", "RULE104"],
    ],
    ["several codes", "queryPeriod: 30d # kqlunit-ignore RULE104, RULE105: a test", ["RULE241"]],
    ["an error of the query", "query: | # kqlunit-ignore KQL102: a test\n  Nonsense", ["RULE241", "KQL102"]],
  ];

  it.each(cases)("%s gives %3$j", (_, keys, expected) => {
    expect(codes(exampleRule(keys))).toEqual(expected);
  });
});
