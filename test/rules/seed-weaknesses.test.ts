/** What is wrong with the sample rules, each weakness shown by one command. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type CliResult, kqlunit, root } from "../cli/cli.js";

const folder = mkdtempSync(join(tmpdir(), "kqlunit-seeds-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bulk = "rules/bulk-password-profile-updates.yaml";
const adfs = "rules/adfs-stale-token-after-password-change.yaml";
const mfa = "rules/account-mfa-modifications.yaml";
const silent = "rules/non-interactive-sign-in-then-privileged-action.yaml";
const portal = "rules/failed-azure-portal-access.yaml";

type Row = Readonly<Record<string, unknown>>;
type Tables = Readonly<Record<string, readonly Row[]>>;

let folders = 0;

/** A folder with a file for each table. */
function data(tables: Tables): string {
  const path = join(folder, String(folders++));
  mkdirSync(path);
  for (const [name, rows] of Object.entries(tables))
    writeFileSync(join(path, `${name}.ndjson`), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return path;
}

/** A rule's file with one text changed. */
function copyOf(rule: string, from: string, to: string): string {
  const path = join(folder, `${folders++}.yaml`);
  const text = readFileSync(join(root, rule), "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
  return path;
}

const answers = new Map<string, CliResult>();

/** A command's output; the same command runs once. */
function outputOf(args: readonly string[]): string {
  const key = args.join(" ");
  const known = answers.get(key) ?? kqlunit(args);
  answers.set(key, known);
  return `${known.stdout}${known.stderr}`;
}

const check = (rule: string) => ["check", rule, "--format", "github"];
const run = (rule: string, tables: Tables, at = noon) => ["run", rule, "--data", data(tables), "--at", at];
const simulate = (rule: string, tables: Tables, from: string, to: string, ...more: string[]) => [
  "simulate",
  rule,
  "--data",
  data(tables),
  "--from",
  day(from),
  "--to",
  day(to),
  ...more,
];

const day = (time: string) => `2026-04-06T${time}:00Z`;
const noon = day("12:00");
const times = (start: string, count: number, stepMinutes = 1) =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(day(start)) + index * stepMinutes * 60_000).toISOString(),
  );

const user = (userPrincipalName: string) => ({ user: { userPrincipalName } });
const target = (userPrincipalName: string) => [{ userPrincipalName }];
const eve = "eve@contoso.com";

const reset = (TimeGenerated: string, index: number, more: Row = {}): Row => ({
  TimeGenerated,
  ActivityDisplayName: "Reset user password",
  Result: "success",
  InitiatedBy: user(eve),
  TargetResources: target(`user${index}@contoso.com`),
  ...more,
});
const resets = (start: string, count: number, stepMinutes = 1, more: Row = {}) =>
  times(start, count, stepMinutes).map((time, index) => reset(time, index, more));

const change = (time: string, OperationName: string, more: Row = {}): Row => ({
  TimeGenerated: day(time),
  OperationName,
  TargetResources: target(eve),
  ...more,
});
const token = (time: string, UserPrincipalName = eve): Row => ({
  TimeGenerated: day(time),
  ResultType: "0",
  UserPrincipalName,
});
const stale = (changes: Row[], tokens = [token("09:00")]) => ({ AuditLogs: changes, ADFSSignInLogs: tokens });

const enrolment = (InitiatedBy: Row, TargetUser = eve): Row => ({
  TimeGenerated: day("10:00"),
  Category: "UserManagement",
  OperationName: "User registered security info",
  Result: "success",
  InitiatedBy,
  TargetResources: target(TargetUser),
});

const refresh = (time: string, IPAddress = "203.0.113.1"): Row => ({
  TimeGenerated: day(time),
  ResultType: "0",
  UserPrincipalName: eve,
  IPAddress,
});
const action = (time: string, Category = "RoleManagement", OperationName = "Add member to role"): Row => ({
  TimeGenerated: day(time),
  Category,
  OperationName,
  InitiatedBy: user(eve),
});
const session = (signIns: Row[], actions: Row[]) => ({
  AADNonInteractiveUserSignInLogs: signIns,
  AuditLogs: actions,
});

const attempt = (index: number): Row => ({
  TimeGenerated: day("10:00"),
  AppDisplayName: "Azure Portal",
  ResultType: "50126",
  UserPrincipalName: eve,
  Location: `L${index}`,
});

/** `texts` stand in the output in this order; runs of blanks count as one. */
type Case = readonly [rule: string, weakness: string, args: readonly string[], ...texts: readonly string[]];

const cases: readonly Case[] = [
  ["bulk resets", "hour bins split bursts", check(bulk), "RULE210", "1h` bin is split: 8 events"],
  [
    "bulk resets",
    "eight resets around an hour are never found, at no phase",
    simulate(bulk, { AuditLogs: resets("11:56", 8) }, "00:30", "23:30", "--phase", "all"),
    "1 distinct outcome",
    "100 % of the phases: 0 alerts",
  ],
  [
    "bulk resets",
    "one burst alerts three times at the half-hour, first with 8",
    simulate(bulk, { AuditLogs: resets("11:00", 15, 4) }, "09:30", "16:30"),
    "FIRED",
    "8 operations",
    "FIRED",
    "15 operations",
    "FIRED",
    "7 operations",
    "3 alerts, 3 incidents",
  ],
  [
    "bulk resets",
    "the run on the hour loses the first event to the strict bound",
    simulate(bulk, { AuditLogs: resets("11:00", 15, 4) }, "09:00", "16:00"),
    "15 operations",
    "14 operations",
    "2 alerts",
  ],
  ["bulk resets", "repeats are foreseen", check(bulk), "RULE206", "looked at 2 times"],
  ["bulk resets", "four placeholders are one too many", check(bulk), "RULE121", "4 placeholders"],
  ["bulk resets", "a key is too long", check(bulk), "RULE122", "`DistinctTargetsAffected` has 23 characters"],
  ["bulk resets", "it says five users and tests three", check(bulk), "RULE226", "5 or more", "asks for 3"],
  ["bulk resets", "apps have no entity", check(bulk), "RULE216", "`InitiatedByUPN` can be empty"],
  [
    "bulk resets",
    "an app's burst alerts without an entity",
    [
      ...run(bulk, { AuditLogs: resets("11:05", 5, 1, { InitiatedBy: { app: { displayName: "Sync" } } }) }),
      "--json",
    ],
    '"entities": []',
  ],
  ["bulk resets", "several actors become one alert", check(bulk), "RULE202", "titled after the first row"],
  ["bulk resets", "which actor it names is arbitrary", check(bulk), "RULE203", "arbitrary"],
  [
    "bulk resets",
    "two actors in one run are one alert that names one of them",
    run(bulk, {
      AuditLogs: [
        ...resets("11:05", 5),
        ...resets("11:05", 5, 1, { InitiatedBy: user("mallory@contoso.com") }),
      ],
    }),
    "fired: 1 alert",
  ],
  ["bulk resets", "the time is that of the bin", check(bulk), "RULE209", "result of `bin`"],
  [
    "bulk resets",
    "the alert starts before the first event",
    [...run(bulk, { AuditLogs: resets("11:20", 5) }), "--json"],
    '"startTime": "2026-04-06T11:00:00Z"',
  ],
  [
    "bulk resets",
    "rows are counted, not resets: three users with two rows each suffice",
    run(bulk, { AuditLogs: [...resets("11:05", 3), ...resets("11:05", 3)] }),
    "6 operations against 3 accounts",
  ],
  [
    "bulk resets",
    "resets by an admin aren't in the list",
    run(bulk, {
      AuditLogs: resets("11:05", 9, 1, { ActivityDisplayName: "Reset password (by admin)" }),
    }),
    "stayed quiet",
  ],
  ["bulk resets", "a technique without its tactic", check(bulk), "RULE225", "`T1070`", "`DefenseEvasion`"],

  [
    "stale token",
    "the latest change hides the earlier one",
    check(adfs),
    "RULE211",
    "`ChangeTime` is a `max`",
  ],
  [
    "stale token",
    "a harmless change afterwards: whether it fires depends on the phase",
    simulate(
      adfs,
      stale([change("08:00", "Reset password (by admin)"), change("09:30", "Update user")]),
      "08:10",
      "12:10",
      "--phase",
      "all",
    ),
    "1 alert",
    "0 alerts",
  ],
  [
    "stale token",
    "the directory's own name of a reset is missed",
    run(adfs, stale([change("08:00", "Reset user password")])),
    "stayed quiet",
  ],
  [
    "stale token",
    "any profile edit counts as a password change",
    run(adfs, stale([change("08:00", "Update user")])),
    "fired: 1 alert",
  ],
  [
    "stale token",
    "any sign-in after the change counts as stale, however fresh",
    run(adfs, stale([change("08:00", "Reset password (by admin)")], [token("11:59")])),
    "fired: 1 alert",
  ],
  [
    "stale token",
    "a failed reset fires, too",
    run(adfs, stale([change("08:00", "Reset password (by admin)", { Result: "failure" })])),
    "fired: 1 alert",
  ],
  ["stale token", "no filter on the result", check(adfs), "RULE215", "`AuditLogs`"],
  ["stale token", "case of user names", check(adfs), "RULE212"],
  [
    "stale token",
    "another spelling of the same user is missed",
    run(adfs, stale([change("08:00", "Update user")], [token("09:00", "Eve@contoso.com")])),
    "stayed quiet",
  ],
  ["stale token", "text against number", check(adfs), "RULE214", "`ResultType`"],
  ["stale token", "up to 24 repeats are foreseen", check(adfs), "RULE206", "looked at 24 times"],
  [
    "stale token",
    "two rows alert again and again all day",
    simulate(adfs, stale([change("08:00", "Reset password (by admin)")]), "08:30", "20:30"),
    "11 alerts",
  ],
  [
    "stale token",
    "all users fall into one incident",
    check(adfs),
    "RULE201",
    "`groupByEntities` has no effect",
  ],
  [
    "stale token",
    "two users share one incident",
    simulate(
      adfs,
      {
        AuditLogs: [
          change("08:00", "Update user"),
          change("08:00", "Update user", { TargetResources: target("bob@contoso.com") }),
        ],
        ADFSSignInLogs: [token("09:00"), token("10:00", "bob@contoso.com")],
      },
      "08:30",
      "12:30",
    ),
    "3 alerts, 1 incident",
  ],
  ["stale token", "the title names one user", check(adfs), "RULE202"],
  ["stale token", "the time is gone", check(adfs), "RULE209"],
  ["stale token", "empty column names", check(adfs), "RULE015", "alertSeverityColumnName"],

  [
    "MFA changes",
    "every ordinary enrolment is a hit",
    run(mfa, { AuditLogs: [enrolment(user(eve))] }),
    "fired: 1 alert",
  ],
  ["MFA changes", "apps have no identity", check(mfa), "RULE216", "`InitiatorID` can be empty"],
  [
    "MFA changes",
    "changes by apps merge into one row without entities",
    [
      ...run(mfa, {
        AuditLogs: [
          enrolment({ app: { displayName: "One" } }),
          enrolment({ app: { displayName: "Two" } }, "bob@contoso.com"),
        ],
      }),
      "--json",
    ],
    '"rows": [ [ "", "",',
    '"entities": []',
  ],
  [
    "MFA changes",
    "one person at two addresses is two rows",
    run(mfa, {
      AuditLogs: ["203.0.113.1", "203.0.113.2"].map((ipAddress) =>
        enrolment({ user: { userPrincipalName: eve, ipAddress } }),
      ),
    }),
    "203.0.113.1",
    "203.0.113.2",
  ],
  [
    "MFA changes",
    "the list of accounts silently stops at a hundred",
    [
      ...run(mfa, {
        AuditLogs: Array.from({ length: 101 }, (_, index) =>
          enrolment(user(eve), `user${index}@contoso.com`),
        ),
      }),
      "--json",
    ],
    '"user99@contoso.com" ]',
  ],
  [
    "MFA changes",
    "a name without `@` has no suffix",
    [...run(mfa, { AuditLogs: [enrolment(user("sync"))] }), "--json"],
    '"sync", ""',
  ],
  [
    "MFA changes",
    "a description in the repository's style opens a quote and never closes it",
    check(copyOf(mfa, "  Lists who", "  'Lists who")),
    "RULE235",
    "opens with `'`",
  ],
  ["MFA changes", "no filter on the result", check(mfa), "RULE215"],
  ["MFA changes", "the time is gone", check(mfa), "RULE209"],

  ["silent sign-in", "the busier the blinder", check(silent), "RULE211", "`LastNISignIn` is a `max`"],
  [
    "silent sign-in",
    "a refresh after the action hides it",
    run(silent, session([refresh("11:00"), refresh("11:06")], [action("11:05")])),
    "stayed quiet",
  ],
  ["silent sign-in", "rows multiply", check(silent), "RULE213"],
  [
    "silent sign-in",
    "one action is a row for each address",
    run(silent, session([refresh("11:00"), refresh("11:01", "203.0.113.2")], [action("11:05")])),
    "203.0.113.1",
    "203.0.113.2",
  ],
  [
    "silent sign-in",
    "the address of the action itself is no entity",
    [
      ...run(
        silent,
        session(
          [refresh("11:00")],
          [
            {
              ...action("11:05"),
              InitiatedBy: { user: { userPrincipalName: eve, ipAddress: "198.51.100.7" } },
            },
          ],
        ),
      ),
      "--json",
    ],
    '"entities": [',
    '{ "Address": "203.0.113.1", "type": "IP" } ], "customDetails"',
  ],
  [
    "silent sign-in",
    "the letter case of a category decides",
    run(silent, session([refresh("11:00")], [action("11:05", "rolemanagement")])),
    "stayed quiet",
  ],
  [
    "silent sign-in",
    "the custom detail for minutes holds a time",
    [...run(silent, session([refresh("11:00")], [action("11:05")])), "--json"],
    '"MinutesSinceNISignIn": [ "00:05:00" ]',
  ],
  ["silent sign-in", "repeats are foreseen", check(silent), "RULE206", "looked at 2 times"],
  [
    "silent sign-in",
    "an action of the older hour alerts twice",
    simulate(silent, session([refresh("10:20")], [action("10:25")]), "10:30", "14:30"),
    "2 alerts",
  ],
  [
    "silent sign-in",
    "a gap of an hour is missed when the action falls on a run",
    simulate(silent, session([refresh("10:00")], [action("11:00")]), "10:00", "14:00"),
    "0 alerts",
  ],
  [
    "silent sign-in",
    "changing one's own password is privileged",
    run(silent, session([refresh("11:00")], [action("11:05", "UserManagement", "Change user password")])),
    "fired: 1 alert",
  ],
  ["silent sign-in", "the time is gone", check(silent), "RULE209"],
  ["silent sign-in", "minutes that are none", check(silent), "RULE232", "`MinutesSinceNISignIn`"],
  ["silent sign-in", "all users fall into one incident", check(silent), "RULE201"],
  ["silent sign-in", "the title names one row", check(silent), "RULE202"],
  ["silent sign-in", "case of user names", check(silent), "RULE212"],
  ["silent sign-in", "text against number", check(silent), "RULE214"],

  [
    "portal access",
    "the file has lost its indentation, first under `description`",
    check("fixtures/broken/failed-azure-portal-access.unindented.yaml"),
    "line=4,",
    "RULE002",
    "under `description:`",
  ],
  ["portal access", "grouping splits an attack", check(portal), "RULE233", "9 columns"],
  [
    "portal access",
    "fifty tries from fifty places are fifty rows",
    [...run(portal, { SigninLogs: Array.from({ length: 50 }, (_, index) => attempt(index)) }), "--json"],
    '"L0"',
    '"L49"',
  ],
  [
    "portal access",
    "unnamed sets are called after their columns",
    [...run(portal, { SigninLogs: [attempt(0)] }), "--json"],
    "set_City",
  ],
  ["portal access", "columns made only to group by", check(portal), "RULE218", "`StatusDetails`"],
  ["portal access", "an old function", check(portal), "RULE219", "`makeset`"],
  ["portal access", "the old entity style", check(portal), "RULE224", "`AccountCustomEntity`"],
];

describe("the weaknesses of the sample rules", () => {
  for (const [rule, weakness, args, ...texts] of cases) {
    it(`${rule}: ${weakness}`, () => {
      let rest = outputOf(args).replaceAll(/\s+/g, " ");
      for (const text of texts) {
        expect(rest).toContain(text);
        rest = rest.slice(rest.indexOf(text) + text.length);
      }
    });
  }
});

describe("check finds in the sample rules just what is wrong with them", () => {
  const expected: readonly (readonly [string, string])[] = [
    [
      bulk,
      "RULE121 RULE122 RULE202 RULE203 RULE206 RULE209 RULE210 RULE216 RULE217 RULE218 RULE223 RULE225 RULE226",
    ],
    [adfs, "RULE015 RULE201 RULE202 RULE206 RULE209 RULE211 RULE212 RULE214 RULE215 RULE223"],
    [mfa, "RULE101 RULE209 RULE215 RULE216 RULE221"],
    [
      silent,
      "RULE201 RULE202 RULE206 RULE209 RULE211 RULE212 RULE213 RULE214 RULE215 RULE217 RULE223 RULE232",
    ],
    [portal, "RULE101 RULE209 RULE218 RULE219 RULE220 RULE221 RULE222 RULE223 RULE224 RULE233"],
    ["fixtures/broken/failed-azure-portal-access.unindented.yaml", "RULE002"],
  ];

  it.each(expected)("%s: %s", (rule, codes) => {
    const found = outputOf(check(rule)).matchAll(/^::.*title=(\w+)::/gm);
    expect([...new Set([...found].map(([, code]) => code))].sort().join(" ")).toBe(codes);
  });
});
