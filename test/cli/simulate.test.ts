import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kqlunit, root } from "./cli.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kqlunit-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const rule = "rules/bulk-password-profile-updates.yaml";

/** Fifteen resets, one every four minutes from 11:00 on. */
function burst(): string {
  const rows = Array.from({ length: 15 }, (_, index) => ({
    TimeGenerated: new Date(Date.UTC(2026, 3, 6, 11, 4 * index)).toISOString(),
    ActivityDisplayName: "Reset user password",
    Result: "success",
    InitiatedBy: { user: { userPrincipalName: "eve@contoso.com" } },
    TargetResources: [{ userPrincipalName: `user${index}@contoso.com` }],
  }));
  const file = join(folder, "AuditLogs.ndjson");
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return file;
}

const schedule = (from: string, to: string) => [
  "--from",
  `2026-04-06T${from}:00Z`,
  "--to",
  `2026-04-06T${to}:00Z`,
];

interface Timeline {
  runs: { at: string; status: string }[];
  alerts: unknown[];
}

const firedAt = ({ runs }: Timeline) =>
  runs.filter(({ status }) => status === "fired").map(({ at }) => at.slice(11, 16));

describe("kqlunit simulate", () => {
  it("tells every run, what fired and what repeated", () => {
    const { code, stdout } = kqlunit(["simulate", rule, "--data", burst(), ...schedule("09:30", "16:30")]);
    expect(code).toBe(0);
    expect(stdout).toContain("8 operations");
    expect(stdout).toContain("15 operations");
    expect(stdout).toContain("7 operations");
  });

  it("prints JSON for programs", () => {
    const { stdout } = kqlunit([
      "simulate",
      rule,
      "--data",
      burst(),
      ...schedule("09:30", "16:30"),
      "--json",
    ]);
    expect(firedAt(JSON.parse(stdout))).toEqual(["11:30", "12:30", "13:30"]);
  });

  it("models rows that arrive late", () => {
    const args = [
      "simulate",
      rule,
      "--data",
      burst(),
      ...schedule("09:30", "16:30"),
      "--json",
      "--delay",
      "40m",
    ];
    expect(firedAt(JSON.parse(kqlunit(args).stdout))).toEqual(["12:30", "13:30"]);
  });

  it("finds the outcomes over all phases", () => {
    const { code, stdout } = kqlunit([
      "simulate",
      rule,
      "--data",
      burst(),
      ...schedule("09:00", "16:00"),
      "--phase",
      "all",
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/%/);
  });

  it("writes a page that needs nothing else", () => {
    const page = join(folder, "page.html");
    kqlunit(["simulate", rule, "--data", burst(), ...schedule("09:30", "16:30"), "--html", page]);
    const html = readFileSync(page, "utf8");
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).not.toMatch(/(?:src|href)="https?:/);
  });

  it("refuses a schedule without runs and a delay that is none", () => {
    expect(kqlunit(["simulate", rule, "--data", burst(), ...schedule("12:00", "12:00")]).code).not.toBe(0);
    const { code, stderr } = kqlunit([
      "simulate",
      rule,
      "--data",
      burst(),
      ...schedule("09:00", "16:00"),
      "--delay",
      "soon",
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("--delay soon");
  });

  it("leaves out a period for a rule that has its own", () => {
    const args = ["simulate", rule, "--data", burst(), ...schedule("09:30", "16:30")];
    const own = kqlunit(args);
    const { stdout, stderr } = kqlunit([...args, "--period", "5m"]);
    expect(stdout).toBe(own.stdout);
    expect(stderr).toContain("--period is left out: the rule has a `queryPeriod` of its own, 2h");
  });

  it("takes the period as the look-back and the frequency of a hunting query", () => {
    const hunt = join(folder, "hunt.yaml");
    writeFileSync(hunt, "name: Resets\nquery: AuditLogs | summarize Resets = count() by Result\n");
    const { stdout, stderr } = kqlunit([
      ...["simulate", hunt, "--data", burst(), ...schedule("11:00", "13:00"), "--period", "30m", "--json"],
    ]);
    expect(stderr).not.toContain("--period");
    const { runs } = JSON.parse(stdout) as { runs: { at: string; rowsSeen: number }[] };
    expect(runs.map(({ at, rowsSeen }) => [at.slice(11, 16), rowsSeen])).toEqual([
      ["11:00", 0],
      ["11:30", 8],
      ["12:00", 7],
      ["12:30", 0],
    ]);
  });

  it("closes incidents, and reopens them or makes new ones as the rule says", () => {
    const grouped = (reopen: boolean) => {
      const file = join(folder, `reopen-${reopen}.yaml`);
      const grouping = `incidentConfiguration:
  createIncident: true
  groupingConfiguration:
    enabled: true
    reopenClosedIncident: ${reopen}
    lookbackDuration: 1d
    matchingMethod: AnyAlert
`;
      const text = readFileSync(join(root, rule), "utf8").replace(/^incidentConfiguration:\n(?: .*\n)*/m, "");
      writeFileSync(file, `${text.trimEnd()}\n${grouping}`);
      return file;
    };
    const incidentsOf = (file: string, ...more: string[]) => {
      const args = ["simulate", file, "--data", burst(), ...schedule("09:30", "16:30"), "--json", ...more];
      const { incidents } = JSON.parse(kqlunit(args).stdout) as { incidents: unknown[] };
      return incidents.length;
    };
    expect(incidentsOf(grouped(false))).toBe(1);
    expect(incidentsOf(grouped(false), "--close-after", "30m")).toBe(3);
    expect(incidentsOf(grouped(true), "--close-after", "30m")).toBe(1);
    expect(
      kqlunit(["simulate", rule, "--data", burst(), ...schedule("09:30", "16:30"), "--close-after", "soon"]),
    ).toMatchObject({ code: 2 });
  });

  it("fails every run of a query with several results", () => {
    const file = join(folder, "two.yaml");
    writeFileSync(file, "name: Two\nquery: AuditLogs | count; AuditLogs\n");
    const { stdout } = kqlunit(["simulate", file, "--data", burst(), ...schedule("09:30", "16:30")]);
    expect(stdout).toContain("FAILED, the query yields 2 results; a rule's run fails on more than one");
    const { code, stderr } = kqlunit(["run", file, "--data", burst()]);
    expect(code).not.toBe(0);
    expect(stderr).toContain("RULE324: the query yields 2 results");
  });
});
