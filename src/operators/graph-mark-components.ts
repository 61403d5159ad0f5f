import type { OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `G | graph-mark-components kind=weak`: tells which nodes hang together. */
export interface GraphMarkComponentsOperator extends OperatorNode {
  readonly kind: "graph-mark-components";
  readonly parameters: readonly Property[];
}

export const graphMarkComponentsSyntax = defineSyntax<GraphMarkComponentsOperator>({
  kind: "graph-mark-components",
  rule: "graphMarkComponentsOperator",
  lower: (cst, context) => ({
    kind: "graph-mark-components",
    ...context.head(cst),
    parameters: context.parameters(cst),
  }),
  print: (node, printer) => `graph-mark-components ${printer.parameters(node.parameters)}`.trimEnd(),
});
