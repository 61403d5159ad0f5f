import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | project-rename new = old`: other names for columns, where they stand. */
export interface ProjectRenameOperator extends OperatorNode {
  readonly kind: "project-rename";
  readonly columns: readonly NamedExpression[];
}

export const projectRenameSyntax = defineSyntax<ProjectRenameOperator>({
  kind: "project-rename",
  rule: "projectRenameOperator",
  lower: (cst, context) => ({
    kind: "project-rename",
    ...context.head(cst),
    columns: context.namedList(nodesOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `project-rename ${printer.namedList(node.columns)}`.trimEnd(),
});
