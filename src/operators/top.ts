import type { Expression, OperatorNode, Property, SortKey } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | top 5 by a`: the first rows of an order. */
export interface TopOperator extends OperatorNode {
  readonly kind: "top";
  readonly parameters: readonly Property[];
  readonly count: Expression;
  readonly key: SortKey;
}

export const topSyntax = defineSyntax<TopOperator>({
  kind: "top",
  rule: "topOperator",
  lower: (cst, context) => ({
    kind: "top",
    ...context.head(cst),
    parameters: context.parameters(cst),
    count: context.expression(nodeOf(cst, "expression")),
    key: context.sortKey(nodeOf(cst, "sortKey")),
  }),
  print: (node, printer) => {
    const head = `top ${printer.parameters(node.parameters)}${printer.expression(node.count)}`;
    return `${head} by ${printer.sortKey(node.key)}`;
  },
});
