import type { BoundShape } from "../bind/bind-context.js";
import { type Layout, layoutSink } from "../exec/outputs.js";
import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { extendLayout } from "./extended-columns.js";
import { defineOperator } from "./operator.js";

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

interface SerializeShape extends BoundShape {
  readonly layout: Layout;
}

/** Declares the order of rows as it is to be the order, and adds columns as `extend` does. */
export const serialize = defineOperator<SerializeOperator, SerializeShape>("serialize", {
  bind(node, context) {
    const outputs = context.over({ ...context.input, isSerialized: true }).outputs(node.columns, "extend");
    const { columns, layout } = extendLayout(context.input.columns, outputs);
    return { output: { ...context.input, columns, isSerialized: true }, layout };
  },
  start: ({ layout }, run, out) => layoutSink(layout, run, out),
});
