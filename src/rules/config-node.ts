import type { Span } from "../text/span.js";
import type { ScalarStyle, TextMap } from "./text-map.js";

/** What a rule file says, whichever format it has: YAML, JSON and the settings comment of a `.kql` file all become this. */
export type ConfigNode = ConfigScalar | ConfigList | ConfigMap;

export interface ConfigScalar {
  readonly kind: "scalar";
  readonly span: Span;
  readonly value: string | number | boolean | null;
  /** The value as text: a number as it is written, so that `1.10` keeps its zero. */
  readonly text: string;
  readonly style: ScalarStyle;
  /** Place of each character, where it isn't simply read off the span. */
  readonly map?: TextMap;
  /** Parts of an ARM expression that only a deployment knows; `text` holds them as they are written. */
  readonly unresolved?: readonly string[];
}

export interface ConfigList {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly ConfigNode[];
}

export interface ConfigMap {
  readonly kind: "map";
  readonly span: Span;
  readonly entries: readonly ConfigEntry[];
}

export interface ConfigEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: ConfigNode;
}

/** The value under a key; the first one where a key is repeated. */
export function valueUnder(map: ConfigMap, key: string): ConfigNode | undefined {
  return map.entries.find((entry) => entry.key === key)?.value;
}

/** The text under a key, when it is one. */
export function textUnder(map: ConfigMap, key: string): string | undefined {
  const node = valueUnder(map, key);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** True for a value left out: `key:` with nothing behind it, or null. */
export function isAbsent(node: ConfigNode | undefined): node is undefined {
  return node === undefined || (node.kind === "scalar" && node.value === null);
}
