import type { BoundShape } from "../bind/bind-context.js";
import { type Layout, layoutSink } from "../exec/outputs.js";
import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { projectLayout } from "./extended-columns.js";
import { defineOperator } from "./operator.js";

/** `T | project a, b = c`: these columns, in this order. */
export interface ProjectOperator extends OperatorNode {
  readonly kind: "project";
  readonly columns: readonly NamedExpression[];
}

export const projectSyntax = defineSyntax<ProjectOperator>({
  kind: "project",
  rule: "projectOperator",
  lower: (cst, context) => ({
    kind: "project",
    ...context.head(cst),
    columns: context.namedList(nodesOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `project ${printer.namedList(node.columns)}`.trimEnd(),
});

interface ProjectShape extends BoundShape {
  readonly layout: Layout;
}

/** The columns listed, in that order, and no others. */
export const project = defineOperator<ProjectOperator, ProjectShape>("project", {
  bind(node, context) {
    const outputs = context.outputs(node.columns, "project");
    const { columns, layout } = projectLayout(context.input.columns, outputs);
    return { output: { columns, isSerialized: context.input.isSerialized, isOpen: false }, layout };
  },
  start: ({ layout }, run, out) => layoutSink(layout, run, out),
});
