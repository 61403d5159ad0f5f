import type { SourceText } from "../text/source.js";
import type { Span } from "../text/span.js";
import type { TextMap } from "./text-map.js";

/**
 * A detection rule, whatever file it came from. Plain data: formats are read into it, and everything that runs or
 * checks a rule reads only this. Durations are ticks of 100 ns.
 */
export interface Rule {
  readonly kind: RuleKind;
  readonly format: RuleFormat;
  /** The file; every span of the rule points into it. */
  readonly source: SourceText;
  /** The rule in its file: all of it, or one resource of a template. */
  readonly span: Span;
  /** GUID text as written; absent in files without one. */
  readonly id: string | undefined;
  /** Display name; the file's name where the file gives none. */
  readonly name: string;
  readonly description: string;
  readonly version: string | undefined;
  readonly enabled: boolean;
  /** `Medium` where the file gives none (hunting queries). */
  readonly severity: AlertSeverity;
  readonly tactics: readonly string[];
  /** Techniques and sub-techniques, `T1098` and `T1098.001`. */
  readonly techniques: readonly string[];
  readonly query: RuleQuery;
  /** Time between runs. One minute for NRT rules; the period for hunting queries. */
  readonly frequencyTicks: number;
  /** How far a run looks back. One minute of ingestion time for NRT rules; one day for hunting queries. */
  readonly periodTicks: number;
  readonly trigger: Trigger;
  readonly entityMappings: readonly EntityMapping[];
  /** Columns that already hold arrays of entity objects. */
  readonly sentinelEntitiesMappings: readonly string[];
  readonly customDetails: readonly CustomDetail[];
  readonly alertDetails: AlertDetails;
  readonly eventGrouping: EventGrouping;
  readonly incidents: IncidentConfiguration;
  readonly suppression: Suppression;
  /** Tables of `requiredDataConnectors`, notes such as `(Teams)` stripped, each once. */
  readonly tables: readonly string[];
  /**
   * Where each key of the file stands, by its path in the spelling of template YAML, such as `queryPeriod` or
   * `entityMappings[0].fieldMappings[1].columnName`. A path is present exactly when the file has the key.
   */
  readonly places: ReadonlyMap<string, KeyPlace>;
}

export type RuleKind = "Scheduled" | "NRT" | "Hunting";
export type RuleFormat = "yaml" | "json" | "kql";
export type AlertSeverity = "Informational" | "Low" | "Medium" | "High";
export type EventGrouping = "SingleAlert" | "AlertPerResult";
export type TriggerOperator = "GreaterThan" | "LessThan" | "Equal" | "NotEqual";
export type MatchingMethod = "AllEntities" | "AnyAlert" | "Selected";

export interface RuleQuery {
  readonly text: string;
  /** From offsets in `text` to offsets in the file. */
  readonly map: TextMap;
}

/** Compares the number of result rows with a threshold. */
export interface Trigger {
  readonly operator: TriggerOperator;
  readonly threshold: number;
}

export interface EntityMapping {
  readonly type: string;
  readonly fields: readonly EntityField[];
}

export interface EntityField {
  readonly identifier: string;
  readonly column: string;
}

export interface CustomDetail {
  readonly key: string;
  readonly column: string;
}

/** What of an alert comes from the result rather than from the rule. Absent: from the rule. */
export interface AlertDetails {
  readonly titleFormat: string | undefined;
  readonly descriptionFormat: string | undefined;
  readonly severityColumn: string | undefined;
  readonly tacticsColumn: string | undefined;
  readonly dynamicProperties: readonly DynamicProperty[];
}

export interface DynamicProperty {
  readonly property: string;
  readonly column: string;
}

export interface IncidentConfiguration {
  readonly create: boolean;
  readonly grouping: IncidentGrouping;
}

export interface IncidentGrouping {
  readonly enabled: boolean;
  readonly reopenClosed: boolean;
  readonly lookbackTicks: number;
  readonly method: MatchingMethod;
  readonly entityTypes: readonly string[];
  readonly alertDetails: readonly string[];
  readonly customDetails: readonly string[];
}

export interface Suppression {
  readonly enabled: boolean;
  /** Zero where the file gives none. */
  readonly durationTicks: number;
}

/** Where a key and its value stand in the file. */
export interface KeyPlace {
  readonly key: Span;
  readonly value: Span;
}

/** The place of a key's value, else of the nearest key around it, else of the rule's first line. */
export function placeOf(rule: Rule, path: string): Span {
  for (let at = path; at !== ""; at = parentPath(at)) {
    const place = rule.places.get(at);
    if (place !== undefined) return at === path ? place.value : place.key;
  }
  return { start: rule.span.start, end: rule.span.start };
}

function parentPath(path: string): string {
  const cut = Math.max(path.lastIndexOf("."), path.lastIndexOf("["));
  return cut === -1 ? "" : path.slice(0, cut);
}

/** Whether the rule's file leaves the look-back open, as hunting queries do. */
export function isPeriodOpen({ kind, places }: Rule): boolean {
  return kind !== "NRT" && !places.has("queryPeriod");
}

/** The rule with another look-back; one without a frequency runs as often as it looks back. */
export function withPeriod(rule: Rule, periodTicks: number | undefined): Rule {
  if (periodTicks === undefined) return rule;
  const frequencyTicks = rule.places.has("queryFrequency") ? rule.frequencyTicks : periodTicks;
  return { ...rule, periodTicks, frequencyTicks };
}
