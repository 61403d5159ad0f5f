/**
 * The keys of rule files, by the object that holds them; paths as in template YAML, `[]` for each item of a list.
 * Unknown keys are found, and misplaced ones sent home, from this table alone.
 */
export const knownKeys: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  [
    "",
    [
      "id",
      "name",
      "description",
      "kind",
      "version",
      "status",
      "enabled",
      "severity",
      "requiredDataConnectors",
      "queryFrequency",
      "queryPeriod",
      "triggerOperator",
      "triggerThreshold",
      "tactics",
      "relevantTechniques",
      "query",
      "entityMappings",
      "sentinelEntitiesMappings",
      "customDetails",
      "alertDetailsOverride",
      "eventGroupingSettings",
      "incidentConfiguration",
      "suppressionEnabled",
      "suppressionDuration",
      "tags",
      "metadata",
    ],
  ],
  ["requiredDataConnectors[]", ["connectorId", "dataTypes"]],
  ["entityMappings[]", ["entityType", "fieldMappings"]],
  ["entityMappings[].fieldMappings[]", ["identifier", "columnName"]],
  ["sentinelEntitiesMappings[]", ["columnName"]],
  [
    "alertDetailsOverride",
    [
      "alertDisplayNameFormat",
      "alertDescriptionFormat",
      "alertSeverityColumnName",
      "alertTacticsColumnName",
      "alertDynamicProperties",
    ],
  ],
  ["alertDetailsOverride.alertDynamicProperties[]", ["alertProperty", "value"]],
  ["eventGroupingSettings", ["aggregationKind"]],
  ["incidentConfiguration", ["createIncident", "groupingConfiguration"]],
  [
    "incidentConfiguration.groupingConfiguration",
    [
      "enabled",
      "reopenClosedIncident",
      "lookbackDuration",
      "matchingMethod",
      "groupByEntities",
      "groupByAlertDetails",
      "groupByCustomDetails",
    ],
  ],
]);

/** ARM and REST names of keys that template YAML spells differently. */
export const armKeys: ReadonlyMap<string, string> = new Map([
  ["displayName", "name"],
  ["techniques", "relevantTechniques"],
  ["templateVersion", "version"],
]);

/** Keys that templates and answers of the API carry besides; kept out of the model, and not unknown. */
export const ignoredKeys: ReadonlySet<string> = new Set([
  "alertRuleTemplateName",
  "alertRulesCreatedByTemplateCount",
  "createdDateUTC",
  "customDetailsOverride",
  "etag",
  "lastModifiedUtc",
  "lastUpdatedDateUTC",
  "requiredDataConnectors",
  "startTimeUtc",
  "subTechniques",
  "systemData",
]);

/** The object a key belongs to, when it belongs to just one other than the root; never for names used twice. */
export function ownerOf(key: string): string | undefined {
  const owners = [...knownKeys].filter(([owner, keys]) => owner !== "" && keys.includes(key));
  return owners.length === 1 ? owners[0][0] : undefined;
}

/** True for a key of the rule itself. */
export function isRuleKey(key: string): boolean {
  return knownKeys.get("")?.includes(key) ?? false;
}

/** True for a key that only objects inside a rule have. */
export function isNestedKey(key: string): boolean {
  return !isRuleKey(key) && [...knownKeys.values()].some((keys) => keys.includes(key));
}
