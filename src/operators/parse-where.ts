import type { BoundShape } from "../bind/bind-context.js";
import { chosenRows } from "../exec/lineage.js";
import { ColumnParser } from "../exec/parsed-columns.js";
import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { appendColumns } from "./extended-columns.js";
import { defineOperator } from "./operator.js";
import { lowerParse, type ParsePart, printParse } from "./parse-syntax.js";
import { type BoundPattern, bindPattern } from "./parsed-rows.js";

/** `T | parse-where a with "x" b:long *`: as `parse`, without the rows that do not match. */
export interface ParseWhereOperator extends OperatorNode {
  readonly kind: "parse-where";
  readonly parameters: readonly Property[];
  readonly text: Expression;
  readonly pattern: readonly ParsePart[];
}

export const parseWhereSyntax = defineSyntax<ParseWhereOperator>({
  kind: "parse-where",
  rule: "parseWhereOperator",
  lower: (cst, context) => ({
    kind: "parse-where",
    ...context.head(cst),
    ...lowerParse(cst, context),
  }),
  print: (node, printer) => `parse-where ${printParse(node, printer)}`,
});

interface ParseWhereShape extends BoundShape {
  readonly pattern: BoundPattern;
  readonly indexes: readonly number[];
}

/** Adds the columns of a pattern, and leaves out the rows whose text does not match. */
export const parseWhere = defineOperator<ParseWhereOperator, ParseWhereShape>("parse-where", {
  bind(node, context) {
    const pattern = bindPattern(node, context);
    const { columns, indexes } = appendColumns(context.input.columns, pattern.columns);
    return { output: { ...context.input, columns }, pattern, indexes };
  },
  start({ pattern, indexes }, run, out) {
    const types = pattern.columns.map(({ type }) => type);
    const parser = new ColumnParser(types, pattern.parse);
    return {
      push(batch) {
        run.checkDeadline();
        const parsed = parser.read(run.evaluate(pattern.text, batch));
        const rows = Int32Array.from(parsed.isMatch.keys()).filter((row) => parsed.isMatch[row] === 1);
        if (rows.length === 0) return;
        const all = batch.beside(Batch.of(batch.length, parsed.columns)).project(indexes);
        out.push(all.select(rows), chosenRows(run, rows, run.inputOffset));
      },
      finish: () => out.finish(),
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
  },
});
