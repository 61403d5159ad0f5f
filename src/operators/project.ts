import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | project a, b = c`: these columns, in this order. */
export interface ProjectOperator extends OperatorNode {
  readonly kind: "project";
  readonly columns: readonly NamedExpression[];
}

export const projectSyntax = defineSyntax<ProjectOperator>({
  kind: "project",
  rule: "projectOperator",
  lower: (cst, context) => ({
    kind: "project",
    ...context.head(cst),
    columns: context.namedList(nodesOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `project ${printer.namedList(node.columns)}`.trimEnd(),
});
