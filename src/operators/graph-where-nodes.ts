import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `G | graph-where-nodes a == 1`: the graph without the nodes that do not match. */
export interface GraphWhereNodesOperator extends OperatorNode {
  readonly kind: "graph-where-nodes";
  readonly predicate: Expression;
}

export const graphWhereNodesSyntax = defineSyntax<GraphWhereNodesOperator>({
  kind: "graph-where-nodes",
  rule: "graphWhereNodesOperator",
  lower: (cst, context) => ({
    kind: "graph-where-nodes",
    ...context.head(cst),
    predicate: context.expression(nodeOf(cst, "expression")),
  }),
  print: (node, printer) => `graph-where-nodes ${printer.expression(node.predicate)}`,
});
