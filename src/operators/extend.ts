import type { BoundShape } from "../bind/bind-context.js";
import { type Layout, layoutSink } from "../exec/outputs.js";
import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { extendLayout } from "./extended-columns.js";
import { defineOperator } from "./operator.js";

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

interface ExtendShape extends BoundShape {
  readonly layout: Layout;
}

/** Adds columns after those of the input; one of an existing name takes that column's place. */
export const extend = defineOperator<ExtendOperator, ExtendShape>("extend", {
  bind(node, context) {
    const { columns, layout } = extendLayout(context.input.columns, context.outputs(node.columns, "extend"));
    return { output: { ...context.input, columns }, layout };
  },
  start: ({ layout }, run, out) => layoutSink(layout, run, out),
});
