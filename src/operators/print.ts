import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `print a, b = c`: one row of values, without input. */
export interface PrintOperator extends OperatorNode {
  readonly kind: "print";
  readonly columns: readonly NamedExpression[];
}

export const printSyntax = defineSyntax<PrintOperator>({
  kind: "print",
  rule: "printOperator",
  lower: (cst, context) => ({
    kind: "print",
    ...context.head(cst),
    columns: context.namedList(nodesOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `print ${printer.namedList(node.columns)}`,
});
