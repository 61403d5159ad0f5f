/** Published rules with data broken in one known way. */
import { times, type WhyCase } from "./why-cases.js";

type Row = Record<string, unknown>;

const clock = (hour: number, minute: number, second = 0): string => {
  const pad = (number: number) => String(number).padStart(2, "0");
  return `2026-04-06T${pad(hour)}:${pad(minute)}:${pad(second)}Z`;
};

// ---- Sign-ins to a disabled account over three applications

const disabled = "SigninLogs/DisabledAccountSigninsAcrossManyApplications.yaml";

const disabledSignIn = (app: number, more: Row = {}): Row => ({
  TimeGenerated: clock(10, app),
  ResultType: "50057",
  ResultDescription: "User account is disabled. The account has been disabled by an administrator.",
  UserPrincipalName: "eve@contoso.com",
  IPAddress: "203.0.113.7",
  AppDisplayName: `App ${app}`,
  ...more,
});

const disabledCases: WhyCase[] = [
  {
    name: "two applications where three are asked for",
    rule: disabled,
    tables: { SigninLogs: times(2, (at) => disabledSignIn(at)) },
    kind: "below-threshold",
    says: ["applicationCount is 2, needs 3", "eve@contoso.com"],
  },
  {
    name: "a description without its full stop",
    rule: disabled,
    tables: {
      SigninLogs: times(3, (at) =>
        disabledSignIn(at, {
          ResultDescription: "User account is disabled. The account has been disabled by an administrator",
        }),
      ),
    },
    kind: "text-differs",
    says: ["ResultDescription", "nearly the same"],
  },
  {
    name: "another result code",
    rule: disabled,
    tables: { SigninLogs: times(3, (at) => disabledSignIn(at, { ResultType: "50126" })) },
    kind: "literal-absent",
    says: ["no row has ResultType `50057`", "`50126` (3)"],
  },
  {
    name: "applications unset",
    rule: disabled,
    tables: { SigninLogs: times(3, (at) => disabledSignIn(at, { AppDisplayName: null })) },
    kind: "column-empty",
    says: ["AppDisplayName is not set in any row of SigninLogs", "needs 3"],
  },
  {
    name: "both tables empty",
    rule: disabled,
    tables: { SigninLogs: [] },
    kind: "empty-table",
    says: ["has no rows"],
  },
];

// ---- Failures and a success at the portal, in twenty minutes

const brute = "SigninLogs/SigninBruteForce-AzurePortal.yaml";

const portalSignIn = (minute: number, more: Row = {}): Row => ({
  TimeGenerated: clock(10, minute),
  ResultType: "50126",
  UserPrincipalName: "eve@contoso.com",
  UserDisplayName: "Eve",
  AppDisplayName: "Azure Portal",
  IPAddress: "203.0.113.7",
  ...more,
});

const bruteCases: WhyCase[] = [
  {
    name: "failures without a success",
    rule: brute,
    tables: { SigninLogs: times(6, (at) => portalSignIn(at)) },
    kind: "below-threshold",
    says: ["SuccessCount is 0, needs 1"],
  },
  {
    name: "four failures and a success",
    rule: brute,
    tables: { SigninLogs: [...times(4, (at) => portalSignIn(at)), portalSignIn(9, { ResultType: "0" })] },
    kind: "below-threshold",
    says: ["FailureCount is 4, needs 5"],
  },
  {
    name: "failures on both sides of a window",
    rule: brute,
    tables: {
      SigninLogs: [...times(6, (at) => portalSignIn(17 + at)), portalSignIn(25, { ResultType: "0" })],
    },
    kind: "group-split",
    says: ["split over time", "FailureCount is 3 in 10:20 and 3 in 10:00"],
  },
];

// ---- Guessed users over ssh

const ssh = "Syslog/ssh_potentialBruteForce.yaml";

const guess = (at: number, more: Row = {}): Row => ({
  TimeGenerated: clock(10, at),
  EventTime: clock(10, at),
  ProcessName: "sshd",
  SyslogMessage: "Failed password for invalid user admin from 203.0.113.7 port 4022 ssh2",
  ...more,
});

const sshCases: WhyCase[] = [
  {
    name: "exactly as many as must be exceeded",
    rule: ssh,
    tables: { Syslog: times(15, (at) => guess(at)) },
    kind: "below-threshold",
    says: ["PerHourCount is 15, needs more than 15", "203.0.113.7"],
  },
  {
    name: "another process name",
    rule: ssh,
    tables: { Syslog: times(16, (at) => guess(at, { ProcessName: "sshd2" })) },
    kind: "text-differs",
    says: ["ProcessName is `sshd2`", "`sshd`"],
  },
  {
    name: "guesses on both sides of four hours",
    rule: ssh,
    tables: {
      Syslog: times(20, (at) =>
        guess(0, {
          TimeGenerated: clock(7, 50 + (at % 10)),
          EventTime: clock(at < 10 ? 7 : 8, at < 10 ? 50 + at : at - 10),
        }),
      ),
    },
    kind: "group-split",
    says: ["split over time", "PerHourCount is 10"],
  },
];

// ---- Teams deleted

const teams = "OfficeActivity/MultipleTeamsDeletes.yaml";

const deletion = (at: number, more: Row = {}): Row => ({
  TimeGenerated: clock(10, at),
  OfficeWorkload: "MicrosoftTeams",
  Operation: "TeamDeleted",
  TeamName: `Team ${at}`,
  UserId: "eve@contoso.com",
  ...more,
});

const teamsCases: WhyCase[] = [
  {
    name: "three teams where more than three are asked for",
    rule: teams,
    tables: { OfficeActivity: times(3, (at) => deletion(at)) },
    kind: "below-threshold",
    says: ["array_length(DeletedTeams) is 3, needs more than 3", "eve@contoso.com"],
  },
  {
    name: "a workload written with a blank",
    rule: teams,
    tables: { OfficeActivity: times(4, (at) => deletion(at, { OfficeWorkload: "Microsoft Teams" })) },
    kind: "text-differs",
    says: ["`Microsoft Teams`", "`MicrosoftTeams`", "blanks"],
  },
];

// ---- An account made and deleted within ten minutes

const account = "SecurityEvent/UserAccountCreatedDeleted_10m.yaml";

const accountEvent = (id: number, minute: number, more: Row = {}): Row => ({
  TimeGenerated: clock(10, minute),
  EventID: id,
  AccountType: "User",
  Computer: "dc1.contoso.com",
  TargetAccount: "CONTOSO\\temp",
  TargetUserName: "temp",
  SubjectAccount: "CONTOSO\\eve",
  ...more,
});

const accountCases: WhyCase[] = [
  {
    name: "a quarter of an hour in between",
    rule: account,
    tables: { SecurityEvent: [accountEvent(4720, 0), accountEvent(4726, 15)] },
    kind: "time-apart",
    says: ["deletionTime 10:15 is 15m after creationTime 10:00", "< spanoftime"],
  },
  {
    name: "deleted before it was made",
    rule: account,
    tables: { SecurityEvent: [accountEvent(4720, 20), accountEvent(4726, 15)] },
    kind: "time-apart",
    says: ["creationTime 10:20 is 5m after deletionTime 10:15", "tolong(TimeDelta) >= threshold"],
  },
  {
    name: "another letter case of the account type, in the part that minds it",
    rule: account,
    tables: { SecurityEvent: [accountEvent(4720, 0), accountEvent(4726, 5, { AccountType: "user" })] },
    kind: "text-differs",
    says: ["AccountType is `user`", "`User`", "letter case"],
  },
  {
    name: "the computer without its domain",
    rule: account,
    tables: { SecurityEvent: [accountEvent(4720, 0), accountEvent(4726, 5, { Computer: "dc1" })] },
    kind: "key-differs",
    says: ["Computer", "`dc1.contoso.com`", "`dc1`"],
  },
  {
    name: "no deletion",
    rule: account,
    tables: { SecurityEvent: [accountEvent(4720, 0), accountEvent(4722, 5)] },
    kind: "literal-absent",
    says: ["EventID `4726`"],
  },
];

// ---- External members added and removed

const external = "OfficeActivity/ExternalUserAddedRemovedInTeams.yaml";

const member = (operation: string, minute: number, more: Row = {}): Row => ({
  TimeGenerated: clock(11, minute),
  OfficeWorkload: "MicrosoftTeams",
  Operation: operation,
  Members: [{ UPN: "guest_fabrikam.com#EXT#@contoso.com" }],
  UserId: "eve@contoso.com",
  TeamName: "Finance",
  ...more,
});

const externalCases: WhyCase[] = [
  {
    name: "the row that would match is dropped as a duplicate",
    rule: external,
    tables: {
      OfficeActivity: [member("MemberAdded", 40), member("MemberAdded", 10), member("MemberRemoved", 30)],
    },
    kind: "duplicates-dropped",
    says: ["one row of each key UPN", "innerunique"],
  },
  {
    name: "removed before added",
    rule: external,
    tables: { OfficeActivity: [member("MemberAdded", 40), member("MemberRemoved", 30)] },
    kind: "time-apart",
    says: ["TimeAdded 11:40 is 10m after TimeDeleted 11:30"],
  },
  {
    name: "an operation misspelt",
    rule: external,
    tables: { OfficeActivity: [member("MemberAdded", 10), member("MembersRemoved", 30)] },
    kind: "text-differs",
    says: ["`MembersRemoved`", "`MemberRemoved`"],
  },
  {
    name: "a member of the own organisation",
    rule: external,
    tables: {
      OfficeActivity: ["MemberAdded", "MemberRemoved"].map((operation, at) =>
        member(operation, 10 + 20 * at, { Members: [{ UPN: "bob@contoso.com" }] }),
      ),
    },
    kind: "literal-absent",
    says: ["UPN", "`#EXT#`", "`bob@contoso.com`"],
  },
];

// ---- A burst from several places

const burst = "SigninLogs/Sign-in Burst from Multiple Locations.yaml";

const github = (at: number, more: Row = {}): Row => ({
  TimeGenerated: clock(11, 10 + at),
  AppDisplayName: "GitHub.com",
  ResultType: "0",
  Location: at % 2 === 0 ? "DE" : "US",
  UserPrincipalName: "eve@contoso.com",
  ...more,
});

const burstCases: WhyCase[] = [
  {
    name: "locations unset",
    rule: burst,
    tables: { SigninLogs: times(2, (at) => github(at, { Location: null })) },
    kind: "column-empty",
    says: ["Location is not set in any row of SigninLogs", "needs more than 1"],
  },
  {
    name: "another letter case of the application",
    rule: burst,
    tables: { SigninLogs: times(2, (at) => github(at, { AppDisplayName: "Github.com" })) },
    kind: "text-differs",
    says: ["`Github.com`", "`GitHub.com`", "letter case"],
  },
  {
    name: "one of two places before the look-back",
    rule: burst,
    tables: { SigninLogs: [github(0, { TimeGenerated: clock(10, 55) }), github(1)] },
    kind: "outside-window",
    says: ["look-back", "1 of 2 rows", "5m too old"],
  },
  {
    name: "one of two places that arrived late",
    rule: burst,
    tables: {
      SigninLogs: { rows: [github(0), github(1)], ingestionTimes: [clock(11, 11), clock(12, 30)] },
    },
    kind: "arrived-late",
    says: ["1 row of SigninLogs", "12:30"],
  },
];

// ---- Names that don't exist, of an address that did not ask for many before

const dns = "DnsEvents/DNS_HighNXDomainCount_detection.yaml";

const nxDomain = (at: number, day: string): Row => ({
  TimeGenerated: `2026-04-${day}T${String(at % 24).padStart(2, "0")}:30:00Z`,
  ResultCode: 3,
  QueryType: "A",
  ClientIP: "10.0.0.7",
  Name: `host.domain${at}.com`,
});

const dnsCases: WhyCase[] = [
  {
    name: "an address that did the same the days before",
    rule: dns,
    tables: {
      DnsEvents: [
        ...times(101, (at) => nxDomain(at % 12, "06")).map((row, at) => ({
          ...row,
          Name: `host.domain${at}.com`,
        })),
        ...times(101, (at) => nxDomain(at, "03")),
      ],
    },
    kind: "key-excluded",
    says: ["anti join", "10.0.0.7"],
  },
  {
    name: "a hundred names where more are asked for",
    rule: dns,
    tables: {
      DnsEvents: times(100, (at) => nxDomain(at % 12, "06")).map((row, at) => ({
        ...row,
        Name: `host.domain${at}.com`,
      })),
    },
    kind: "below-threshold",
    says: ["dcount_sld is 100, needs more than 100"],
  },
];

// ---- Failed logons

const logons = "SecurityEvent/gte_6_FailedLogons_10m.yaml";

const failed = (at: number, more: Row = {}): Row => ({
  TimeGenerated: clock(11, 51, at),
  EventID: 4625,
  AccountType: "User",
  Account: "CONTOSO\\eve",
  SubStatus: "0xc000006a",
  Computer: "ws1",
  ...more,
});

const logonCases: WhyCase[] = [
  {
    name: "nineteen failures where twenty are asked for",
    rule: logons,
    tables: { SecurityEvent: times(19, (at) => failed(at)) },
    kind: "below-threshold",
    says: ["FailedLogonCount is 19, needs 20"],
  },
  {
    name: "an account that is left out",
    rule: logons,
    tables: { SecurityEvent: times(20, (at) => failed(at, { Account: "-\\-" })) },
    kind: "excluded",
    says: ["Account", "`-\\-`"],
  },
  {
    name: "another event",
    rule: logons,
    tables: { SecurityEvent: times(20, (at) => failed(at, { EventID: 4624 })) },
    kind: "literal-absent",
    says: ["no row has EventID `4625`", "`4624` (20)"],
  },
];

export const corpusCases: readonly WhyCase[] = [
  ...disabledCases,
  ...bruteCases,
  ...sshCases,
  ...teamsCases,
  ...accountCases,
  ...externalCases,
  ...burstCases,
  ...dnsCases,
  ...logonCases,
];
