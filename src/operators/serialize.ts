import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | serialize a = row_number()`: fixes the order of rows, and adds columns. */
export interface SerializeOperator extends OperatorNode {
  readonly kind: "serialize";
  readonly columns: readonly NamedExpression[];
}

export const serializeSyntax = defineSyntax<SerializeOperator>({
  kind: "serialize",
  rule: "serializeOperator",
  lower: (cst, context) => ({
    kind: "serialize",
    ...context.head(cst),
    columns: context.namedList(nodesOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `serialize ${printer.namedList(node.columns)}`.trimEnd(),
});
