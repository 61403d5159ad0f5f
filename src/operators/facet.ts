import type { Expression, OperatorNode } from "../syntax/ast.js";
import { has, nodeOf, nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | facet by a, b with (where c)`: a table of values for each column, and one of the operators. */
export interface FacetOperator extends OperatorNode {
  readonly kind: "facet";
  readonly columns: readonly Expression[];
  /** What `with` gives; undefined without one. */
  readonly operators?: readonly OperatorNode[];
}

export const facetSyntax = defineSyntax<FacetOperator>({
  kind: "facet",
  rule: "facetOperator",
  lower: (cst, context) => ({
    kind: "facet",
    ...context.head(cst),
    columns: nodesOf(cst, "namedExpression").map((column) => context.unnamed(column)),
    ...(has(cst, "With") ? { operators: context.operators(nodeOf(cst, "subPipeline") ?? cst) } : {}),
  }),
  print: (node, printer) => {
    const head = `facet by ${printer.expressions(node.columns)}`;
    return node.operators === undefined ? head : `${head} with ${printer.operators(node.operators)}`;
  },
});
