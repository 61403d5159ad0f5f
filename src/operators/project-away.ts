import type { BoundShape } from "../bind/bind-context.js";
import { type Layout, layoutSink } from "../exec/outputs.js";
import type { NameExpression, OperatorNode, StarExpression } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { matchedColumns } from "./column-patterns.js";
import { chosenLayout } from "./extended-columns.js";
import { defineOperator } from "./operator.js";

/** `T | project-away a, b*`: all columns but these. */
export interface ProjectAwayOperator extends OperatorNode {
  readonly kind: "project-away";
  readonly columns: readonly (NameExpression | StarExpression)[];
}

export const projectAwaySyntax = defineSyntax<ProjectAwayOperator>({
  kind: "project-away",
  rule: "projectAwayOperator",
  lower: (cst, context) => ({
    kind: "project-away",
    ...context.head(cst),
    columns: nodesOf(cst, "wildcardColumn").map((column) => context.wildcard(column)),
  }),
  print: (node, printer) => `project-away ${printer.expressions(node.columns)}`.trimEnd(),
});

interface ProjectAwayShape extends BoundShape {
  readonly layout: Layout;
}

/** All columns but those listed, in the order of the input. */
export const projectAway = defineOperator<ProjectAwayOperator, ProjectAwayShape>("project-away", {
  bind(node, context) {
    const listed = new Set(node.columns.flatMap((column) => matchedColumns(column, context)));
    const input = context.input.columns;
    const kept = [...input.keys()].filter((index) => !listed.has(index));
    const { columns, layout } = chosenLayout(input, kept);
    return { output: { ...context.input, columns }, layout };
  },
  start: ({ layout }, run, out) => layoutSink(layout, run, out),
});
