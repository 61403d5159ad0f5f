import type { Expression, NamedExpression, OperatorNode } from "../syntax/ast.js";
import { has, nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | top-hitters 5 of a by b`: the most frequent values, or those with the largest sums. */
export interface TopHittersOperator extends OperatorNode {
  readonly kind: "top-hitters";
  readonly count: Expression;
  readonly value: NamedExpression;
  readonly by?: NamedExpression;
}

export const topHittersSyntax = defineSyntax<TopHittersOperator>({
  kind: "top-hitters",
  rule: "topHittersOperator",
  lower: (cst, context) => ({
    kind: "top-hitters",
    ...context.head(cst),
    count: context.expression(nodeOf(cst, "count")),
    value: context.named(nodeOf(cst, "value")),
    ...(has(cst, "by") ? { by: context.named(nodeOf(cst, "by")) } : {}),
  }),
  print: (node, printer) => {
    const head = `top-hitters ${printer.expression(node.count)} of ${printer.named(node.value)}`;
    return node.by === undefined ? head : `${head} by ${printer.named(node.by)}`;
  },
});
