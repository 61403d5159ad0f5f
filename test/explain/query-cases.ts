/** Small rules, one idea each, with data broken in one known way. */
import type { FindingKind } from "../../src/explain/findings.js";
import type { RuleTables } from "../../src/rules/run-rule.js";
import { times } from "./why-cases.js";

export interface QueryCase {
  readonly name: string;
  readonly query: string;
  readonly tables: RuleTables;
  readonly kind: FindingKind;
  readonly says: readonly string[];
}

type Row = Record<string, unknown>;

const clock = (minute: number): string => `2026-04-06T11:${String(minute).padStart(2, "0")}:00Z`;

const signIn = (minute: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minute),
  UserPrincipalName: "eve@contoso.com",
  ResultType: "50126",
  IPAddress: "203.0.113.7",
  AppDisplayName: "Azure Portal",
  Location: "DE",
  ...more,
});

const audit = (minute: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minute),
  OperationName: "Add member to role",
  InitiatedBy: { user: { userPrincipalName: "eve@contoso.com" } },
  TargetResources: [{ displayName: "Global Administrator", userPrincipalName: "bob@contoso.com" }],
  ...more,
});

const process = (minute: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minute),
  FileName: "powershell.exe",
  ProcessCommandLine: "powershell.exe -EncodedCommand SQBFAFgA",
  ...more,
});

const syslog = (minute: number): Row => ({
  TimeGenerated: clock(minute),
  SyslogMessage: "Failed password of root from 192.0.2.4 port 22",
});

const textCases: QueryCase[] = [
  {
    name: "`has` on a part of a word",
    query: 'DeviceProcessEvents | where ProcessCommandLine has "Encoded"',
    tables: { DeviceProcessEvents: [process(0)] },
    kind: "text-differs",
    says: ["the term `Encoded`", "inside a longer word"],
  },
  {
    name: "`has_all` with one of two terms there",
    query: 'DeviceProcessEvents | where ProcessCommandLine has_all ("EncodedCommand", "nop")',
    tables: { DeviceProcessEvents: [process(0)] },
    kind: "literal-absent",
    says: ["ProcessCommandLine with the term `nop`"],
  },
  {
    name: "a regular expression that minds letter case",
    query: 'DeviceProcessEvents | where ProcessCommandLine matches regex @"-encodedcommand\\s+[A-Z]+"',
    tables: { DeviceProcessEvents: [process(0)] },
    kind: "text-differs",
    says: ["a match of `-encodedcommand\\s+[A-Z]+`", "letter case"],
  },
  {
    name: "a regular expression that does not match",
    query: 'DeviceProcessEvents | where ProcessCommandLine matches regex @"-enc\\s+[A-Z]+"',
    tables: { DeviceProcessEvents: [process(0)] },
    kind: "literal-absent",
    says: ["no row has ProcessCommandLine matching `-enc\\s+[A-Z]+`"],
  },
  {
    name: "another end of a name",
    query: 'DeviceProcessEvents | where FileName endswith "cmd.exe"',
    tables: { DeviceProcessEvents: [process(0)] },
    kind: "literal-absent",
    says: ["FileName ending with `cmd.exe`", "`powershell.exe`"],
  },
  {
    name: "an `or` of which no side holds",
    query: 'SigninLogs | where Location == "RU" or IPAddress startswith "198.51."',
    tables: { SigninLogs: [signIn(0)] },
    kind: "literal-absent",
    says: ["nor does the other side of the `or` hold"],
  },
  {
    name: "a condition inside `iff`, in another letter case",
    query: 'SigninLogs | extend Risk = iff(Location == "RU", "high", "low") | where Risk == "high"',
    tables: { SigninLogs: [signIn(0, { Location: "ru" })] },
    kind: "text-differs",
    says: ["Location is `ru`", "`RU`", "letter case"],
  },
  {
    name: "a value that no branch of `case` is for",
    query:
      'SigninLogs | extend Status = case(ResultType == "0", "ok", ResultType in ("50126", "50053"), "fail", "other") | where Status == "fail"',
    tables: { SigninLogs: times(3, (at) => signIn(at, { ResultType: "50055" })) },
    kind: "literal-absent",
    says: ["no row has ResultType any of `50126`, `50053`", "`50055` (3)"],
  },
  {
    name: "a condition kept in a column",
    query: 'SigninLogs | extend isPortal = AppDisplayName == "Azure Portl" | where isPortal',
    tables: { SigninLogs: [signIn(0)] },
    kind: "text-differs",
    says: ["AppDisplayName is `Azure Portal`", "misspelt"],
  },
  {
    name: "an allow list",
    query:
      'let allowed = datatable(Name: string) ["eve@contoso.com"]; SigninLogs | where UserPrincipalName !in (allowed)',
    tables: { SigninLogs: [signIn(0)] },
    kind: "excluded",
    says: ["left out", "`eve@contoso.com`"],
  },
  {
    name: "a parameter of a function in another letter case",
    query:
      'let fails = (app: string) { SigninLogs | where AppDisplayName == app }; fails("azure portal") | summarize count() by UserPrincipalName',
    tables: { SigninLogs: [signIn(0)] },
    kind: "text-differs",
    says: ["`Azure Portal`", "letter case"],
  },
];

const severalCases: QueryCase[] = [
  {
    name: "two conditions that fail, of one `where`",
    query: 'SigninLogs | where ResultType == "0" and AppDisplayName == "Azure portal"',
    tables: { SigninLogs: [signIn(0)] },
    kind: "literal-absent",
    says: ["no row has ResultType `0`", "and then AppDisplayName is `Azure Portal`"],
  },
  {
    name: "three steps that fail, one after the other",
    query:
      'SigninLogs | where Location == "RU" | where ResultType == "0" | summarize n = count() by IPAddress | where n > 5',
    tables: { SigninLogs: times(2, (at) => signIn(at)) },
    kind: "literal-absent",
    says: ["Location `RU`", "and then no row has ResultType `0`", "and then n is 2, needs more than 5"],
  },
  {
    name: "a join on the hour, over its edge",
    query:
      "SigninLogs | project User = UserPrincipalName, Hour = bin(TimeGenerated, 1h) | join kind=inner (AuditLogs | project User = tostring(InitiatedBy.user.userPrincipalName), Hour = bin(TimeGenerated, 1h)) on User, Hour",
    tables: { SigninLogs: [signIn(0, { TimeGenerated: "2026-04-06T10:58:00Z" })], AuditLogs: [audit(1)] },
    kind: "key-differs",
    says: ["the key Hour 10:00; 11:00 is there"],
  },
];

const madeCases: QueryCase[] = [
  {
    name: "`extract` that finds nothing",
    query:
      'Syslog | extend User = extract(@"password for (\\w+)", 1, SyslogMessage) | where isnotempty(User) | summarize count() by User',
    tables: { Syslog: times(5, syslog) },
    kind: "value-not-made",
    says: ["extract(", "gives nothing in all 5 rows", "SyslogMessage Failed password of root"],
  },
  {
    name: "a text that is no number",
    query: "SigninLogs | extend Code = toint(ResultType) | where Code == 0",
    tables: { SigninLogs: [signIn(0, { ResultType: "success" })] },
    kind: "value-not-made",
    says: ["toint(ResultType) gives nothing", "ResultType success"],
  },
  {
    name: "a text that is no JSON",
    query: 'AzureActivity | extend p = parse_json(Properties) | where tostring(p.statusCode) == "OK"',
    tables: { AzureActivity: [{ TimeGenerated: clock(0), Properties: "{statusCode: OK}" }] },
    kind: "value-not-made",
    says: ["p.statusCode gives nothing", "{statusCode: OK}"],
  },
  {
    name: "`parse` that does not match",
    query: 'Syslog | parse SyslogMessage with * "password for " User " from " Ip | where isnotempty(User)',
    tables: { Syslog: times(5, syslog) },
    kind: "not-parsed",
    says: ["SyslogMessage does not have the form", "all 5 rows", "`password for ` is not there"],
  },
  {
    name: "`parse-where` that does not match",
    query: 'Syslog | parse-where SyslogMessage with * "password for " User " from " Ip',
    tables: { Syslog: times(5, syslog) },
    kind: "not-parsed",
    says: ["SyslogMessage does not have the form", "`password for ` is not there"],
  },
  {
    name: "an empty array",
    query: "AuditLogs | mv-expand Target = TargetResources | project Target",
    tables: { AuditLogs: [audit(0, { TargetResources: [] })] },
    kind: "nothing-to-expand",
    says: ["the one row has nothing to expand", "TargetResources is []"],
  },
  {
    name: "a condition inside `mv-apply`",
    query:
      'AuditLogs | mv-apply Target = TargetResources on (where tostring(Target.displayName) == "Global administrator")',
    tables: { AuditLogs: [audit(0)] },
    kind: "text-differs",
    says: ["`Global Administrator`", "`Global administrator`", "letter case"],
  },
  {
    name: "a condition inside `partition`",
    query: 'SigninLogs | partition by UserPrincipalName (where ResultType == "0" | top 1 by TimeGenerated)',
    tables: { SigninLogs: times(3, (at) => signIn(at)) },
    kind: "literal-absent",
    says: ["no row has ResultType `0`", "`50126` (3)"],
  },
  {
    name: "a step of `scan` that no row matches",
    query:
      'SigninLogs | sort by TimeGenerated asc | scan with (step a: ResultType == "50126"; step b: AppDisplayName == "Azure portal";) | where AppDisplayName == "Azure portal"',
    tables: { SigninLogs: times(2, (at) => signIn(at)) },
    kind: "text-differs",
    says: ["`Azure Portal`", "letter case"],
  },
];

const rowCases: QueryCase[] = [
  {
    name: "`arg_max` takes a later row",
    query:
      'SigninLogs | summarize arg_max(TimeGenerated, *) by UserPrincipalName | where ResultType == "50126"',
    tables: { SigninLogs: [signIn(0), signIn(5, { ResultType: "0" })] },
    kind: "other-row-chosen",
    says: ["arg_max takes the row of 11:05 (SigninLogs row 2)", "`0`", "11:00", "`50126`"],
  },
  {
    name: "`arg_min` takes an earlier row",
    query:
      'SigninLogs | summarize arg_min(TimeGenerated, ResultType) by UserPrincipalName | where ResultType == "50126"',
    tables: { SigninLogs: [signIn(0, { ResultType: "0" }), signIn(5)] },
    kind: "other-row-chosen",
    says: ["arg_min takes the row of 11:00"],
  },
  {
    name: "`top` cuts the row off",
    query: 'SigninLogs | top 1 by TimeGenerated | where ResultType == "50126"',
    tables: { SigninLogs: [signIn(0), signIn(5, { ResultType: "0" })] },
    kind: "rows-cut",
    says: ["1 of 2 rows is cut off"],
  },
  {
    name: "an outer join without a partner",
    query:
      "SigninLogs | project UserPrincipalName | join kind=leftouter (AuditLogs | project UserPrincipalName = tostring(InitiatedBy.user.userPrincipalName), OperationName) on UserPrincipalName | where isnotempty(OperationName)",
    tables: {
      SigninLogs: [signIn(0)],
      AuditLogs: [audit(1, { InitiatedBy: { user: { userPrincipalName: "bob@contoso.com" } } })],
    },
    kind: "no-partner",
    says: ["no row on the right for UserPrincipalName eve@contoso.com", "OperationName is empty"],
  },
  {
    name: "an outer join whose keys differ in letter case",
    query:
      'SigninLogs | project UserPrincipalName | join kind=leftouter (AuditLogs | project UserPrincipalName = tostring(InitiatedBy.user.userPrincipalName), OperationName) on UserPrincipalName | where OperationName has "role"',
    tables: {
      SigninLogs: [signIn(0)],
      AuditLogs: [audit(1, { InitiatedBy: { user: { userPrincipalName: "Eve@contoso.com" } } })],
    },
    kind: "key-differs",
    says: ["`Eve@contoso.com`", "letter case"],
  },
  {
    name: "a right anti-join whose partner is there",
    query:
      "AuditLogs | extend UserPrincipalName = tostring(InitiatedBy.user.userPrincipalName) | join kind=rightanti SigninLogs on UserPrincipalName",
    tables: { SigninLogs: [signIn(0)], AuditLogs: [audit(1)] },
    kind: "key-excluded",
    says: ["anti join", "eve@contoso.com"],
  },
  {
    name: "the rows in a table that the query does not read",
    query: 'SigninLogs | where ResultType == "50126"',
    tables: { SigninLogs: [], AADNonInteractiveUserSignInLogs: [signIn(0)] },
    kind: "empty-table",
    says: ["SigninLogs has no rows", "AADNonInteractiveUserSignInLogs"],
  },
  {
    name: "a burst over the edge of a bin",
    query:
      "SigninLogs | summarize Fails = count() by UserPrincipalName, bin(TimeGenerated, 5m) | where Fails >= 5",
    tables: { SigninLogs: times(6, (at) => signIn(2 + at)) },
    kind: "group-split",
    says: ["split over time", "Fails is 3 in 11:00 and 3 in 11:05"],
  },
  ...(
    [
      [
        "summed as 1 or 0",
        "extend Hit = iff(OperationName == 'add member to role', 1, 0) | summarize Hits = sum(Hit)",
      ],
      ["summed in place", "summarize Hits = sum(iff(OperationName == 'add member to role', 1, 0))"],
      [
        "counted by `dcountif`",
        "summarize Hits = dcountif(TimeGenerated, OperationName == 'add member to role')",
      ],
    ] as const
  ).flatMap(([how, steps]): QueryCase[] =>
    ["inner", "leftouter"].map((kind) => ({
      name: `another letter case on the right of a ${kind} join, in what is ${how}`,
      query: `SigninLogs | project UserPrincipalName | join kind=${kind} (AuditLogs | extend UserPrincipalName = tostring(InitiatedBy.user.userPrincipalName) | ${steps} by UserPrincipalName) on UserPrincipalName | where Hits >= 3`,
      tables: { SigninLogs: [signIn(0)], AuditLogs: times(3, (at) => audit(at)) },
      kind: "text-differs",
      says: ["`Add member to role` in all 3 rows", "letter case"],
    })),
  ),
  {
    name: "the slope of a series",
    query:
      "SigninLogs | make-series Fails = count() default=0 on TimeGenerated from ago(1h) to now() step 10m by UserPrincipalName | extend (Fit, Slope) = series_fit_line(Fails) | where Slope > 0.5",
    tables: { SigninLogs: times(6, (at) => signIn(at)) },
    kind: "below-threshold",
    says: ["Slope is -0.857", "needs more than 0.5", "UserPrincipalName eve@contoso.com"],
  },
  {
    name: "an own time filter beside the look-back",
    query: "SigninLogs | where TimeGenerated > ago(30m)",
    tables: { SigninLogs: [signIn(0)] },
    kind: "out-of-range",
    says: ["TimeGenerated is 11:00, needs more than 11:30"],
  },
  {
    name: "a path into a bag that is written otherwise",
    query: 'AuditLogs | where tostring(InitiatedBy.user.userPrincipalname) == "eve@contoso.com"',
    tables: { AuditLogs: [audit(0)] },
    kind: "column-empty",
    says: [
      "InitiatedBy.user.userPrincipalname is not set in any row of AuditLogs",
      "there is InitiatedBy.user.userPrincipalName: misspelt?",
    ],
  },
];

const isFew = "summarize Fails = count() by UserPrincipalName | where Fails > 5";

const namesCases: readonly QueryCase[] = (
  [
    ["tables by a pattern of their names", "union Signin*", "below-threshold"],
    // What follows is bound as the query runs: no change to it can be tried.
    ["a table that may be missing", "union isfuzzy=true SigninLogs, Missing_CL", "out-of-range"],
  ] as const
).map(([name, tables, kind]) => ({
  name,
  query: `${tables} | ${isFew}`,
  tables: { SigninLogs: times(3, (at) => signIn(at)) },
  kind,
  says: ["Fails is 3, needs more than 5"],
}));

export const queryCases: readonly QueryCase[] = [
  ...textCases,
  ...severalCases,
  ...madeCases,
  ...rowCases,
  ...namesCases,
];
