import { isRuleType, lastSegment, resolveText, scopeOf, type TemplateScope } from "./arm-expression.js";
import { type ConfigEntry, type ConfigMap, type ConfigNode, textUnder, valueUnder } from "./config-node.js";

/** One rule of a JSON file as the keys the rule itself has, with what stands beside `properties` brought in. */
export type FoundRule = ConfigMap;

/**
 * The rules of a JSON file: an ARM template (nested templates included), an answer of the REST API (one rule, or
 * `value` with many), a list of rules, or just the properties. Constant expressions are worked out on the way.
 */
export function findRules(root: ConfigNode, text: string): readonly FoundRule[] {
  const found: FoundRule[] = [];
  if (root.kind === "list") for (const item of root.items) visit(item, emptyScope(text), found);
  else visit(root, emptyScope(text), found);
  return found;
}

const emptyScope = (text: string): TemplateScope => ({
  text,
  parameters: undefined,
  variables: undefined,
  budget: { left: 0 },
});

function visit(node: ConfigNode, scope: TemplateScope, found: FoundRule[]): void {
  if (node.kind !== "map") return;
  const resources = childrenOf(node);
  if (resources !== undefined && valueUnder(node, "query") === undefined) {
    const inner = valueUnder(node, "resources") === undefined ? scope : scopeOf(scope.text, node);
    for (const resource of resources) visit(resource, inner, found);
    return;
  }
  const properties = valueUnder(node, "properties");
  if (properties?.kind === "map") visitResource(node, properties, scope, found);
  else if (valueUnder(node, "query") !== undefined) found.push(resolveAll(node, scope));
}

/** `resources` of a template, as a list or (newer language version) as named members; `value` of an answer. */
function childrenOf(node: ConfigMap): readonly ConfigNode[] | undefined {
  const resources = valueUnder(node, "resources");
  if (resources?.kind === "list") return resources.items;
  if (resources?.kind === "map") return resources.entries.map((entry) => entry.value);
  const value = valueUnder(node, "value");
  return value?.kind === "list" ? value.items : undefined;
}

function visitResource(
  resource: ConfigMap,
  properties: ConfigMap,
  scope: TemplateScope,
  found: FoundRule[],
): void {
  const template = valueUnder(properties, "template") ?? valueUnder(properties, "mainTemplate");
  if (template?.kind === "map") visit(template, scope, found);
  const hasKind = valueUnder(resource, "kind") !== undefined;
  const isRule =
    isRuleType(resource) || (valueUnder(properties, "query") !== undefined && !isSavedSearch(resource));
  if (isRule || (hasKind && textUnder(resource, "type") === undefined)) {
    found.push(ruleOf(resource, properties, scope));
  } else if (isSavedSearch(resource)) found.push(huntingQueryOf(resource, properties, scope));
}

const isSavedSearch = (resource: ConfigMap) => /\/savedSearches$/i.test(textUnder(resource, "type") ?? "");

function ruleOf(resource: ConfigMap, properties: ConfigMap, scope: TemplateScope): FoundRule {
  const resolved = resolveAll(properties, scope);
  const kept = resource.entries
    .filter((entry) => entry.key === "kind")
    .map((entry) => resolveEntry(entry, scope));
  return {
    ...resolved,
    span: resource.span,
    entries: [...idEntry(resource, scope), ...kept, ...resolved.entries],
  };
}

/** Resource names end in the rule's identifier, whatever the workspace before it. */
function idEntry(resource: ConfigMap, scope: TemplateScope): ConfigEntry[] {
  for (const key of ["name", "id"]) {
    const entry = resource.entries.find((candidate) => candidate.key === key);
    if (entry?.value.kind !== "scalar") continue;
    const id = lastSegment(resolveText(entry.value, scope).text);
    if (id !== undefined) {
      const { span, style } = entry.value;
      return [
        { key: "id", keySpan: entry.keySpan, value: { kind: "scalar", value: id, text: id, span, style } },
      ];
    }
  }
  return [];
}

/** Saved searches carry description, tactics and techniques as tags. */
function huntingQueryOf(resource: ConfigMap, properties: ConfigMap, scope: TemplateScope): FoundRule {
  const resolved = resolveAll(properties, scope);
  const kept = resolved.entries.filter((entry) => entry.key === "displayName" || entry.key === "query");
  const tags = valueUnder(resolved, "tags");
  const items = tags?.kind === "list" ? tags.items : [];
  const entries = items.flatMap((tag) => (tag.kind === "map" ? tagEntries(tag) : []));
  return { kind: "map", span: resource.span, entries: [...idEntry(resource, scope), ...kept, ...entries] };
}

const tagKeys: ReadonlyMap<string, string> = new Map([
  ["description", "description"],
  ["tactics", "tactics"],
  ["techniques", "relevantTechniques"],
]);

function tagEntries(tag: ConfigMap): ConfigEntry[] {
  const key = tagKeys.get(textUnder(tag, "name")?.toLowerCase() ?? "");
  const entry = tag.entries.find((candidate) => candidate.key === "value");
  if (key === undefined || entry?.value.kind !== "scalar") return [];
  const { value } = entry;
  if (key === "description") return [{ ...entry, key }];
  const items = value.text.split(",").map((text) => ({ ...value, value: text.trim(), text: text.trim() }));
  return [{ key, keySpan: entry.keySpan, value: { kind: "list", span: value.span, items } }];
}

function resolveEntry(entry: ConfigEntry, scope: TemplateScope): ConfigEntry {
  return { ...entry, value: resolveNode(entry.value, scope) };
}

function resolveAll(map: ConfigMap, scope: TemplateScope): ConfigMap {
  return { ...map, entries: map.entries.map((entry) => resolveEntry(entry, scope)) };
}

function resolveNode(node: ConfigNode, scope: TemplateScope): ConfigNode {
  if (node.kind === "scalar") return resolveText(node, scope);
  if (node.kind === "map") return resolveAll(node, scope);
  return { ...node, items: node.items.map((item) => resolveNode(item, scope)) };
}
