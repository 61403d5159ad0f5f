import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | where a == 1`, also `filter`: the rows that match. */
export interface WhereOperator extends OperatorNode {
  readonly kind: "where";
  readonly predicate: Expression;
}

export const whereSyntax = defineSyntax<WhereOperator>({
  kind: "where",
  rule: "whereOperator",
  lower: (cst, context) => ({
    kind: "where",
    ...context.head(cst),
    predicate: context.unnamed(nodeOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `where ${printer.expression(node.predicate)}`,
});
