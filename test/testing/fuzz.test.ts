import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findThreshold, rowsNear, rowsOf, tablesOf, thresholdProperty } from "../../src/fast-check.js";
import { Workspace } from "../../src/index.js";
import { parseRule } from "../../src/rules/detection-rule.js";

const at = "2026-04-06T12:00:00Z";

function sampleRule(name: string) {
  const path = join(import.meta.dirname, "../../rules", `${name}.yaml`);
  return parseRule(readFileSync(path, "utf8"), { fileName: path });
}

describe("rowsOf", () => {
  it("makes rows that the table's schema takes", () => {
    fc.assert(
      fc.property(rowsOf("SigninLogs", { maxLength: 5 }), (rows) => {
        const workspace = new Workspace({ now: at });
        workspace.addTable("SigninLogs", rows);
        return workspace.query("SigninLogs").rowCount === rows.length;
      }),
      { numRuns: 50 },
    );
  });

  it("keeps TimeGenerated inside the stretch asked for", () => {
    const rows = rowsOf("AuditLogs", {
      from: "2026-04-06T10:00:00Z",
      to: at,
      columns: ["TimeGenerated"],
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, (list) =>
        list.every(
          ({ TimeGenerated: time }) =>
            String(time) >= "2026-04-06T10:00:00" && String(time) < "2026-04-06T12:00:00",
        ),
      ),
    );
  });

  it("names near tables for an unknown one", () => {
    expect(() => rowsOf("SignInLogs")).toThrow(/SigninLogs/);
  });

  it("takes a schema of one's own", () => {
    const [rows] = fc.sample(
      tablesOf(["Mine_CL"], { schema: { TimeGenerated: "datetime", N_d: "real" }, minLength: 1 }),
      1,
    );
    expect(Object.keys(rows.Mine_CL[0] ?? {})).toContain("TimeGenerated");
  });
});

describe("rowsNear", () => {
  it("lets the literals of the rule turn up in the columns that it compares", () => {
    const rule = sampleRule("bulk-password-profile-updates");
    const tables = fc.sample(rowsNear(rule, { at, minLength: 5, noisePercent: 0 }), 20);
    const rows = tables.flatMap(({ AuditLogs = [] }) => AuditLogs);
    const activities = new Set(rows.map(({ ActivityDisplayName: activity }) => activity));
    expect([...activities].sort()).toEqual([
      "Change user password",
      "Reset user password",
      "Update PasswordProfile",
      "Update StsRefreshTokenValidFrom Timestamp",
    ]);
    expect(new Set(rows.map(({ Result: result }) => result))).toEqual(new Set(["success"]));
  });

  it("sets the columns that the rule reads, and no others", () => {
    const rule = sampleRule("bulk-password-profile-updates");
    const [{ AuditLogs = [] }] = fc.sample(rowsNear(rule, { at, minLength: 1 }), 1);
    expect(Object.keys(AuditLogs[0]).sort()).toEqual([
      "ActivityDisplayName",
      "CorrelationId",
      "InitiatedBy",
      "Result",
      "TargetResources",
      "TimeGenerated",
    ]);
  });

  it("makes values of the column's type, and numbers on both sides of a literal", () => {
    const typed = parseRule(
      "name: sent\nkind: Scheduled\nqueryFrequency: 1h\nqueryPeriod: 1h\nquery: CommonSecurityLog | where SentBytes > 1000 | where DestinationPort != 0 | where StartTime > ago(1h) | project SentBytes",
      { fileName: "sent.yaml" },
    );
    const rows = fc
      .sample(rowsNear(typed, { at, minLength: 5 }), 20)
      .flatMap(({ CommonSecurityLog = [] }) => CommonSecurityLog);
    const sent = new Set(rows.map(({ SentBytes: bytes }) => bytes));
    for (const bytes of [999, 1000, 1001]) expect(sent).toContain(bytes);
    expect([...sent].every((bytes) => typeof bytes === "number")).toBe(true);
    expect(rows.every(({ StartTime: time }) => !Number.isNaN(Date.parse(String(time))))).toBe(true);
  });

  it("makes enough rows for a count that the rule compares with", () => {
    const rule = parseRule(
      "name: many\nkind: Scheduled\nqueryFrequency: 1h\nqueryPeriod: 1h\nquery: SigninLogs | summarize n = count() by UserPrincipalName | where n >= 40",
      { fileName: "many.yaml" },
    );
    expect(findThreshold(rule, { at })?.rows).toBe(40);
  });

  it("makes some rows that fire and some that do not, for every sample rule", () => {
    for (const name of [
      "bulk-password-profile-updates",
      "adfs-stale-token-after-password-change",
      "account-mfa-modifications",
      "non-interactive-sign-in-then-privileged-action",
      "failed-azure-portal-access",
    ]) {
      const rule = sampleRule(name);
      const fired = fc
        .sample(rowsNear(rule, { at }), 200)
        .filter((tables) => rule.run(tables, { at }).fired).length;
      expect(fired, name).toBeGreaterThan(0);
      expect(fired, name).toBeLessThan(200);
    }
  });
});

describe("findThreshold", () => {
  it("finds five rows and three targets without being told", () => {
    const smallest = findThreshold(sampleRule("bulk-password-profile-updates"), { at });
    expect(smallest?.table).toBe("AuditLogs");
    expect(smallest?.rows).toBe(5);
    expect(smallest?.distinct["TargetResources[0].userPrincipalName"]).toBe(3);
  });

  it("finds one sign-in after one change", () => {
    const smallest = findThreshold(sampleRule("adfs-stale-token-after-password-change"), { at });
    expect(Object.values(smallest?.tables ?? {}).map((rows) => rows.length)).toEqual([1, 1]);
  });

  it("gives nothing for a rule that cannot fire", () => {
    const rule = parseRule(
      "name: never\nkind: Scheduled\nqueryFrequency: 1h\nqueryPeriod: 1h\nquery: AuditLogs | where 1 == 2",
      {
        fileName: "never.yaml",
      },
    );
    expect(findThreshold(rule, { at, numRuns: 50 })).toBeUndefined();
  });
});

describe("thresholdProperty", () => {
  it("holds for the right count and fails for another, with the rows", () => {
    const rule = sampleRule("bulk-password-profile-updates");
    fc.assert(thresholdProperty(rule, { at, expected: 5 }), { numRuns: 50 });
    const report = fc.check(thresholdProperty(rule, { at, expected: 6 }), { numRuns: 1 });
    expect(String(report.errorInstance)).toContain("fires on 5 rows of AuditLogs, expected 6");
  });
});
