/** Further published rules with data broken in one known way: audit logs, resources, logons. */
import { times, type WhyCase } from "./why-cases.js";

type Row = Record<string, unknown>;

const clock = (minutes: number, day = "06"): string => {
  const pad = (number: number) => String(number).padStart(2, "0");
  return `2026-04-${day}T${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}:00Z`;
};

// ---- Consent to an application, credentials for it before

const consent = "AuditLogs/CredentialAddedAfterAdminConsent.yaml";
const credential = "Add service principal credentials";

const appEvent = (minutes: number, OperationName: string, more: Row = {}): Row => ({
  TimeGenerated: clock(minutes),
  OperationName,
  Result: "success",
  InitiatedBy: { user: { userPrincipalName: "eve@contoso.com", ipAddress: "203.0.113.7" } },
  TargetResources: [
    { displayName: "App", id: "id-1", modifiedProperties: times(6, () => ({ newValue: "x" })) },
  ],
  ...more,
});

const consentCases: WhyCase[] = [
  {
    name: "credentials after the consent",
    rule: consent,
    tables: { AuditLogs: [appEvent(660, credential), appEvent(600, "Consent to application")] },
    kind: "time-apart",
    says: ["TimeCred 11:00 is 1h after TimeConsent 10:00"],
  },
  {
    name: "another application",
    rule: consent,
    tables: {
      AuditLogs: [
        appEvent(600, credential, { TargetResources: [{ displayName: "App", id: "zz-9" }] }),
        appEvent(660, "Consent to application"),
      ],
    },
    kind: "key-missing",
    says: ["targetResourceID `id-1`", "`zz-9`"],
  },
  {
    name: "a consent that failed",
    rule: consent,
    tables: {
      AuditLogs: [appEvent(600, credential), appEvent(660, "Consent to application", { Result: "failure" })],
    },
    kind: "literal-absent",
    says: ["no row has Result `success`", "`failure`"],
  },
];

// ---- A credential added to an application

const newCredential = "AuditLogs/NewAppOrServicePrincipalCredential.yaml";

const key = (id: string, usage = "Verify") =>
  `["[KeyIdentifier=${id},KeyType=Password,KeyUsage=${usage},DisplayName=x]"]`;

const keyEvent = (property: Row): Row =>
  appEvent(690, credential, {
    TargetResources: [
      {
        displayName: "App",
        modifiedProperties: [
          { displayName: "KeyDescription", oldValue: key("old"), newValue: key("new"), ...property },
        ],
      },
    ],
  });

const newCredentialCases: WhyCase[] = [
  {
    name: "the first credential",
    rule: newCredential,
    tables: { AuditLogs: [keyEvent({ oldValue: "[]" })] },
    kind: "excluded",
    says: ["old_value_set is `[]`"],
  },
  {
    name: "a property of nearly the name",
    rule: newCredential,
    tables: { AuditLogs: [keyEvent({ displayName: "KeyDescriptions" })] },
    kind: "text-differs",
    says: ["`KeyDescriptions`", "`KeyDescription`", "misspelt"],
  },
  {
    name: "a key for another use",
    rule: newCredential,
    tables: { AuditLogs: [keyEvent({ newValue: key("new", "Sign") })] },
    kind: "literal-absent",
    says: ["keyUsage `Verify`", "`Sign`"],
  },
];

// ---- Large machines made

const machines = "AzureActivity/Creation_of_Expensive_Computes_in _Azure.yaml";

const machine = (more: Row = {}, vmSize = "Standard_NC24"): Row => ({
  TimeGenerated: clock(690),
  OperationName: "Create or Update Virtual Machine",
  ActivityStatus: "Accepted",
  Properties: JSON.stringify({
    responseBody: JSON.stringify({ properties: { hardwareProfile: { vmSize } } }),
  }),
  ...more,
});

const machineCases: WhyCase[] = [
  {
    name: "one machine where more are asked for",
    rule: machines,
    tables: { AzureActivity: [machine()] },
    kind: "trigger",
    says: ["the query gives 1 row", "more than 1 row"],
  },
  {
    name: "properties that are no JSON",
    rule: machines,
    tables: { AzureActivity: times(2, () => machine({ Properties: "{bad" })) },
    kind: "value-not-made",
    says: ["parse_json(Properties).responseBody gives nothing", "{bad"],
  },
  {
    name: "small machines",
    rule: machines,
    tables: { AzureActivity: times(2, () => machine({}, "Standard_B2")) },
    kind: "literal-absent",
    says: ["no row has vmSize with the term any of `416`", "`standard_b2` (2)"],
  },
];

// ---- Failures, then a success; groups; hops; tickets

const failures = "SecurityEvent/MultipleFailedFollowedBySuccess.yaml";
const groups = "SecurityEvent/GroupCreatedAddedToPrivlegeGroup_1h.yaml";
const hops = "SecurityEvent/RDP_Nesting.yaml";
const tickets = "SecurityEvent/PotentialKerberoast.yaml";

const logon = (minutes: number, EventID: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minutes),
  EventID,
  Account: "CONTOSO\\eve",
  AccountType: "User",
  IpAddress: "10.0.0.7",
  Computer: "dc1",
  ...more,
});

const groupAdded = (more: Row = {}): Row =>
  logon(690, 4732, { MemberName: "-", TargetSid: "S-1-5-32-544", MemberSid: "S-1-5-21-1-2-3-9999", ...more });
const groupMade = logon(680, 4731, { TargetSid: "S-1-5-21-1-2-3-9999" });

const hop = (minutes: number, computer: string, ip: string, more: Row = {}): Row =>
  logon(minutes, 4624, { LogonType: 10, Computer: computer, IpAddress: ip, ...more });

const ticket = (at: number, encryption: string, more: Row = {}): Row => ({
  TimeGenerated: clock(670 + at),
  EventID: 4769,
  Computer: "dc1",
  TargetDomainName: "CONTOSO",
  EventData: `<Data Name="TargetUserName">eve@CONTOSO</Data><Data Name="ServiceName">svc${at}</Data><Data Name="TicketOptions">0x40810000</Data><Data Name="TicketEncryptionType">${encryption}</Data><Data Name="IpAddress">::ffff:10.0.0.7</Data><Data Name="Status">0x0</Data>`,
  ...more,
});

const securityCases: WhyCase[] = [
  {
    name: "four failures before the success",
    rule: failures,
    tables: { SecurityEvent: [...times(4, (at) => logon(600 + at, 4625)), logon(610, 4624)] },
    kind: "below-threshold",
    says: ["FailureCountBeforeSuccess is 4, needs 5"],
  },
  {
    name: "an address that is left out",
    rule: failures,
    tables: { SecurityEvent: times(6, (at) => logon(600 + at, 4625, { IpAddress: "-" })) },
    kind: "excluded",
    says: ["IpAddress is `-`"],
  },
  {
    name: "a success in a session of its own",
    rule: failures,
    tables: { SecurityEvent: [...times(6, (at) => logon(480 + at, 4625)), logon(610, 4624)] },
    kind: "group-split",
    says: ["split into groups by SessionStartedUtc"],
  },
  {
    name: "a group that is left out",
    rule: groups,
    tables: { SecurityEvent: [groupAdded({ TargetSid: "S-1-5-32-555" }), groupMade] },
    kind: "excluded",
    says: ["TargetSid is `S-1-5-32-555`"],
  },
  {
    name: "a group that no pattern is for",
    rule: groups,
    tables: { SecurityEvent: [groupAdded({ TargetSid: "S-1-5-32-1" }), groupMade] },
    kind: "literal-absent",
    says: ["TargetSid matching `S-1-5-32-5[0-9][0-9]$`", "nor does the other side"],
  },
  {
    name: "the second hop too late",
    rule: hops,
    tables: { SecurityEvent: [hop(620, "ws1", "10.0.0.1"), hop(670, "ws2", "10.0.0.2")] },
    kind: "time-apart",
    says: ["SecondHop 11:10 is 50m after FirstHop 10:20"],
  },
  {
    name: "both hops from one address",
    rule: hops,
    tables: { SecurityEvent: [hop(660, "ws1", "10.0.0.1"), hop(670, "ws2", "10.0.0.1")] },
    kind: "condition-failed",
    says: ["FirstIPAddress != SecondIPAddress"],
  },
  {
    name: "hops as on the days before",
    rule: hops,
    tables: {
      SecurityEvent: [
        hop(660, "ws1", "10.0.0.1"),
        hop(670, "ws2", "10.0.0.2"),
        ...times(5, (at) => hop(0, `ws${at + 1}`, "10.0.0.2", { TimeGenerated: clock(600 + at, "03") })),
      ],
    },
    kind: "key-excluded",
    says: ["anti join leaves out 1 row", "contoso\\eve"],
  },
  {
    name: "fifteen services where more are asked for",
    rule: tickets,
    tables: { SecurityEvent: times(15, (at) => ticket(at, "0x17")) },
    kind: "below-threshold",
    says: ["ServiceNameCountPrev1h is 15, needs more than 15", "eve@CONTOSO"],
  },
  {
    name: "another encryption, read by `parse`",
    rule: tickets,
    tables: { SecurityEvent: times(16, (at) => ticket(at, "0x12")) },
    kind: "literal-absent",
    says: ["TicketEncryptionType `0x17`", "`0x12` (16)"],
  },
  {
    name: "event data unset, that `parse` reads",
    rule: tickets,
    tables: { SecurityEvent: times(16, (at) => ticket(at, "0x17", { EventData: null })) },
    kind: "column-empty",
    says: ["EventData is not set in any row of SecurityEvent"],
  },
  {
    name: "tickets of the same user in the hours before",
    rule: tickets,
    tables: {
      SecurityEvent: [
        ...times(16, (at) => ticket(at, "0x17")),
        ...times(2, (at) => ticket(at, "0x17", { TimeGenerated: clock(300 + at) })),
      ],
    },
    kind: "key-excluded",
    says: ["TargetUserName `eve@CONTOSO`"],
  },
];

export const furtherCases: readonly WhyCase[] = [
  ...consentCases,
  ...newCredentialCases,
  ...machineCases,
  ...securityCases,
];
