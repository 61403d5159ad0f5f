import type { Diagnostic } from "../text/diagnostic.js";
import type { SourceText } from "../text/source.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute } from "../types/calendar.js";
import type { ConfigMap } from "./config-node.js";
import {
  emptyQuery,
  kindRefused,
  missingQuery,
  missingSchedule,
  unresolvedQuery,
  wrongShape,
} from "./diagnostics.js";
import { severityNames } from "./entity-types.js";
import type {
  AlertDetails,
  EntityMapping,
  EventGrouping,
  IncidentConfiguration,
  MatchingMethod,
  Rule,
  RuleFormat,
  RuleKind,
  RuleQuery,
  Trigger,
  TriggerOperator,
} from "./rule.js";
import { RuleReader } from "./rule-reader.js";
import { mapScalar } from "./text-map.js";

export interface BuiltRule {
  /** Absent when the file gives no query, or a kind of rule that has none. */
  readonly rule: Rule | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes a rule of what a file says. */
export function buildRule(root: ConfigMap, source: SourceText, format: RuleFormat): BuiltRule {
  const reader = new RuleReader(root, format);
  const kind = readKind(reader);
  const query = kind === undefined ? undefined : readQuery(reader, source);
  if (kind === undefined || query === undefined) return { rule: undefined, diagnostics: reader.diagnostics };
  const rule: Rule = {
    kind,
    format,
    source,
    span: root.span,
    id: reader.text("id") || undefined,
    name: reader.text("name") || baseName(source.name),
    description: reader.text("description") ?? "",
    version: reader.text("version"),
    enabled: reader.boolean("enabled") ?? true,
    severity: reader.oneOf("severity", severityNames) ?? "Medium",
    tactics: reader.texts("tactics"),
    techniques: readTechniques(reader),
    query,
    ...readSchedule(reader, kind),
    trigger: readTrigger(reader, kind),
    entityMappings: readEntityMappings(reader),
    sentinelEntitiesMappings: reader
      .items("sentinelEntitiesMappings")
      .flatMap((path) => reader.column(`${path}.columnName`) ?? []),
    customDetails: reader.keys("customDetails").flatMap((key) => {
      const column = reader.column(`customDetails.${key}`);
      return column === undefined ? [] : [{ key, column }];
    }),
    alertDetails: readAlertDetails(reader),
    eventGrouping: readEventGrouping(reader),
    incidents: readIncidents(reader),
    suppression: {
      enabled: reader.boolean("suppressionEnabled") ?? false,
      durationTicks: reader.ticks("suppressionDuration") ?? 0,
    },
    tables: readTables(reader),
    places: reader.places,
  };
  return { rule, diagnostics: reader.diagnostics };
}

const baseName = (fileName: string) => fileName.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");

/** Keys that only a rule with a schedule has; a file with none of them is a hunting query. */
const scheduleKeys = ["queryFrequency", "queryPeriod", "triggerOperator", "triggerThreshold"];

function readKind(reader: RuleReader): RuleKind | undefined {
  const node = reader.scalar("kind", "a text");
  if (node === undefined || node.text === "") {
    return scheduleKeys.some((key) => reader.has(key)) ? "Scheduled" : "Hunting";
  }
  const kind = kinds.get(node.text.toLowerCase());
  if (kind === undefined) reader.report(kindRefused(node.span, node.text));
  else if (kind !== "Hunting") reader.oneOf("kind", ["Scheduled", "NRT"]);
  return kind;
}

const kinds: ReadonlyMap<string, RuleKind> = new Map<string, RuleKind>([
  ["scheduled", "Scheduled"],
  ["nrt", "NRT"],
  ["hunting", "Hunting"],
  ["huntingquery", "Hunting"],
]);

function readQuery(reader: RuleReader, source: SourceText): RuleQuery | undefined {
  const node = reader.node("query");
  const place = reader.places.get("query")?.key ?? { start: 0, end: 0 };
  if (node === undefined) reader.report(missingQuery(place));
  else if (node.kind !== "scalar") reader.report(wrongShape(node.span, "query", "a text"));
  else if (node.unresolved !== undefined) reader.report(unresolvedQuery(node.span, node.unresolved));
  else if (node.text.trim() === "") reader.report(emptyQuery(node.span));
  else return { text: node.text, map: node.map ?? mapScalar(node.text, source.text, node.span, node.style) };
  return undefined;
}

function readTechniques(reader: RuleReader): readonly string[] {
  return [...new Set([...reader.texts("relevantTechniques"), ...reader.texts("subTechniques")])];
}

type Schedule = Pick<Rule, "frequencyTicks" | "periodTicks">;

function readSchedule(reader: RuleReader, kind: RuleKind): Schedule {
  const frequency = reader.ticks("queryFrequency");
  const period = reader.ticks("queryPeriod");
  if (kind === "NRT") return { frequencyTicks: ticksPerMinute, periodTicks: ticksPerMinute };
  const periodTicks = period ?? ticksPerDay;
  if (kind === "Scheduled") {
    for (const [key, used] of [
      ["queryPeriod", "one day"],
      ["queryFrequency", "the period"],
    ] as const) {
      if (reader.node(key) === undefined) reader.report(missingSchedule(ruleStart(reader), key, used));
    }
  }
  return { periodTicks, frequencyTicks: frequency ?? periodTicks };
}

function ruleStart(reader: RuleReader) {
  return reader.places.get("query")?.key ?? { start: 0, end: 0 };
}

const triggerOperators: ReadonlyMap<string, TriggerOperator> = new Map<string, TriggerOperator>([
  ["gt", "GreaterThan"],
  ["lt", "LessThan"],
  ["eq", "Equal"],
  ["ne", "NotEqual"],
]);

function readTrigger(reader: RuleReader, kind: RuleKind): Trigger {
  const operator = reader.oneOf("triggerOperator", [...triggerOperators.values()], triggerOperators);
  const threshold = reader.wholeNumber("triggerThreshold");
  // Any row alerts in an NRT rule, whatever its file says.
  if (kind === "NRT") return { operator: "GreaterThan", threshold: 0 };
  return { operator: operator ?? "GreaterThan", threshold: threshold ?? 0 };
}

function readEntityMappings(reader: RuleReader): readonly EntityMapping[] {
  return reader.items("entityMappings").flatMap((path) => {
    const type = reader.text(`${path}.entityType`);
    const fields = reader.items(`${path}.fieldMappings`).flatMap((field) => {
      const identifier = reader.text(`${field}.identifier`);
      const column = reader.column(`${field}.columnName`);
      return identifier === undefined || column === undefined ? [] : [{ identifier, column }];
    });
    return type === undefined ? [] : [{ type, fields }];
  });
}

function readAlertDetails(reader: RuleReader): AlertDetails {
  const at = "alertDetailsOverride";
  reader.keys(at);
  return {
    titleFormat: reader.text(`${at}.alertDisplayNameFormat`) || undefined,
    descriptionFormat: reader.text(`${at}.alertDescriptionFormat`) || undefined,
    severityColumn: reader.column(`${at}.alertSeverityColumnName`),
    tacticsColumn: reader.column(`${at}.alertTacticsColumnName`),
    dynamicProperties: reader.items(`${at}.alertDynamicProperties`).flatMap((path) => {
      const property = reader.text(`${path}.alertProperty`);
      const column = reader.column(`${path}.value`);
      return property === undefined || column === undefined ? [] : [{ property, column }];
    }),
  };
}

function readEventGrouping(reader: RuleReader): EventGrouping {
  reader.keys("eventGroupingSettings");
  const allowed = ["SingleAlert", "AlertPerResult"] as const;
  return reader.oneOf("eventGroupingSettings.aggregationKind", allowed) ?? "SingleAlert";
}

const matchingMethods: readonly MatchingMethod[] = ["AllEntities", "AnyAlert", "Selected"];

function readIncidents(reader: RuleReader): IncidentConfiguration {
  const at = "incidentConfiguration.groupingConfiguration";
  reader.keys("incidentConfiguration");
  reader.keys(at);
  return {
    create: reader.boolean("incidentConfiguration.createIncident") ?? true,
    grouping: {
      enabled: reader.boolean(`${at}.enabled`) ?? false,
      reopenClosed: reader.boolean(`${at}.reopenClosedIncident`) ?? false,
      lookbackTicks: reader.ticks(`${at}.lookbackDuration`) ?? 5 * ticksPerHour,
      method: reader.oneOf(`${at}.matchingMethod`, matchingMethods) ?? "AnyAlert",
      entityTypes: reader.texts(`${at}.groupByEntities`),
      alertDetails: reader.texts(`${at}.groupByAlertDetails`),
      customDetails: reader.texts(`${at}.groupByCustomDetails`),
    },
  };
}

function readTables(reader: RuleReader): readonly string[] {
  const types = reader.items("requiredDataConnectors").flatMap((path) => reader.texts(`${path}.dataTypes`));
  // Entries carry notes for people: `OfficeActivity (Teams)`.
  return [
    ...new Set(types.map((type) => type.replace(/\s*\(.*$/s, "").trim()).filter((name) => name !== "")),
  ];
}
