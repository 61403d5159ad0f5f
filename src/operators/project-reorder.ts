import type { NameExpression, OperatorNode, StarExpression } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | project-reorder a, b* desc`: these columns first; columns of one wildcard may be sorted. */
export interface ReorderedColumn {
  readonly name: NameExpression | StarExpression;
  /** The granny orders compare numbers in names as numbers. */
  readonly order?: "asc" | "desc" | "granny-asc" | "granny-desc";
}

export interface ProjectReorderOperator extends OperatorNode {
  readonly kind: "project-reorder";
  readonly columns: readonly ReorderedColumn[];
}

export const projectReorderSyntax = defineSyntax<ProjectReorderOperator>({
  kind: "project-reorder",
  rule: "projectReorderOperator",
  lower: (cst, context) => ({
    kind: "project-reorder",
    ...context.head(cst),
    columns: nodesOf(cst, "reorderedColumn").map((column) => lowerColumn(column, context)),
  }),
  print: (node, printer) => {
    const columns = node.columns.map(({ name, order }) =>
      [printer.expression(name), ...(order === undefined ? [] : [order])].join(" "),
    );
    return `project-reorder ${columns.join(", ")}`.trimEnd();
  },
});

function lowerColumn(cst: CstNode, context: LowerContext): ReorderedColumn {
  const name = context.wildcard(nodeOf(cst, "wildcardColumn"));
  if (has(cst, "Asc")) return { name, order: "asc" };
  if (has(cst, "Desc")) return { name, order: "desc" };
  if (has(cst, "GrannyAsc")) return { name, order: "granny-asc" };
  return has(cst, "GrannyDesc") ? { name, order: "granny-desc" } : { name };
}
