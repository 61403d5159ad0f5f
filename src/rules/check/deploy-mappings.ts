/** Would the service take the rule: entities, custom details, alert details, grouping of incidents. */
import { didYouMean } from "../../text/suggest.js";
import { ticksPerDay, ticksPerMinute } from "../../types/calendar.js";
import { maxDetailKeyLength, maxPlaceholders } from "../alert-details.js";
import { placeholdersOf } from "../alert-text.js";
import { entityTypes, retiredEntityTypes } from "../entity-types.js";
import { type EntityMapping, placeOf, type Rule } from "../rule.js";
import type { Finding, LintTable } from "./lint.js";
import { namedColumns } from "./named-columns.js";
import { quoted, span as timespan } from "./wording.js";

const details = "alertDetailsOverride";
const grouping = "incidentConfiguration.groupingConfiguration";

const finding = (rule: Rule, path: string, message: string, hints: readonly string[] = []): Finding => ({
  span: placeOf(rule, path),
  message,
  hints,
});

const typeOf = (name: string) => entityTypes.get(name) ?? retiredEntityTypes.get(name);

function tooManyPlaceholders(rule: Rule): readonly Finding[] {
  const { titleFormat, descriptionFormat } = rule.alertDetails;
  return [
    { path: `${details}.alertDisplayNameFormat`, format: titleFormat },
    { path: `${details}.alertDescriptionFormat`, format: descriptionFormat },
  ].flatMap(({ path, format }) => {
    const count = placeholdersOf(format ?? "").length;
    if (count <= maxPlaceholders) return [];
    return [finding(rule, path, `${count} placeholders in one format; the limit is ${maxPlaceholders}`)];
  });
}

function badDetailKeys(rule: Rule): readonly Finding[] {
  const tooMany =
    rule.customDetails.length > 20
      ? [finding(rule, "customDetails", `${rule.customDetails.length} custom details; the limit is 20`)]
      : [];
  const keys = rule.customDetails.flatMap(({ key }) => {
    const path = `customDetails.${key}`;
    const place = rule.places.get(path)?.key ?? placeOf(rule, path);
    if (key.length > maxDetailKeyLength) {
      return [
        {
          span: place,
          message: `the key \`${key}\` has ${key.length} characters; the limit is ${maxDetailKeyLength}`,
        },
      ];
    }
    if (/^[A-Za-z]\w*$/.test(key)) return [];
    return [{ span: place, message: `the key \`${key}\` must be a letter, then letters, digits and \`_\`` }];
  });
  return [...tooMany, ...keys];
}

function badCounts(rule: Rule): readonly Finding[] {
  const fields = rule.entityMappings.flatMap((mapping, index) => {
    const path = `entityMappings[${index}].fieldMappings`;
    const { length } = mapping.fields;
    if (length > 3) return [finding(rule, path, `${length} identifiers in one mapping; the limit is 3`)];
    return length === 0
      ? [finding(rule, path, `the mapping of \`${mapping.type}\` names no identifier`)]
      : [];
  });
  return [...mappingCount(rule), ...fields];
}

function mappingCount(rule: Rule): readonly Finding[] {
  const { length } = rule.entityMappings;
  if (length > 10) return [finding(rule, "entityMappings", `${length} entity mappings; the limit is 10`)];
  const { start, end } = placeOf(rule, "entityMappings");
  const isEmptyList = /^\[\s*\]/.test(rule.source.text.slice(start, end));
  if (!isEmptyList) return [];
  return [
    finding(rule, "entityMappings", "a list of no entity mappings; the service takes 1 to 10", [
      "leave the key out",
    ]),
  ];
}

function badIdentifiers(rule: Rule): readonly Finding[] {
  return rule.entityMappings.flatMap(({ type, fields }, mapping) => {
    const known = typeOf(type)?.identifiers;
    const seen = new Set<string>();
    return fields.flatMap(({ identifier }, field) => {
      const path = `entityMappings[${mapping}].fieldMappings[${field}].identifier`;
      const isRepeated = seen.has(identifier);
      seen.add(identifier);
      if (isRepeated) return [finding(rule, path, `\`${identifier}\` is mapped twice in one mapping`)];
      if (known === undefined || known.includes(identifier)) return [];
      const hints = didYouMean(identifier, known);
      return [
        finding(rule, path, `\`${type}\` has no identifier \`${identifier}\``, [
          ...hints,
          `it has ${quoted(known)}`,
        ]),
      ];
    });
  });
}

function notEnough(rule: Rule): readonly Finding[] {
  return rule.entityMappings.flatMap(({ type, fields }, mapping) => {
    const enough = typeOf(type)?.enough ?? [];
    const mapped = new Set(fields.map(({ identifier }) => identifier));
    if (enough.length === 0 || fields.length === 0 || fields.some((field) => isMisspelt(type, field)))
      return [];
    if (enough.some((set) => set.every((identifier) => mapped.has(identifier)))) return [];
    const wanted = enough.map((set) => set.map((name) => `\`${name}\``).join(" with ")).join(" or ");
    return [finding(rule, `entityMappings[${mapping}].fieldMappings`, `\`${type}\` needs ${wanted}`)];
  });
}

/** A slip of the pen in one identifier is one finding, not two. */
function isMisspelt(type: string, { identifier }: EntityMapping["fields"][number]): boolean {
  const known = typeOf(type)?.identifiers ?? [];
  return !known.includes(identifier) && didYouMean(identifier, known).length > 0;
}

interface Selection {
  readonly key: string;
  readonly chosen: readonly string[];
  readonly allowed: readonly string[];
  readonly what: string;
}

function selections(rule: Rule): readonly Selection[] {
  const { entityTypes: chosenTypes, alertDetails, customDetails } = rule.incidents.grouping;
  return [
    {
      key: "groupByEntities",
      chosen: chosenTypes,
      allowed: rule.entityMappings.map(({ type }) => type),
      what: "entity type that the rule maps",
    },
    {
      key: "groupByAlertDetails",
      chosen: alertDetails,
      allowed: ["DisplayName", "Severity"],
      what: "alert detail",
    },
    {
      key: "groupByCustomDetails",
      chosen: customDetails,
      allowed: rule.customDetails.map(({ key }) => key),
      what: "custom detail of the rule",
    },
  ];
}

function badSelection(rule: Rule): readonly Finding[] {
  const { enabled, method } = rule.incidents.grouping;
  if (!enabled || method !== "Selected") return [];
  const all = selections(rule);
  if (all.every(({ chosen }) => chosen.length === 0)) {
    const hint = "name what to group by, or choose `AllEntities` or `AnyAlert`";
    return [finding(rule, `${grouping}.matchingMethod`, "`Selected` with nothing selected", [hint])];
  }
  return all.flatMap(({ key, chosen, allowed, what }) =>
    chosen.flatMap((name, index) =>
      allowed.includes(name)
        ? []
        : [
            finding(
              rule,
              `${grouping}.${key}[${index}]`,
              `\`${name}\` is no ${what}`,
              didYouMean(name, allowed),
            ),
          ],
    ),
  );
}

const groupingKeys = ["enabled", "reopenClosedIncident", "lookbackDuration", "matchingMethod"];

function incompleteGrouping(rule: Rule): readonly Finding[] {
  const findings: Finding[] = [];
  if (rule.places.has("incidentConfiguration") && !rule.places.has("incidentConfiguration.createIncident")) {
    findings.push(finding(rule, "incidentConfiguration", "`createIncident` is missing"));
  }
  if (!rule.places.has(grouping)) return findings;
  const missing = groupingKeys.filter((key) => !rule.places.has(`${grouping}.${key}`));
  if (missing.length > 0) {
    const place = rule.places.get(grouping)?.key ?? placeOf(rule, grouping);
    findings.push({ span: place, message: `missing: ${quoted(missing)}` });
  }
  const { lookbackTicks } = rule.incidents.grouping;
  if (lookbackTicks < 5 * ticksPerMinute || lookbackTicks > 7 * ticksPerDay) {
    const message = `the look-back is ${timespan(lookbackTicks)}; it must lie between \`5m\` and \`7d\``;
    findings.push(finding(rule, `${grouping}.lookbackDuration`, message));
  }
  return findings;
}

const dynamicProperties = [
  "AlertLink",
  "ConfidenceLevel",
  "ConfidenceScore",
  "ExtendedLinks",
  "ProductName",
  "ProviderName",
  "ProductComponentName",
  "RemediationSteps",
  "Techniques",
];

/** The same entity mapping as in sound rules, with another body. */
const mapping = (type: string, fields: string) =>
  `entityMappings:\n  - entityType: ${type}\n    fieldMappings:\n${fields}`;
const field = (identifier: string, column: string) =>
  `      - identifier: ${identifier}\n        columnName: ${column}`;
const group = (lines: string) =>
  `incidentConfiguration:\n  createIncident: true\n  groupingConfiguration:\n    enabled: true\n    reopenClosedIncident: false\n    lookbackDuration: PT5H\n${lines}`;

export const deployMappingLints = {
  RULE120: {
    part: "deploy",
    level: "error",
    summary: "A column that the rule names isn't in the query's output.",
    why: "Placeholders, custom details, entities and overrides take their values from result columns, by their exact names. The service refuses the rule; were it taken, the value would stay empty.",
    bad: mapping("IP", field("Address", "IPAddress")),
    good: mapping("IP", field("Address", "CallerIpAddress")),
    find: ({ rule, query }) => {
      if (query === undefined || query.isOpen) return [];
      const names = query.columns.map(({ name }) => name);
      return namedColumns(rule)
        .filter(({ column }) => !names.includes(column))
        .map(({ path, column }) =>
          finding(rule, path, `the query's output has no column \`${column}\``, didYouMean(column, names)),
        );
    },
  },
  RULE121: {
    part: "deploy",
    level: "error",
    summary: "Too many placeholders in a format.",
    why: "Title and description take three placeholders each.",
    bad: 'alertDetailsOverride:\n  alertDisplayNameFormat: "{{Caller}} {{Caller}} {{Caller}} {{Caller}}"',
    good: 'alertDetailsOverride:\n  alertDisplayNameFormat: "Storage deleted by {{Caller}}"\neventGroupingSettings:\n  aggregationKind: AlertPerResult',
    find: ({ rule }) => tooManyPlaceholders(rule),
  },
  RULE122: {
    part: "deploy",
    level: "error",
    summary: "Too many custom details, or a key that isn't allowed.",
    why: "A rule has at most 20 custom details; a key is a letter, then letters, digits and `_`, 20 characters in all.",
    bad: "customDetails:\n  ResourceGroupsOfTheAccounts: ResourceGroup",
    good: "customDetails:\n  ResourceGroups: ResourceGroup",
    find: ({ rule }) => badDetailKeys(rule),
  },
  RULE123: {
    part: "deploy",
    level: "error",
    summary: "An entity type that doesn't exist.",
    why: "Types are spelt as in the service's list, with the same capitals.",
    bad: mapping("Ip", field("Address", "CallerIpAddress")),
    good: mapping("IP", field("Address", "CallerIpAddress")),
    find: ({ rule }) =>
      rule.entityMappings.flatMap(({ type }, index) =>
        typeOf(type) !== undefined
          ? []
          : [
              finding(
                rule,
                `entityMappings[${index}].entityType`,
                `there is no entity type \`${type}\``,
                didYouMean(type, entityTypes.keys()),
              ),
            ],
      ),
  },
  RULE124: {
    part: "deploy",
    level: "error",
    summary: "An identifier that the entity type doesn't have, or one mapped twice.",
    why: "Each entity type has its own identifiers; within one mapping each appears once.",
    bad: mapping("IP", field("IPAddress", "CallerIpAddress")),
    good: mapping("IP", field("Address", "CallerIpAddress")),
    find: ({ rule }) => badIdentifiers(rule),
  },
  RULE125: {
    part: "deploy",
    level: "error",
    summary: "The identifiers don't identify the entity.",
    why: "Each mapping needs at least one of the sets of identifiers that the service accepts for its type.",
    bad: mapping("FileHash", field("Value", "ResourceGroup")),
    good: mapping("FileHash", `${field("Algorithm", "Caller")}\n${field("Value", "ResourceGroup")}`),
    find: ({ rule }) => notEnough(rule),
  },
  RULE126: {
    part: "deploy",
    level: "error",
    summary: "Too many or too few entity mappings, or identifiers in one of them.",
    why: "A rule has no key `entityMappings`, or one to ten mappings, each with one to three identifiers.",
    bad: mapping(
      "Account",
      ["Name", "UPNSuffix", "AadUserId", "Sid"].map((identifier) => field(identifier, "Caller")).join("\n"),
    ),
    good: mapping(
      "Account",
      ["Name", "UPNSuffix", "AadUserId"].map((name) => field(name, "Caller")).join("\n"),
    ),
    find: ({ rule }) => badCounts(rule),
  },
  RULE127: {
    part: "deploy",
    level: "error",
    summary: "Incidents are grouped by nothing, or by what the rule doesn't have.",
    why: "`Selected` needs at least one entity type, alert detail or custom detail, and only such as the rule itself maps.",
    bad: group("    matchingMethod: Selected\n    groupByEntities: [Account]"),
    good: group("    matchingMethod: Selected\n    groupByEntities: [IP]"),
    find: ({ rule }) => badSelection(rule),
  },
  RULE128: {
    part: "deploy",
    level: "error",
    summary: "The settings of incidents are incomplete or out of range.",
    why: "Once the object is there, the service wants `enabled`, `reopenClosedIncident`, `lookbackDuration` (five minutes to seven days) and `matchingMethod`.",
    bad: "incidentConfiguration:\n  createIncident: true\n  groupingConfiguration:\n    enabled: true\n    matchingMethod: AllEntities",
    good: group("    matchingMethod: AllEntities"),
    find: ({ rule }) => incompleteGrouping(rule),
  },
  RULE129: {
    part: "deploy",
    level: "error",
    summary: "An alert property that doesn't exist.",
    why: "`alertDynamicProperties` sets a fixed list of properties.",
    bad: "alertDetailsOverride:\n  alertDynamicProperties:\n    - alertProperty: Link\n      value: Caller",
    good: "alertDetailsOverride:\n  alertDynamicProperties:\n    - alertProperty: AlertLink\n      value: Caller",
    find: ({ rule }) =>
      rule.alertDetails.dynamicProperties.flatMap(({ property }, index) =>
        dynamicProperties.includes(property)
          ? []
          : [
              finding(
                rule,
                `${details}.alertDynamicProperties[${index}].alertProperty`,
                `there is no alert property \`${property}\``,
                [...didYouMean(property, dynamicProperties), `there are ${quoted(dynamicProperties)}`],
              ),
            ],
      ),
  },
  RULE130: {
    part: "deploy",
    level: "warning",
    summary: "An entity type that the service no longer maps.",
    why: "It could be mapped in 2021; newer versions of the service don't list it.",
    bad: mapping("IoTDevice", field("DeviceId", "ResourceGroup")),
    good: mapping("Host", field("HostName", "ResourceGroup")),
    find: ({ rule }) =>
      rule.entityMappings.flatMap(({ type }, index) =>
        retiredEntityTypes.has(type)
          ? [finding(rule, `entityMappings[${index}].entityType`, `the service no longer maps \`${type}\``)]
          : [],
      ),
  },
} as const satisfies LintTable;
