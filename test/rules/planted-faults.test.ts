/** Sound rules have no finding; with one fault planted, exactly the code of that fault. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { checkRuleFile } from "../../src/rules/check/check-rule.js";

const folder = join(import.meta.dirname, "planted");
const workspace = new Workspace();

const read = (rule: string) => readFileSync(join(folder, `${rule}.yaml`), "utf8");

function codesOf(rule: string, text: string): string {
  const found = checkRuleFile({ name: `${rule}.yaml`, text }, workspace);
  return [...new Set(found.map(({ code }) => code))].sort().join(" ");
}

type Edit = readonly [from: string, to: string];

/** The text with the first place of each `from` changed; all must be there. */
function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replace(from, () => to);
  }, text);
}

type Case = readonly [rule: string, fault: string, codes: string, ...edits: Edit[]];

const cases: readonly Case[] = [
  ["password-spray", "a period of half the frequency", "RULE105", ["queryPeriod: 1h", "queryPeriod: 30m"]],
  ["password-spray", "no severity", "RULE101", ["severity: Medium\n", ""]],
  [
    "password-spray",
    "no connectors",
    "RULE101",
    ["requiredDataConnectors:\n  - connectorId: AzureActiveDirectory\n    dataTypes: [SigninLogs]\n", ""],
  ],
  ["password-spray", "half a trigger", "RULE101", ["triggerThreshold: 0\n", ""]],
  ["password-spray", "no period", "RULE019 RULE101", ["queryPeriod: 1h\n", ""]],
  ["password-spray", "a severity that is none", "RULE011", ["severity: Medium", "severity: Critical"]],
  ["password-spray", "a severity in small letters", "RULE014", ["severity: Medium", "severity: medium"]],
  [
    "password-spray",
    "an id one digit short",
    "RULE102",
    ["0a1d2c3b-1111-4c1e-9f10-000000000001", "0a1d2c3b-1111-4c1e-9f10-00000000001"],
  ],
  [
    "password-spray",
    "a name that is too long",
    "RULE103",
    ["name: Password spray from one address", `name: ${"Password spray ".repeat(20)}`],
  ],
  [
    "password-spray",
    "a frequency of a minute",
    "RULE104",
    ["queryFrequency: 1h", "queryFrequency: 1m"],
    ["queryPeriod: 1h", "queryPeriod: 1m"],
    ["ago(1h)", "ago(1m)"],
  ],
  [
    "password-spray",
    "a period of fifteen days",
    "RULE104",
    ["queryFrequency: 1h", "queryFrequency: 15d"],
    ["queryPeriod: 1h", "queryPeriod: 15d"],
    ["ago(1h)", "ago(15d)"],
  ],
  [
    "password-spray",
    "a period shorter than the frequency",
    "RULE105",
    ["queryFrequency: 1h", "queryFrequency: 2h"],
    ["queryPeriod: 1h", "queryPeriod: 1h"],
  ],
  [
    "rare-country",
    "two weeks, every half an hour",
    "RULE106",
    ["queryFrequency: 1d", "queryFrequency: 30m"],
    ["let recent = 1d", "let recent = 30m"],
  ],
  [
    "password-spray",
    "a threshold over the limit",
    "RULE107",
    ["triggerThreshold: 0", "triggerThreshold: 10001"],
  ],
  [
    "password-spray",
    "a threshold that is no number",
    "RULE010",
    ["triggerThreshold: 0", "triggerThreshold: none"],
  ],
  ["password-spray", "an operator that is none", "RULE011", ["triggerOperator: gt", "triggerOperator: gte"]],
  ["password-spray", "a search of everything", "RULE109", ["  SigninLogs\n", "  search *\n"]],
  ["password-spray", "a union of everything", "RULE109", ["  SigninLogs\n", "  union *\n"]],
  [
    "password-spray",
    "a fuzzy union of everything",
    "RULE109",
    ["  SigninLogs\n", "  union isfuzzy=true *\n"],
  ],
  [
    "password-spray",
    "a union of everything in a let",
    "RULE109",
    ["  SigninLogs\n", "  let All = union withsource=T *;\n  All\n"],
  ],
  ["password-spray", "a tactic with a blank", "RULE110", ["[CredentialAccess]", "[Credential Access]"]],
  ["password-spray", "a tactic in other capitals", "RULE110", ["[CredentialAccess]", "[Credentialaccess]"]],
  ["password-spray", "a technique of five digits", "RULE111", ["T1110.003", "T11100"]],
  ["password-spray", "a sub-technique of one digit", "RULE111", ["T1110.003", "T1110.3"]],
  ["password-spray", "a technique that can't exist", "RULE111", ["T1110.003", "T9999"]],
  ["password-spray", "a technique of another tactic", "RULE225", ["T1110.003", "T1566"]],
  [
    "azure-deletes",
    "a suppression over the limit",
    "RULE112 RULE208",
    ["suppressionDuration: PT1H", "suppressionDuration: PT25H"],
  ],
  [
    "azure-deletes",
    "a suppression of five hours",
    "RULE208",
    ["suppressionDuration: PT1H", "suppressionDuration: PT5H"],
  ],
  [
    "azure-deletes",
    "a suppression of a minute too long",
    "RULE208",
    ["suppressionDuration: PT1H", "suppressionDuration: PT61M"],
  ],
  ["azure-deletes", "a suppression without duration", "RULE112", ["suppressionDuration: PT1H", ""]],
  ["password-spray", "a misspelt key", "RULE007", ["version: 1.0.0", "versoin: 1.0.0"]],
  ["password-spray", "a version of two numbers", "RULE113", ["version: 1.0.0", "version: 1.0"]],
  ["password-spray", "a time in words", "RULE012", ["queryPeriod: 1h", "queryPeriod: 1 hour"]],
  ["password-spray", "a month", "RULE012", ["queryPeriod: 1h", "queryPeriod: P1M"]],
  ["password-spray", "a kind that is none", "RULE011", ["kind: Scheduled", "kind: Schedule"]],
  ["password-spray", "a quote that is never closed", "RULE001", ["name: Password", "name: 'Password"]],
  [
    "password-spray",
    "an entity of a column that isn't there",
    "RULE120",
    ["columnName: IPAddress", "columnName: ClientIP"],
  ],
  [
    "password-spray",
    "an entity of a renamed key",
    "RULE120",
    ["by IPAddress", "by Ip = IPAddress"],
    ["from {{IPAddress}}\n", "from {{Ip}}\n"],
    ["from {{IPAddress}}.", "from {{Ip}}."],
  ],
  [
    "password-spray",
    "an entity of a column in other capitals",
    "RULE120",
    ["columnName: IPAddress", "columnName: IpAddress"],
  ],
  ["password-spray", "a placeholder of no column", "RULE120", ["{{Attempts}}", "{{Failures}}"]],
  ["password-spray", "a custom detail of no column", "RULE120", ["Attempts: Attempts", "Attempts: Tries"]],
  ["rare-country", "a summarize that drops an entity", "RULE120", [", IPAddress = take_any(IPAddress)", ""]],
  [
    "role-granted",
    "a project that drops a placeholder",
    "RULE120",
    ["project TimeGenerated, Role, TargetUpn,", "project TimeGenerated, Role,"],
  ],
  [
    "consent-then-access",
    "a project-away of an entity",
    "RULE120",
    ["ConsentTime, ConsentId\n", "ConsentTime, ConsentId\n  | project-away IPAddress\n"],
  ],
  [
    "firewall-union",
    "a rename after the threshold",
    "RULE120",
    [
      "| where Ports > perDestination",
      "| where Ports > perDestination\n  | project-rename Destination = DestinationIP",
    ],
  ],
  [
    "password-spray",
    "a severity column that isn't there",
    "RULE120",
    ["alertDetailsOverride:", "alertDetailsOverride:\n  alertSeverityColumnName: Severity"],
  ],
  [
    "password-spray",
    "an empty severity column",
    "RULE015",
    ["alertDetailsOverride:", 'alertDetailsOverride:\n  alertSeverityColumnName: ""'],
  ],
  [
    "password-spray",
    "a dynamic property of no column",
    "RULE120",
    [
      "alertDetailsOverride:",
      "alertDetailsOverride:\n  alertDynamicProperties:\n    - alertProperty: AlertLink\n      value: Link",
    ],
  ],
  [
    "password-spray",
    "a dynamic property that is none",
    "RULE129",
    [
      "alertDetailsOverride:",
      "alertDetailsOverride:\n  alertDynamicProperties:\n    - alertProperty: AlertURL\n      value: IPAddress",
    ],
  ],
  [
    "password-spray",
    "four placeholders",
    "RULE121",
    ["from {{IPAddress}}.", "from {{IPAddress}} since {{FirstSeen}}."],
  ],
  [
    "password-spray",
    "a detail key of 22 characters",
    "RULE122",
    ["  Accounts: Accounts", "  NumberOfTargetAccounts: Accounts"],
  ],
  [
    "password-spray",
    "a detail key with a dash",
    "RULE122",
    ["  Accounts: Accounts", "  Target-Accounts: Accounts"],
  ],
  [
    "password-spray",
    "21 custom details",
    "RULE122",
    ["  Accounts: Accounts", Array.from({ length: 20 }, (_, i) => `  K${i}: Accounts`).join("\n")],
  ],
  [
    "password-spray",
    "an entity type that is none",
    "RULE123",
    ["entityType: IP", "entityType: IPAddress"],
    ["groupByEntities: [IP]", "groupByEntities: [IPAddress]"],
  ],
  [
    "password-spray",
    "an identifier one letter short",
    "RULE124",
    ["identifier: Address", "identifier: Addres"],
  ],
  [
    "aws-console",
    "an identifier that doesn't identify",
    "RULE125",
    ["identifier: Name", "identifier: InstanceName"],
  ],
  [
    "password-spray",
    "eleven entities",
    "RULE126",
    [
      "entityMappings:\n",
      `entityMappings:\n${"  - entityType: IP\n    fieldMappings:\n      - identifier: Address\n        columnName: IPAddress\n".repeat(10)}`,
    ],
  ],
  ["password-spray", "selected, and nothing is", "RULE127", ["    groupByEntities: [IP]\n", ""]],
  [
    "password-spray",
    "grouping by an entity that isn't mapped",
    "RULE127",
    ["groupByEntities: [IP]", "groupByEntities: [Account]"],
  ],
  [
    "password-spray",
    "grouping by a detail that is none",
    "RULE127",
    ["groupByEntities: [IP]", "groupByAlertDetails: [Title]"],
  ],
  [
    "password-spray",
    "a matching method that is none",
    "RULE011",
    ["matchingMethod: Selected", "matchingMethod: Any"],
  ],
  ["password-spray", "a grouping of ten days", "RULE128", ["lookbackDuration: 5h", "lookbackDuration: 10d"]],
  ["password-spray", "a grouping without reopening", "RULE128", ["    reopenClosedIncident: false\n", ""]],
  [
    "password-spray",
    "an entity type that is gone",
    "RULE130",
    [
      "  - entityType: IP\n    fieldMappings:\n      - identifier: Address",
      "  - entityType: IoTDevice\n    fieldMappings:\n      - identifier: DeviceId",
    ],
    ["groupByEntities: [IP]", "groupByEntities: [IoTDevice]"],
  ],
  [
    "password-spray",
    "an event grouping that is none",
    "RULE011",
    ["aggregationKind: AlertPerResult", "aggregationKind: AlertPerEvent"],
  ],
  ["password-spray", "an unknown column", "KQL101", ["by IPAddress", "by IpAddress"]],
  ["password-spray", "a table in other capitals", "KQL102", ["  SigninLogs\n", "  SignInLogs\n"]],
  ["password-spray", "an unfinished condition", "KQL005", ["| where Accounts >= 10", "| where Accounts >= "]],
  [
    "password-spray",
    "lists under AnyAlert",
    "RULE201",
    ["matchingMethod: Selected", "matchingMethod: AnyAlert"],
  ],
  [
    "password-spray",
    "lists under AllEntities",
    "RULE201",
    ["matchingMethod: Selected", "matchingMethod: AllEntities"],
  ],
  [
    "password-spray",
    "one alert titled after a row",
    "RULE202 RULE203",
    ["aggregationKind: AlertPerResult", "aggregationKind: SingleAlert"],
  ],
  [
    "vip-watchlist",
    "no grouping under a dynamic title",
    "RULE202 RULE203",
    ["eventGroupingSettings:\n  aggregationKind: AlertPerResult\n", ""],
  ],
  ["password-spray", "a look-back over the period", "RULE204", ["ago(1h)", "ago(1d)"]],
  ["rare-country", "a baseline over the period", "RULE204", ["queryPeriod: 14d", "queryPeriod: 1d"]],
  ["ti-match", "indicators over the period", "RULE204", ["queryPeriod: 14d", "queryPeriod: 1h"]],
  [
    "password-spray",
    "a look-back over the period by a let",
    "RULE204",
    ["  SigninLogs\n", "  let timeframe = 1d;\n  SigninLogs\n"],
    ["ago(1h)", "ago(timeframe)"],
  ],
  [
    "password-spray",
    "a look-back over the period by a let of a time",
    "RULE204",
    ["  SigninLogs\n", "  let start = ago(1d);\n  SigninLogs\n"],
    ["> ago(1h)", ">= start"],
  ],
  ["password-spray", "a look-back over the period by now()", "RULE204", ["> ago(1h)", "> now() - 1d"]],
  [
    "password-spray",
    "a look-back over the period by between",
    "RULE204",
    ["> ago(1h)", "between (ago(2d) .. now())"],
  ],
  [
    "password-spray",
    "a look-back over the period in a function",
    "RULE204",
    [
      "  SigninLogs\n  | where TimeGenerated > ago(1h)",
      "  let recent = (span: timespan) { SigninLogs | where TimeGenerated > ago(span) };\n  recent(1d)",
    ],
  ],
  [
    "password-spray",
    "a look-back over the period of a renamed time",
    "RULE204",
    ["| where TimeGenerated > ago(1h)", "| extend EventTime = TimeGenerated\n  | where EventTime > ago(1d)"],
  ],
  [
    "password-spray",
    "a look-back over the period by datetime_add",
    "RULE204",
    ["> ago(1h)", "> datetime_add('day', -1, now())"],
  ],
  ["firewall-union", "a look-back over the period in a union", "RULE204", ["ago(1h)", "ago(7d)"]],
  ["consent-then-access", "a look-back over the period in a joined let", "RULE204", ["ago(2h)", "ago(1d)"]],
  [
    "password-spray",
    "a look-back over the period by startofday",
    "RULE204",
    ["> ago(1h)", "> startofday(ago(1d))"],
  ],
  ["password-spray", "a look-back under the frequency", "RULE205", ["ago(1h)", "ago(30m)"]],
  [
    "password-spray",
    "a look-back under the frequency by a let",
    "RULE205",
    ["  SigninLogs\n", "  let timeframe = 10m;\n  SigninLogs\n"],
    ["ago(1h)", "ago(timeframe)"],
  ],
  ["firewall-union", "a look-back under the frequency in a union", "RULE205", ["ago(1h)", "ago(10m)"]],
  [
    "rare-country",
    "a look-back under the frequency before an anti join",
    "RULE205",
    ["let recent = 1d", "let recent = 12h"],
  ],
  [
    "password-spray",
    "a period over the frequency",
    "RULE206",
    ["queryPeriod: 1h", "queryPeriod: 1d"],
    ["ago(1h)", "ago(1d)"],
  ],
  [
    "password-spray",
    "a period over the frequency and no filter",
    "RULE206 RULE221",
    ["queryPeriod: 1h", "queryPeriod: 1d"],
    ["  | where TimeGenerated > ago(1h)\n", ""],
  ],
  [
    "new-signins-ingestion",
    "no filter on ingestion",
    "RULE206",
    ["  | where ingestion_time() > ago(1h)\n", ""],
  ],
  [
    "new-signins-ingestion",
    "a filter on ingestion over the frequency",
    "RULE206",
    ["ingestion_time() > ago(1h)", "ingestion_time() > ago(3h)"],
  ],
  [
    "consent-then-access",
    "a window too wide for the period",
    "RULE207",
    ["Within 30 minutes", "Within 2 hours"],
    ["let window = 30m", "let window = 2h"],
  ],
  [
    "consent-then-access",
    "a period too short for the window",
    "RULE207",
    ["queryPeriod: 2h", "queryPeriod: 1h"],
    ["ago(2h)", "ago(1h)"],
  ],
  [
    "consent-then-access",
    "a window too wide, as a difference",
    "RULE207",
    ["Within 30 minutes", "Within 2 hours"],
    [
      "| where TimeGenerated between (ConsentTime .. (ConsentTime + window))",
      "| where TimeGenerated - ConsentTime between (0m .. 2h)",
    ],
    ["let window = 30m;\n  ", ""],
  ],
  [
    "consent-then-access",
    "a window too wide, by datetime_diff",
    "RULE207",
    ["Within 30 minutes", "Within 2 hours"],
    [
      "| where TimeGenerated between (ConsentTime .. (ConsentTime + window))",
      "| where TimeGenerated >= ConsentTime and datetime_diff('minute', TimeGenerated, ConsentTime) <= 120",
    ],
    ["let window = 30m;\n  ", ""],
  ],
  [
    "consent-then-access",
    "a window too wide, by a column",
    "RULE207",
    ["Within 30 minutes", "Within 2 hours"],
    [
      "| where TimeGenerated between (ConsentTime .. (ConsentTime + window))",
      "| extend Gap = TimeGenerated - ConsentTime\n  | where Gap >= 0s and Gap < 2h",
    ],
    ["let window = 30m;\n  ", ""],
  ],
  [
    "password-spray",
    "a time of another name",
    "RULE209",
    ["TimeGenerated = max(TimeGenerated)", "LastSeen = max(TimeGenerated)"],
  ],
  [
    "role-granted",
    "a time renamed in project",
    "RULE209",
    ["project TimeGenerated, Role", "project EventTime = TimeGenerated, Role"],
  ],
  [
    "role-granted",
    "the time of the run in place of the event's",
    "RULE209",
    ["project TimeGenerated, Role", "project TimeGenerated = now(), Role"],
  ],
  [
    "password-spray",
    "bins of an hour",
    "RULE209 RULE210",
    ["      TimeGenerated = max(TimeGenerated),\n", ""],
    ["by IPAddress", "by IPAddress, bin(TimeGenerated, 1h)"],
  ],
  [
    "password-spray",
    "bins of ten minutes",
    "RULE210",
    ["by IPAddress", "by IPAddress, Window = bin(TimeGenerated, 10m)"],
  ],
  [
    "azure-deletes",
    "bins made before",
    "RULE210",
    ["  | summarize", "  | extend Slot = bin(TimeGenerated, 10m)\n  | summarize"],
    ["SubscriptionId\n", "SubscriptionId, Slot\n"],
  ],
  [
    "azure-deletes",
    "bins by a let",
    "RULE210",
    ["  AzureActivity\n", "  let width = 10m;\n  AzureActivity\n"],
    ["SubscriptionId\n", "SubscriptionId, Slot = bin(TimeGenerated, width)\n"],
  ],
  [
    "consent-then-access",
    "the latest earlier event",
    "RULE211",
    [
      "    | project ConsentTime = TimeGenerated, UserId, ConsentId = CorrelationId;",
      "    | summarize ConsentTime = max(TimeGenerated), ConsentId = take_any(CorrelationId) by UserId;",
    ],
  ],
  [
    "consent-then-access",
    "the latest earlier event by arg_max",
    "RULE211",
    [
      "    | project ConsentTime = TimeGenerated, UserId, ConsentId = CorrelationId;",
      "    | summarize arg_max(TimeGenerated, CorrelationId) by UserId\n    | project ConsentTime = TimeGenerated, UserId, ConsentId = CorrelationId;",
    ],
  ],
  [
    "new-signins-ingestion",
    "a user name by ==",
    "RULE212",
    ['UserPrincipalName startswith "adm-"', 'UserPrincipalName == "admin@contoso.com"'],
  ],
  [
    "new-signins-ingestion",
    "user names by in",
    "RULE212",
    ['UserPrincipalName startswith "adm-"', 'UserPrincipalName in ("Admin@contoso.com", "root@contoso.com")'],
  ],
  [
    "consent-then-access",
    "a join of user names as written",
    "RULE212",
    ["InitiatedBy.user.id", "InitiatedBy.user.userPrincipalName"],
    [
      "project TimeGenerated, UserId, IPAddress, AppDisplayName\n",
      "project TimeGenerated, UserId = UserPrincipalName, IPAddress, AppDisplayName\n",
    ],
    ["identifier: AadUserId", "identifier: AadUserId"],
  ],
  ["rare-country", "a text and a number", "RULE214", ['ResultType == "0"', "ResultType == 0"]],
  [
    "password-spray",
    "a text in numbers",
    "RULE214",
    ["ResultType in (failures)", "ResultType in (50126, 50053)"],
    ['  let failures = dynamic(["50126", "50053", "50055", "50056"]);\n', ""],
  ],
  ["vip-watchlist", "a text that isn't a number", "RULE214", ['ResultType != "0"', "ResultType != 0"]],
  ["role-granted", "no filter on the outcome", "RULE215", [' and Result =~ "success"', ""]],
  [
    "role-granted",
    "an operation in one letter case",
    "RULE217",
    ['OperationName =~ "Add member to role"', 'OperationName == "Add member to role"'],
  ],
  [
    "password-spray",
    "a let that nothing uses",
    "RULE218",
    ["  SigninLogs\n", "  let threshold = 10;\n  SigninLogs\n"],
  ],
  [
    "password-spray",
    "a column that nothing uses",
    "RULE218",
    ["  | summarize\n", "  | extend City = tostring(LocationDetails.city)\n  | summarize\n"],
  ],
  ["password-spray", "an old function", "RULE219", ["make_set(", "makeset("]],
  [
    "defender-lsass",
    "contains of a phrase",
    "RULE220",
    ['ProcessCommandLine has_all ("comsvcs", "MiniDump")', 'ProcessCommandLine contains "comsvcs MiniDump"'],
  ],
  [
    "defender-lsass",
    "contains of a word",
    "RULE220",
    ['ProcessCommandLine has_all ("comsvcs", "MiniDump")', 'ProcessCommandLine contains "minidump"'],
  ],
  ["password-spray", "no time filter", "RULE221", ["  | where TimeGenerated > ago(1h)\n", ""]],
  [
    "firewall-union",
    "no time filter in a union",
    "RULE221",
    [
      "      | where TimeGenerated > ago(1h)\n      | project TimeGenerated, SourceIP = SourceIp",
      "      | project TimeGenerated, SourceIP = SourceIp",
    ],
  ],
  [
    "consent-then-access",
    "no time filter in a joined let",
    "RULE221",
    ["    | where TimeGenerated > ago(2h)\n", ""],
  ],
  [
    "azure-deletes",
    "an order for nothing",
    "RULE222",
    ['Suffix = tostring(split(Upn, "@")[1])', 'Suffix = tostring(split(Upn, "@")[1])\n  | sort by Deletes'],
  ],
  ["rare-country", "a weak identifier", "RULE223", ["AadUserId", "FullName"]],
  [
    "role-granted",
    "a name without its domain",
    "RULE223",
    ["      - identifier: UPNSuffix\n        columnName: TargetSuffix\n", ""],
  ],
  [
    "aws-console",
    "an old entity column",
    "RULE224",
    ["project TimeGenerated,", "project TimeGenerated, IPCustomEntity = SourceIpAddress,"],
  ],
  ["password-spray", "a description of five", "RULE226", ["10 or more accounts", "5 or more accounts"]],
  ["password-spray", "a threshold of eleven", "RULE226", ["Accounts >= 10", "Accounts > 10"]],
  ["azure-deletes", "a threshold of eleven", "RULE226", ["Deletes >= 20", "Deletes >= 25"]],
  ["blob-burst", "a threshold in a let", "RULE226", ["let threshold = 500", "let threshold = 50"]],
  [
    "role-granted",
    "an age",
    "RULE227",
    ["| where isnotempty(TargetUpn)", "| where isnotempty(TargetUpn)\n  | where now() - TimeGenerated < 5m"],
  ],
  [
    "firewall-union",
    "an estimate",
    "RULE228",
    ["let perDestination = 50", "let perDestination = 500"],
    ["over 50 ports", "over 500 ports"],
  ],
  [
    "role-granted",
    "take",
    "RULE229",
    ["InitiatorUpn, CorrelationId", "InitiatorUpn, CorrelationId\n  | take 100"],
  ],
  [
    "role-granted",
    "limit",
    "RULE229",
    ["InitiatorUpn, CorrelationId", "InitiatorUpn, CorrelationId\n  | limit 100"],
  ],
  [
    "role-granted",
    "chance",
    "RULE230",
    ["| where isnotempty(TargetUpn)", "| where isnotempty(TargetUpn) and rand() < 0.5"],
  ],
  ["blob-burst", "a count in an NRT rule", "RULE231", ["kind: Scheduled", "kind: NRT"]],
  ["password-spray", "a distinct count in an NRT rule", "RULE231", ["kind: Scheduled", "kind: NRT"]],
  [
    "consent-then-access",
    "minutes that are none",
    "RULE232",
    ["ConsentTime, ConsentId\n", "ConsentTime, ConsentId, Gap = TimeGenerated - ConsentTime\n"],
    ["version: 1.0.0", "customDetails:\n  MinutesBetween: Gap\nversion: 1.0.0"],
  ],
  [
    "password-spray",
    "seven keys",
    "RULE233",
    [
      "by IPAddress",
      "by IPAddress, UserAgent, AppDisplayName, Location, ResultDescription, ClientAppUsed, CorrelationId",
    ],
  ],
  ["password-spray", "a count of a key", "RULE234", ["by IPAddress", "by IPAddress, UserPrincipalName"]],
  [
    "password-spray",
    "an unknown function",
    "KQL103",
    ["| where Accounts >= 10", "| where Accounts >= 10 and iscountry(IPAddress)"],
  ],
  [
    "password-spray",
    "a key beside its object",
    "RULE020",
    ["version: 1.0.0", "alertDescriptionFormat: Sprayed\nversion: 1.0.0"],
  ],
  ["mailbox-forwarding", "operations in one letter case", "RULE217", ["Operation in~", "Operation in"]],
  [
    "role-granted",
    "an initiator that is no user",
    "RULE216",
    [
      "      - identifier: Name\n        columnName: TargetName\n      - identifier: UPNSuffix\n        columnName: TargetSuffix\n",
      "      - identifier: AadUserId\n        columnName: InitiatorUpn\n",
    ],
  ],
  [
    "password-spray",
    "a name of five",
    "RULE226",
    ["name: Password spray from one address", "name: Five or more failures from one address"],
    ["10 or more accounts", "many accounts"],
  ],
  [
    "password-spray",
    "an amount exceeding another",
    "RULE226",
    ["fails to sign in to 10 or more accounts inside an hour", "fails to sign in, exceeding 20 accounts"],
  ],
  [
    "password-spray",
    "an alert's text of another amount",
    "RULE226",
    ["10 or more accounts", "many accounts"],
    ["{{Attempts}} failures against", "At least 25 failures ({{Attempts}}) against"],
  ],
  [
    "consent-then-access",
    "a description of ten minutes",
    "RULE226",
    ["Within 30 minutes", "Within 10 minutes"],
  ],
  [
    "role-granted",
    "an initiator by ==",
    "RULE212",
    [
      "| where isnotempty(TargetUpn)",
      '| where isnotempty(TargetUpn) and tostring(InitiatedBy.user.userPrincipalName) == "Admin@contoso.com"',
    ],
  ],
  [
    "consent-then-access",
    "a lookup of user names as written",
    "RULE212",
    ["InitiatedBy.user.id", "InitiatedBy.user.userPrincipalName"],
    [
      "project TimeGenerated, UserId, IPAddress, AppDisplayName\n",
      "project TimeGenerated, UserId = UserPrincipalName, IPAddress, AppDisplayName\n",
    ],
    ["join kind=inner consents", "lookup kind=inner consents"],
  ],
  [
    "consent-then-access",
    "joined rows that are counted",
    "RULE213",
    [
      "  | project TimeGenerated, UserId, IPAddress, AppDisplayName, ConsentTime, ConsentId\n",
      "  | summarize TimeGenerated = max(TimeGenerated), Count = count(), IPAddress = take_any(IPAddress) by UserId\n",
    ],
  ],
  [
    "role-granted",
    "an age by datetime_diff",
    "RULE227",
    [
      "| where isnotempty(TargetUpn)",
      "| where isnotempty(TargetUpn)\n  | where datetime_diff('minute', now(), TimeGenerated) < 10",
    ],
  ],
  [
    "role-granted",
    "an age in a column",
    "RULE227",
    [
      "| where isnotempty(TargetUpn)",
      "| where isnotempty(TargetUpn)\n  | extend Age = now() - TimeGenerated\n  | where Age < 10m",
    ],
  ],
  [
    "audit-cleared",
    "an unnamed count in an NRT rule",
    "RULE231",
    [
      "  | project TimeGenerated, Computer,",
      "  | summarize TimeGenerated = max(TimeGenerated), count(), SubjectUserSid = take_any(SubjectUserSid), Account = take_any(Account) by Computer\n  | where count_ > 5\n  | project TimeGenerated, Computer,",
    ],
  ],
  [
    "blob-burst",
    "bins under a renamed count",
    "RULE210",
    [
      "by ResourceId = _ResourceId, Address",
      "by ResourceId = _ResourceId, Address, Slot = bin(TimeGenerated, 5m)\n  | project-rename Total = Reads",
    ],
    ["| where Reads > threshold", "| where Total > threshold\n  | project-rename Reads = Total"],
  ],
  ["role-granted", "an old operator", "RULE219", ["mv-expand Target", "mvexpand Target"]],
  [
    "password-spray",
    "a query that is too long",
    "RULE108",
    [
      "  SigninLogs\n",
      `  SigninLogs\n${"  // a long remark that does not say much at all, again and again\n".repeat(170)}`,
    ],
  ],
  [
    "password-spray",
    "a distinct that drops the time",
    "RULE209",
    ["  | where Accounts >= 10\n", "  | where Accounts >= 10\n  | distinct IPAddress, Attempts, Accounts\n"],
  ],
  [
    "password-spray",
    "a time as text",
    "RULE209",
    [
      "  | where Accounts >= 10\n",
      "  | where Accounts >= 10\n  | extend TimeGenerated = tostring(TimeGenerated)\n",
    ],
  ],
  [
    "consent-then-access",
    "the latest event by a difference",
    "RULE211",
    [
      "    | project ConsentTime = TimeGenerated, UserId, ConsentId = CorrelationId;",
      "    | summarize ConsentTime = max(TimeGenerated), ConsentId = take_any(CorrelationId) by UserId;",
    ],
    [
      "where TimeGenerated between (ConsentTime .. (ConsentTime + window))",
      "where (TimeGenerated - ConsentTime) between (0m .. window)",
    ],
  ],
  [
    "rare-country",
    "a number by a let",
    "RULE214",
    ["let recent = 1d;", "let recent = 1d;\n  let ok = 0;"],
    [
      '  SigninLogs\n  | where TimeGenerated > ago(recent)\n  | where ResultType == "0"',
      "  SigninLogs\n  | where TimeGenerated > ago(recent)\n  | where ResultType == ok",
    ],
  ],
  [
    "password-spray",
    "a list of numbers by a let",
    "RULE214",
    ['dynamic(["50126", "50053", "50055", "50056"])', "dynamic([50126, 50053])"],
  ],
  [
    "password-spray",
    "a description's open quote",
    "RULE235",
    ["  One address fails", "  'One address fails"],
  ],
  [
    "blob-burst",
    "days as bins",
    "RULE210",
    [
      "by ResourceId = _ResourceId, Address",
      "by ResourceId = _ResourceId, Address, Day = startofday(TimeGenerated)",
    ],
  ],
  [
    "password-spray",
    "a list of no mappings",
    "RULE126 RULE127",
    [
      "entityMappings:\n  - entityType: IP\n    fieldMappings:\n      - identifier: Address\n        columnName: IPAddress\n",
      "entityMappings: []\n",
    ],
  ],
  [
    "role-granted",
    "the letter case of what an array holds",
    "RULE217",
    ["Role in~ (watched)", "Role in (watched)"],
  ],
  [
    "role-granted",
    "the letter case of a name within an element",
    "RULE217",
    ['=~ "Role.DisplayName"', '== "Role.DisplayName"'],
  ],
  [
    "vip-watchlist",
    "user names in a list with their letter case",
    "RULE212",
    ["extend Upn = tolower(UserPrincipalName)", "extend Upn = UserPrincipalName"],
  ],
  [
    "password-spray",
    "two results",
    "RULE114",
    [
      "  | where Accounts >= 10\n",
      '  | where Accounts >= 10;\n  SigninLogs | where TimeGenerated > ago(1h) | where ResultType != "0"\n',
    ],
  ],
];

describe("sound rules", () => {
  it.each(readdirSync(folder).map((file) => file.replace(".yaml", "")))("%s has no finding", (rule) => {
    expect(codesOf(rule, read(rule))).toBe("");
  });
});

describe("one planted fault", () => {
  const named = cases.map(([rule, fault, codes, ...edits]) => ({ rule, fault, codes, edits }));

  it.each(named)("$rule with $fault: $codes", ({ rule, codes, edits }) => {
    expect(codesOf(rule, edited(read(rule), edits))).toBe(codes);
  });
});
