import { chosenRows } from "../exec/lineage.js";
import type { OperatorNode } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { defineOperator } from "./operator.js";
import { lowerParse, type ParseParts, printParse } from "./parse-syntax.js";
import { batchParser, bindParse, type ParseShape } from "./parsed-rows.js";

/** `T | parse-where a with "x" b:long *`: as `parse`, without the rows that do not match. */
export interface ParseWhereOperator extends OperatorNode, ParseParts {
  readonly kind: "parse-where";
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

/** Adds the columns of a pattern, and leaves out the rows whose text does not match. */
export const parseWhere = defineOperator<ParseWhereOperator, ParseShape>("parse-where", {
  bind: bindParse,
  start(bound, run, out) {
    const parseBatch = batchParser(bound, run);
    return {
      push(batch) {
        const { rows, isMatch } = parseBatch(batch);
        const matching = Int32Array.from(isMatch.keys()).filter((row) => isMatch[row] === 1);
        if (matching.length === 0) return;
        out.push(rows.select(matching), chosenRows(run, matching, run.inputOffset));
      },
      finish: () => out.finish(),
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
  },
});
