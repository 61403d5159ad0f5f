import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import { type ConfigMap, type ConfigNode, type ConfigScalar, isAbsent } from "./config-node.js";
import {
  badTimespan,
  bareTimespan,
  duplicateKey,
  emptyColumnName,
  listExpected,
  notAllowed,
  renamedKey,
  unknownKey,
  unresolvedExpression,
  wrongCase,
  wrongShape,
} from "./diagnostics.js";
import type { KeyPlace, RuleFormat } from "./rule.js";
import { armKeys, ignoredKeys, knownKeys, ownerOf } from "./rule-keys.js";
import { parseTimespanText } from "./timespan-text.js";

/**
 * Reads the values of one rule by their paths, noting where each stands and what is wrong with it. A value that can't
 * be read is reported and counts as absent, so that one mistake doesn't hide the next.
 */
export class RuleReader {
  readonly places = new Map<string, KeyPlace>();
  readonly diagnostics: Diagnostic[] = [];
  private readonly nodes = new Map<string, ConfigNode>();

  constructor(
    root: ConfigMap,
    private readonly format: RuleFormat,
  ) {
    this.enter(root, "", "");
  }

  node(path: string): ConfigNode | undefined {
    const node = this.nodes.get(path);
    return isAbsent(node) ? undefined : node;
  }

  has(path: string): boolean {
    return this.nodes.has(path);
  }

  /** Any scalar as text; numbers and booleans as they are written. */
  text(path: string): string | undefined {
    const node = this.scalar(path, "a text");
    return node?.text;
  }

  scalar(path: string, wanted: string): ConfigScalar | undefined {
    const node = this.node(path);
    if (node === undefined) return undefined;
    if (node.kind !== "scalar") return this.refuse(wrongShape(node.span, path, wanted));
    if (node.unresolved === undefined) return node;
    return this.refuse(unresolvedExpression(node.span, path, node.unresolved));
  }

  /** The name of a column; an empty text is reported and counts as absent. */
  column(path: string): string | undefined {
    const node = this.scalar(path, "a column name");
    if (node === undefined) return undefined;
    return node.text.trim() === "" ? this.refuse(emptyColumnName(node.span, path)) : node.text;
  }

  boolean(path: string): boolean | undefined {
    const node = this.scalar(path, "`true` or `false`");
    if (node === undefined) return undefined;
    const value = booleans.get(node.text.toLowerCase());
    return value ?? this.refuse(wrongShape(node.span, path, "`true` or `false`"));
  }

  wholeNumber(path: string): number | undefined {
    const node = this.scalar(path, "a whole number");
    if (node === undefined) return undefined;
    if (/^-?\d{1,15}$/.test(node.text)) return Number(node.text);
    return this.refuse(wrongShape(node.span, path, "a whole number"));
  }

  ticks(path: string): number | undefined {
    const node = this.scalar(path, "a timespan");
    if (node === undefined) return undefined;
    const parsed = parseTimespanText(node.text.trim());
    if (!parsed.ok) return this.refuse(badTimespan(node.span, path, node.text, parsed.reason));
    if (parsed.spelling === "days") this.diagnostics.push(bareTimespan(node.span, path, node.text));
    return parsed.ticks;
  }

  /** One of a few values, matched without case; `aliases` are other spellings, in lower case. */
  oneOf<Value extends string>(
    path: string,
    allowed: readonly Value[],
    aliases: ReadonlyMap<string, Value> = new Map(),
  ): Value | undefined {
    const node = this.scalar(path, "a text");
    if (node === undefined) return undefined;
    const lower = node.text.toLowerCase();
    const found = allowed.find((value) => value.toLowerCase() === lower) ?? aliases.get(lower);
    if (found === undefined) return this.refuse(notAllowed(node.span, path, node.text, allowed));
    const exact = node.text === found || aliases.has(node.text);
    if (!exact) this.diagnostics.push(wrongCase(node.span, path, node.text, found));
    return found;
  }

  /** Texts of a list; a single text counts as a list of one, empty texts are left out. */
  texts(path: string): readonly string[] {
    const node = this.node(path);
    if (node === undefined) return [];
    if (node.kind === "scalar") return this.singleText(path, node);
    if (node.kind === "map") {
      this.diagnostics.push(wrongShape(node.span, path, "a list of texts"));
      return [];
    }
    return node.items
      .flatMap((_, index) => this.text(`${path}[${index}]`) ?? [])
      .filter((text) => text !== "");
  }

  private singleText(path: string, node: ConfigScalar): readonly string[] {
    const text = this.text(path);
    if (text === undefined || text === "") return [];
    this.diagnostics.push(listExpected(node.span, path));
    return [text];
  }

  /** Paths of the items of a list of objects. */
  items(path: string): readonly string[] {
    const node = this.node(path);
    if (node === undefined) return [];
    if (node.kind !== "list") {
      this.diagnostics.push(wrongShape(node.span, path, "a list"));
      return [];
    }
    const paths: string[] = [];
    node.items.forEach((item, index) => {
      if (item.kind === "map") paths.push(`${path}[${index}]`);
      else this.diagnostics.push(wrongShape(item.span, `${path}[${index}]`, "an object"));
    });
    return paths;
  }

  /** Keys of an object. */
  keys(path: string): readonly string[] {
    const node = this.node(path);
    if (node === undefined) return [];
    if (node.kind === "map") return [...new Set(node.entries.map((entry) => entry.key))];
    // An empty text or list is how some tools write "nothing".
    const isEmpty = node.kind === "list" ? node.items.length === 0 : node.text === "";
    if (!isEmpty) this.diagnostics.push(wrongShape(node.span, path, "an object"));
    return [];
  }

  report(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
  }

  private refuse(diagnostic: Diagnostic): undefined {
    this.diagnostics.push(diagnostic);
    return undefined;
  }

  /** Walks the tree once: remembers nodes and places by path, finds repeated and unknown keys. */
  private enter(node: ConfigNode, path: string, shape: string): void {
    this.nodes.set(path, node);
    if (node.kind === "list") {
      node.items.forEach((item, index) => {
        const itemPath = `${path}[${index}]`;
        this.places.set(itemPath, { key: item.span, value: item.span });
        this.enter(item, itemPath, `${shape}[]`);
      });
    }
    if (node.kind === "map") this.enterMap(node, path, shape);
  }

  private enterMap(map: ConfigMap, path: string, shape: string): void {
    const seen = new Map<string, Span>();
    for (const entry of map.entries) {
      const key = shape === "" ? this.canonicalKey(entry.key) : entry.key;
      const first = seen.get(key);
      if (first !== undefined) {
        this.diagnostics.push(duplicateKey(entry.keySpan, entry.key, first));
        continue;
      }
      seen.set(key, entry.keySpan);
      this.judgeKey(key, entry.keySpan, shape);
      const childPath = path === "" ? key : `${path}.${key}`;
      this.places.set(childPath, { key: entry.keySpan, value: entry.value.span });
      this.enter(entry.value, childPath, shape === "" ? key : `${shape}.${key}`);
    }
  }

  private canonicalKey(key: string): string {
    return this.format === "json" ? (armKeys.get(key) ?? key) : key;
  }

  private judgeKey(key: string, span: Span, shape: string): void {
    const known = knownKeys.get(shape);
    if (known === undefined || known.includes(key)) return;
    if (shape === "" && this.format === "json" && ignoredKeys.has(key)) return;
    const renamed = shape === "" ? armKeys.get(key) : undefined;
    if (renamed !== undefined) this.diagnostics.push(renamedKey(span, key, renamed));
    else this.diagnostics.push(unknownKey(span, key, known, this.homeOf(key, shape)));
  }

  private homeOf(key: string, shape: string): string | undefined {
    const owner = ownerOf(key);
    return owner === undefined || owner === shape ? undefined : owner.replaceAll("[]", "");
  }
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
]);
