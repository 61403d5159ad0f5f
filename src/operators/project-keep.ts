import type { BoundShape } from "../bind/bind-context.js";
import { type Layout, layoutSink } from "../exec/outputs.js";
import type { NameExpression, OperatorNode, StarExpression } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { matchedColumns } from "./column-patterns.js";
import { chosenLayout } from "./extended-columns.js";
import { defineOperator } from "./operator.js";

/** `T | project-keep a, b*`: only these columns, in the order of the input. */
export interface ProjectKeepOperator extends OperatorNode {
  readonly kind: "project-keep";
  readonly columns: readonly (NameExpression | StarExpression)[];
}

export const projectKeepSyntax = defineSyntax<ProjectKeepOperator>({
  kind: "project-keep",
  rule: "projectKeepOperator",
  lower: (cst, context) => ({
    kind: "project-keep",
    ...context.head(cst),
    columns: nodesOf(cst, "wildcardColumn").map((column) => context.wildcard(column)),
  }),
  print: (node, printer) => `project-keep ${printer.expressions(node.columns)}`.trimEnd(),
});

interface ProjectKeepShape extends BoundShape {
  readonly layout: Layout;
}

/** The columns listed, in the order of the input. */
export const projectKeep = defineOperator<ProjectKeepOperator, ProjectKeepShape>("project-keep", {
  bind(node, context) {
    const listed = new Set(node.columns.flatMap((column) => matchedColumns(column, context)));
    const input = context.input.columns;
    const kept = [...input.keys()].filter((index) => listed.has(index));
    const { columns, layout } = chosenLayout(input, kept);
    return { output: { ...context.input, columns }, layout };
  },
  start: ({ layout }, run, out) => layoutSink(layout, run, out),
});
