import type { Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { type GraphPattern, lowerGraphQuery, printGraphQuery } from "./graph-pattern.js";

/** `G | graph-match (a)-[e]->(b) where a.x project b.y`: a row for each place where a pattern fits a graph. */
export interface GraphMatchOperator extends OperatorNode {
  readonly kind: "graph-match";
  readonly parameters: readonly Property[];
  readonly patterns: readonly GraphPattern[];
  readonly where?: Expression;
  readonly project: readonly NamedExpression[];
}

export const graphMatchSyntax = defineSyntax<GraphMatchOperator>({
  kind: "graph-match",
  rule: "graphMatchOperator",
  lower: (cst, context) => ({
    kind: "graph-match",
    ...context.head(cst),
    ...lowerGraphQuery(cst, context),
  }),
  print: (node, printer) => `graph-match ${printGraphQuery(node, printer)}`,
});
