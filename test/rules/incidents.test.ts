import { describe, expect, it } from "vitest";
import type { Alert } from "../../src/rules/alert.js";
import { buildAlerts } from "../../src/rules/alerts.js";
import { formIncidents } from "../../src/rules/incidents.js";
import type { Rule } from "../../src/rules/rule.js";
import { ticksPerHour, ticksPerMinute } from "../../src/types/calendar.js";
import { addInt64 } from "../../src/types/int64.js";
import { noonRun, resultOf, ruleWith } from "./rule-makers.js";

/** An alert for each row `[minutes after noon, user, address]`. */
function alertsAt(rule: Rule, rows: readonly (readonly [number, string, string])[]): Alert[] {
  return rows.flatMap(([minutes, user, address]) => {
    const at = addInt64(noonRun.at, minutes * ticksPerMinute);
    const time = { at, from: addInt64(at, -2 * ticksPerHour), to: at };
    return buildAlerts(rule, time, resultOf("U I", [[user, address]])).alerts;
  });
}

const mappings = `entityMappings:
- {entityType: Account, fieldMappings: [{identifier: FullName, columnName: U}]}
- {entityType: IP, fieldMappings: [{identifier: Address, columnName: I}]}
customDetails: {User: U}
alertDetailsOverride: {alertDisplayNameFormat: "Alert for {{U}}"}
`;

function grouped(settings: string): Rule {
  return ruleWith(
    `${mappings}incidentConfiguration: {createIncident: true, groupingConfiguration: {enabled: true, reopenClosedIncident: false, lookbackDuration: 5h, ${settings}}}`,
  );
}

const shape = (rule: Rule, rows: Parameters<typeof alertsAt>[1]) =>
  formIncidents(rule, alertsAt(rule, rows)).map(({ alerts }) => alerts.length);

describe("incidents", () => {
  it("are one for each alert without grouping, and none when the rule makes none", () => {
    expect(
      shape(ruleWith(mappings), [
        [0, "a", "1"],
        [60, "a", "1"],
      ]),
    ).toEqual([1, 1]);
    expect(
      shape(ruleWith(`${mappings}incidentConfiguration: {createIncident: false}`), [[0, "a", "1"]]),
    ).toEqual([]);
  });

  it.each([
    ["matchingMethod: AnyAlert", [3]],
    ["matchingMethod: AnyAlert, groupByEntities: [Account]", [3]],
    ["matchingMethod: AllEntities", [1, 1, 1]],
    ["matchingMethod: Selected, groupByEntities: [Account]", [2, 1]],
    ["matchingMethod: Selected, groupByEntities: [IP]", [2, 1]],
    ["matchingMethod: Selected, groupByEntities: [Account, IP]", [1, 1, 1]],
    ["matchingMethod: Selected, groupByAlertDetails: [DisplayName]", [2, 1]],
    ["matchingMethod: Selected, groupByAlertDetails: [Severity]", [3]],
    ["matchingMethod: Selected, groupByCustomDetails: [User]", [2, 1]],
  ])("with %s hold %j alerts", (settings, expected) => {
    expect(
      shape(grouped(settings), [
        [0, "a", "1"],
        [60, "a", "2"],
        [120, "b", "1"],
      ]),
    ).toEqual(expected);
  });

  it("look back from their first alert, both ends included, without sliding", () => {
    const rule = grouped("matchingMethod: AnyAlert");
    expect(
      shape(rule, [
        [0, "a", "1"],
        [240, "a", "1"],
        [300, "a", "1"],
        [301, "a", "1"],
      ]),
    ).toEqual([3, 1]);
  });

  it("hold 150 alerts at most", () => {
    const rule = grouped("matchingMethod: AnyAlert");
    const rows = Array.from({ length: 151 }, (_, minute) => [minute, "a", "1"] as const);
    expect(shape(rule, rows)).toEqual([150, 1]);
  });

  it("take together alerts that lack what is grouped by", () => {
    const rule = grouped("matchingMethod: Selected, groupByEntities: [IP]");
    expect(
      shape(rule, [
        [0, "a", ""],
        [60, "b", ""],
        [120, "c", "1"],
      ]),
    ).toEqual([2, 1]);
  });

  it.each([
    [
      false,
      [
        [1, "Closed"],
        [1, "New"],
      ],
    ],
    [true, [[2, "Active"]]],
  ])("once closed are reopened: %s", (reopen, expected) => {
    const rule = grouped("matchingMethod: AnyAlert").incidents;
    const base = grouped("matchingMethod: AnyAlert");
    const changed: Rule = {
      ...base,
      incidents: { ...rule, grouping: { ...rule.grouping, reopenClosed: reopen } },
    };
    const alerts = alertsAt(changed, [
      [0, "a", "1"],
      [120, "a", "1"],
    ]);
    const incidents = formIncidents(changed, alerts, { closeAfterTicks: ticksPerHour });
    expect(incidents.map(({ alerts: ids, status }) => [ids.length, status])).toEqual(expected);
  });

  it("carry the first alert's words and the columns of SecurityIncident", () => {
    const rule = grouped("matchingMethod: AnyAlert");
    const alerts = alertsAt(rule, [
      [0, "a", "1"],
      [60, "b", "2"],
    ]);
    const [incident] = formIncidents(rule, alerts);
    expect(incident).toMatchObject({
      number: 1,
      title: "Alert for a",
      severity: "Low",
      status: "New",
      alerts: alerts.map(({ id }) => id),
      createdTime: "2026-04-06T12:05:00Z",
      firstActivityTime: "2026-04-06T10:00:00Z",
      lastActivityTime: "2026-04-06T13:00:00Z",
    });
    expect(incident.securityIncident).toMatchObject({
      IncidentNumber: 1,
      Title: "Alert for a",
      RelatedAnalyticRuleIds: ["11111111-2222-3333-4444-555555555555"],
      AdditionalData: { alertsCount: 2, tactics: ["Impact"], techniques: ["T1098"] },
    });
    expect(formIncidents(rule, alerts)[0].id).toBe(incident.id);
  });
});
