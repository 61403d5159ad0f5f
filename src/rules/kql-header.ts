import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import type { ConfigEntry, ConfigMap, ConfigNode, ConfigScalar } from "./config-node.js";
import { badSetting } from "./diagnostics.js";
import { straightMap } from "./text-map.js";

/**
 * Settings of a `.kql` file stand in comments above the query, as many lines as wanted:
 *
 * ```
 * // kqlunit: name="Many password resets", severity=High
 * // kqlunit: queryFrequency=1h, queryPeriod=2h, tactics=[Persistence, Impact]
 * // kqlunit: alertDetailsOverride.alertDisplayNameFormat="{{Count}} resets by {{Actor}}"
 * // kqlunit: customDetails.Count=UpdateCount, entity.Account.FullName=Actor
 * ```
 *
 * Keys are those of template YAML, with a dot into objects; `entity.<type>.<identifier>=<column>` maps an entity.
 * A value is a word, a text in quotes, or a list in brackets. The query is the whole file, comments included.
 */
export function readKqlFile(text: string): {
  readonly node: ConfigMap;
  readonly diagnostics: readonly Diagnostic[];
} {
  const reader = new SettingsReader();
  for (const { start, settings } of headerLines(text)) reader.readLine(settings, start);
  const bom = text.startsWith("\uFEFF") ? 1 : 0;
  const span = { start: bom, end: text.length };
  const value = text.slice(bom);
  const query: ConfigScalar = {
    kind: "scalar",
    span,
    value,
    text: value,
    style: "plain",
    map: straightMap(bom, value.length),
  };
  reader.entries.push({ key: "query", keySpan: { start: bom, end: bom }, value: query });
  return { node: { kind: "map", span, entries: reader.entries }, diagnostics: reader.diagnostics };
}

const headerLine = /^[ \t]*\/\/[ \t]*kqlunit:/;

function* headerLines(text: string): Generator<{ start: number; settings: string }> {
  for (let start = text.startsWith("\uFEFF") ? 1 : 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const line = text.slice(start, end).replace(/\r$/, "");
    const isComment = /^[ \t]*\/\//.test(line);
    if (!isComment && line.trim() !== "") return;
    const match = headerLine.exec(line);
    if (match !== null) yield { start: start + match[0].length, settings: line.slice(match[0].length) };
    start = end + 1;
  }
}

interface MutableMap {
  readonly kind: "map";
  readonly span: Span;
  readonly entries: ConfigEntry[];
}

class SettingsReader {
  readonly entries: ConfigEntry[] = [];
  readonly diagnostics: Diagnostic[] = [];
  private readonly maps = new Map<string, MutableMap>();
  private readonly mappings = new Map<string, ConfigNode[]>();

  readLine(text: string, start: number): void {
    for (const part of splitOutsideQuotes(text)) {
      const pair = /^\s*([A-Za-z]\w*(?:\.\w+)*)\s*=\s*(.*?)\s*$/s.exec(part.text);
      const from = start + part.at;
      if (pair === null) {
        if (part.text.trim() !== "") this.refuse(part.text, from);
        continue;
      }
      const keyAt = from + part.text.indexOf(pair[1]);
      const valueAt = from + part.text.length - part.text.trimStart().length;
      const equals = part.text.indexOf("=", pair[1].length);
      const lead = part.text.slice(equals + 1);
      const place = from + equals + 1 + (lead.length - lead.trimStart().length);
      this.add(
        pair[1],
        { start: keyAt, end: keyAt + pair[1].length },
        readValue(pair[2], Math.max(place, valueAt)),
      );
    }
  }

  private refuse(text: string, start: number): void {
    const shown = text.trim();
    const at = start + text.indexOf(shown);
    this.diagnostics.push(badSetting({ start: at, end: at + shown.length }, shown));
  }

  private add(key: string, keySpan: Span, value: ConfigNode): void {
    const path = key.split(".");
    if (path[0] === "entity" && path.length === 3) this.addEntity(path[1], path[2], keySpan, value);
    else this.mapFor(path.slice(0, -1), keySpan).push({ key: path[path.length - 1], keySpan, value });
  }

  private mapFor(path: readonly string[], span: Span): ConfigEntry[] {
    if (path.length === 0) return this.entries;
    const name = path.join(".");
    const known = this.maps.get(name);
    if (known !== undefined) return known.entries;
    const map: MutableMap = { kind: "map", span, entries: [] };
    this.maps.set(name, map);
    this.mapFor(path.slice(0, -1), span).push({ key: path[path.length - 1], keySpan: span, value: map });
    return map.entries;
  }

  private addEntity(type: string, identifier: string, keySpan: Span, value: ConfigNode): void {
    const field = mapNode(keySpan, { identifier: word(identifier, keySpan), columnName: value });
    const fields = this.mappings.get(type);
    if (fields !== undefined) {
      fields.push(field);
      return;
    }
    const items = [field];
    this.mappings.set(type, items);
    const list: ConfigNode = { kind: "list", span: keySpan, items };
    this.mappingList(keySpan).push(
      mapNode(keySpan, { entityType: word(type, keySpan), fieldMappings: list }),
    );
  }

  private mappingList(span: Span): ConfigNode[] {
    const key = "\u0000mappings";
    const known = this.mappings.get(key);
    if (known !== undefined) return known;
    const items: ConfigNode[] = [];
    this.mappings.set(key, items);
    this.entries.push({ key: "entityMappings", keySpan: span, value: { kind: "list", span, items } });
    return items;
  }
}

function mapNode(span: Span, values: Readonly<Record<string, ConfigNode>>): ConfigNode {
  const entries = Object.entries(values).map(([key, value]) => ({ key, keySpan: span, value }));
  return { kind: "map", span, entries };
}

function word(text: string, span: Span): ConfigScalar {
  return { kind: "scalar", value: text, text, style: "plain", span };
}

function readValue(text: string, start: number): ConfigNode {
  const span = { start, end: start + text.length };
  if (text.startsWith("[") && text.endsWith("]")) {
    const parts = splitOutsideQuotes(text.slice(1, -1)).filter((part) => part.text.trim() !== "");
    const items = parts.map((part) => {
      const lead = part.text.length - part.text.trimStart().length;
      return readValue(part.text.trim(), start + 1 + part.at + lead);
    });
    return { kind: "list", span, items };
  }
  const quoted = /^(["'])(.*)\1$/s.exec(text);
  if (quoted !== null) {
    // Written without escapes, so the characters inside the quotes stand for themselves.
    const value = quoted[2];
    return {
      kind: "scalar",
      value,
      text: value,
      style: "double-quoted",
      span,
      map: straightMap(start + 1, value.length),
    };
  }
  const constant = constants.get(text);
  const isNumber = /^\d{1,15}$/.test(text);
  return { kind: "scalar", value: constant ?? (isNumber ? Number(text) : text), text, style: "plain", span };
}

const constants: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

/** Splits at commas that stand neither in quotes nor in brackets. */
function splitOutsideQuotes(text: string): { readonly text: string; readonly at: number }[] {
  const parts: { text: string; at: number }[] = [];
  let quote = "";
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "[") depth++;
    else if (character === "]") depth--;
    else if (character === "," && depth <= 0) {
      parts.push({ text: text.slice(start, at), at: start });
      start = at + 1;
    }
  }
  parts.push({ text: text.slice(start), at: start });
  return parts;
}
