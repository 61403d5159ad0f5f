import type { BoundShape } from "../bind/bind-context.js";
import { eachRow } from "../exec/lineage.js";
import { ColumnParser } from "../exec/parsed-columns.js";
import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { appendColumns } from "./extended-columns.js";
import { defineOperator } from "./operator.js";
import { lowerParse, type ParsePart, printParse } from "./parse-syntax.js";
import { type BoundPattern, bindPattern } from "./parsed-rows.js";

/** `T | parse kind=simple a with "x" b:long *`: columns cut out of text; rows that do not match get nulls. */
export interface ParseOperator extends OperatorNode {
  readonly kind: "parse";
  readonly parameters: readonly Property[];
  readonly text: Expression;
  readonly pattern: readonly ParsePart[];
}

export const parseSyntax = defineSyntax<ParseOperator>({
  kind: "parse",
  rule: "parseOperator",
  lower: (cst, context) => ({
    kind: "parse",
    ...context.head(cst),
    ...lowerParse(cst, context),
  }),
  print: (node, printer) => `parse ${printParse(node, printer)}`,
});

interface ParseShape extends BoundShape {
  readonly pattern: BoundPattern;
  readonly indexes: readonly number[];
}

/** Adds the columns of a pattern; null (empty for text) in rows whose text does not match. */
export const parse = defineOperator<ParseOperator, ParseShape>("parse", {
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
        const rows = batch.beside(Batch.of(batch.length, parsed.columns)).project(indexes);
        out.push(rows, eachRow(run, batch.length, run.inputOffset));
      },
      finish: () => out.finish(),
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
  },
});
