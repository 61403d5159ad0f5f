import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { lowerParse, type ParsePart, printParse } from "./parse-syntax.js";

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
