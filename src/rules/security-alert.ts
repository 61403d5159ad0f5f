import { ticksPerMinute, ticksPerSecond } from "../types/calendar.js";
import { printDatetime } from "../types/datetime.js";
import type { PlainJson } from "../types/export.js";
import { addInt64, moduloInt64, subtractInt64, type Ticks } from "../types/int64.js";
import { jsonText } from "../types/json-text.js";
import type { Alert, AlertEntity } from "./alert.js";
import { cutToBytes } from "./alert-text.js";
import type { RunTime } from "./alerts.js";
import { alertTypeOf } from "./entity-types.js";
import type { Rule } from "./rule.js";
import type { RuleResult } from "./rule-result.js";
import { stableGuid } from "./stable-guid.js";
import { printClock } from "./timespan-text.js";

/** Stands in for the workspace, which a local run doesn't have. */
export const workspaceId = "00000000-0000-0000-0000-000000000000";

/** A run is executed five minutes after its scheduled time, so that late rows have arrived. */
export const executionDelayTicks = 5 * ticksPerMinute;

const maxRowBytes = 10 * 1024;

interface AlertContext {
  readonly rule: Rule;
  readonly result: RuleResult;
  readonly time: RunTime;
  /** Dynamic properties, by name. */
  readonly texts: ReadonlyMap<string, string>;
}

type AlertFacts = Omit<Alert, "securityAlert">;

/** The row of an alert in the table `SecurityAlert`. */
export function securityAlertRow(
  alert: AlertFacts,
  context: AlertContext,
): Readonly<Record<string, PlainJson>> {
  const { rule, time, texts } = context;
  const created = printDatetime(addInt64(time.at, executionDelayTicks));
  const [techniques, subTechniques] = splitTechniques(alert.techniques);
  const score = Number(texts.get("ConfidenceScore") ?? Number.NaN);
  return {
    TenantId: workspaceId,
    TimeGenerated: created,
    DisplayName: alert.title,
    AlertName: alert.title,
    AlertSeverity: alert.severity,
    Description: alert.description,
    ProviderName: texts.get("ProviderName") ?? "ASI Scheduled Alerts",
    VendorName: "Microsoft",
    VendorOriginalId: stableGuid("vendor", alert.id),
    SystemAlertId: alert.id,
    ResourceId: "",
    SourceComputerId: "",
    AlertType: `${workspaceId}_${rule.id ?? stableGuid("rule", rule.name)}`,
    ConfidenceLevel: texts.get("ConfidenceLevel") ?? "",
    ConfidenceScore: Number.isFinite(score) ? score : null,
    IsIncident: false,
    StartTime: alert.startTime,
    EndTime: alert.endTime,
    ProcessingEndTime: created,
    RemediationSteps: texts.get("RemediationSteps") ?? "",
    ExtendedProperties: JSON.stringify(extendedProperties(alert, context)),
    Entities: alert.entities.length === 0 ? "" : JSON.stringify(alert.entities.map(entityObject)),
    SourceSystem: "Detection",
    WorkspaceSubscriptionId: "",
    WorkspaceResourceGroup: "",
    ExtendedLinks: texts.get("ExtendedLinks") ?? "",
    ProductName: texts.get("ProductName") ?? "Azure Sentinel",
    ProductComponentName: texts.get("ProductComponentName") ?? "Scheduled Alerts",
    AlertLink: texts.get("AlertLink") ?? "",
    Status: "New",
    CompromisedEntity: "",
    Tactics: alert.tactics.join(","),
    Techniques: techniques.join(","),
    SubTechniques: subTechniques.join(","),
    Type: "SecurityAlert",
  };
}

function splitTechniques(techniques: readonly string[]): readonly [readonly string[], readonly string[]] {
  return [techniques.filter((id) => !id.includes(".")), techniques.filter((id) => id.includes("."))];
}

function entityObject(entity: AlertEntity, index: number): PlainJson {
  const { type, ...identifiers } = entity;
  return { $id: String(index + 1), ...identifiers, Type: alertTypeOf(type) };
}

function extendedProperties(alert: AlertFacts, { rule, result, time }: AlertContext): PlainJson {
  const isPerRow = rule.eventGrouping === "AlertPerResult";
  const query = `set query_now = datetime(${printDatetime(time.at)});\n${rule.query.text}`;
  const row = isPerRow && alert.rows.length === 1 ? rowObject(result, alert.rows[0]) : undefined;
  const details = Object.keys(alert.customDetails).length === 0 ? {} : customDetailText(alert);
  return {
    "Query Period": printClock(rule.periodTicks),
    "Trigger Operator": rule.trigger.operator,
    "Trigger Threshold": String(rule.trigger.threshold),
    "Correlation Id": stableGuid("run", rule.id ?? rule.name, alert.at),
    "Search Query Results Overall Count": String(result.rows.length),
    "Data Sources": JSON.stringify(rule.tables),
    Query: row === undefined ? query : cutToBytes(jsonText(row), maxRowBytes),
    "Query Start Time UTC": clockText(time.from),
    "Query End Time UTC": clockText(time.to),
    "Analytic Rule Ids": JSON.stringify([rule.id ?? stableGuid("rule", rule.name)]),
    "Event Grouping": isPerRow ? "AlertPerEvent" : "SingleAlert",
    "Analytic Rule Name": rule.name,
    ProcessedBySentinel: "True",
    "Alert generation status": "Full alert created",
    ...(isPerRow ? { OriginalQuery: query } : {}),
    ...details,
  };
}

const customDetailText = (alert: AlertFacts) => ({ "Custom Details": JSON.stringify(alert.customDetails) });

function rowObject(result: RuleResult, row: number): PlainJson {
  const cells = result.columns.map(({ name }, col): [string, PlainJson] => {
    const cell = result.rows[row][col];
    return [name, typeof cell === "bigint" ? String(cell) : cell];
  });
  return Object.fromEntries(cells);
}

/** `2023-07-24 20:24:00Z`, rounded up to the second, as alerts print the ends of their window. */
function clockText(ticks: Ticks): string {
  const rest = moduloInt64(ticks, ticksPerSecond) ?? 0;
  const whole = rest === 0 ? ticks : addInt64(subtractInt64(ticks, rest), ticksPerSecond);
  return printDatetime(whole).replace("T", " ");
}
