import type { OperatorNode, Property, SortKey } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | sort by a asc nulls first`, also `order`: rows in order. */
export interface SortOperator extends OperatorNode {
  readonly kind: "sort";
  readonly parameters: readonly Property[];
  readonly keys: readonly SortKey[];
}

export const sortSyntax = defineSyntax<SortOperator>({
  kind: "sort",
  rule: "sortOperator",
  lower: (cst, context) => ({
    kind: "sort",
    ...context.head(cst),
    parameters: context.parameters(cst),
    keys: nodesOf(cst, "sortKey").map((key) => context.sortKey(key)),
  }),
  print: (node, printer) =>
    `sort ${printer.parameters(node.parameters)}by ${node.keys.map(printer.sortKey).join(", ")}`,
});
