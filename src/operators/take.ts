import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | take 10`, also `limit`: so many rows, any of them. */
export interface TakeOperator extends OperatorNode {
  readonly kind: "take";
  readonly count: Expression;
}

export const takeSyntax = defineSyntax<TakeOperator>({
  kind: "take",
  rule: "takeOperator",
  lower: (cst, context) => ({
    kind: "take",
    ...context.head(cst),
    count: context.expression(nodeOf(cst, "expression")),
  }),
  print: (node, printer) => `take ${printer.expression(node.count)}`,
});
