import { type ExportedCell, type PlainJson, plainJson } from "../types/export.js";
import { parseJson } from "../types/json.js";
import type { AlertEntity } from "./alert.js";
import { entityTypeNamed, isDroppedAccountName } from "./entity-types.js";
import type { Rule } from "./rule.js";
import { cellText, columnIndex, type RuleResult } from "./rule-result.js";

/** Limits of the service on the entities of one alert. */
const maxEntities = 500;
const maxEntityBytes = 64 * 1024;

export interface EntityHarvest {
  readonly entities: readonly AlertEntity[];
  /** Entities beyond the service's limits. */
  readonly dropped: number;
  /** Account names that the service drops, each once. */
  readonly droppedNames: readonly string[];
  /** Columns named by a mapping that the result doesn't have. */
  readonly missingColumns: readonly { readonly path: string; readonly column: string }[];
  /** Columns of entity objects that hold something else. */
  readonly malformedColumns: readonly { readonly path: string; readonly column: string }[];
}

/**
 * The entities of some result rows: per mapping one for each distinct set of values, empty values left out. The limit
 * on their number is shared out equally among the mappings; the limit on their size takes them one by one.
 */
export function harvestEntities(rule: Rule, result: RuleResult, rows: readonly number[]): EntityHarvest {
  const state: HarvestState = { names: new Set(), missing: [], malformed: [] };
  const sources = [
    ...rule.entityMappings.map((_, index) => mappedEntities(rule, index, result, rows, state)),
    ...rule.sentinelEntitiesMappings.map((_, index) => columnEntities(rule, index, result, rows, state)),
  ];
  const share = Math.floor(maxEntities / Math.max(1, sources.length));
  const shared = sources.flatMap((entities) => entities.slice(0, share));
  const beyondShare = sources.reduce((sum, entities) => sum + Math.max(0, entities.length - share), 0);
  const { kept, cut } = fitBytes(distinct(shared));
  return {
    entities: kept,
    dropped: beyondShare + cut,
    droppedNames: [...state.names],
    missingColumns: state.missing,
    malformedColumns: state.malformed,
  };
}

interface HarvestState {
  readonly names: Set<string>;
  readonly missing: { path: string; column: string }[];
  readonly malformed: { path: string; column: string }[];
}

function mappedEntities(
  rule: Rule,
  mappingIndex: number,
  result: RuleResult,
  rows: readonly number[],
  state: HarvestState,
): readonly AlertEntity[] {
  const { type, fields } = rule.entityMappings[mappingIndex];
  const columns = fields.flatMap(({ identifier, column }, field) => {
    const index = columnIndex(result, column);
    if (index !== undefined) return [{ identifier, index }];
    state.missing.push({
      path: `entityMappings[${mappingIndex}].fieldMappings[${field}].columnName`,
      column,
    });
    return [];
  });
  const entities = rows.flatMap((row) => {
    const identifiers = columns.flatMap(({ identifier, index }): [string, string][] => {
      const text = cellText(result.rows[row][index]);
      return text === "" ? [] : [[identifier, text]];
    });
    return identifiers.length === 0 ? [] : [makeEntity(type, identifiers)];
  });
  return distinct(entities.filter((entity) => !isDropped(entity, state)));
}

function makeEntity(type: string, identifiers: readonly [string, string][]): AlertEntity {
  // The identifiers come first, so that no identifier can overwrite the type.
  return { ...Object.fromEntries(identifiers.filter(([name]) => name !== "type")), type };
}

function isDropped(entity: AlertEntity, state: HarvestState): boolean {
  const name = entity.type === "Account" ? entity.Name : undefined;
  if (name === undefined || !isDroppedAccountName(name)) return false;
  state.names.add(name);
  return true;
}

/** Entities that a column already holds as an array of objects, as the alerts of other products do. */
function columnEntities(
  rule: Rule,
  mappingIndex: number,
  result: RuleResult,
  rows: readonly number[],
  state: HarvestState,
): readonly AlertEntity[] {
  const column = rule.sentinelEntitiesMappings[mappingIndex];
  const path = `sentinelEntitiesMappings[${mappingIndex}].columnName`;
  const index = columnIndex(result, column);
  if (index === undefined) {
    state.missing.push({ path, column });
    return [];
  }
  const objects = rows.map((row) => entityObjects(result.rows[row][index]));
  if (objects.includes(undefined)) state.malformed.push({ path, column });
  return distinct(objects.flatMap((list) => (list ?? []).map(entityOfObject)));
}

type JsonObject = { readonly [key: string]: PlainJson };

/** The entity objects of a cell: an array of them, or its JSON text. Undefined for anything else but an empty cell. */
function entityObjects(cell: ExportedCell): readonly JsonObject[] | undefined {
  const value = typeof cell === "string" && cell !== "" ? parseArray(cell) : cell;
  if (value === null || value === "") return [];
  if (!Array.isArray(value)) return undefined;
  const objects = value.filter(isEntityObject);
  return objects.length === value.length ? objects : undefined;
}

function parseArray(text: string): PlainJson | undefined {
  // What is no JSON is told to the user as a column that holds no entities.
  const value = text.startsWith("[") ? parseJson(text) : undefined;
  return value === undefined ? undefined : plainJson(value);
}

function isEntityObject(value: PlainJson): value is JsonObject {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && typeof typeOf(value) === "string"
  );
}

const typeOf = (value: object) => ("Type" in value ? value.Type : "type" in value ? value.type : undefined);

function entityOfObject(object: JsonObject): AlertEntity {
  const identifiers = Object.entries(object).filter(
    ([key, value]) => !key.startsWith("$") && isScalar(value),
  );
  const named = identifiers.filter(([key]) => key !== "Type" && key !== "type");
  return makeEntity(
    entityTypeNamed(cellText(object.Type ?? object.type)),
    named.map(([key, value]): [string, string] => [key, cellText(value)]),
  );
}

const isScalar = (value: PlainJson) => value !== null && typeof value !== "object" && value !== "";

/** Same type and same identifiers, in any order. */
export function entityKey(entity: AlertEntity): string {
  return JSON.stringify(Object.entries(entity).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function distinct(entities: readonly AlertEntity[]): readonly AlertEntity[] {
  const byKey = new Map<string, AlertEntity>();
  for (const entity of entities) {
    const key = entityKey(entity);
    if (!byKey.has(key)) byKey.set(key, entity);
  }
  return [...byKey.values()];
}

function fitBytes(entities: readonly AlertEntity[]): { kept: readonly AlertEntity[]; cut: number } {
  const encoder = new TextEncoder();
  let bytes = 2;
  const full = entities.findIndex((entity) => {
    bytes += encoder.encode(JSON.stringify(entity)).length + 1;
    return bytes > maxEntityBytes;
  });
  return full === -1
    ? { kept: entities, cut: 0 }
    : { kept: entities.slice(0, full), cut: entities.length - full };
}
