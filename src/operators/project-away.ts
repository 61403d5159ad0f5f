import type { NameExpression, OperatorNode, StarExpression } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | project-away a, b*`: all columns but these. */
export interface ProjectAwayOperator extends OperatorNode {
  readonly kind: "project-away";
  readonly columns: readonly (NameExpression | StarExpression)[];
}

export const projectAwaySyntax = defineSyntax<ProjectAwayOperator>({
  kind: "project-away",
  rule: "projectAwayOperator",
  lower: (cst, context) => ({
    kind: "project-away",
    ...context.head(cst),
    columns: nodesOf(cst, "wildcardColumn").map((column) => context.wildcard(column)),
  }),
  print: (node, printer) => `project-away ${printer.expressions(node.columns)}`.trimEnd(),
});
