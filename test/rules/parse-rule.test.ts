import { describe, expect, it } from "vitest";
import { parseRule as runnableRule } from "../../src/rules/detection-rule.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { placeOf, type Rule } from "../../src/rules/rule.js";
import { renderDiagnostic } from "../../src/text/render-diagnostic.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute } from "../../src/types/calendar.js";

function load(text: string, fileName = "rule.yaml"): Rule {
  const { rules, diagnostics, source } = parseRule(text, { fileName });
  expect(diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, source))).toEqual([]);
  expect(rules.length).toBe(1);
  return rules[0];
}

function findings(text: string, fileName = "rule.yaml"): string[] {
  const { diagnostics, source } = parseRule(text, { fileName });
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, source));
}

function codes(text: string, fileName = "rule.yaml"): string[] {
  return parseRule(text, { fileName }).diagnostics.map(({ code }) => code);
}

const full = `id: f6071829-0006-4364-d456-ff0011223344
name: Many resets
description: |
  Somebody resets many passwords.
severity: High
requiredDataConnectors:
  - connectorId: AzureActiveDirectory
    dataTypes:
      - AuditLogs
      - OfficeActivity (Teams)
queryFrequency: 1h
queryPeriod: 2h
triggerOperator: gt
triggerThreshold: 3
status: Available
tactics: [Persistence, Impact]
relevantTechniques:
  - T1098
query: |
  AuditLogs
  | where Result == "success"
entityMappings:
  - entityType: Account
    fieldMappings:
      - identifier: FullName
        columnName: Actor
customDetails:
  Count: UpdateCount
alertDetailsOverride:
  alertDisplayNameFormat: "{{Count}} by {{Actor}}"
  alertDynamicProperties:
    - alertProperty: AlertLink
      value: Link
eventGroupingSettings:
  aggregationKind: AlertPerResult
incidentConfiguration:
  createIncident: true
  groupingConfiguration:
    enabled: true
    reopenClosedIncident: true
    lookbackDuration: PT12H
    matchingMethod: Selected
    groupByEntities: [Account]
    groupByAlertDetails: []
    groupByCustomDetails: [Count]
suppressionDuration: PT2H
suppressionEnabled: true
version: 1.0.0
kind: Scheduled
`;

describe("template YAML", () => {
  it("is read whole", () => {
    const rule = load(full);
    expect(rule).toMatchObject({
      kind: "Scheduled",
      format: "yaml",
      id: "f6071829-0006-4364-d456-ff0011223344",
      name: "Many resets",
      description: "Somebody resets many passwords.\n",
      version: "1.0.0",
      enabled: true,
      severity: "High",
      tactics: ["Persistence", "Impact"],
      techniques: ["T1098"],
      frequencyTicks: ticksPerHour,
      periodTicks: 2 * ticksPerHour,
      trigger: { operator: "GreaterThan", threshold: 3 },
      entityMappings: [{ type: "Account", fields: [{ identifier: "FullName", column: "Actor" }] }],
      customDetails: [{ key: "Count", column: "UpdateCount" }],
      alertDetails: {
        titleFormat: "{{Count}} by {{Actor}}",
        dynamicProperties: [{ property: "AlertLink", column: "Link" }],
      },
      eventGrouping: "AlertPerResult",
      suppression: { enabled: true, durationTicks: 2 * ticksPerHour },
      tables: ["AuditLogs", "OfficeActivity"],
    });
    expect(rule.query.text).toBe('AuditLogs\n| where Result == "success"\n');
    expect(rule.incidents).toEqual({
      create: true,
      grouping: {
        enabled: true,
        reopenClosed: true,
        lookbackTicks: 12 * ticksPerHour,
        method: "Selected",
        entityTypes: ["Account"],
        alertDetails: [],
        customDetails: ["Count"],
      },
    });
  });

  it("keeps the place of every value, and knows which keys are given", () => {
    const rule = load(full);
    const at = (path: string) => {
      const span = placeOf(rule, path);
      return full.slice(span.start, span.end);
    };
    expect(at("severity")).toBe("High");
    expect(at("tactics[1]")).toBe("Impact");
    expect(at("entityMappings[0].fieldMappings[0].columnName")).toBe("Actor");
    expect(at("customDetails.Count")).toBe("UpdateCount");
    expect(at("entityMappings[0].fieldMappings[7].columnName")).toBe("fieldMappings");
    expect(rule.places.has("sentinelEntitiesMappings")).toBe(false);
  });

  it("has the service's defaults", () => {
    const rule = load(
      "name: x\nseverity: Low\nqueryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\nquery: T\n",
    );
    expect(rule).toMatchObject({
      kind: "Scheduled",
      eventGrouping: "SingleAlert",
      suppression: { enabled: false },
    });
    expect(rule.incidents).toMatchObject({
      create: true,
      grouping: { enabled: false, lookbackTicks: 5 * ticksPerHour },
    });
  });

  it("is a hunting query without schedule and trigger: one day, any row", () => {
    const rule = load("id: x\nname: Hunt\ntactics:\n- Impact\nquery: |\n  T\n");
    expect(rule).toMatchObject({
      kind: "Hunting",
      severity: "Medium",
      periodTicks: ticksPerDay,
      trigger: { operator: "GreaterThan", threshold: 0 },
    });
  });

  it("runs NRT rules each minute and fires on any row", () => {
    const rule = load("name: x\nkind: NRT\nseverity: Low\nquery: T\n");
    expect(rule).toMatchObject({ kind: "NRT", frequencyTicks: ticksPerMinute, periodTicks: ticksPerMinute });
  });

  it("may hold several documents", () => {
    const { rules } = parseRule("name: a\nquery: T\n---\nname: b\nquery: U\n", { fileName: "x.yml" });
    expect(rules.map((rule) => rule.name)).toEqual(["a", "b"]);
  });

  it("takes the file's name where the rule has none", () => {
    expect(load("query: T\n", "rules/many-resets.yaml").name).toBe("many-resets");
  });

  it.each(["gt", "lt", "eq", "ne", "GreaterThan", "LessThan", "Equal", "NotEqual"])(
    "knows the trigger operator %s",
    (word) => {
      const rule = load(
        `query: T\nqueryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: ${word}\ntriggerThreshold: 1\n`,
      );
      const long = { gt: "GreaterThan", lt: "LessThan", eq: "Equal", ne: "NotEqual" }[word] ?? word;
      expect(rule.trigger).toEqual({ operator: long, threshold: 1 });
    },
  );
});

describe("findings", () => {
  const cases: readonly [string, string, string][] = [
    ["an unknown key, with the nearest", "query: T\nentityMapping: []\n", "RULE007"],
    [
      "a nested key at the wrong level",
      "query: T\nalertDetailsOverride: {aggregationKind: SingleAlert}\n",
      "RULE020",
    ],
    ["ARM spelling in YAML", "query: T\ndisplayName: x\n", "RULE007"],
    ["a key given twice", "query: T\nname: a\nname: b\n", "RULE008"],
    ["no query", "name: a\n", "RULE009"],
    ["an empty query", "name: a\nquery: |\n\nid: x\n", "RULE009"],
    ["a query that is a list", "query: [a]\n", "RULE010"],
    ["a list that is an object", "query: T\ntactics: {a: b}\n", "RULE010"],
    ["a mapping that is a text", "query: T\nentityMappings: [Account]\n", "RULE010"],
    [
      "a threshold that is a text",
      "query: T\nqueryPeriod: 1h\nqueryFrequency: 1h\ntriggerThreshold: many\n",
      "RULE010",
    ],
    ["a severity that doesn't exist", "query: T\nseverity: Critical\n", "RULE011"],
    [
      "an aggregation kind that doesn't exist",
      "query: T\neventGroupingSettings: {aggregationKind: AlertPerEvent}\n",
      "RULE011",
    ],
    ["an unknown kind", "query: T\nkind: Sceduled\n", "RULE011"],
    ["a month as period", "query: T\nqueryFrequency: 1h\nqueryPeriod: P1M\n", "RULE012"],
    ["a bare number as period", "query: T\nqueryFrequency: 1h\nqueryPeriod: 5\n", "RULE013"],
    ["a severity in lower case", "query: T\nseverity: high\n", "RULE014"],
    ["an empty column name", 'query: T\nalertDetailsOverride: {alertSeverityColumnName: ""}\n', "RULE015"],
    ["a missing frequency", "query: T\nqueryPeriod: 1h\n", "RULE019"],
    ["a single tactic", "query: T\ntactics: Impact\n", "RULE022"],
    [
      "Sigma",
      "title: x\nlogsource: {product: azure}\ndetection: {selection: {a: b}}\nlevel: high\n",
      "RULE005",
    ],
    ["a Fusion rule", "kind: Fusion\nname: x\n", "RULE006"],
    ["an empty file", "", "RULE004"],
    ["a text file", "just some words\n", "RULE001"],
    ["YAML with a bad flow", "name: [a\nquery: T\n", "RULE001"],
    ["a tab as indentation", "name: x\ntactics:\n\t- Impact\nquery: T\n", "RULE001"],
    ["deep flow nesting", `query: ${"[".repeat(20000)}`, "RULE017"],
    ["deep block nesting", `${"- ".repeat(5000)}a`, "RULE017"],
    ["an anchor that holds itself", "query: &a [*a]\n", "RULE017"],
  ];

  it.each(cases)("tell of %s", (_, text, code) => {
    expect(codes(text)).toContain(code);
  });

  it("offer the nearest key with its place", () => {
    expect(findings("query: T\nentityMapings: []\n")).toEqual([
      [
        "rule.yaml:2:1: warning RULE007: unknown key `entityMapings`",
        "  2 | entityMapings: []",
        "    | ^^^^^^^^^^^^^ did you mean `entityMappings`?",
      ].join("\n"),
    ]);
  });

  it("say where a misplaced key belongs", () => {
    const [finding] = findings(
      "query: T\nincidentConfiguration:\n  createIncident: true\n  matchingMethod: AnyAlert\n",
    );
    expect(finding).toContain("it belongs under `incidentConfiguration.groupingConfiguration`");
  });

  it("name the first place of a repeated key", () => {
    expect(findings("query: T\nname: a\nname: b\n")[0]).toContain(
      "rule.yaml:2:1: `name` is given here first",
    );
  });

  it("keep a rule that can still be run", () => {
    const { rules } = parseRule("query: T\nseverity: Critical\ntactics: {a: b}\n", { fileName: "x.yaml" });
    expect(rules[0]).toMatchObject({ severity: "Medium", tactics: [] });
  });

  it("don't come from null lists and empty texts, which are common", () => {
    expect(
      codes("query: T\ntactics:\nrelevantTechniques:\n- ''\nrequiredDataConnectors: []\ntags:\n- a\n"),
    ).toEqual([]);
  });

  it("bound anchors that multiply", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 9; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    }
    expect(codes(`${lines.join("\n")}\nquery: T\n`)).toContain("RULE017");
  });
});

describe("lost indentation", () => {
  it("is reported at the first line that breaks, with the line as it would be", () => {
    const text =
      "id: cf83633e\nname: Failed access\ndescription: |\n'Access attempts.'\nrequiredDataConnectors:\n- connectorId: A\ndataTypes:\n- SigninLogs\nquery: |\nSigninLogs\n| take 1\n";
    const [finding] = findings(text);
    expect(finding).toContain("rule.yaml:4:1: error RULE002: this line belongs under `description:`");
    expect(finding).toContain("    description: |\n      'Access attempts.'");
  });

  const cases: readonly [string, string, number][] = [
    ["text of the query", "name: x\nquery: |\nSigninLogs\n| take 1\n", 3],
    ["a later line of the query", "name: x\nquery: |\n  SigninLogs\n| take 1\n", 4],
    ["a line indented less than the first", "name: x\nquery: |\n    SigninLogs\n  | take 1\n", 4],
    [
      "a key of a list item",
      "requiredDataConnectors:\n- connectorId: A\ndataTypes:\n- SigninLogs\nquery: T\n",
      3,
    ],
    [
      "keys of a mapping",
      "query: T\nentityMappings:\n- entityType: Account\nfieldMappings:\n- identifier: Name\ncolumnName: A\n",
      4,
    ],
    ["text with a colon", "description: |\nReference: https://x\nquery: T\n- a\n", 2],
    ["CRLF", "name: x\r\nquery: |\r\nSigninLogs\r\n", 3],
  ];

  it.each(cases)("is found in %s", (_, text, line) => {
    const [finding] = findings(text);
    expect(finding).toMatch(new RegExp(`^rule.yaml:${line}:1: error RULE002`));
  });
});

describe("JSON", () => {
  const properties = `"displayName":"Many resets","query":"T","severity":"Low","queryFrequency":"PT1H","queryPeriod":"PT2H","triggerOperator":"GreaterThan","triggerThreshold":0,"tactics":["Impact"],"techniques":["T1098"],"subTechniques":["T1098.001"],"enabled":false,"alertRuleTemplateName":null,"suppressionDuration":"PT5H","suppressionEnabled":false,"templateVersion":"1.0.1"`;

  it("of the REST API is read, with techniques and sub-techniques together", () => {
    const rule = load(
      `{"id":"/subscriptions/s/alertRules/abc","name":"abc","etag":"1","kind":"Scheduled","properties":{${properties}}}`,
      "r.json",
    );
    expect(rule).toMatchObject({
      id: "abc",
      name: "Many resets",
      version: "1.0.1",
      enabled: false,
      techniques: ["T1098", "T1098.001"],
      periodTicks: 2 * ticksPerHour,
    });
  });

  it("may be the properties alone, a list, or an answer with many", () => {
    const one = `{${properties}}`;
    const resource = `{"kind":"Scheduled","properties":${one}}`;
    for (const text of [one, `[${one}]`, `{"value":[${resource}]}`, `[${resource}]`]) {
      expect(load(text, "r.json").name).toBe("Many resets");
    }
  });

  it("of a template gives each rule, with constant expressions worked out", () => {
    const text = `{
      "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      "parameters": {"workspace": {"type": "String"}, "prefix": {"defaultValue": "SOC"}},
      "variables": {"table": "AuditLogs"},
      "resources": [
        {"id": "[concat(resourceId('a', parameters('workspace')),'/alertRules/11111111-2222-3333-4444-555555555555')]",
         "name": "[concat(parameters('workspace'),'/Microsoft.SecurityInsights/11111111-2222-3333-4444-555555555555')]",
         "type": "Microsoft.OperationalInsights/workspaces/providers/alertRules",
         "kind": "Scheduled",
         "properties": {${properties.replace('"Many resets"', `"[concat(parameters('prefix'), ' - it''s many')]"`).replace('"query":"T"', `"query":"[concat(variables('table'), ' | take 1')]"`)}}},
        {"type": "Microsoft.Storage/storageAccounts", "properties": {}},
        {"type": "Microsoft.Resources/deployments", "properties": {"template": {"resources": [
          {"type": "Microsoft.SecurityInsights/alertRules", "name": "[guid('x')]", "kind": "NRT",
           "properties": {"displayName": "[format('{0} fast', 'Very')]", "query": "U", "severity": "Low"}}]}}}
      ]}`;
    const { rules, diagnostics } = parseRule(text, { fileName: "t.json" });
    expect(diagnostics).toEqual([]);
    expect(rules.map(({ id, name, kind, query }) => [id, name, kind, query.text])).toEqual([
      ["11111111-2222-3333-4444-555555555555", "SOC - it's many", "Scheduled", "AuditLogs | take 1"],
      [undefined, "Very fast", "NRT", "U"],
    ]);
  });

  it("refuses to make a rule to run of one with mistakes, and of a template with others that have none", () => {
    const wrong = "name: A\nqueryPeriod: soon\nquery: T\n";
    expect(() => runnableRule(wrong)).toThrow("RULE012");
    const resource = (properties: string) =>
      `{"type":"x/alertRules","kind":"NRT","properties":${properties}}`;
    const template = `{"resources":[{"type":"x/alertRules","kind":"Fusion","properties":{}},${resource('{"query":"T"}')}]}`;
    expect(runnableRule(template, { fileName: "t.json" }).rule.query.text).toBe("T");
  });

  it("tells which expression only a deployment knows", () => {
    const template = (query: string, name: string) =>
      `{"resources":[{"type":"x/alertRules","kind":"NRT","properties":{"displayName":"${name}","query":"${query}"}}]}`;
    expect(findings(template("T", "[parameters('name')]"), "t.json")[0]).toContain(
      "`name` needs `parameters('name')`, which only a deployment knows",
    );
    expect(codes(template("T", "[parameters('name')]"), "t.json")).toEqual(["RULE016"]);
    expect(codes(template("[parameters('q')]", "x"), "t.json")).toEqual(["RULE021"]);
  });

  it("takes a query that merely starts with a bracket as it is, and unescapes a doubled one", () => {
    expect(load(`{"query":"['My Table'] | project x=['a']"}`, "r.json").query.text).toBe(
      "['My Table'] | project x=['a']",
    );
    expect(load(`{"query":"[['My Table']"}`, "r.json").query.text).toBe("['My Table']");
  });

  it("reads hunting queries saved as searches", () => {
    const rule = load(
      `{"resources":[{"type":"Microsoft.OperationalInsights/workspaces/savedSearches","properties":{"displayName":"Hunt","category":"Hunting Queries","query":"T","version":2,"tags":[{"name":"description","value":"why"},{"name":"tactics","value":"Impact,Execution"},{"name":"techniques","value":"T1098"}]}}]}`,
      "t.json",
    );
    expect(rule).toMatchObject({
      kind: "Hunting",
      name: "Hunt",
      description: "why",
      tactics: ["Impact", "Execution"],
    });
  });

  it("stops at a bomb of variables", () => {
    const variables = ['"v0":"0123456789"'];
    for (let n = 1; n < 18; n++) {
      const parts = Array(10)
        .fill(`variables('v${n - 1}')`)
        .join(",");
      variables.push(`"v${n}":"[concat(${parts})]"`);
    }
    const text = `{"variables":{${variables.join(",")}},"resources":[{"type":"x/alertRules","kind":"NRT","properties":{"query":"[variables('v17')]"}}]}`;
    expect(codes(text, "t.json")).toEqual(["RULE021"]);
  });

  it.each([
    ['{"query": "T",}', []],
    ['{"query": "T"} // note', []],
    ['{"query": T}', ["RULE003"]],
    ['{"query": "T"', ["RULE003"]],
    ['{"query": "T\\q"}', ["RULE003"]],
    ["", ["RULE003"]],
    ["[]", ["RULE004"]],
    ['{"resources": []}', ["RULE004"]],
    ["[".repeat(5000), ["RULE017"]],
  ])("%s", (text, expected) => {
    expect(codes(text, "r.json")).toEqual(expected);
  });
});

describe("KQL files", () => {
  it("take settings from comments above the query", () => {
    const rule = load(
      [
        "// Who resets many passwords?",
        '// kqlunit: name="Resets, many", severity=High',
        "// kqlunit: queryFrequency=1h, queryPeriod=2h, triggerOperator=gt, triggerThreshold=2, tactics=[Persistence, Impact]",
        '// kqlunit: alertDetailsOverride.alertDisplayNameFormat="{{n}} by {{Actor}}", customDetails.Count=n',
        "// kqlunit: entity.Account.Name=User, entity.Account.UPNSuffix=Suffix, entity.IP.Address=Ip",
        "",
        "AuditLogs | summarize n = count() by Actor",
      ].join("\n"),
      "resets.kql",
    );
    expect(rule).toMatchObject({
      kind: "Scheduled",
      format: "kql",
      name: "Resets, many",
      severity: "High",
      tactics: ["Persistence", "Impact"],
      periodTicks: 2 * ticksPerHour,
      trigger: { operator: "GreaterThan", threshold: 2 },
      alertDetails: { titleFormat: "{{n}} by {{Actor}}" },
      customDetails: [{ key: "Count", column: "n" }],
      entityMappings: [
        {
          type: "Account",
          fields: [
            { identifier: "Name", column: "User" },
            { identifier: "UPNSuffix", column: "Suffix" },
          ],
        },
        { type: "IP", fields: [{ identifier: "Address", column: "Ip" }] },
      ],
    });
  });

  it("need no settings", () => {
    expect(load("T | take 1", "a/hunt.kql")).toMatchObject({ kind: "Hunting", name: "hunt" });
  });

  it("report settings that can't be read, in place", () => {
    expect(findings("// kqlunit: severity High\nT\n", "x.kql")[0]).toMatch(/^x.kql:1:13: error RULE018/);
    expect(codes("// kqlunit: severty=High\nT\n", "x.kql")).toEqual(["RULE007"]);
  });

  it("are recognised by their content where the name doesn't tell", () => {
    expect(load("T | take 1", "stdin").format).toBe("kql");
    expect(load("name: x\nquery: T\n", "stdin").format).toBe("yaml");
    expect(load('{"query":"T"}', "stdin").format).toBe("json");
  });
});
