import { describe, expect, it } from "vitest";
import { wildcardsOf } from "../../../src/rules/check/collect-facts.js";
import { deployKeyLints } from "../../../src/rules/check/deploy-keys.js";
import { deployMappingLints } from "../../../src/rules/check/deploy-mappings.js";
import { exampleRule } from "../../../src/rules/check/example-rule.js";
import type { QueryFacts } from "../../../src/rules/check/facts.js";
import { runLints } from "../../../src/rules/check/lint.js";
import { parseRule } from "../../../src/rules/parse-rule.js";

const lints = { ...deployKeyLints, ...deployMappingLints };

/** Facts of a query of which only the output columns are known. */
function factsWith(columns: readonly string[]): QueryFacts {
  return {
    columns: columns.map((name) => ({
      name,
      type: "string",
      origin: undefined,
      isSame: false,
      span: undefined,
    })),
    isOpen: false,
    canHaveManyRows: true,
    order: undefined,
    scans: [],
    lookbacks: [],
    windowEnds: [],
    looks: [],
    selfCounts: [],
    moreResults: [],
    joins: [],
    comparisons: [],
    aggregations: [],
    timeWindows: [],
    latestOnly: [],
    deprecated: [],
    unused: [],
    unrepeatable: [],
    contains: [],
    dedupes: false,
  };
}

const baseColumns = ["TimeGenerated", "Caller", "CallerIpAddress", "ResourceGroup"];

function check(
  text: string,
  facts = factsWith(baseColumns),
): { code: string; line: number; message: string }[] {
  const { rules, diagnostics } = parseRule(text, { fileName: "rule.yaml" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return runLints(lints, { rule: rules[0], query: facts, wildcards: wildcardsOf(rules[0]) }).map(
    ({ code, span, message }) => ({
      code,
      message,
      line: text.slice(0, span.start).split("\n").length,
    }),
  );
}

const codes = (keys: string, facts?: QueryFacts) => check(exampleRule(keys), facts).map(({ code }) => code);

describe("deploy checks", () => {
  it("have nothing to say about a sound rule", () => {
    expect(check(exampleRule(""))).toEqual([]);
  });

  it.each(Object.entries(lints).filter(([code]) => code !== "RULE114"))(
    "%s finds its bad example and not its good one",
    (code, lint) => {
      expect(codes(lint.bad)).toContain(code);
      expect(codes(lint.good)).not.toContain(code);
    },
  );

  it.each(["search *", "union *", "union isfuzzy=true *", "let All = union withsource=T *;\n  All"])(
    "refuse `%s`",
    (text) => {
      expect(codes(`query: |\n  ${text}\n  | where TimeGenerated > ago(1h)`)).toEqual(["RULE109"]);
    },
  );

  const cases: readonly [string, string, string[]][] = [
    ["a frequency of four minutes", "queryFrequency: 4m", ["RULE104"]],
    ["a period of exactly 14 days", "queryPeriod: 14d", []],
    ["a period of 14 days and a bit", "queryPeriod: P14DT1M", ["RULE104"]],
    ["a period of 2 d, every 59 m", "queryPeriod: 2d\nqueryFrequency: 59m", ["RULE106"]],
    ["a threshold of -1", "triggerThreshold: -1", ["RULE107"]],
    ["blanks in a tactic", "tactics: [Command And Control]", ["RULE110"]],
    ["a technique that can't exist", "relevantTechniques: [T9999]", ["RULE111"]],
    ["a version of two numbers", "version: 1.0", ["RULE113"]],
    ["a sub-technique", "relevantTechniques: [T1098.001]", []],
    ["a suppression without duration", "suppressionEnabled: true", ["RULE112"]],
    ["a suppression of exactly a day", "suppressionEnabled: true\nsuppressionDuration: P1D", []],
    [
      "20 custom details",
      `customDetails:\n${Array.from({ length: 20 }, (_, n) => `  K${n}: Caller`).join("\n")}`,
      [],
    ],
    [
      "21 custom details",
      `customDetails:\n${Array.from({ length: 21 }, (_, n) => `  K${n}: Caller`).join("\n")}`,
      ["RULE122"],
    ],
    ["a key of exactly 20 characters", "customDetails:\n  MinutesSinceNISignIn: Caller", []],
    ["a key that starts with a digit", "customDetails:\n  2nd: Caller", ["RULE122"]],
    [
      "three placeholders",
      'alertDetailsOverride:\n  alertDescriptionFormat: "{{Caller}} {{Caller}} {{Caller}}"',
      [],
    ],
    [
      "a placeholder of no column",
      'alertDetailsOverride:\n  alertDescriptionFormat: "{{caller}}"',
      ["RULE120"],
    ],
    [
      "a severity column that isn't there",
      "alertDetailsOverride:\n  alertSeverityColumnName: Severity",
      ["RULE120"],
    ],
    ["grouping by nothing", grouping("Selected", ""), ["RULE127"]],
    [
      "grouping by a custom detail that isn't there",
      grouping("Selected", "    groupByCustomDetails: [K]"),
      ["RULE127"],
    ],
    ["grouping by severity", grouping("Selected", "    groupByAlertDetails: [Severity]"), []],
    ["lists that are ignored", grouping("AnyAlert", "    groupByEntities: [Host]"), []],
    ["a look-back of eight days", grouping("AnyAlert", "").replace("5h", "8d"), ["RULE128"]],
    ["an identifier twice", accountMapping(["Name", "Name"]), ["RULE124"]],
    ["a suffix alone", accountMapping(["UPNSuffix"]), ["RULE125"]],
  ];

  it.each(cases)("on %s say %3$j", (_, keys, expected) => {
    expect(codes(keys)).toEqual(expected);
  });

  it("report at the key", () => {
    const text = exampleRule("customDetails:\n  ResourceGroupsOfTheAccounts: ResourceGroup");
    const [finding] = check(text);
    expect(text.split("\n")[finding.line - 1]).toContain("ResourceGroupsOfTheAccounts");
  });

  it("only remark what a hunting query lacks by nature", () => {
    const { rules } = parseRule(
      "id: 2b1f7a0e-7a51-4a5d-9d0e-0c1d2e3f4a5b\nname: x\ndescription: y\nrequiredDataConnectors: []\nquery: T\n",
    );
    const found = runLints(lints, { rule: rules[0], query: undefined, wildcards: [] });
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([["RULE101", "info"]]);
  });
});

function grouping(method: string, lists: string): string {
  return `incidentConfiguration:\n  createIncident: true\n  groupingConfiguration:\n    enabled: true\n    reopenClosedIncident: false\n    lookbackDuration: 5h\n    matchingMethod: ${method}\n${lists}`;
}

function accountMapping(identifiers: readonly string[]): string {
  const fields = identifiers.map((name) => `      - identifier: ${name}\n        columnName: Caller`);
  return `entityMappings:\n  - entityType: Account\n    fieldMappings:\n${fields.join("\n")}`;
}
