import type { Diagnostic } from "../text/diagnostic.js";
import type { SourceText } from "../text/source.js";
import { buildRule } from "./build-rule.js";
import { type ConfigMap, type ConfigNode, valueUnder } from "./config-node.js";
import { noRule, noRuleInTemplate, sigmaRule, tooLarge } from "./diagnostics.js";
import { findRules } from "./find-rules.js";
import { readKqlFile } from "./kql-header.js";
import { findLostIndentation } from "./lost-indentation.js";
import { readJson } from "./read-json.js";
import { readYaml } from "./read-yaml.js";
import type { Rule, RuleFormat } from "./rule.js";
import { isNestedKey } from "./rule-keys.js";

export interface ParseRuleOptions {
  /** Names the file in messages; its extension tells the format, the content where it doesn't. */
  readonly fileName?: string;
}

export interface ParsedRules {
  /** The rules that can be run, in file order. */
  readonly rules: readonly Rule[];
  /** In file order; spans point into `source`. */
  readonly diagnostics: readonly Diagnostic[];
  readonly source: SourceText;
}

/**
 * What keeps a rule from being run as it is meant: its own mistakes, such as a timespan that is none and is left out. Of a
 * file without a rule all mistakes.
 */
export function mistakesIn(
  { diagnostics }: Pick<ParsedRules, "diagnostics">,
  rules: readonly Rule[],
): readonly Diagnostic[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (rules.length === 0) return errors;
  return errors.filter(({ span }) =>
    rules.some((rule) => rule.span.start <= span.start && span.end <= rule.span.end),
  );
}

const maxLength = 32_000_000;

/**
 * Reads detection rules from the text of a file: template YAML, hunting query YAML, ARM or REST JSON (one or many),
 * or KQL with a settings comment. Never throws for what the text says: mistakes are diagnostics (`RULE0xx`), and rules
 * are returned in spite of those that leave a query.
 *
 * @example
 * const { rules } = parseRule("name: Any sign-in\nquery: SigninLogs", { fileName: "any.yaml" });
 * rules[0].name; // "Any sign-in"
 */
export function parseRule(text: string, options: ParseRuleOptions = {}): ParsedRules {
  const source: SourceText = { name: options.fileName ?? "rule", text };
  if (text.length > maxLength) {
    const problem = tooLarge({ start: 0, end: 0 }, "the file is too large", `${maxLength} characters`);
    return { rules: [], diagnostics: [problem], source };
  }
  const format = formatOf(source.name, text);
  const { rules, diagnostics } = readers[format](source);
  return { rules, diagnostics: inOrder(diagnostics), source };
}

const readers: Readonly<Record<RuleFormat, (source: SourceText) => RulesRead>> = {
  yaml: readYamlRules,
  json: readJsonRules,
  kql: readKqlRule,
};

interface RulesRead {
  readonly rules: readonly Rule[];
  readonly diagnostics: readonly Diagnostic[];
}

const formatsByExtension: ReadonlyMap<string, RuleFormat> = new Map<string, RuleFormat>([
  ["yaml", "yaml"],
  ["yml", "yaml"],
  ["json", "json"],
  ["kql", "kql"],
  ["csl", "kql"],
  ["kusto", "kql"],
]);

function formatOf(fileName: string, text: string): RuleFormat {
  const extension = /\.(\w+)$/.exec(fileName)?.[1].toLowerCase() ?? "";
  const known = formatsByExtension.get(extension);
  if (known !== undefined) return known;
  if (/^\uFEFF?\s*[{[]/.test(text)) return "json";
  return /^(?:id|name|query|title)[ \t]*:/m.test(text) ? "yaml" : "kql";
}

function readYamlRules(source: SourceText): RulesRead {
  const { nodes, diagnostics } = readYaml(source.text);
  if (diagnostics.length > 0) return { rules: [], diagnostics };
  if (nodes.length === 0) return { rules: [], diagnostics: [noRule({ start: 0, end: 0 })] };
  return joinRead(nodes.map((node) => readYamlRule(node, source)));
}

function readYamlRule(node: ConfigNode, source: SourceText): RulesRead {
  if (node.kind !== "map") {
    const lost = findLostIndentation(source.text);
    return { rules: [], diagnostics: [lost ?? noRule(firstCharacter(node))] };
  }
  if (isSigma(node)) return { rules: [], diagnostics: [sigmaRule(node.entries[0].keySpan)] };
  const lost = node.entries.some((entry) => isNestedKey(entry.key))
    ? findLostIndentation(source.text)
    : undefined;
  return lost === undefined ? build(node, source, "yaml") : { rules: [], diagnostics: [lost] };
}

const firstCharacter = (node: ConfigNode) => ({ start: node.span.start, end: node.span.start + 1 });

function isSigma(node: ConfigMap): boolean {
  const has = (key: string) => valueUnder(node, key) !== undefined;
  return !has("query") && has("detection") && (has("logsource") || has("title"));
}

function readJsonRules(source: SourceText): RulesRead {
  const result = readJson(source.text);
  if (!result.ok) return { rules: [], diagnostics: [result.diagnostic] };
  const found = findRules(result.node, source.text);
  if (found.length === 0) return { rules: [], diagnostics: [noRuleInTemplate(firstCharacter(result.node))] };
  return joinRead(found.map((node) => build(node, source, "json")));
}

function readKqlRule(source: SourceText): RulesRead {
  const { node, diagnostics } = readKqlFile(source.text);
  const built = build(node, source, "kql");
  return { rules: built.rules, diagnostics: [...diagnostics, ...built.diagnostics] };
}

function build(node: ConfigMap, source: SourceText, format: RuleFormat): RulesRead {
  const { rule, diagnostics } = buildRule(node, source, format);
  return { rules: rule === undefined ? [] : [rule], diagnostics };
}

function joinRead(parts: readonly RulesRead[]): RulesRead {
  return {
    rules: parts.flatMap((part) => part.rules),
    diagnostics: parts.flatMap((part) => part.diagnostics),
  };
}

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.span.start - b.span.start);
}
