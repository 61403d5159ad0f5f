/** What `parse` and `parse-where` share: the pattern bound, and a reader of texts made of it. */
import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, Column } from "../bind/bound.js";
import { repeatedColumn } from "../bind/diagnostics.js";
import { convertTo } from "../bind/nodes.js";
import { regexParser } from "../exec/parse-regex.js";
import { type PatternItem, type TextParser, textParser } from "../exec/parse-text.js";
import { ColumnParser } from "../exec/parsed-columns.js";
import type { OperatorRun } from "../exec/run.js";
import { KernelError } from "../functions/kernel-error.js";
import { compileRegex } from "../functions/regex/regex.js";
import type { OperatorNode } from "../syntax/ast.js";
import { Batch } from "../vector/batch.js";
import { badPatternOrder, invalidPattern, partsDoNotJoin } from "./diagnostics.js";
import { appendColumns } from "./extended-columns.js";
import { parameterChoice, parameterWord } from "./parameters.js";
import type { ParsePart, ParseParts } from "./parse-syntax.js";

interface BoundPattern {
  readonly text: BoundExpression;
  readonly columns: readonly Column[];
  readonly parse: TextParser;
  /** The texts between the columns, in order; none for `kind=regex`. */
  readonly literals: readonly string[];
}

export interface ParseShape extends BoundShape {
  readonly pattern: BoundPattern;
  /** The columns of the output among those of the input and, after them, the pattern's. */
  readonly indexes: readonly number[];
}

type PatternNode = OperatorNode & ParseParts;

/** The pattern's columns take the places of those of their names. */
export function bindParse(node: PatternNode, context: BindContext): ParseShape {
  const pattern = bindPattern(node, context);
  const { columns, indexes } = appendColumns(context.input.columns, pattern.columns);
  return { output: { ...context.input, columns }, pattern, indexes };
}

export interface ParsedBatch {
  /** All rows of the batch, with the columns of the output. */
  readonly rows: Batch;
  /** 1 a row whose text matches. */
  readonly isMatch: Uint8Array;
}

export function batchParser(
  { pattern, indexes }: ParseShape,
  run: OperatorRun,
): (batch: Batch) => ParsedBatch {
  const types = pattern.columns.map(({ type }) => type);
  const parser = new ColumnParser(types, pattern.parse);
  return (batch) => {
    run.checkDeadline();
    const { columns, isMatch } = parser.read(run.evaluate(pattern.text, batch));
    return { rows: batch.beside(Batch.of(batch.length, columns)).project(indexes), isMatch };
  };
}

function bindPattern(node: PatternNode, context: BindContext): BoundPattern {
  const text = convertTo("string", context.expression(node.text));
  const columns = node.pattern.flatMap((part): Column[] =>
    part.kind === "column" ? [{ name: part.name.text, type: part.type ?? "string" }] : [],
  );
  const kind = parameterChoice(node, "kind", patternKinds, context) ?? "simple";
  checkOrder(node, kind, context);
  checkNames(node.pattern, context);
  const literals = node.pattern.flatMap((part) => (part.kind === "text" ? [String(part.literal.value)] : []));
  return {
    text,
    columns,
    parse: makeParser(node, kind, context),
    literals: kind === "regex" ? [] : literals,
  };
}

type PatternKind = "simple" | "relaxed" | "regex";
const patternKinds: readonly PatternKind[] = ["simple", "relaxed", "regex"];

/** Two columns side by side, and `*` beside a text column, leave open where one ends. */
function checkOrder({ pattern, keyword }: PatternNode, kind: PatternKind, context: BindContext): void {
  for (let at = 1; at < pattern.length; at++) {
    const [before, after] = [pattern[at - 1], pattern[at]];
    if (before.kind === "text" || after.kind === "text") continue;
    const isText = before.kind === "column" && (before.type ?? "string") === "string";
    const isOpen = before.kind === "skip" || isText || (after.kind === "column" && kind === "regex");
    if (isOpen) context.report(badPatternOrder(after.kind === "column" ? after.name.span : keyword));
  }
}

function checkNames(pattern: readonly ParsePart[], context: BindContext): void {
  const seen = new Set<string>();
  for (const part of pattern) {
    if (part.kind !== "column") continue;
    if (seen.has(part.name.text)) context.report(repeatedColumn(part.name.text, part.name.span));
    seen.add(part.name.text);
  }
}

function makeParser(node: PatternNode, kind: PatternKind, context: BindContext): TextParser {
  const items = node.pattern.map((part): PatternItem => {
    if (part.kind === "skip") return part;
    if (part.kind === "column") return { kind: "column", type: part.type ?? "string" };
    return { kind: "literal", text: String(part.literal.value) };
  });
  if (kind !== "regex") return textParser(items, kind === "simple");
  const flags = parameterWord(node.parameters, "flags") ?? "";
  const parser = orProblem(() => regexParser(items, flags));
  if (typeof parser === "function") return parser;
  reportPattern(node, flags, context);
  return () => undefined;
}

/** Names the string that is no regular expression by itself; the one that is made of all of them would tell nobody. */
function reportPattern({ pattern, keyword }: PatternNode, flags: string, context: BindContext): void {
  for (const part of pattern) {
    if (part.kind !== "text") continue;
    const { value, span } = part.literal;
    const problem = orProblem(() => compileRegex(String(value), flags));
    if (typeof problem !== "string") continue;
    context.report(invalidPattern(problem, span));
    return;
  }
  context.report(partsDoNotJoin(keyword));
}

/** What is made, or why it cannot be. */
function orProblem<Made>(make: () => Made): Made | string {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return error.message;
  }
}
