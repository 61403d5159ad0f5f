import type { BoundShape } from "../bind/bind-context.js";
import type { BoundExpression } from "../bind/bound.js";
import { firstRows, rowCount } from "../exec/row-count.js";
import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { defineOperator } from "./operator.js";

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

interface TakeShape extends BoundShape {
  readonly count: BoundExpression;
}

/** The first rows, as they come. */
export const take = defineOperator<TakeOperator, TakeShape>("take", {
  bind(node, context) {
    return { output: context.input, count: context.runConstant(node.count, "long") };
  },
  start: ({ count }, run, out) => firstRows(rowCount(count, run), run, out),
});
