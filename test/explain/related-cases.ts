/** Rules that put several events together, with data broken in one known way. */
import type { QueryCase } from "./query-cases.js";
import { times, type WhyCase } from "./why-cases.js";

type Row = Record<string, unknown>;

const clock = (minute: number, hour = 11, day = "06"): string => {
  const pad = (number: number) => String(number).padStart(2, "0");
  return `2026-04-${day}T${pad(hour)}:${pad(minute)}:00Z`;
};

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
  Identity: "eve@contoso.com",
  ...more,
});

/** The failures of one user from an address that then succeeds for another. */
const listQuery = `let bad = SigninLogs | where ResultType == "50126" | summarize n = count() by IPAddress | where n >= 3 | summarize make_set(IPAddress);
SigninLogs | where ResultType == "0" | where IPAddress in (bad)`;

const failures = (count: number, more: Row = {}): Row[] => times(count, (at) => signIn(at, more));
const success = (more: Row = {}): Row =>
  signIn(30, { ResultType: "0", UserPrincipalName: "bob@contoso.com", ...more });

const listCases: QueryCase[] = [
  {
    name: "a list that is one short of being made",
    query: listQuery,
    tables: { SigninLogs: [...failures(2), success()] },
    kind: "below-threshold",
    says: ["n is 2, needs 3", "203.0.113.7"],
  },
  {
    name: "a list without the value, which differs in letter case",
    query: listQuery.replaceAll("IPAddress", "AppDisplayName"),
    tables: { SigninLogs: [...failures(3), success({ AppDisplayName: "Azure portal" })] },
    kind: "text-differs",
    says: ["AppDisplayName is `Azure portal`", "`Azure Portal`", "letter case"],
  },
  {
    name: "a list of nothing but absent values",
    query: listQuery,
    tables: { SigninLogs: [...failures(3, { IPAddress: null }), success()] },
    kind: "column-empty",
    says: ["IPAddress", "is empty"],
  },
  {
    name: "a list whose own condition misspells its value",
    query: listQuery.replace('"50126"', '"invalid pasword"'),
    tables: { SigninLogs: [...failures(3, { ResultType: "invalid password" }), success()] },
    kind: "text-differs",
    says: ["`invalid password`", "`invalid pasword`", "misspelt"],
  },
];

const timeQuery = `SigninLogs | summarize Start = min(TimeGenerated), End = max(TimeGenerated), n = count() by UserPrincipalName
| extend Took = End - Start | where Took < 10m and n >= 3`;

const computedCases: QueryCase[] = [
  {
    name: "a stretch of time that is worked out before",
    query: timeQuery,
    tables: { SigninLogs: [signIn(0), signIn(5), signIn(25)] },
    kind: "time-apart",
    says: ["End 11:25 is 25m after Start 11:00", "Took < 10m"],
  },
  {
    name: "a threshold on the size of a set",
    query:
      "SigninLogs | summarize Apps = make_set(AppDisplayName) by UserPrincipalName | extend n = array_length(Apps) | where n > 2",
    tables: { SigninLogs: times(4, (at) => signIn(at, { AppDisplayName: `App ${at % 2}` })) },
    kind: "below-threshold",
    says: ["n is 2, needs more than 2", "eve@contoso.com"],
  },
  {
    name: "a threshold on a share",
    query:
      'SigninLogs | summarize fails = countif(ResultType != "0"), n = count() by UserPrincipalName | extend share = 100 * fails / n | where share >= 80',
    tables: { SigninLogs: times(4, (at) => signIn(at, at < 1 ? { ResultType: "0" } : {})) },
    kind: "below-threshold",
    says: ["share is 75, needs 80"],
  },
  {
    name: "two columns that differ in letter case",
    query:
      "SigninLogs | project UserPrincipalName | join kind=inner (AuditLogs | project Identity, OperationName, Key = 1 | extend k = 1) on $left.UserPrincipalName == $right.Identity | where Identity == OperationName",
    tables: { SigninLogs: [signIn(0)], AuditLogs: [audit(1, { OperationName: "Eve@contoso.com" })] },
    kind: "text-differs",
    says: ["Identity is `eve@contoso.com`", "`Eve@contoso.com`", "letter case"],
  },
  {
    name: "one side of an `or` of conditions that go together",
    query:
      'SigninLogs | where (ResultType == "0" and Location == "RU") or (ResultType == "50126" and AppDisplayName == "Azure portal")',
    tables: { SigninLogs: [signIn(0)] },
    kind: "text-differs",
    says: ["AppDisplayName is `Azure Portal`", "letter case", "nor does the other side"],
  },
  {
    name: "the same filter on both sides of a join",
    query:
      'let role = AuditLogs | where OperationName == "Add member to role"; role | project Identity | join kind=inner (AuditLogs | where OperationName == "Add member to role" | project Identity, TimeGenerated) on Identity',
    tables: { AuditLogs: [audit(0, { OperationName: "Add Member To Role" })] },
    kind: "text-differs",
    says: ["`Add Member To Role`", "letter case"],
  },
  {
    name: "a series over times that are absent",
    query: "SigninLogs | make-series n = count() on CreatedDateTime step 1h by UserPrincipalName",
    tables: { SigninLogs: [signIn(0)] },
    kind: "column-empty",
    says: ["CreatedDateTime is not set in any row of SigninLogs"],
  },
  {
    name: "an expansion of a list that was made of absent values",
    query:
      "SigninLogs | summarize ids = make_list(CreatedDateTime) by UserPrincipalName | mv-expand ids | project UserPrincipalName, ids",
    tables: { SigninLogs: [signIn(0)] },
    kind: "column-empty",
    says: ["CreatedDateTime is not set in any row of SigninLogs"],
  },
  {
    name: "one of three events just before the look-back, the others late in it",
    query: timeQuery.replace("10m", "90m"),
    tables: { SigninLogs: [signIn(55, { TimeGenerated: clock(55, 9) }), signIn(20), signIn(25)] },
    kind: "outside-window",
    says: ["1 of 3 rows of SigninLogs is older than 10:00 to 12:00", "5m too old"],
  },
  {
    name: "several groups alike, one of them split by letter case",
    query: "SigninLogs | summarize n = count() by UserPrincipalName | where n >= 2",
    tables: {
      SigninLogs: [
        ...times(6, (at) => signIn(at, { UserPrincipalName: `user${at}@contoso.com` })),
        signIn(10),
        signIn(11, { UserPrincipalName: "Eve@contoso.com" }),
      ],
    },
    kind: "group-split",
    says: ["split by letter case", "eve@contoso.com"],
  },
  {
    name: "a text that the query names elsewhere is not misspelt",
    query:
      'let put = AuditLogs | where OperationName == "PutBlob" | project Identity; let get = AuditLogs | where OperationName == "GetBlob" | project Identity; put | join kind=inner get on Identity',
    tables: { AuditLogs: [audit(0, { OperationName: "GetBlob" })] },
    kind: "literal-absent",
    says: ["no row has OperationName `PutBlob`", "`GetBlob` (1)"],
  },
];

const roleCase = audit(0, { OperationName: "Add Member To Role" });

const orderCases: QueryCase[] = [
  {
    name: "a text that only rows of another condition have",
    query: 'SigninLogs | where Location == "RU" | where AppDisplayName == "Graph"',
    tables: {
      SigninLogs: [
        ...times(3, (at) => signIn(at, { Location: "RU", AppDisplayName: "Office 365" })),
        ...times(5, (at) => signIn(10 + at, { AppDisplayName: "Graph" })),
      ],
    },
    kind: "literal-absent",
    says: ["no row has AppDisplayName `Graph`", "`Office 365` (3)", "and 5 rows lost before had it"],
  },
  {
    name: "a key that one rare event has, among many others",
    query:
      'SigninLogs | lookup kind=inner (AuditLogs | where OperationName == "Add member to role" | project UserPrincipalName = Identity) on UserPrincipalName',
    tables: {
      SigninLogs: times(6, (at) => signIn(at, { UserPrincipalName: `user${at}@contoso.com` })),
      AuditLogs: [audit(1, { Identity: "mallory@fabrikam.com" }), audit(2, { OperationName: "Update user" })],
    },
    kind: "key-missing",
    says: ["no row on the left of the join has the key", "`mallory@fabrikam.com`"],
  },
];

const nestedCases: QueryCase[] = [
  {
    name: "a term of `search` that is inside a longer word",
    query: 'search in (SigninLogs, AuditLogs) "Porta"',
    tables: { SigninLogs: [signIn(0)], AuditLogs: [audit(1)] },
    kind: "text-differs",
    says: ["AppDisplayName is `Azure Portal`", "the term `Porta`", "inside a longer word"],
  },
  {
    name: "a term of `search` that is nowhere",
    query: 'SigninLogs | search "mimikatz" | project UserPrincipalName',
    tables: { SigninLogs: [signIn(0)] },
    kind: "literal-absent",
    says: ["no row has a column with the term `mimikatz`"],
  },
  {
    name: "a condition of `find` on a column of one of its tables",
    query: 'find in (SigninLogs, AuditLogs) where Location == "de" project UserPrincipalName',
    tables: { SigninLogs: [signIn(0)], AuditLogs: [audit(1)] },
    kind: "text-differs",
    says: ["Location is `DE`", "`de`", "letter case"],
  },
  {
    name: "a sub-query of `partition` over a table of its own",
    query:
      'SigninLogs | partition by UserPrincipalName { AuditLogs | where Identity == UserPrincipalName | where OperationName == "Add member to role" }',
    tables: { SigninLogs: [signIn(0)], AuditLogs: [roleCase] },
    kind: "text-differs",
    says: ["`Add Member To Role`", "letter case"],
  },
  {
    name: "a function that `invoke` hands the rows to",
    query:
      'let failed = (T: (ResultType: string, UserPrincipalName: string)) { T | where ResultType == "50125" | project UserPrincipalName }; SigninLogs | invoke failed()',
    tables: { SigninLogs: [signIn(0)] },
    kind: "literal-absent",
    says: ["no row has ResultType `50125`", "`50126` (1)"],
  },
  {
    name: "a join inside `mv-apply`",
    query:
      'SigninLogs | mv-apply Name = pack_array(UserPrincipalName) to typeof(string) on (join kind=inner (AuditLogs | where OperationName == "Add member to role" | project Name = Identity) on Name)',
    tables: { SigninLogs: [signIn(0)], AuditLogs: [roleCase] },
    kind: "text-differs",
    says: ["`Add Member To Role`", "letter case"],
  },
];

export const relatedCases: readonly QueryCase[] = [
  ...listCases,
  ...computedCases,
  ...orderCases,
  ...nestedCases,
];

// ---- Published rules

const hash = "c45c9bda8db1d470f1fd0dcc346dc449839eb5ce9a948c70369230af0b3ef168";

const lawQuery = (minute: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minute, 10),
  AADEmail: "eve@contoso.com",
  ResponseRowCount: 10_001,
  RequestClientApp: "AppAnalytics",
  ...more,
});

const scan = (minute: number): Row => ({
  TimeGenerated: clock(minute),
  ScanStatus: "Failed",
  _ResourceId: `/subscriptions/s/app${minute}`,
});

const account = (EventID: number, time: string): Row => ({
  TimeGenerated: time,
  EventID,
  AccountType: "User",
  TargetAccount: "CONTOSO\\temp",
  Computer: "dc1",
});

const failedLogon = (minute: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minute, 10),
  EventID: 4625,
  LogonType: 3,
  IpAddress: "203.0.113.7",
  ...more,
});

const scans = "AzureAppServices/AVScan_Failure.yaml";
const enabled = "SecurityEvent/UserAccountEnabledDisabled_10m.yaml";
const large = "../Hunting Queries/LAQueryLogs/MultipleLargeQueriesByUser.yaml";
const hosts = "MultipleDataSources/HostAADCorrelation.yaml";

export const relatedRuleCases: readonly WhyCase[] = [
  {
    name: "a hash with a character lost",
    rule: "MultipleDataSources/SUNSPOTHashes.yaml",
    tables: {
      DeviceImageLoadEvents: [
        {
          TimeGenerated: clock(0),
          InitiatingProcessSHA256: hash.replace("b0b3", "bb3").replace("f0b3", "fb3"),
        },
      ],
    },
    kind: "text-differs",
    says: ["misspelt"],
  },
  {
    name: "one of two scans that arrived late, where the trigger asks for both",
    rule: scans,
    tables: {
      AppServiceAntivirusScanAuditLogs: {
        rows: [scan(1), scan(2)],
        ingestionTimes: [clock(1), clock(30, 12)],
      },
    },
    kind: "arrived-late",
    says: ["1 row of AppServiceAntivirusScanAuditLogs", "12:30"],
  },
  {
    name: "one scan where the trigger asks for two",
    rule: scans,
    tables: { AppServiceAntivirusScanAuditLogs: [scan(1)] },
    kind: "trigger",
    says: ["the query gives 1 row", "more than 1 row"],
  },
  {
    name: "the first of two events before the look-back",
    rule: enabled,
    tables: { SecurityEvent: [account(4722, clock(50, 11, "04")), account(4725, clock(5, 10))] },
    kind: "outside-window",
    says: ["1 of 2 rows of SecurityEvent is older", "10m too old"],
  },
  {
    name: "the same account type unset for both events",
    rule: enabled,
    tables: {
      SecurityEvent: [account(4722, clock(1)), account(4725, clock(5))].map((row) => ({
        ...row,
        AccountType: null,
      })),
    },
    kind: "column-empty",
    says: ["AccountType is not set in any row of SecurityEvent"],
  },
  {
    name: "the application in another letter case, in one side of an `or`",
    rule: large,
    tables: { LAQueryLogs: times(4, (at) => lawQuery(at, { RequestClientApp: "Appanalytics" })) },
    kind: "text-differs",
    says: ["RequestClientApp is `Appanalytics`", "letter case"],
  },
  {
    name: "one query of four misspelt, in one side of an `or`",
    rule: large,
    tables: {
      LAQueryLogs: times(4, (at) => lawQuery(at, at === 3 ? { RequestClientApp: "AppAnaltics" } : {})),
    },
    kind: "text-differs",
    says: ["`AppAnaltics`", "`AppAnalytics`", "misspelt"],
  },
  {
    name: "five failures where a list needs more",
    rule: hosts,
    tables: {
      SecurityEvent: times(5, (at) => failedLogon(at)),
      SigninLogs: [signIn(30)],
    },
    kind: "below-threshold",
    says: ["count_ is 5, needs more than 5", "203.0.113.7"],
  },
  {
    name: "a list whose events are before the look-back",
    rule: hosts,
    tables: {
      SecurityEvent: times(6, (at) => failedLogon(at, { TimeGenerated: clock(at, 11, "05") })),
      SigninLogs: [signIn(30)],
    },
    kind: "outside-window",
    says: ["all 6 rows of SecurityEvent are older", "55m too old"],
  },
];
