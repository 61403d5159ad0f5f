import type { Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { type GraphPattern, lowerGraphQuery, printGraphQuery } from "./graph-pattern.js";

/** `G | graph-shortest-paths (a)-[e*1..5]->(b) project e`: the shortest of the paths that fit a pattern. */
export interface GraphShortestPathsOperator extends OperatorNode {
  readonly kind: "graph-shortest-paths";
  readonly parameters: readonly Property[];
  readonly patterns: readonly GraphPattern[];
  readonly where?: Expression;
  readonly project: readonly NamedExpression[];
}

export const graphShortestPathsSyntax = defineSyntax<GraphShortestPathsOperator>({
  kind: "graph-shortest-paths",
  rule: "graphShortestPathsOperator",
  lower: (cst, context) => ({
    kind: "graph-shortest-paths",
    ...context.head(cst),
    ...lowerGraphQuery(cst, context),
  }),
  print: (node, printer) => `graph-shortest-paths ${printGraphQuery(node, printer)}`,
});
