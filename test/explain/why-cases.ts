/** Data that a rule should fire on, broken in one known way, and the cause that the explanation must name first. */
import type { FindingKind } from "../../src/explain/findings.js";
import type { RuleTables } from "../../src/rules/run-rule.js";

export interface WhyCase {
  readonly name: string;
  /** File in `rules/`, or below the corpus. */
  readonly rule: string;
  readonly at?: string;
  /** Changes the text of the rule file. */
  readonly edit?: readonly [from: string, to: string];
  readonly tables: RuleTables;
  readonly kind: FindingKind;
  /** What the sentence must say. */
  readonly says: readonly string[];
}

type Row = Record<string, unknown>;

const day = "2026-04-06T";
export const noon = `${day}12:00:00Z`;

/** `count` rows, each made of its number. */
export function times(count: number, make: (at: number) => Row): Row[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

const clock = (minutes: number): string => {
  const pad = (number: number) => String(number).padStart(2, "0");
  return `${day}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}:00Z`;
};

// ---- Bulk password updates: five of one actor against three targets in one clock hour, of the last two hours

const bulk = "bulk-password-profile-updates.yaml";

const reset = (minutes: number, target: string, more: Row = {}): Row => ({
  TimeGenerated: clock(minutes),
  ActivityDisplayName: "Reset user password",
  OperationName: "Reset user password",
  Category: "UserManagement",
  Result: "success",
  CorrelationId: `c${minutes}`,
  InitiatedBy: { user: { userPrincipalName: "eve@contoso.com" } },
  TargetResources: [{ displayName: target, userPrincipalName: `${target}@contoso.com` }],
  ...more,
});

const resets = (count: number, more: Row = {}, from = 670): Row[] =>
  times(count, (at) => reset(from + at, `user${at}`, more));

/** Other people's single resets, and other events of the same table. */
const auditNoise: Row[] = [
  ...times(3, (at) =>
    reset(650 + 10 * at, `guest${at}`, {
      InitiatedBy: { user: { userPrincipalName: `admin${at}@contoso.com` } },
    }),
  ),
  ...times(6, (at) =>
    reset(640 + 11 * at, `member${at}`, {
      ActivityDisplayName: "Add member to group",
      Category: "GroupManagement",
    }),
  ),
];

const bulkCases: WhyCase[] = [
  {
    name: "one reset short",
    rule: bulk,
    tables: { AuditLogs: [...auditNoise, ...resets(4)] },
    kind: "below-threshold",
    says: ["UpdateCount is 4, needs 5", "eve@contoso.com"],
  },
  {
    name: "a threshold raised by one",
    rule: bulk,
    edit: ["UpdateThreshold = 5", "UpdateThreshold = 6"],
    tables: { AuditLogs: [...auditNoise, ...resets(5)] },
    kind: "below-threshold",
    says: ["UpdateCount is 5, needs 6", "eve@contoso.com"],
  },
  {
    name: "enough resets against too few targets",
    rule: bulk,
    tables: { AuditLogs: times(6, (at) => reset(670 + at, `user${at % 2}`)) },
    kind: "below-threshold",
    says: ["DistinctTargets is 2, needs 3"],
  },
  {
    name: "the burst split by the hour",
    rule: bulk,
    tables: { AuditLogs: [...auditNoise, ...resets(8, {}, 656)] },
    kind: "group-split",
    says: ["split over time", "UpdateCount is 4 in 10:00 and 4 in 11:00", "needs 5", "eve@contoso.com"],
  },
  {
    name: "the burst split by the hour, three after it",
    rule: bulk,
    tables: { AuditLogs: [...auditNoise, ...resets(7, {}, 656)] },
    kind: "group-split",
    says: ["4 in 10:00 and 3 in 11:00"],
  },
  {
    name: "another letter case of the result",
    rule: bulk,
    tables: { AuditLogs: [...auditNoise, ...resets(5, { Result: "Success" })] },
    kind: "text-differs",
    says: ["Result is `Success`", "`success`", "letter case"],
  },
  {
    name: "another letter case of the activity",
    rule: bulk,
    tables: { AuditLogs: [...auditNoise, ...resets(5, { ActivityDisplayName: "Reset User Password" })] },
    kind: "text-differs",
    says: ["ActivityDisplayName is `Reset User Password`", "`Reset user password`", "letter case"],
  },
  {
    name: "a filter literal misspelt in the rule",
    rule: bulk,
    edit: ['Result == "success"', 'Result == "succes"'],
    tables: { AuditLogs: [...auditNoise, ...resets(5)] },
    kind: "text-differs",
    says: ["`success`", "`succes`", "misspelt"],
  },
  {
    name: "the activity misspelt in the data",
    rule: bulk,
    tables: { AuditLogs: [...auditNoise, ...resets(5, { ActivityDisplayName: "Reset user pasword" })] },
    kind: "text-differs",
    says: ["`Reset user pasword`", "`Reset user password`", "misspelt"],
  },
  {
    name: "a result that is nothing like the one asked for",
    rule: bulk,
    tables: { AuditLogs: resets(5, { Result: "failure" }) },
    kind: "literal-absent",
    says: ["no row has Result `success`", "`failure`"],
  },
  {
    name: "rows before the look-back",
    rule: bulk,
    tables: { AuditLogs: resets(5, {}, 565) },
    kind: "outside-window",
    says: ["look-back", "AuditLogs", "older than 10:00 to 12:00"],
  },
  {
    name: "rows after the run",
    rule: bulk,
    tables: { AuditLogs: [...auditNoise, ...resets(5, {}, 725)] },
    kind: "outside-window",
    says: ["look-back", "later than 10:00 to 12:00"],
  },
  {
    name: "one of five rows just outside the look-back",
    rule: bulk,
    at: `${day}13:02:30Z`,
    tables: { AuditLogs: resets(5, {}, 661) },
    kind: "outside-window",
    says: ["look-back", "2 of 5 rows"],
  },
  {
    name: "rows that arrived too late",
    rule: bulk,
    tables: {
      AuditLogs: { rows: resets(5), ingestionTimes: times(5, () => ({})).map(() => `${day}12:20:00Z`) },
    },
    kind: "arrived-late",
    says: ["arrived too late", "12:20"],
  },
  {
    name: "one of five rows that arrived too late",
    rule: bulk,
    tables: {
      AuditLogs: {
        rows: resets(5),
        ingestionTimes: times(5, (at) => ({ at })).map(
          ({ at }) => `${day}${at === 3 ? "12:07" : "11:30"}:00Z`,
        ),
      },
    },
    kind: "arrived-late",
    says: ["arrived too late: 1 row", "12:07"],
  },
  {
    name: "no rows at all",
    rule: bulk,
    tables: { AuditLogs: [] },
    kind: "empty-table",
    says: ["AuditLogs has no rows"],
  },
  {
    name: "a column that the fixture left unset",
    rule: bulk,
    tables: { AuditLogs: resets(5, { Result: null }) },
    kind: "column-empty",
    says: ["Result is not set in any row of AuditLogs"],
  },
  {
    name: "a column whose name is misspelt in the data",
    rule: bulk,
    tables: { AuditLogs: resets(5, { Result: undefined, Reslt: "success" }) },
    kind: "column-empty",
    says: ["Result is not set in any row of AuditLogs", "Reslt"],
  },
  {
    name: "targets unset, so that none is distinct",
    rule: bulk,
    tables: { AuditLogs: resets(5, { TargetResources: null }) },
    kind: "column-empty",
    says: ["TargetResources is not set in any row of AuditLogs", "DistinctTargets is 1, needs 3"],
  },
  {
    name: "targets without user names",
    rule: bulk,
    tables: { AuditLogs: resets(5, { TargetResources: [{ displayName: "App" }] }) },
    kind: "column-empty",
    says: ["TargetResources[0].userPrincipalName", "DistinctTargets is 1, needs 3"],
  },
  {
    name: "one actor in two letter cases",
    rule: bulk,
    tables: {
      AuditLogs: times(6, (at) =>
        reset(670 + at, `user${at}`, {
          InitiatedBy: { user: { userPrincipalName: at % 2 === 0 ? "eve@contoso.com" : "Eve@contoso.com" } },
        }),
      ),
    },
    kind: "group-split",
    says: ["letter case", "UpdateCount is 3", "needs 5"],
  },
];

// ---- ADFS tokens after a password change

const adfs = "adfs-stale-token-after-password-change.yaml";

const change = (minutes: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minutes),
  OperationName: "Reset password (by admin)",
  Result: "success",
  TargetResources: [{ userPrincipalName: "eve@contoso.com" }],
  ...more,
});

const token = (minutes: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minutes),
  UserPrincipalName: "eve@contoso.com",
  ResultType: "0",
  IPAddress: "203.0.113.7",
  AppDisplayName: "Payroll",
  ...more,
});

const adfsCases: WhyCase[] = [
  {
    name: "the token before the change",
    rule: adfs,
    tables: { AuditLogs: [change(600)], ADFSSignInLogs: [token(595)] },
    kind: "time-apart",
    says: ["ChangeTime 10:00 is 5m after TimeGenerated 09:55"],
  },
  {
    name: "the token at the very time of the change",
    rule: adfs,
    tables: { AuditLogs: [change(600)], ADFSSignInLogs: [token(600)] },
    kind: "time-apart",
    says: ["both 10:00", "TimeGenerated > ChangeTime"],
  },
  {
    name: "a harmless update after the token",
    rule: adfs,
    tables: {
      AuditLogs: [change(480), change(570, { OperationName: "Update user" })],
      ADFSSignInLogs: [token(540)],
    },
    kind: "later-event",
    says: ["later event", "ChangeTime is 09:30", "AuditLogs row 2", "08:00"],
  },
  {
    name: "another letter case of the user name",
    rule: adfs,
    tables: {
      AuditLogs: [change(480, { TargetResources: [{ userPrincipalName: "Eve@contoso.com" }] })],
      ADFSSignInLogs: [token(540)],
    },
    kind: "key-differs",
    says: ["`eve@contoso.com`", "`Eve@contoso.com`", "letter case"],
  },
  {
    name: "nobody on the other side",
    rule: adfs,
    tables: {
      AuditLogs: [change(480, { TargetResources: [{ userPrincipalName: "bob@contoso.com" }] })],
      ADFSSignInLogs: [token(540)],
    },
    kind: "key-missing",
    says: [
      "no row on the right of the join has the key UserPrincipalName `eve@contoso.com`",
      "`bob@contoso.com`",
    ],
  },
  {
    name: "the user name in the other form",
    rule: adfs,
    tables: {
      AuditLogs: [change(480)],
      ADFSSignInLogs: [token(540, { UserPrincipalName: "CONTOSO\\eve" })],
    },
    kind: "key-differs",
    says: ["`CONTOSO\\eve`", "`eve@contoso.com`"],
  },
  {
    name: "a phrase whose words do not stand in a row",
    rule: adfs,
    tables: {
      AuditLogs: [change(480, { OperationName: "Reset user password" })],
      ADFSSignInLogs: [token(540)],
    },
    kind: "text-differs",
    says: ["OperationName is `Reset user password`", "`Reset password`", "not in a row"],
  },
  {
    name: "a result that is no number in its own text",
    rule: adfs,
    tables: { AuditLogs: [change(480)], ADFSSignInLogs: [token(540, { ResultType: "00" })] },
    kind: "text-differs",
    says: ["ResultType is `00`", "as text"],
  },
  {
    name: "a failed sign-in",
    rule: adfs,
    tables: { AuditLogs: [change(480)], ADFSSignInLogs: [token(540, { ResultType: "50126" })] },
    kind: "literal-absent",
    says: ["ResultType `0`", "`50126`"],
  },
  {
    name: "no changes in the table",
    rule: adfs,
    tables: { AuditLogs: [], ADFSSignInLogs: [token(540)] },
    kind: "empty-table",
    says: ["AuditLogs has no rows"],
  },
  {
    name: "changes older than a day",
    rule: adfs,
    at: `2026-04-07T09:00:00Z`,
    tables: { AuditLogs: [change(480)], ADFSSignInLogs: [token(560)] },
    kind: "outside-window",
    says: ["look-back", "AuditLogs"],
  },
  {
    name: "a change without a user name",
    rule: adfs,
    tables: { AuditLogs: [change(480, { TargetResources: [] })], ADFSSignInLogs: [token(540)] },
    kind: "column-empty",
    says: ["TargetResources", "AuditLogs"],
  },
];

// ---- Silent sign-in, then a privileged action

const silent = "non-interactive-sign-in-then-privileged-action.yaml";

const signIn = (minutes: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minutes),
  UserPrincipalName: "eve@contoso.com",
  ResultType: "0",
  IPAddress: "203.0.113.7",
  ...more,
});

const action = (minutes: number, more: Row = {}): Row => ({
  TimeGenerated: clock(minutes),
  OperationName: "Add member to role",
  Category: "RoleManagement",
  Result: "success",
  InitiatedBy: { user: { userPrincipalName: "eve@contoso.com" } },
  ...more,
});

const silentCases: WhyCase[] = [
  {
    name: "a token refresh after the action",
    rule: silent,
    tables: { AADNonInteractiveUserSignInLogs: [signIn(660), signIn(666)], AuditLogs: [action(665)] },
    kind: "later-event",
    says: ["LastNISignIn is 11:06", "AADNonInteractiveUserSignInLogs row 2", "1m after TimeGenerated 11:05"],
  },
  {
    name: "the only sign-in after the action",
    rule: silent,
    tables: { AADNonInteractiveUserSignInLogs: [signIn(666)], AuditLogs: [action(665)] },
    kind: "time-apart",
    says: ["LastNISignIn 11:06 is 1m after TimeGenerated 11:05"],
  },
  {
    name: "more than an hour in between",
    rule: silent,
    tables: { AADNonInteractiveUserSignInLogs: [signIn(602)], AuditLogs: [action(664)] },
    kind: "time-apart",
    says: ["TimeGenerated 11:04 is 1h 2m after LastNISignIn 10:02", "between (0m .. 60m)"],
  },
  {
    name: "another letter case of the category",
    rule: silent,
    tables: {
      AADNonInteractiveUserSignInLogs: [signIn(660)],
      AuditLogs: [action(665, { Category: "rolemanagement" })],
    },
    kind: "text-differs",
    says: ["Category is `rolemanagement`", "`RoleManagement`", "letter case"],
  },
  {
    name: "an action of an application",
    rule: silent,
    tables: {
      AADNonInteractiveUserSignInLogs: [signIn(660)],
      AuditLogs: [action(665, { InitiatedBy: { app: { displayName: "Sync" } } })],
    },
    kind: "column-empty",
    says: ["InitiatedBy.user.userPrincipalName", "AuditLogs"],
  },
  {
    name: "a sign-in that is older than the look-back",
    rule: silent,
    tables: { AADNonInteractiveUserSignInLogs: [signIn(599)], AuditLogs: [action(650)] },
    kind: "outside-window",
    says: ["look-back", "AADNonInteractiveUserSignInLogs"],
  },
  {
    name: "failed sign-ins only",
    rule: silent,
    tables: {
      AADNonInteractiveUserSignInLogs: [signIn(660, { ResultType: "50140" })],
      AuditLogs: [action(665)],
    },
    kind: "literal-absent",
    says: ["ResultType `0`", "`50140`"],
  },
];

// ---- The hunting queries

const mfa = "account-mfa-modifications.yaml";
const portal = "failed-azure-portal-access.yaml";

const huntingCases: WhyCase[] = [
  {
    name: "an operation written with a dash",
    rule: mfa,
    tables: {
      AuditLogs: [
        {
          TimeGenerated: clock(600),
          Category: "UserManagement",
          OperationName: "Admin deleted security-info",
        },
      ],
    },
    kind: "text-differs",
    says: ["`Admin deleted security-info`", "blanks or dashes"],
  },
  {
    name: "another category",
    rule: mfa,
    tables: {
      AuditLogs: [
        { TimeGenerated: clock(600), Category: "Policy", OperationName: "Admin deleted security info" },
      ],
    },
    kind: "literal-absent",
    says: ["Category `UserManagement`", "`Policy`"],
  },
  {
    name: "an app whose name has a dash",
    rule: portal,
    tables: {
      SigninLogs: [{ TimeGenerated: clock(600), AppDisplayName: "Azure-Portal", ResultType: "50126" }],
    },
    kind: "text-differs",
    says: ["AppDisplayName is `Azure-Portal`", "`Azure Portal`"],
  },
  {
    name: "another result of the sign-in",
    rule: portal,
    tables: {
      SigninLogs: times(4, (at) => ({
        TimeGenerated: clock(600 + at),
        AppDisplayName: "Azure Portal",
        ResultType: "50053",
      })),
    },
    kind: "literal-absent",
    says: ["ResultType", "`50053` (4)"],
  },
];

export const seedCases: readonly WhyCase[] = [...bulkCases, ...adfsCases, ...silentCases, ...huntingCases];
