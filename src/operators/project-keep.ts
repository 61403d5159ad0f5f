import type { NameExpression, OperatorNode, StarExpression } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | project-keep a, b*`: only these columns, in the order of the input. */
export interface ProjectKeepOperator extends OperatorNode {
  readonly kind: "project-keep";
  readonly columns: readonly (NameExpression | StarExpression)[];
}

export const projectKeepSyntax = defineSyntax<ProjectKeepOperator>({
  kind: "project-keep",
  rule: "projectKeepOperator",
  lower: (cst, context) => ({
    kind: "project-keep",
    ...context.head(cst),
    columns: nodesOf(cst, "wildcardColumn").map((column) => context.wildcard(column)),
  }),
  print: (node, printer) => `project-keep ${printer.expressions(node.columns)}`.trimEnd(),
});
