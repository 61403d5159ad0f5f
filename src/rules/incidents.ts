import { parseDatetime, printDatetime } from "../types/datetime.js";
import type { PlainJson } from "../types/export.js";
import { addInt64, subtractInt64, type Ticks } from "../types/int64.js";
import type { Alert } from "./alert.js";
import { entityKey } from "./entities.js";
import type { AlertSeverity, IncidentGrouping, Rule } from "./rule.js";
import { executionDelayTicks, workspaceId } from "./security-alert.js";
import { stableGuid } from "./stable-guid.js";

/** An incident as it stands after all alerts of a timeline. Times are ISO 8601 text in UTC. */
export interface Incident {
  /** Counted from 1 over the timeline. */
  readonly number: number;
  readonly id: string;
  /** Title, description and severity are those of the first alert. */
  readonly title: string;
  readonly description: string;
  readonly severity: AlertSeverity;
  readonly status: IncidentStatus;
  /** Identifiers of its alerts, in order. */
  readonly alerts: readonly string[];
  readonly createdTime: string;
  readonly closedTime: string | undefined;
  readonly firstActivityTime: string;
  readonly lastActivityTime: string;
  /** Scheduled times of the runs whose alerts opened it again. */
  readonly reopenedAt: readonly string[];
  /** The incident's row in the table `SecurityIncident`. */
  readonly securityIncident: Readonly<Record<string, PlainJson>>;
}

export type IncidentStatus = "New" | "Active" | "Closed";

export interface IncidentOptions {
  /** How long after it was created an analyst closes an incident. Absent: never. */
  readonly closeAfterTicks?: number;
}

/** An alert beyond these opens a new incident with the same details. */
const maxAlertsPerIncident = 150;

/** Forms incidents from all alerts of a rule, in the order of their runs. */
export function formIncidents(
  rule: Rule,
  alerts: readonly Alert[],
  options: IncidentOptions = {},
): readonly Incident[] {
  if (!rule.incidents.create) return [];
  const drafts: Draft[] = [];
  const byKey = new Map<string, Draft[]>();
  for (const alert of alerts) {
    const at = parseDatetime(alert.at) ?? 0;
    const key = rule.incidents.grouping.enabled ? groupingKey(rule.incidents.grouping, alert) : undefined;
    const known = key === undefined ? [] : (byKey.get(key) ?? []);
    const candidate = findCandidate(known, at, rule.incidents.grouping.lookbackTicks);
    if (candidate !== undefined && takes(candidate, at, rule.incidents.grouping)) {
      addAlert(candidate, alert, at);
      continue;
    }
    const draft = openIncident(rule, alert, at, drafts.length + 1, options);
    drafts.push(draft);
    if (key === undefined) continue;
    known.push(draft);
    byKey.set(key, known);
  }
  const last = alerts.length === 0 ? 0 : (parseDatetime(alerts[alerts.length - 1].at) ?? 0);
  return drafts.map((draft) => finish(rule, draft, last));
}

interface Draft {
  readonly number: number;
  readonly id: string;
  readonly first: Alert;
  readonly firstAt: Ticks;
  readonly createdAt: Ticks;
  readonly alerts: Alert[];
  /** When an analyst closes it; undefined for an incident that stays open. */
  closedAt: Ticks | undefined;
  readonly reopenedAt: string[];
}

function openIncident(rule: Rule, first: Alert, at: Ticks, number: number, options: IncidentOptions): Draft {
  const createdAt = addInt64(at, executionDelayTicks);
  const { closeAfterTicks } = options;
  const closedAt = closeAfterTicks === undefined ? undefined : addInt64(createdAt, closeAfterTicks);
  const id = stableGuid("incident", rule.id ?? rule.name, first.id);
  return { number, id, first, firstAt: at, createdAt, alerts: [first], closedAt, reopenedAt: [] };
}

/** The newest incident of a key that is young enough and has room. The look-back counts from the first alert. */
function findCandidate(known: readonly Draft[], at: Ticks, lookbackTicks: number): Draft | undefined {
  return known.findLast(
    (draft) =>
      subtractInt64(at, draft.firstAt) <= lookbackTicks && draft.alerts.length < maxAlertsPerIncident,
  );
}

function isClosed(draft: Draft, at: Ticks): boolean {
  return draft.closedAt !== undefined && draft.closedAt <= addInt64(at, executionDelayTicks);
}

const takes = (draft: Draft, at: Ticks, grouping: IncidentGrouping) =>
  !isClosed(draft, at) || grouping.reopenClosed;

function addAlert(draft: Draft, alert: Alert, at: Ticks): void {
  if (isClosed(draft, at)) {
    draft.reopenedAt.push(alert.at);
    draft.closedAt = undefined;
  }
  draft.alerts.push(alert);
}

/** What alerts must share to fall into one incident. The lists count for `Selected` alone. */
function groupingKey(grouping: IncidentGrouping, alert: Alert): string {
  switch (grouping.method) {
    case "AnyAlert":
      return "";
    case "AllEntities":
      return JSON.stringify(alert.entities.map(entityKey).sort());
    case "Selected":
      return JSON.stringify([
        alert.entities
          .filter((entity) => grouping.entityTypes.includes(entity.type))
          .map(entityKey)
          .sort(),
        grouping.alertDetails.map((detail) => alertDetail(alert, detail)),
        grouping.customDetails.map((key) => [...(alert.customDetails[key] ?? [])].sort()),
      ]);
  }
}

function alertDetail(alert: Alert, detail: string): string {
  if (detail === "DisplayName") return alert.title;
  return detail === "Severity" ? alert.severity : "";
}

function finish(rule: Rule, draft: Draft, last: Ticks): Incident {
  const { first, alerts } = draft;
  const facts = {
    number: draft.number,
    id: draft.id,
    title: first.title,
    description: first.description,
    severity: first.severity,
    status: statusOf(draft, last),
    alerts: alerts.map((alert) => alert.id),
    createdTime: printDatetime(draft.createdAt),
    closedTime:
      isClosed(draft, last) && draft.closedAt !== undefined ? printDatetime(draft.closedAt) : undefined,
    firstActivityTime: extreme(
      alerts.map((alert) => alert.startTime),
      "first",
    ),
    lastActivityTime: extreme(
      alerts.map((alert) => alert.endTime),
      "last",
    ),
    reopenedAt: draft.reopenedAt,
  };
  return { ...facts, securityIncident: incidentRow(rule, facts, alerts) };
}

function statusOf(draft: Draft, last: Ticks): IncidentStatus {
  if (isClosed(draft, last)) return "Closed";
  return draft.reopenedAt.length > 0 ? "Active" : "New";
}

/** By time, not by text: fractions are printed with as many digits as they need. */
function extreme(times: readonly string[], which: "first" | "last"): string {
  const sorted = times.map((text) => parseDatetime(text) ?? 0).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return printDatetime(which === "first" ? sorted[0] : sorted[sorted.length - 1]);
}

type IncidentFacts = Omit<Incident, "securityIncident">;

function incidentRow(
  rule: Rule,
  facts: IncidentFacts,
  alerts: readonly Alert[],
): Readonly<Record<string, PlainJson>> {
  const lastAlert = alerts[alerts.length - 1];
  const modified = String(lastAlert.securityAlert.TimeGenerated);
  return {
    TenantId: workspaceId,
    TimeGenerated: modified,
    IncidentName: facts.id,
    Title: facts.title,
    Description: facts.description,
    Severity: facts.severity,
    Status: facts.status,
    Classification: "",
    ClassificationComment: "",
    ClassificationReason: "",
    Owner: { objectId: null, email: null, assignedTo: null, userPrincipalName: null },
    ProviderName: "Azure Sentinel",
    ProviderIncidentId: String(facts.number),
    FirstActivityTime: facts.firstActivityTime,
    LastActivityTime: facts.lastActivityTime,
    FirstModifiedTime: null,
    LastModifiedTime: modified,
    CreatedTime: facts.createdTime,
    ClosedTime: facts.closedTime ?? null,
    IncidentNumber: facts.number,
    RelatedAnalyticRuleIds: [rule.id ?? stableGuid("rule", rule.name)],
    AlertIds: facts.alerts,
    BookmarkIds: [],
    Comments: [],
    Tasks: [],
    Labels: [],
    IncidentUrl: "",
    AdditionalData: {
      alertsCount: alerts.length,
      bookmarksCount: 0,
      commentsCount: 0,
      alertProductNames: [...new Set(alerts.map((alert) => String(alert.securityAlert.ProductName)))],
      tactics: [...new Set(alerts.flatMap((alert) => alert.tactics))],
      techniques: [...new Set(alerts.flatMap((alert) => alert.techniques))],
    },
    ModifiedBy: "Incident created from alert",
    SourceSystem: "Azure",
    Type: "SecurityIncident",
  };
}
