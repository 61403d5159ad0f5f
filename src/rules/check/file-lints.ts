/** What reading a rule file reports on the way: pages and examples, for the documentation and the tests. */
import type { RuleCode } from "../diagnostics.js";
import type { SuppressionCode } from "./suppress-wording.js";

/** How a file goes wrong, and how it goes right. */
export interface FileLint {
  /** Why it matters and what to do. */
  readonly why: string;
  readonly bad: string;
  readonly good: string;
  /** The examples are whole files of this name; absent: keys of an otherwise sound rule. */
  readonly fileName?: string;
}

const rule = "name: Any sign-in\nquery: SigninLogs";
const template = (properties: string) =>
  `{\n  "resources": [\n    {\n      "type": "Microsoft.SecurityInsights/alertRules",\n      "kind": "Scheduled",\n      "properties": { ${properties} }\n    }\n  ]\n}`;

/** Codes that `check` can print; those of running a rule (`RULE3xx`) aren't among them. */
export const fileLints: Readonly<Record<Exclude<RuleCode, `RULE3${string}`> | SuppressionCode, FileLint>> = {
  RULE001: {
    why: "Nothing can be read from it. The message tells the line where YAML stops making sense.",
    bad: "name: 'Any sign-in\nquery: SigninLogs",
    good: "name: 'Any sign-in'\nquery: SigninLogs",
    fileName: "rule.yaml",
  },
  RULE002: {
    why: "Copied from a web page or a chat, the lines of a block lose their blanks and end up beside their key. The message shows them as they belong.",
    bad: "name: Any sign-in\ndescription: |\nSomebody signs in.\nquery: |\nSigninLogs\n| where TimeGenerated > ago(1h)",
    good: "name: Any sign-in\ndescription: |\n  Somebody signs in.\nquery: |\n  SigninLogs\n  | where TimeGenerated > ago(1h)",
    fileName: "rule.yaml",
  },
  RULE003: {
    why: "Nothing can be read from it.",
    bad: '{ "displayName": "Any sign-in", "query": }',
    good: '{ "displayName": "Any sign-in", "query": "SigninLogs" }',
    fileName: "rule.json",
  },
  RULE004: {
    why: "A rule has at least a `query`; in a template, rules are resources of type `Microsoft.SecurityInsights/alertRules`.",
    bad: '{ "resources": [] }',
    good: '{ "displayName": "Any sign-in", "query": "SigninLogs" }',
    fileName: "rule.json",
  },
  RULE005: {
    why: "Sigma is another language. Convert the rule to KQL first.",
    bad: "title: Any sign-in\nlogsource:\n  product: azure\ndetection:\n  selection:\n    ResultType: 0\n  condition: selection",
    good: rule,
    fileName: "rule.yaml",
  },
  RULE006: {
    why: "Fusion, machine learning and the like are made by the service; there is nothing to check or to run.",
    bad: "kind: Fusion",
    good: "kind: Scheduled",
  },
  RULE007: {
    why: "A misspelt key does nothing, and nobody says so.",
    bad: "tacticz: [Impact]",
    good: "tactics: [Impact]",
  },
  RULE008: {
    why: "Readers of YAML differ in which of the two they take.",
    bad: "severity: Low\nseverity: High",
    good: "severity: High",
  },
  RULE009: {
    why: "Without a query there is no rule.",
    bad: "-query",
    good: "query: |\n  AzureActivity\n  | where TimeGenerated > ago(1h)",
  },
  RULE010: {
    why: "A text stands where a list or an object belongs, or the other way round.",
    bad: "customDetails: [Caller]",
    good: "customDetails:\n  Caller: Caller",
  },
  RULE011: {
    why: "The service knows a fixed list of values.",
    bad: "severity: Critical",
    good: "severity: High",
  },
  RULE012: {
    why: "Times are written `1h`, `PT1H`, `01:00:00` or `1.00:00:00`. Months and years have no fixed length.",
    bad: "queryPeriod: P1M",
    good: "queryPeriod: P14D",
  },
  RULE013: {
    why: "`5` is five days, as the template validator reads it. Few expect that.",
    bad: "queryPeriod: 5",
    good: "queryPeriod: 5d",
  },
  RULE014: {
    why: "The service minds the letter case.",
    bad: "severity: high",
    good: "severity: High",
  },
  RULE015: {
    why: "An empty name is taken for none. Leave the key out.",
    bad: 'alertDetailsOverride:\n  alertSeverityColumnName: ""',
    good: "alertDetailsOverride:\n  alertDescriptionFormat: A storage account is gone.",
  },
  RULE016: {
    why: "The value is known only when the template is deployed; the rule is checked without it.",
    bad: template(
      `"displayName": "[concat('Any ', reference('x').name)]", "severity": "Low", "query": "SigninLogs"`,
    ),
    good: template(`"displayName": "[concat('Any ', 'sign-in')]", "severity": "Low", "query": "SigninLogs"`),
    fileName: "rule.json",
  },
  RULE017: {
    why: "Such a file is no rule, and would take long to read.",
    bad: `${rule}\nmetadata: ${"[".repeat(400)}${"]".repeat(400)}`,
    good: rule,
    fileName: "rule.yaml",
  },
  RULE018: {
    why: "Settings of a `.kql` file stand in comments, as `key=value`, with commas between.",
    bad: "// kqlunit: severity High\nSigninLogs",
    good: "// kqlunit: severity=High\nSigninLogs",
    fileName: "rule.kql",
  },
  RULE019: {
    why: "A scheduled rule without it can't be deployed; here it runs as if the usual value stood there.",
    bad: "-queryPeriod",
    good: "queryPeriod: 1h",
  },
  RULE020: {
    why: "Beside the object that it belongs to, a key does nothing.",
    bad: "alertDisplayNameFormat: Storage account deleted",
    good: "alertDetailsOverride:\n  alertDisplayNameFormat: Storage account deleted",
  },
  RULE021: {
    why: "The query is known only when the template is deployed, so there is nothing to check.",
    bad: template(`"displayName": "Any sign-in", "severity": "Low", "query": "[reference('x').query]"`),
    good: template(`"displayName": "Any sign-in", "severity": "Low", "query": "SigninLogs"`),
    fileName: "rule.json",
  },
  RULE022: {
    why: "The service wants a list, also for one value.",
    bad: "tactics: Impact",
    good: "tactics: [Impact]",
  },
  RULE023: {
    why: "Rules are told apart by their identifiers: deployed after the other, one takes its place. Two files that are checked together must not share one either.",
    bad: `id: 2b1f7a0e-7a51-4a5d-9d0e-0c1d2e3f4a5b\n${rule}\n---\nid: 2b1f7a0e-7a51-4a5d-9d0e-0c1d2e3f4a5b\nname: Any other\nquery: AuditLogs`,
    good: `id: 2b1f7a0e-7a51-4a5d-9d0e-0c1d2e3f4a5b\n${rule}\n---\nid: 7c1d9d64-5a0f-4a3c-8f1e-2b3c4d5e6f70\nname: Any other\nquery: AuditLogs`,
    fileName: "rule.yaml",
  },
  RULE240: {
    why: "Whoever reads the rule next wants to know why the finding doesn't matter here.",
    bad: "queryPeriod: 30d # kqlunit-ignore RULE104",
    good: "queryPeriod: 30d # kqlunit-ignore RULE104: the workspace has a preview of longer periods",
  },
  RULE241: {
    why: "The fault is gone, or never was; the comment only hides the next one.",
    bad: "queryPeriod: 1h # kqlunit-ignore RULE104: the workspace has a preview of longer periods",
    good: "queryPeriod: 1h",
  },
};
