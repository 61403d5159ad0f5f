import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { lowerParse, type ParsePart, printParse } from "./parse-syntax.js";

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
