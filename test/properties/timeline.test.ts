/**
 * A simulation works on what changed since the run before. It must give what running the rule from scratch at each
 * scheduled time gives, whatever the query makes of the clock, and with suppression on top.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Workspace } from "../../src/engine/workspace.js";
import type { Alert } from "../../src/rules/alert.js";
import { delayTables } from "../../src/rules/delayed-table.js";
import { formIncidents } from "../../src/rules/incidents.js";
import { parseRule } from "../../src/rules/parse-rule.js";
import type { Rule } from "../../src/rules/rule.js";
import { type RuleRun, runRule } from "../../src/rules/run-rule.js";
import { simulateRule } from "../../src/rules/simulate-rule.js";
import { ticksPerMinute } from "../../src/types/calendar.js";
import { printDatetime } from "../../src/types/datetime.js";
import { addInt64 } from "../../src/types/int64.js";
import { ticks } from "../rules/rule-makers.js";

const eventArbitrary = fc.record({
  minute: fc.integer({ min: 0, max: 300 }),
  tick: fc.integer({ min: -1, max: 1 }),
  delay: fc.oneof(fc.constant(0), fc.constant(5), fc.integer({ min: 0, max: 130 })),
  User: fc.constantFrom("eve", "bob"),
  Result: fc.constantFrom("success", "failure"),
});

const signIns = "SigninLogs\n| where TimeGenerated > ago(30m)\n| summarize Last = max(TimeGenerated) by User";

/** Each reads the clock, or two tables, in another way. */
const queries: readonly string[] = [
  "AuditLogs\n| where Result == 'success'\n| summarize n = count(), TimeGenerated = max(TimeGenerated) by User\n| where n >= 2",
  `AuditLogs\n| where TimeGenerated > ago(2h)\n| join kind=inner (${signIns}) on User\n| where Last > TimeGenerated`,
  "AuditLogs\n| join kind=leftanti (SigninLogs | where TimeGenerated between (ago(2h) .. ago(1h))) on User",
  "union (AuditLogs | where TimeGenerated > ago(20m)), (SigninLogs | where TimeGenerated > ago(70m))\n| summarize n = count() by User, Result\n| where n > 1",
  "let News = AuditLogs | where ingestion_time() > ago(1h);\nNews\n| summarize n = count() by User\n| union (SigninLogs | summarize n = count() by User)",
  "AuditLogs\n| where TimeGenerated > datetime_add('minute', -45, now())\n| where User in ((SigninLogs | where TimeGenerated > ago(90m) | project User))",
  "AuditLogs\n| where TimeGenerated > startofday(now())\n| summarize n = count() by bin(TimeGenerated, 15m)",
  "AuditLogs\n| extend Age = datetime_diff('minute', now(), TimeGenerated)\n| where Age between (10 .. 40)\n| project TimeGenerated, User",
  "AuditLogs\n| summarize Recent = countif(TimeGenerated > ago(30m)), Before = countif(TimeGenerated <= ago(30m)) by User\n| where Recent > Before",
  "let Known = toscalar(SigninLogs | where TimeGenerated < ago(1h) | summarize make_set(User));\nAuditLogs\n| where TimeGenerated > ago(1h) and not(set_has_element(Known, User))",
  "AuditLogs\n| make-series n = count() default=0 on TimeGenerated from ago(2h) to now() step 30m by User\n| where array_sum(n) > 2",
  "SigninLogs\n| count\n| where Count == 0",
];

const scenario = fc.record({
  audits: fc.array(eventArbitrary, { maxLength: 10 }),
  signIns: fc.array(eventArbitrary, { maxLength: 8 }),
  query: fc.constantFrom(...queries),
  frequency: fc.constantFrom(5, 30, 60, 90),
  period: fc.constantFrom(60, 120, 180),
  suppression: fc.constantFrom(0, 30, 60, 100),
  perResult: fc.boolean(),
  isDelayedByColumn: fc.boolean(),
  start: fc.integer({ min: 0, max: 60 }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;
type Event = Scenario["audits"][number];

const midnight = ticks("2026-04-06T22:00:00Z");
const schemaOf = {
  TimeGenerated: "datetime",
  User: "string",
  Result: "string",
  Arrived: "datetime",
} as const;

/** The same delays as times of ingestion, or as a column from which `--delay` takes them. */
function addEvents(workspace: Workspace, name: string, events: readonly Event[], byColumn: boolean): void {
  const rows = events.map(({ minute, tick, delay, User, Result }) => {
    const time = addInt64(midnight, minute * ticksPerMinute + tick);
    const Arrived = printDatetime(addInt64(time, delay * ticksPerMinute));
    return { TimeGenerated: printDatetime(time), User, Result, Arrived };
  });
  const ingestionTimes = byColumn ? {} : { ingestionTimes: rows.map(({ Arrived }) => Arrived) };
  workspace.addTable(name, rows, { schema: schemaOf, ...ingestionTimes });
}

function workspaceOf({ audits, signIns: others, isDelayedByColumn }: Scenario): Workspace {
  const workspace = new Workspace();
  addEvents(workspace, "AuditLogs", audits, isDelayedByColumn);
  addEvents(workspace, "SigninLogs", others, isDelayedByColumn);
  if (isDelayedByColumn) delayTables(workspace, { kind: "column", column: "Arrived" });
  return workspace;
}

function ruleOf(
  { query, frequency, period, suppression, perResult }: Scenario,
  kind: "Scheduled" | "NRT",
): Rule {
  const schedule = `queryFrequency: ${frequency}m\nqueryPeriod: ${Math.max(period, frequency)}m\ntriggerOperator: gt\ntriggerThreshold: 0`;
  const text = `kind: ${kind}
name: x
severity: Low
${kind === "NRT" ? "" : schedule}
suppressionEnabled: ${suppression > 0}
suppressionDuration: ${Math.max(5, suppression)}m
eventGroupingSettings: { aggregationKind: ${perResult ? "AlertPerResult" : "SingleAlert"} }
query: |
${query.replace(/^/gm, "  ")}
`;
  return parseRule(text, { fileName: "rule.yaml" }).rules[0];
}

/** Straight from the definition: every scheduled time on its own, none inside a suppression. */
function fromScratch(rule: Rule, workspace: Workspace, { from, to }: { from: number; to: number }) {
  const runs: { at: string; run: RuleRun | undefined }[] = [];
  let quietUntil = from;
  for (let at = from; at < to; at += rule.frequencyTicks) {
    const run = at < quietUntil ? undefined : runRule(rule, workspace, { at });
    if (run?.fired === true && rule.suppression.enabled) quietUntil = at + rule.suppression.durationTicks;
    runs.push({ at: printDatetime(at), run });
  }
  return runs;
}

function compare(given: Scenario, kind: "Scheduled" | "NRT", hours: number): void {
  const workspace = workspaceOf(given);
  const rule = ruleOf(given, kind);
  const from = Number(midnight) + given.start * ticksPerMinute;
  const range = { from, to: from + hours * 60 * ticksPerMinute };
  const timeline = simulateRule(rule, workspace, range);
  const expected = fromScratch(rule, workspace, range);
  const alerts: Alert[] = [];
  expect(timeline.runs.map(({ at }) => at)).toEqual(expected.map(({ at }) => at));
  timeline.runs.forEach((simulated, index) => {
    const { run, at } = expected[index];
    const what = `${at} ${kind} ${given.query}`;
    if (run === undefined) {
      expect(simulated.status, what).toBe("suppressed");
      return;
    }
    expect(simulated.status, what).toBe(run.fired ? "fired" : "quiet");
    expect(simulated.result.rows, what).toEqual(run.result.toArrays());
    expect(simulated.alerts.map((alert) => timeline.alerts[alert].alert)).toEqual(run.alerts);
    alerts.push(...run.alerts);
  });
  expect(timeline.incidents).toEqual(formIncidents(rule, alerts));
}

describe("a simulation gives what running the rule at each scheduled time gives", () => {
  it("for scheduled rules, with suppression, late rows and joins of look-backs", () => {
    fc.assert(
      fc.property(scenario, (given) => compare(given, "Scheduled", 7)),
      { numRuns: 250 },
    );
  });

  it("for NRT rules", () => {
    fc.assert(
      fc.property(scenario, (given) => compare(given, "NRT", 3)),
      { numRuns: 40 },
    );
  });
});
