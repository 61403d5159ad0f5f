import type { Diagnostic } from "../text/diagnostic.js";
import { parseDatetime, printDatetime } from "../types/datetime.js";
import type { Ticks } from "../types/int64.js";
import type { Alert } from "./alert.js";
import {
  type AlertSubject,
  alertDescription,
  alertSeverity,
  alertTactics,
  alertTitle,
  customDetails,
  dynamicProperties,
} from "./alert-details.js";
import {
  droppedAccount,
  droppedEntities,
  missingColumn,
  moreRowsThanAlerts,
  noEntityObjects,
  windowAsAlertTime,
} from "./diagnostics.js";
import { type EntityHarvest, harvestEntities } from "./entities.js";
import { placeOf, type Rule } from "./rule.js";
import type { RuleResult } from "./rule-result.js";
import { RunNotes } from "./run-notes.js";
import { securityAlertRow } from "./security-alert.js";
import { stableGuid } from "./stable-guid.js";

/** One run of a rule in time: ticks since 2020. */
export interface RunTime {
  /** The scheduled time, which `now()` gives. */
  readonly at: Ticks;
  readonly from: Ticks;
  readonly to: Ticks;
}

export interface BuiltAlerts {
  readonly alerts: readonly Alert[];
  /** What was cut, dropped or fell back (`RULE3xx`); spans point into the rule's file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** At most so many alerts of one run; the last stands for all rows when there are more rows. */
const maxAlertsPerRun = { Scheduled: 150, Hunting: 150, NRT: 30 } as const;

/** The alerts of a run that has fired: one for all rows, or one for each. */
export function buildAlerts(rule: Rule, time: RunTime, result: RuleResult): BuiltAlerts {
  const notes = new RunNotes();
  const groups = groupRows(rule, result, notes);
  const alerts = groups.map((rows, index) => buildAlert({ rule, result, rows, notes }, time, index));
  return { alerts, diagnostics: notes.diagnostics };
}

function groupRows(rule: Rule, result: RuleResult, notes: RunNotes): readonly (readonly number[])[] {
  const all = result.rows.map((_, row) => row);
  if (rule.eventGrouping === "SingleAlert" || all.length === 0) return [all];
  const limit = maxAlertsPerRun[rule.kind];
  if (all.length <= limit) return all.map((row) => [row]);
  notes.add(moreRowsThanAlerts(placeOf(rule, "eventGroupingSettings"), all.length, limit));
  return [...all.slice(0, limit - 1).map((row) => [row]), all];
}

function buildAlert(subject: AlertSubject, time: RunTime, index: number): Alert {
  const { rule, result, rows, notes } = subject;
  const harvest = harvestEntities(rule, result, rows);
  noteEntities(subject, harvest);
  const times = alertTimes(subject, time);
  const at = printDatetime(time.at);
  const { techniques, texts } = dynamicProperties(subject);
  const alert = {
    id: stableGuid("alert", rule.id ?? rule.name, at, String(index)),
    title: alertTitle(subject),
    description: alertDescription(subject),
    severity: alertSeverity(subject),
    tactics: alertTactics(subject),
    techniques,
    entities: harvest.entities,
    customDetails: customDetails(subject),
    ...times,
    rows,
    at,
  };
  if (times.areTimesFallback && result.rows.length > 0) notes.add(windowAsAlertTime(placeOf(rule, "query")));
  return { ...alert, securityAlert: securityAlertRow(alert, { rule, result, time, texts }) };
}

function noteEntities({ rule, result, notes }: AlertSubject, harvest: EntityHarvest): void {
  const place = placeOf(rule, "entityMappings");
  if (harvest.dropped > 0) notes.add(droppedEntities(place, harvest.dropped));
  for (const name of harvest.droppedNames) notes.add(droppedAccount(place, name));
  const names = result.columns.map((column) => column.name);
  for (const { path, column } of harvest.missingColumns)
    notes.add(missingColumn(placeOf(rule, path), column, names));
  for (const { path, column } of harvest.malformedColumns)
    notes.add(noEntityObjects(placeOf(rule, path), column));
}

type AlertTimes = Pick<Alert, "startTime" | "endTime" | "areTimesFallback">;

/** Earliest and latest event time of the rows; the window's ends where the result doesn't tell. */
function alertTimes({ result, rows }: AlertSubject, time: RunTime): AlertTimes {
  const index = result.columns.findIndex(({ name, type }) => name === "TimeGenerated" && type === "datetime");
  let earliest: Ticks | undefined;
  let latest: Ticks | undefined;
  for (const row of index === -1 ? [] : rows) {
    const cell = result.rows[row][index];
    const ticks = typeof cell === "string" ? parseDatetime(cell) : null;
    if (ticks === null) continue;
    if (earliest === undefined || ticks < earliest) earliest = ticks;
    if (latest === undefined || ticks > latest) latest = ticks;
  }
  return {
    startTime: printDatetime(earliest ?? time.from),
    endTime: printDatetime(latest ?? time.to),
    areTimesFallback: earliest === undefined,
  };
}
