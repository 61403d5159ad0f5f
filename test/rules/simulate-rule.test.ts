import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import type { Rule } from "../../src/rules/rule.js";
import { runRule } from "../../src/rules/run-rule.js";
import type { Timeline } from "../../src/rules/simulate.js";
import { simulateRule, simulateRulePhases } from "../../src/rules/simulate-rule.js";
import { ticksPerMinute, ticksPerSecond } from "../../src/types/calendar.js";
import { printDatetime } from "../../src/types/datetime.js";
import { addInt64 } from "../../src/types/int64.js";
import { ticks } from "./rule-makers.js";

function sampleRule(name: string): Rule {
  const file = path.join(import.meta.dirname, "../../rules", `${name}.yaml`);
  return parseRule(readFileSync(file, "utf8"), { fileName: `${name}.yaml` }).rules[0];
}

function scheduled(query: string, keys = ""): Rule {
  const indented = query.replace(/^/gm, "  ");
  const text = `name: x\nseverity: Low\nqueryFrequency: 1h\nqueryPeriod: 2h\ntriggerOperator: gt\ntriggerThreshold: 0\n${keys}query: |\n${indented}\n`;
  return parseRule(text, { fileName: "rule.yaml" }).rules[0];
}

const reset = (TimeGenerated: string, user: number) => ({
  TimeGenerated,
  ActivityDisplayName: "Reset user password",
  Result: "success",
  InitiatedBy: { user: { userPrincipalName: "eve@contoso.com" } },
  TargetResources: [{ userPrincipalName: `user${user}@contoso.com` }],
});

function minutesAfter(start: string, count: number, stepMinutes: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    printDatetime(addInt64(ticks(start), index * stepMinutes * ticksPerMinute)),
  );
}

const counts = (timeline: Timeline) =>
  timeline.alerts.map(({ run }) => timeline.runs[run].result.rows.map((row) => row[3]));

describe("bulk password resets", () => {
  const rule = sampleRule("bulk-password-profile-updates");
  const day = { from: ticks("2026-04-06T00:30:00Z"), to: ticks("2026-04-07T00:30:00Z") };

  it("as one burst of fifteen alert with 8, 15 and 7 at the half-hour", () => {
    const workspace = new Workspace();
    workspace.addTable("AuditLogs", minutesAfter("2026-04-06T11:00:01Z", 15, 4).map(reset));
    const timeline = simulateRule(rule, workspace, day);
    expect(counts(timeline)).toEqual([[8], [15], [7]]);
    expect(timeline.alerts.map(({ newEvents, repeats }) => [newEvents, repeats])).toEqual([
      [8, []],
      [7, [0]],
      [0, [1]],
    ]);
    expect(timeline.incidents).toHaveLength(3);
  });

  it("four on each side of the hour stay quiet at every phase", () => {
    const workspace = new Workspace();
    workspace.addTable("AuditLogs", minutesAfter("2026-04-06T11:56:00Z", 8, 1).map(reset));
    const outcomes = simulateRulePhases(rule, workspace, day);
    expect(outcomes.map(({ share, timeline }) => [share, timeline.alerts.length])).toEqual([[1, 0]]);
  });

  it("are looked for only among rows that can matter", () => {
    const workspace = new Workspace();
    const noise = minutesAfter("2026-04-06T00:00:00Z", 1400, 1).map((time) => ({
      TimeGenerated: time,
      Result: "success",
    }));
    workspace.addTable("AuditLogs", [...noise, ...minutesAfter("2026-04-06T11:00:01Z", 5, 4).map(reset)]);
    const timeline = simulateRule(rule, workspace, day);
    expect(counts(timeline)).toEqual([[5], [5]]);
    expect(timeline.evaluations).toBeLessThan(8);
    expect(timeline.runs[12].rowsSeen).toBe(125);
  });
});

describe("a stale token after a password change", () => {
  it("alerts again each hour while both rows are in the day", () => {
    const workspace = new Workspace();
    workspace.addTable("AuditLogs", [
      {
        TimeGenerated: "2026-04-06T08:00:00Z",
        OperationName: "Reset password (by admin)",
        TargetResources: [{ userPrincipalName: "eve@contoso.com" }],
      },
    ]);
    workspace.addTable("ADFSSignInLogs", [
      { TimeGenerated: "2026-04-06T09:00:00Z", ResultType: "0", UserPrincipalName: "eve@contoso.com" },
    ]);
    const timeline = simulateRule(sampleRule("adfs-stale-token-after-password-change"), workspace, {
      from: ticks("2026-04-06T08:30:00Z"),
      to: ticks("2026-04-08T00:30:00Z"),
    });
    expect(timeline.alerts).toHaveLength(23);
    // Grouped by `AnyAlert`, not sliding: one incident per twelve hours and the run at its end.
    expect(timeline.incidents.map(({ alerts }) => alerts.length)).toEqual([13, 10]);
  });
});

describe("late rows", () => {
  it("are visible to ingestion_time(), and reported twice by the recipe that filters on it", () => {
    const workspace = new Workspace();
    workspace.addTable("AuditLogs", [{ TimeGenerated: "2026-04-06T10:30:00Z", Result: "x" }], {
      ingestionTimes: ["2026-04-06T11:02:00Z"],
    });
    const rule = scheduled("AuditLogs\n| where ingestion_time() > ago(1h)");
    const timeline = simulateRule(rule, workspace, {
      from: ticks("2026-04-06T10:00:00Z"),
      to: ticks("2026-04-06T15:00:00Z"),
    });
    const fired = timeline.runs.filter(({ status }) => status === "fired").map(({ at }) => at);
    expect(fired).toEqual(["2026-04-06T11:00:00Z", "2026-04-06T12:00:00Z"]);
    expect(timeline.alerts[1].repeats).toEqual([0]);
  });
});

describe("tables of many batches", () => {
  it.each(["ascending", "descending"])("show each window its rows: %s", (order) => {
    const start = ticks("2026-04-06T00:00:00Z");
    const rows = Array.from({ length: 20_000 }, (_, second) => ({
      TimeGenerated: printDatetime(addInt64(start, second * ticksPerSecond)),
      Second: second,
    }));
    const workspace = new Workspace();
    workspace.addTable("AuditLogs", order === "ascending" ? rows : rows.reverse());
    const rule = scheduled("AuditLogs\n| summarize n = count(), min(Second), max(Second)");
    const timeline = simulateRule(rule, workspace, {
      from: ticks("2026-04-06T02:00:00Z"),
      to: ticks("2026-04-06T07:00:00Z"),
    });
    expect(timeline.runs.map(({ result }) => result.rows)).toEqual([
      [[7200, 0, 7199]],
      [[7200, 3600, 10_799]],
      [[7200, 7200, 14_399]],
      [[7200, 10_800, 17_999]],
      [[5600, 14_400, 19_999]],
    ]);
  });
});

it("rows of several tables are told apart", () => {
  const workspace = new Workspace();
  const rowsOf = (Result: string) => ({ TimeGenerated: "2026-04-06T10:30:00Z", Result });
  workspace.addTable("AuditLogs", [rowsOf("x")]);
  workspace.addTable("SigninLogs", [rowsOf("y"), rowsOf("x"), rowsOf("x")]);
  const rule = scheduled("AuditLogs\n| union SigninLogs\n| where Result == 'x'");
  const { alerts } = simulateRule(rule, workspace, {
    from: ticks("2026-04-06T11:00:00Z"),
    to: ticks("2026-04-06T13:00:00Z"),
  });
  expect(alerts.map(({ events, newEvents, repeats }) => [events, newEvents, repeats])).toEqual([
    [3, 3, []],
    [3, 0, [0]],
  ]);
});

describe("an NRT rule", () => {
  it("sees rows by their arrival, in whatever order they were generated", () => {
    const workspace = new Workspace();
    const generated = ["2026-04-06T10:00:00Z", "2026-04-06T10:00:10Z", "2026-04-06T10:00:20Z"];
    workspace.addTable(
      "AuditLogs",
      generated.map((TimeGenerated, Row) => ({ TimeGenerated, Row })),
      { ingestionTimes: ["2026-04-06T10:05:30Z", "2026-04-06T10:02:30Z", "2026-04-06T10:02:45Z"] },
    );
    const [rule] = parseRule("name: x\nkind: NRT\nseverity: Low\nquery: AuditLogs | project Row\n").rules;
    const { runs } = simulateRule(rule, workspace, {
      from: ticks("2026-04-06T10:00:00Z"),
      to: ticks("2026-04-06T10:10:00Z"),
    });
    const fired = runs.filter(({ status }) => status === "fired");
    expect(fired.map(({ at, result }) => [at, result.rows])).toEqual([
      ["2026-04-06T10:03:00Z", [[1], [2]]],
      ["2026-04-06T10:06:00Z", [[0]]],
    ]);
  });
});

describe("incidents that an analyst closes", () => {
  const grouping =
    "incidentConfiguration: {createIncident: true, groupingConfiguration: {enabled: true, reopenClosedIncident: false, lookbackDuration: 5h, matchingMethod: AnyAlert}}\n";
  it.each([
    ["stay open unless told otherwise", {}, [4]],
    ["take no alert after that", { closeIncidentsAfterTicks: 90 * ticksPerMinute }, [2, 2]],
  ])("%s", (_claim, options, expected) => {
    const workspace = new Workspace();
    const times = ["2026-04-06T10:30:00Z", "2026-04-06T13:30:00Z"];
    workspace.addTable(
      "AuditLogs",
      times.map((TimeGenerated) => ({ TimeGenerated })),
    );
    const { incidents } = simulateRule(scheduled("AuditLogs", grouping), workspace, {
      from: ticks("2026-04-06T10:00:00Z"),
      to: ticks("2026-04-06T17:00:00Z"),
      ...options,
    });
    expect(incidents.map(({ alerts }) => alerts.length)).toEqual(expected);
  });
});

describe("mistakes", () => {
  it("in the query are told once, by their place in the file", () => {
    const range = { from: ticks("2026-04-06T10:00:00Z"), to: ticks("2026-04-06T15:00:00Z") };
    expect(() => simulateRule(scheduled("AuditLogs\n| where Reslt == 1"), new Workspace(), range)).toThrow(
      "rule.yaml:9:11: error KQL",
    );
  });
});

const row = fc.record({
  minute: fc.integer({ min: 0, max: 300 }),
  tick: fc.integer({ min: -1, max: 1 }),
  delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 130 })),
  Result: fc.constantFrom("success", "failure"),
  Category: fc.constantFrom("a", "b"),
});

const queries = [
  "AuditLogs\n| where Result == 'success'\n| summarize n = count(), TimeGenerated = max(TimeGenerated) by Category\n| where n >= 2",
  "AuditLogs\n| where TimeGenerated > ago(90m) and Result == 'success'\n| summarize n = count() by Category, bin(TimeGenerated, 1h)\n| where n > 1",
  "let Earlier = AuditLogs | where TimeGenerated < ago(1h) | summarize Before = count() by Category;\nAuditLogs\n| where TimeGenerated >= ago(1h)\n| summarize n = count() by Category\n| join kind=inner Earlier on Category",
  "AuditLogs\n| where ingestion_time() > ago(1h)\n| project TimeGenerated, Result",
  "AuditLogs\n| extend Age = now() - TimeGenerated\n| where Age < 30m",
  "AuditLogs\n| where TimeGenerated > startofday(now())\n| take 2",
  "AuditLogs\n| count\n| where Count < 2",
  "AuditLogs\n| summarize n = count()\n| extend Day = startofday(now()), Hour = bin(now() - 90m, 3h)",
];

describe("properties", () => {
  it("a simulation gives what running the rule at each scheduled time gives", () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 12 }),
        fc.constantFrom(...queries),
        fc.boolean(),
        (rows, query, isSorted) => {
          const midnight = ticks("2026-04-06T22:00:00Z");
          const events = rows.map(({ minute, tick, delay, ...rest }) => {
            const time = addInt64(midnight, minute * ticksPerMinute + tick);
            return {
              ...rest,
              TimeGenerated: printDatetime(time),
              ingested: printDatetime(addInt64(time, delay * ticksPerMinute)),
            };
          });
          if (isSorted) events.sort((a, b) => (ticks(a.TimeGenerated) < ticks(b.TimeGenerated) ? -1 : 1));
          const workspace = new Workspace();
          workspace.addTable(
            "AuditLogs",
            events.map(({ ingested: _, ...event }) => event),
            { ingestionTimes: events.map(({ ingested }) => ingested) },
          );
          const rule = scheduled(query);
          const range = { from: ticks("2026-04-06T22:30:00Z"), to: ticks("2026-04-07T06:00:00Z") };
          const timeline = simulateRule(rule, workspace, range);
          for (const { at, result, status, alerts } of timeline.runs) {
            const run = runRule(rule, workspace, { at });
            expect(result.rows, `${at} ${query}`).toEqual(run.result.toArrays());
            expect(status).toBe(run.fired ? "fired" : "quiet");
            expect(alerts.map((index) => timeline.alerts[index].alert)).toEqual(run.alerts);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
