import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import { runRule } from "../../src/rules/run-rule.js";
import { KqlError } from "../../src/text/errors.js";
import { ticksPerDay } from "../../src/types/calendar.js";

const at = "2026-04-06T12:00:00Z";

function ruleOf(keys: string) {
  const text = `name: x\nseverity: Low\nqueryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\ntriggerThreshold: 0\n${keys}\n`;
  return parseRule(text, { fileName: "rule.yaml" }).rules[0];
}

const events = (...times: string[]) => times.map((TimeGenerated) => ({ TimeGenerated, Result: "success" }));

describe("a run", () => {
  it("sees the rows of its window in every table, whatever the query asks for", () => {
    const rule = ruleOf(
      "query: |\n  let Sign = SigninLogs | where TimeGenerated > ago(30d);\n  union (AuditLogs | project TimeGenerated, Type), (Sign | project TimeGenerated, Type)\n  | where TimeGenerated > ago(30d)",
    );
    const run = runRule(
      rule,
      {
        AuditLogs: events(
          "2026-04-06T10:59:59.9999999Z",
          "2026-04-06T11:00:00Z",
          "2026-04-06T11:59:59.9999999Z",
        ),
        SigninLogs: events("2026-04-06T12:00:00Z", "2026-04-06T11:30:00Z", "2026-04-05T11:30:00Z"),
      },
      { at },
    );
    expect(run.rows.map(({ TimeGenerated, Type }) => [TimeGenerated, Type])).toEqual([
      ["2026-04-06T11:00:00Z", "AuditLogs"],
      ["2026-04-06T11:59:59.9999999Z", "AuditLogs"],
      ["2026-04-06T11:30:00Z", "SigninLogs"],
    ]);
    expect(run).toMatchObject({ fired: true, rowCount: 3, at });
    expect(run.alerts).toHaveLength(1);
    expect(run.incidents).toHaveLength(1);
  });

  it.each([
    ["2026-04-06T12:04:59.9999999Z", 1],
    ["2026-04-06T12:05:00Z", 0],
  ])("sees a row ingested at %s: %d", (ingested, rows) => {
    const tables = { AuditLogs: { rows: events("2026-04-06T11:30:00Z"), ingestionTimes: [ingested] } };
    expect(runRule(ruleOf("query: AuditLogs"), tables, { at }).rowCount).toBe(rows);
  });

  it("of an NRT rule goes by ingestion time", () => {
    const { rules } = parseRule("name: x\nkind: NRT\nseverity: Low\nquery: AuditLogs\n");
    const tables = {
      AuditLogs: {
        rows: events("2026-04-06T09:00:00Z", "2026-04-06T11:59:30Z", "2026-04-05T23:59:30Z"),
        ingestionTimes: ["2026-04-06T11:59:00Z", "2026-04-06T12:00:00Z", "2026-04-06T11:59:30Z"],
      },
    };
    expect(runRule(rules[0], tables, { at }).rows.map(({ TimeGenerated }) => TimeGenerated)).toEqual([
      "2026-04-06T09:00:00Z",
    ]);
  });

  it("takes the scheduled time for now()", () => {
    const run = runRule(ruleOf("query: print Now = now(), Hour = ago(1h)"), {}, { at });
    expect(run.rows).toEqual([{ Now: at, Hour: "2026-04-06T11:00:00Z" }]);
  });

  it("looks back a day for a hunting query, or as far as it is told", () => {
    const rule = parseRule("name: x\nquery: AuditLogs\n").rules[0];
    const tables = { AuditLogs: events("2026-04-05T12:00:00Z", "2026-04-04T12:00:00Z") };
    expect(runRule(rule, tables, { at }).rowCount).toBe(1);
    expect(runRule(rule, tables, { at, periodTicks: 2 * ticksPerDay }).rowCount).toBe(2);
  });

  it("fires on nothing when the trigger asks for few rows", () => {
    const rule = ruleOf("query: AuditLogs");
    const lacking = { ...rule, trigger: { operator: "LessThan", threshold: 1 } as const };
    expect(runRule(lacking, {}, { at })).toMatchObject({ fired: true, rowCount: 0 });
  });

  it("never cuts a watchlist", () => {
    const workspace = new Workspace();
    workspace.addWatchlist("VIPs", [{ TimeGenerated: "2020-01-01T00:00:00Z", UPN: "eve" }], {
      searchKey: "UPN",
    });
    expect(runRule(ruleOf("query: _GetWatchlist('VIPs')"), workspace, { at }).rowCount).toBe(1);
  });

  it("tells mistakes of the query by their place in the rule's file", () => {
    const rule = ruleOf("query: |\n  AuditLogs\n  | where Reslt == 'x'");
    expect(() => runRule(rule, {}, { at })).toThrow("rule.yaml:9:11: error KQL");
    try {
      runRule(rule, {}, { at });
    } catch (error) {
      expect(error instanceof KqlError && error.source).toBe(rule.source);
    }
  });

  it("records its trace when asked for", () => {
    const run = runRule(
      ruleOf("query: AuditLogs | take 1"),
      { AuditLogs: events("2026-04-06T11:30:00Z") },
      { at },
    );
    expect(run.trace?.source).toMatchObject({ kind: "scan", table: "AuditLogs", rowsOut: 1 });
  });
});

describe("the sample rules", () => {
  it.each([
    "account-mfa-modifications",
    "adfs-stale-token-after-password-change",
    "bulk-password-profile-updates",
    "failed-azure-portal-access",
    "non-interactive-sign-in-then-privileged-action",
  ])("%s runs quietly on empty tables", (name) => {
    const file = path.join(import.meta.dirname, "../../rules", `${name}.yaml`);
    const { rules, diagnostics } = parseRule(readFileSync(file, "utf8"), { fileName: file });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(runRule(rules[0], {}, { at }).fired).toBe(false);
  });
});
