import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `G | graph-where-edges a == 1`: the graph without the edges that do not match. */
export interface GraphWhereEdgesOperator extends OperatorNode {
  readonly kind: "graph-where-edges";
  readonly predicate: Expression;
}

export const graphWhereEdgesSyntax = defineSyntax<GraphWhereEdgesOperator>({
  kind: "graph-where-edges",
  rule: "graphWhereEdgesOperator",
  lower: (cst, context) => ({
    kind: "graph-where-edges",
    ...context.head(cst),
    predicate: context.expression(nodeOf(cst, "expression")),
  }),
  print: (node, printer) => `graph-where-edges ${printer.expression(node.predicate)}`,
});
