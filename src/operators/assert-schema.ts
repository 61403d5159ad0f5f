import type { ColumnDeclaration, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | assert-schema (a:long)`: refuses rows with other columns. */
export interface AssertSchemaOperator extends OperatorNode {
  readonly kind: "assert-schema";
  readonly columns: readonly ColumnDeclaration[];
}

export const assertSchemaSyntax = defineSyntax<AssertSchemaOperator>({
  kind: "assert-schema",
  rule: "assertSchemaOperator",
  lower: (cst, context) => ({
    kind: "assert-schema",
    ...context.head(cst),
    columns: context.columns(nodeOf(cst, "rowSchema")),
  }),
  print: (node, printer) => `assert-schema ${printer.columns(node.columns)}`,
});
