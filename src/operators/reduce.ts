import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | reduce by a with threshold=0.1`: groups texts that are alike. */
export interface ReduceOperator extends OperatorNode {
  readonly kind: "reduce";
  readonly parameters: readonly Property[];
  readonly value: Expression;
  readonly properties: readonly Property[];
}

export const reduceSyntax = defineSyntax<ReduceOperator>({
  kind: "reduce",
  rule: "reduceOperator",
  lower: (cst, context) => ({
    kind: "reduce",
    ...context.head(cst),
    parameters: context.parameters(cst),
    value: context.expression(nodeOf(cst, "expression")),
    properties: context.properties(cst),
  }),
  print: (node, printer) => {
    const head = `reduce ${printer.parameters(node.parameters)}by ${printer.expression(node.value)}`;
    return node.properties.length === 0 ? head : `${head} with ${printer.properties(node.properties)}`;
  },
});
