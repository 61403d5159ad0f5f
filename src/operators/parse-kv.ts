import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, Column } from "../bind/bound.js";
import { convertTo } from "../bind/nodes.js";
import { eachRow } from "../exec/lineage.js";
import { type PairReader, pairReader } from "../exec/parse-pairs.js";
import { ColumnParser } from "../exec/parsed-columns.js";
import { KernelError } from "../functions/kernel-error.js";
import { compileRegex } from "../functions/regex/regex.js";
import type { ColumnDeclaration, Expression, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { readText } from "../types/convert.js";
import type { Cell } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { invalidPattern, notTwoGroups, unknownProperty } from "./diagnostics.js";
import { appendColumns } from "./extended-columns.js";
import { defineOperator } from "./operator.js";

/** `T | parse-kv a as (b:long) with (pair_delimiter=",")`: columns out of pairs of keys and values in text. */
export interface ParseKvOperator extends OperatorNode {
  readonly kind: "parse-kv";
  readonly text: Expression;
  readonly columns: readonly ColumnDeclaration[];
  readonly properties: readonly Property[];
}

export const parseKvSyntax = defineSyntax<ParseKvOperator>({
  kind: "parse-kv",
  rule: "parseKvOperator",
  lower: (cst, context) => ({
    kind: "parse-kv",
    ...context.head(cst),
    text: context.expression(nodeOf(cst, "expression")),
    columns: context.columns(nodeOf(cst, "rowSchema")),
    properties: context.properties(nodeOf(cst, "withProperties")),
  }),
  print: (node, printer) => {
    const head = `parse-kv ${printer.expression(node.text)} as ${printer.columns(node.columns)}`;
    return node.properties.length === 0 ? head : `${head} with (${printer.properties(node.properties)})`;
  },
});

interface ParseKvShape extends BoundShape {
  readonly text: BoundExpression;
  readonly keys: readonly Column[];
  readonly read: PairReader;
  readonly indexes: readonly number[];
}

/** Adds a column for each key; the first value of a key counts, one that does not convert or is missing is null. */
export const parseKv = defineOperator<ParseKvOperator, ParseKvShape>("parse-kv", {
  bind(node, context) {
    const keys = context.columnDeclarations(node.columns);
    const { columns, indexes } = appendColumns(context.input.columns, keys);
    return {
      output: { ...context.input, columns },
      text: convertTo("string", context.expression(node.text)),
      keys,
      read: makeReader(node, context),
      indexes,
    };
  },
  start({ text, keys, read, indexes }, run, out) {
    const types = keys.map(({ type }) => type);
    const places = new Map(keys.map(({ name }, at) => [name, at]));
    const parse = (value: string): Cell[] => {
      const cells = types.map((type): Cell => (type === "string" ? "" : null));
      const seen = new Set<number>();
      read(value, (key, found) => {
        const at = places.get(key);
        if (at === undefined || seen.has(at)) return;
        seen.add(at);
        cells[at] = readText(found, types[at]);
      });
      return cells;
    };
    const parser = new ColumnParser(types, parse);
    return {
      push(batch) {
        run.checkDeadline();
        const parsed = parser.read(run.evaluate(text, batch));
        const rows = batch.beside(Batch.of(batch.length, parsed.columns)).project(indexes);
        out.push(rows, eachRow(run, batch.length, run.inputOffset));
      },
      finish: () => out.finish(),
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
  },
});

const propertyNames = ["pair_delimiter", "kv_delimiter", "quote", "escape", "greedy", "regex"];

function makeReader(node: ParseKvOperator, context: BindContext): PairReader {
  const texts = new Map<string, string[]>();
  for (const { name, value } of node.properties) {
    if (!propertyNames.includes(name.text)) {
      context.report(unknownProperty("parse-kv", name.text, propertyNames, name.span));
    }
    const text = value.kind === "name" ? value.name : String(context.constant(value)?.value ?? "");
    texts.set(name.text, [...(texts.get(name.text) ?? []), text]);
  }
  const [pattern] = texts.get("regex") ?? [];
  if (pattern !== undefined) return regexReader(pattern, node, context);
  const [pairDelimiter] = texts.get("pair_delimiter") ?? [];
  const [kvDelimiter] = texts.get("kv_delimiter") ?? [];
  return pairReader({
    ...(pairDelimiter === undefined ? {} : { pairDelimiter }),
    ...(kvDelimiter === undefined ? {} : { kvDelimiter }),
    quotes: (texts.get("quote") ?? []).map((quote) => [quote[0], quote[1] ?? quote[0]] as const),
    escapes: texts.get("escape") ?? [],
    isGreedy: texts.get("greedy")?.[0] === "true",
  });
}

/** Each match of the pattern is a pair: its first group the key, its second the value. */
function regexReader(pattern: string, node: ParseKvOperator, context: BindContext): PairReader {
  try {
    const regex = compileRegex(pattern);
    if (regex.groupCount !== 2) context.report(notTwoGroups(node.keyword));
    return (text, found) => {
      for (const { groups } of regex.matches(text)) found((groups[1] ?? "").trim(), (groups[2] ?? "").trim());
    };
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    context.report(invalidPattern(error.message, node.keyword));
    return () => undefined;
  }
}
