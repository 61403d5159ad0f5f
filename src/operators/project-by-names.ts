import type { Expression, OperatorNode } from "../syntax/ast.js";
import { type CstNode, nodeOf, nodesOf, tokensOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | project-by-names "a", b*, dynamic(["c"])`: the columns with these names, as far as there are any. */
export interface ProjectByNamesOperator extends OperatorNode {
  readonly kind: "project-by-names";
  /** Names, also with wildcards, strings, and arrays of strings. */
  readonly columns: readonly Expression[];
}

export const projectByNamesSyntax = defineSyntax<ProjectByNamesOperator>({
  kind: "project-by-names",
  rule: "projectByNamesOperator",
  lower: (cst, context) => ({
    kind: "project-by-names",
    ...context.head(cst),
    columns: nodesOf(cst, "columnByName").map((column) => lowerColumn(column, context)),
  }),
  print: (node, printer) => `project-by-names ${printer.expressions(node.columns)}`.trimEnd(),
});

function lowerColumn(cst: CstNode, context: LowerContext): Expression {
  const strings = tokensOf(cst, "StringToken");
  if (strings.length > 0) return context.stringLiteral(strings);
  const dynamic = nodeOf(cst, "dynamicExpression");
  return dynamic === undefined ? context.wildcard(nodeOf(cst, "wildcardColumn")) : context.dynamic(dynamic);
}
