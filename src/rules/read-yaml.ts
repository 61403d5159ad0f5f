import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  Parser,
} from "yaml";
import type { Diagnostic } from "../text/diagnostic.js";
import type { Span } from "../text/span.js";
import type { ConfigEntry, ConfigMap, ConfigNode, ConfigScalar } from "./config-node.js";
import { notYaml, tabIndentation, tooLarge } from "./diagnostics.js";
import { findLostIndentation } from "./lost-indentation.js";
import type { ScalarStyle } from "./text-map.js";

/**
 * The parser and its tree builder recurse, and a deep text can end the whole process inside the parser; so depth is
 * counted on the tokens, which needs no recursion, before anything is parsed.
 */
const maxDepth = 100;
/** Values that aliases may bring: bounds documents that grow by repeating an anchor. */
const maxAliasedNodes = 50_000;
/** Finding an anchor walks the document. */
const maxAliases = 1_000;

export interface YamlResult {
  /** One per document of the file; empty when it can't be read. */
  readonly nodes: readonly ConfigNode[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads YAML (1.2, core schema) with the place of every value; duplicate keys are kept for the caller to judge. */
export function readYaml(text: string): YamlResult {
  const lexemes = [...new Lexer().lex(text)];
  const deep = findDeepNesting(lexemes);
  if (deep !== undefined) return { nodes: [], diagnostics: [deep] };
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  const documents = [...composer.compose(parseLexemes(lexemes))];
  const broken = documents.flatMap((document) => document.errors)[0];
  if (broken !== undefined) return { nodes: [], diagnostics: [explain(text, broken)] };
  const nodes: ConfigNode[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of documents) {
    const reader = new NodeReader(text, document);
    if (document.contents !== null) nodes.push(reader.read(document.contents));
    diagnostics.push(...reader.diagnostics);
  }
  return diagnostics.length === 0 ? { nodes, diagnostics } : { nodes: [], diagnostics };
}

interface YamlProblem {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/** The parser notices a mistake late; lost indentation is looked for from the top, and the first line wins. */
function explain(text: string, problem: YamlProblem): Diagnostic {
  const lost = findLostIndentation(text);
  if (lost !== undefined) return lost;
  const span = { start: problem.pos[0], end: Math.max(problem.pos[1], problem.pos[0] + 1) };
  if (problem.code === "TAB_AS_INDENT") return tabIndentation(span);
  return notYaml(span, problem.message.charAt(0).toLowerCase() + problem.message.slice(1));
}

/** What `parseAllDocuments` does, without cutting the text into lexemes again: that takes as long as the rest. */
function* parseLexemes(lexemes: readonly string[]): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of lexemes) yield* parser.next(lexeme);
  yield* parser.end();
}

function findDeepNesting(lexemes: readonly string[]): Diagnostic | undefined {
  let flowDepth = 0;
  let lineDepth = 0;
  let at = 0;
  let atLineStart = true;
  for (const token of lexemes) {
    const isLineBreak = token === "\n" || token === "\r\n";
    if (isLineBreak) lineDepth = 0;
    else if (token === "[" || token === "{") flowDepth++;
    else if (token === "]" || token === "}") flowDepth--;
    else if (token === "-" || token === "?") lineDepth++;
    else if (atLineStart && token.startsWith(" ")) lineDepth = token.length / blanksPerLevel;
    atLineStart = isLineBreak;
    if (flowDepth > maxDepth || lineDepth > maxDepth) {
      return tooLarge({ start: at, end: at + 1 }, "the YAML is nested too deeply", `${maxDepth} levels`);
    }
    if (token !== "\u0002" && token !== "\u0018" && token !== "\u001f") at += token.length;
  }
  return undefined;
}

/** Files indent by two or four; a level can take as little as one blank, which doubles the limit. */
const blanksPerLevel = 2;

class NodeReader {
  readonly diagnostics: Diagnostic[] = [];
  private aliasedCount = 0;
  private aliases = 0;
  private aliasDepth = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly document: Document.Parsed,
  ) {}

  read(node: Node | null | undefined, place?: Span): ConfigNode {
    if (this.isOver(node)) return emptyScalar(spanOf(node, place));
    this.depth++;
    const read = this.readKnown(node, place);
    this.depth--;
    return read;
  }

  private readKnown(node: Node | null | undefined, place?: Span): ConfigNode {
    if (isAlias(node)) {
      this.aliases++;
      this.aliasDepth++;
      const read = this.read(node.resolve(this.document), spanOf(node, place));
      this.aliasDepth--;
      return read;
    }
    if (isMap(node)) {
      return {
        kind: "map",
        span: spanOf(node, place),
        entries: withMerged(node.items.map((pair) => this.readPair(pair))),
      };
    }
    if (isSeq(node)) {
      // Items of a parsed document are nodes; the library types them `unknown` for documents built by hand.
      const items = node.items.map((item) => this.read(item as Node | null));
      return { kind: "list", span: spanOf(node, place), items };
    }
    if (isScalar(node)) return this.readScalar(node.value, node.type, node.source, spanOf(node, place));
    return emptyScalar(spanOf(node, place));
  }

  /** An anchor that holds itself would be followed for ever: depth is bounded along with size. */
  private isOver(node: Node | null | undefined): boolean {
    if (this.aliasDepth > 0) this.aliasedCount++;
    const over =
      this.aliasedCount > maxAliasedNodes || this.aliases > maxAliases || this.depth > 3 * maxDepth;
    if (over && this.diagnostics.length === 0) {
      const limit = `${maxAliasedNodes} values by ${maxAliases} aliases`;
      this.diagnostics.push(tooLarge(spanOf(node), "the YAML grows too large along its aliases", limit));
    }
    return over;
  }

  private readPair(pair: Pair<unknown, unknown>): ConfigEntry {
    // As above: both sides of a parsed pair are nodes or null.
    const keyNode = pair.key as Node | null;
    const key = this.read(keyNode);
    const keySpan = spanOf(keyNode);
    const value = this.read(pair.value as Node | null, { start: keySpan.end, end: keySpan.end });
    const name = key.kind === "scalar" ? key.text : this.text.slice(keySpan.start, keySpan.end);
    return { key: name, keySpan, value };
  }

  private readScalar(
    value: unknown,
    type: string | undefined,
    source: string | undefined,
    span: Span,
  ): ConfigScalar {
    const style = styles.get(type ?? "PLAIN") ?? "plain";
    const known = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    const kept = known ? value : null;
    const text = style === "plain" && source !== undefined ? source : String(kept ?? "");
    return { kind: "scalar", value: kept, text: typeof kept === "string" ? kept : text, style, span };
  }
}

/**
 * `<<: *base` puts the entries of another map, or of several, under those of its own: YAML 1.1 has it, and files use it
 * still. What the map says itself comes first, then the maps in their order.
 */
function withMerged(entries: readonly ConfigEntry[]): readonly ConfigEntry[] {
  const merged = entries.filter(({ key, value }) => key === "<<" && value.kind !== "scalar");
  if (merged.length === 0) return entries;
  const own = entries.filter((entry) => !merged.includes(entry));
  const seen = new Set(own.map(({ key }) => key));
  const result = [...own];
  for (const entry of merged.flatMap(({ value }) => mapsIn(value)).flatMap((map) => map.entries)) {
    if (seen.has(entry.key)) continue;
    seen.add(entry.key);
    result.push(entry);
  }
  return result;
}

function mapsIn(node: ConfigNode): readonly ConfigMap[] {
  if (node.kind === "list") return node.items.flatMap(mapsIn);
  return node.kind === "map" ? [node] : [];
}

const styles: ReadonlyMap<string, ScalarStyle> = new Map<string, ScalarStyle>([
  ["PLAIN", "plain"],
  ["QUOTE_SINGLE", "single-quoted"],
  ["QUOTE_DOUBLE", "double-quoted"],
  ["BLOCK_LITERAL", "literal"],
  ["BLOCK_FOLDED", "folded"],
]);

function emptyScalar(span: Span): ConfigScalar {
  return { kind: "scalar", value: null, text: "", style: "plain", span };
}

function spanOf(node: Node | null | undefined, fallback: Span = { start: 0, end: 0 }): Span {
  const range = node?.range;
  return range ? { start: range[0], end: range[1] } : fallback;
}
