import { describe, expect, it } from "vitest";
import { Workspace } from "../../../src/engine/workspace.js";
import { clockUse } from "../../../src/rules/plan/clock-use.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute } from "../../../src/types/calendar.js";

function useOf(query: string): string {
  const { query: bound, diagnostics } = new Workspace().bind(query);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const { isFree, comparisons, steps } = clockUse(bound.results);
  if (isFree) return "free";
  const short = (ticks: number) => `${ticks / ticksPerMinute}m`;
  return [
    ...comparisons.map(({ clock, offsetTicks }) => `${clock} ${short(offsetTicks)}`),
    ...steps.map(({ unitTicks, offsetTicks }) => `step ${short(unitTicks)} ${short(offsetTicks)}`),
  ].join(", ");
}

const hour = ticksPerHour / ticksPerMinute;
const day = ticksPerDay / ticksPerMinute;

describe("the clock's part in a query", () => {
  const cases: readonly [string, string][] = [
    ["AuditLogs", ""],
    ["AuditLogs | where Result == 'success' | summarize count() by bin(TimeGenerated, 1h)", ""],
    ["AuditLogs | where TimeGenerated > ago(2h)", `generated ${2 * hour}m`],
    ["AuditLogs | where ago(2h) < TimeGenerated and Result == 'x'", `generated ${2 * hour}m`],
    ["let start = ago(1d); AuditLogs | where TimeGenerated >= start", `generated ${day}m`],
    ["let d = 1d; AuditLogs | where TimeGenerated >= ago(d)", `generated ${day}m`],
    ["AuditLogs | where TimeGenerated > now() - 1h", `generated ${hour}m`],
    ["AuditLogs | where TimeGenerated > now(-1h)", `generated ${hour}m`],
    ["AuditLogs | where TimeGenerated + 30m > ago(1h)", `generated ${hour + 30}m`],
    ["AuditLogs | where now() - TimeGenerated < 10m", "generated 10m"],
    [
      "AuditLogs | where TimeGenerated between (ago(2h) .. ago(1h))",
      `generated ${2 * hour}m, generated ${hour}m`,
    ],
    ["AuditLogs | where ingestion_time() > ago(1h)", `ingested ${hour}m`],
    ["AuditLogs | extend isNew = TimeGenerated > ago(1h) | where isNew", `generated ${hour}m`],
    ["AuditLogs | project T = TimeGenerated | where T > ago(1h)", `generated ${hour}m`],
    ["AuditLogs | summarize countif(TimeGenerated > ago(1h)) by Result", `generated ${hour}m`],
    ["AuditLogs | where TimeGenerated > startofday(ago(1d))", `step ${day}m ${day}m`],
    ["AuditLogs | where TimeGenerated > bin(now(), 1h)", `step ${hour}m 0m`],
    ["AuditLogs | extend Day = startofday(now())", `step ${day}m 0m`],
    ["AuditLogs | where hourofday(now()) > 6", `step ${hour}m 0m`],
    [
      "AuditLogs | where TimeGenerated > ago(1h) | join kind=inner (SigninLogs | where TimeGenerated > ago(2h)) on CorrelationId",
      `generated ${hour}m, generated ${2 * hour}m`,
    ],
    ["AuditLogs | make-graph Id --> Result with_node_id=n | graph-match (a)-[e]->(b) project a.n", ""],
    [
      "AuditLogs | make-graph Id --> Result | graph-match (a)-[e]->(b) where e.TimeGenerated > ago(1h) project e.Id",
      "free",
    ],
    [
      "AuditLogs | make-graph Id --> Result | graph-match (a)-[e*1..2]->(b) project x = map(e, now() - TimeGenerated)",
      "free",
    ],
    ["AuditLogs | extend Now = now()", "free"],
    ["AuditLogs | extend Age = now() - TimeGenerated", "free"],
    ["AuditLogs | where todatetime(Identity) > ago(1h)", "free"],
    ["AuditLogs | summarize Last = max(TimeGenerated) by Result | where Last > ago(1h)", "free"],
    ["AuditLogs | where bin(TimeGenerated, 1h) > ago(1h)", "free"],
    ["AuditLogs | where datetime_diff('hour', now(), TimeGenerated) < 3", "free"],
    ["AuditLogs | where TimeGenerated > bin(now(), 7h)", "free"],
    ["print x = ago(1h)", "free"],
    ["datatable(TimeGenerated: datetime)[datetime(2026-01-01)] | where TimeGenerated > ago(1h)", "free"],
    [
      "let T = AuditLogs | where TimeGenerated > ago(1h); T | where toscalar(T | count) > 2",
      `generated ${hour}m`,
    ],
  ];

  it.each(cases)("%s: %s", (query, expected) => {
    expect(useOf(query)).toBe(expected);
  });
});
