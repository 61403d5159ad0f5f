import type { BoundShape } from "../bind/bind-context.js";
import type { ColumnDeclaration, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { schemaDiffers } from "./diagnostics.js";
import { defineOperator, passRows } from "./operator.js";

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

/** The rows as they are; a mistake unless they have exactly the columns listed. */
export const assertSchema = defineOperator<AssertSchemaOperator, BoundShape>("assert-schema", {
  bind(node, context) {
    const expected = context.columnDeclarations(node.columns);
    const actual = context.input.columns.filter(({ isHidden }) => isHidden !== true);
    const isSame =
      expected.length === actual.length &&
      expected.every(({ name, type }, at) => name === actual[at].name && type === actual[at].type);
    if (!isSame && !context.input.isOpen && !actual.some(({ isTypeOpen }) => isTypeOpen)) {
      context.report(schemaDiffers(actual, node.keyword));
    }
    return { output: context.input };
  },
  start: (_, run, out) => passRows(run, out),
});
