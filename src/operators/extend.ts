import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | extend a = b, c`: adds columns, or replaces those of the same name where they stand. */
export interface ExtendOperator extends OperatorNode {
  readonly kind: "extend";
  readonly columns: readonly NamedExpression[];
}

export const extendSyntax = defineSyntax<ExtendOperator>({
  kind: "extend",
  rule: "extendOperator",
  lower: (cst, context) => ({
    kind: "extend",
    ...context.head(cst),
    columns: context.namedList(nodesOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `extend ${printer.namedList(node.columns)}`,
});
