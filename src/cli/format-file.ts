/** Files with their queries formatted and everything else as it was, byte for byte. */
import { operatorSyntax } from "../operators/syntax-table.js";
import { parseRule } from "../rules/parse-rule.js";
import { placeOf, type Rule } from "../rules/rule.js";
import { diagnosticInRuleFile } from "../rules/run-rule.js";
import { formatQuery } from "../syntax/format.js";
import type { Diagnostic } from "../text/diagnostic.js";
import type { SourceText } from "../text/source.js";

export interface FormattedFile {
  readonly text: string;
  /** What keeps a query from being formatted; it stays as it is then. */
  readonly diagnostics: readonly Diagnostic[];
}

export function formatFile(source: SourceText): FormattedFile {
  return /\.(?:ya?ml|json)$/i.test(source.name) ? formatRuleFile(source) : formatQueryFile(source);
}

function formatQueryFile({ text }: SourceText): FormattedFile {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const formatted = formatQuery(text.replaceAll("\r\n", "\n"), operatorSyntax);
  if (formatted.diagnostics.length > 0) return { text, diagnostics: formatted.diagnostics };
  return { text: `${formatted.text.replaceAll("\n", eol)}${eol}`, diagnostics: [] };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function formatRuleFile(source: SourceText): FormattedFile {
  const { rules, diagnostics } = parseRule(source.text, { fileName: source.name });
  const problems = diagnostics.filter(({ severity }) => severity === "error");
  const edits: Edit[] = [];
  for (const rule of rules) {
    const block = literalBlock(rule);
    if (block === undefined) {
      problems.push(noLiteralBlock(rule));
      continue;
    }
    const formatted = formatQuery(rule.query.text, operatorSyntax);
    if (formatted.diagnostics.length > 0) {
      problems.push(...formatted.diagnostics.map((diagnostic) => diagnosticInRuleFile(rule, diagnostic)));
    } else edits.push({ ...block, text: indented(formatted.text, block) });
  }
  let text = source.text;
  for (const edit of edits.reverse()) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  return { text, diagnostics: problems };
}

interface LiteralBlock {
  /** From the first line with text, its indentation included, to the end of the last one. */
  readonly start: number;
  readonly end: number;
  readonly indent: string;
  readonly eol: string;
}

/** Where the lines of `query: |` stand; undefined for the other styles, which lose their shape when rewritten. */
function literalBlock({ source, query, places }: Rule): LiteralBlock | undefined {
  const place = places.get("query")?.value;
  if (place === undefined || source.text[place.start] !== "|") return undefined;
  const lines = query.text.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first === -1) return undefined;
  const last = lines.findLastIndex((line) => line.trim() !== "");
  const { segments } = query.map;
  const contentStart = segments[first].from;
  const start = source.text.lastIndexOf("\n", contentStart - 1) + 1;
  const end = segments[last].from + lines[last].length;
  const eol = source.text.slice(start, end + 2).includes("\r\n") ? "\r\n" : "\n";
  return { start, end, indent: source.text.slice(start, contentStart), eol };
}

function indented(text: string, { indent, eol }: LiteralBlock): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : indent + line))
    .join(eol);
}

function noLiteralBlock(rule: Rule): Diagnostic {
  return {
    code: "RULE030",
    severity: "warning",
    span: placeOf(rule, "query"),
    message: "the query is no literal block, and is left as it is",
    hints: ["write it in YAML, as `query: |` with the query indented below"],
  };
}
