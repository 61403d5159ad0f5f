/** Alerts and incidents against what a test names of them; each answer is what does not hold, as sentences. */
import type { Alert } from "../../rules/alert.js";
import type { Incident } from "../../rules/incidents.js";
import { didYouMean } from "../../text/suggest.js";
import type { Ticks } from "../../types/int64.js";
import { assignItems } from "./assign.js";
import { timeFrom } from "./map-reader.js";
import { matchesPlain, showValue } from "./match-cell.js";

/** An alert as tests name it: any of its parts; a scalar custom detail stands for a list of one. */
export interface ExpectedAlert {
  readonly title?: string;
  readonly description?: string;
  readonly severity?: string;
  readonly tactics?: readonly string[];
  readonly techniques?: readonly string[];
  /** Each is there, by the identifiers named. */
  readonly entities?: readonly Readonly<Record<string, unknown>>[];
  readonly entityCount?: number;
  readonly customDetails?: Readonly<Record<string, unknown>>;
  readonly startTime?: string | Date;
  readonly endTime?: string | Date;
}

export interface ExpectedIncident {
  readonly title?: string;
  readonly description?: string;
  readonly severity?: string;
  readonly status?: string;
  /** How many alerts it holds. */
  readonly alerts?: number;
}

type Check = (alert: Alert, wanted: unknown, origin: Ticks | undefined) => readonly string[];

const alertChecks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["title", textCheck("title")],
  ["description", textCheck("description")],
  ["severity", textCheck("severity")],
  ["tactics", listCheck("tactics")],
  ["techniques", listCheck("techniques")],
  ["entities", entityMisses],
  ["entityCount", ({ entities }, wanted) => differ("entityCount", entities.length, wanted)],
  ["customDetails", detailMisses],
  ["startTime", timeCheck("startTime")],
  ["endTime", timeCheck("endTime")],
]);

/** Parts of an alert that tests may name. */
export const alertKeys: readonly string[] = [...alertChecks.keys()];

/** Parts of an incident that tests may name. */
export const incidentKeys = ["title", "description", "severity", "status", "alerts"] as const;

/** What an alert lacks of what is expected, one sentence each; nothing when it matches. */
export function alertMisses(alert: Alert, expected: ExpectedAlert, origin?: Ticks): readonly string[] {
  return Object.entries(expected).flatMap(([key, wanted]: [string, unknown]) => {
    const check = alertChecks.get(key);
    return check === undefined
      ? [[`an alert has no \`${key}\``, ...didYouMean(key, alertKeys)].join("; ")]
      : check(alert, wanted, origin);
  });
}

/** What an incident lacks of what is expected, one sentence each; nothing when it matches. */
export function incidentMisses(incident: Incident, expected: ExpectedIncident): readonly string[] {
  return incidentKeys.flatMap((key) => {
    const wanted = expected[key];
    if (wanted === undefined) return [];
    return differ(key, key === "alerts" ? incident.alerts.length : incident[key], wanted);
  });
}

function differ(key: string, actual: unknown, wanted: unknown): readonly string[] {
  return matchesPlain(wanted, actual) ? [] : [`${key} is ${showValue(actual)}, not ${showValue(wanted)}`];
}

function textCheck(key: "title" | "description" | "severity"): Check {
  return (alert, wanted) => differ(key, alert[key], wanted);
}

function listCheck(key: "tactics" | "techniques"): Check {
  return (alert, wanted) => differ(key, alert[key], Array.isArray(wanted) ? wanted : [wanted]);
}

function timeCheck(key: "startTime" | "endTime"): Check {
  return (alert, wanted, origin) => {
    const text = wanted instanceof Date ? wanted.toISOString() : String(wanted);
    const isSame = timeFrom(text, origin) === timeFrom(alert[key], undefined);
    return isSame ? [] : [`${key} is ${alert[key]}, not ${text}`];
  };
}

/** Identifiers are text, however the test spells them; types are known by name in any letter case. */
function entityMisses(alert: Alert, wanted: unknown): readonly string[] {
  const expected: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  const given = assignItems(expected.length, alert.entities.length, (item, entity) =>
    matchesEntity(expected[item], alert.entities[entity]),
  );
  return expected.flatMap((entity, item) =>
    given[item] === -1 ? [`no entity ${showValue(entity)} among ${showValue(alert.entities)}`] : [],
  );
}

function matchesEntity(expected: unknown, entity: Alert["entities"][number]): boolean {
  if (typeof expected !== "object" || expected === null) return false;
  return Object.entries(expected).every(([key, value]: [string, unknown]) =>
    key === "type"
      ? String(value).toLowerCase() === entity.type.toLowerCase()
      : Object.hasOwn(entity, key) && String(value) === entity[key],
  );
}

function detailMisses({ customDetails }: Alert, wanted: unknown): readonly string[] {
  if (typeof wanted !== "object" || wanted === null) return ["customDetails is a map"];
  return Object.entries(wanted).flatMap(([key, value]: [string, unknown]) => {
    const expected = (Array.isArray(value) ? value : [value]).map(detailText);
    const actual = Object.hasOwn(customDetails, key) ? customDetails[key] : undefined;
    const holds = actual?.length === expected.length && expected.every((text) => actual.includes(text));
    const shown = actual === undefined ? "absent" : showValue(actual);
    return holds ? [] : [`custom detail ${key} is ${shown}, not ${showValue(expected)}`];
  });
}

const detailText = (value: unknown) =>
  typeof value === "object" && value !== null ? showValue(value) : String(value);
