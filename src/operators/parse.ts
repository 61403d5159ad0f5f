import { eachRow } from "../exec/lineage.js";
import type { OperatorNode } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { defineOperator } from "./operator.js";
import { lowerParse, type ParseParts, printParse } from "./parse-syntax.js";
import { batchParser, bindParse, type ParseShape } from "./parsed-rows.js";

/** `T | parse kind=simple a with "x" b:long *`: columns cut out of text; rows that do not match get nulls. */
export interface ParseOperator extends OperatorNode, ParseParts {
  readonly kind: "parse";
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

/** Adds the columns of a pattern; null (empty for text) in rows whose text does not match. */
export const parse = defineOperator<ParseOperator, ParseShape>("parse", {
  bind: bindParse,
  start(bound, run, out) {
    const parseBatch = batchParser(bound, run);
    return {
      push: (batch) => out.push(parseBatch(batch).rows, eachRow(run, batch.length, run.inputOffset)),
      finish: () => out.finish(),
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
  },
});
