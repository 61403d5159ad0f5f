import type { BindContext, BoundShape } from "../bind/bind-context.js";
import { type Layout, layoutSink } from "../exec/outputs.js";
import type { Expression, OperatorNode } from "../syntax/ast.js";
import { type CstNode, nodeOf, nodesOf, tokensOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { isDynamicArray } from "../types/value.js";
import { matchedColumns } from "./column-patterns.js";
import { chosenLayout } from "./extended-columns.js";
import { defineOperator } from "./operator.js";

/** `T | project-by-names "a", b*, dynamic(["c"]), column_names_of(U)`: the columns with these names, as far as there are any. */
export interface ProjectByNamesOperator extends OperatorNode {
  readonly kind: "project-by-names";
  /** Names, also with wildcards, strings, arrays of strings, and calls that give them. */
  readonly columns: readonly Expression[];
}

export const projectByNamesSyntax = defineSyntax<ProjectByNamesOperator>({
  kind: "project-by-names",
  rule: "projectByNamesOperator",
  lower: (cst, context) => ({
    kind: "project-by-names",
    ...context.head(cst),
    columns: nodesOf(cst, "columnByName").map((column) => lowerColumn(column, context)),
  }),
  print: (node, printer) => `project-by-names ${printer.expressions(node.columns)}`.trimEnd(),
});

function lowerColumn(cst: CstNode, context: LowerContext): Expression {
  const strings = tokensOf(cst, "StringToken");
  if (strings.length > 0) return context.stringLiteral(strings);
  const call = nodeOf(cst, "operand");
  return call === undefined ? context.wildcard(nodeOf(cst, "wildcardColumn")) : context.operand(call);
}

interface ProjectByNamesShape extends BoundShape {
  readonly layout: Layout;
}

/** The columns with the names given, in that order; names of no column are passed over. */
export const projectByNames = defineOperator<ProjectByNamesOperator, ProjectByNamesShape>(
  "project-by-names",
  {
    bind(node, context) {
      const indexes = new Set(node.columns.flatMap((column) => namedColumns(column, context)));
      const { columns, layout } = chosenLayout(context.input.columns, [...indexes]);
      return { output: { ...context.input, columns }, layout };
    },
    start: ({ layout }, run, out) => layoutSink(layout, run, out),
  },
);

function namedColumns(column: Expression, context: BindContext): readonly number[] {
  if (column.kind === "star") return matchedColumns(column, context);
  if (column.kind === "name" && (column.hasWildcard || isColumn(column.name, context))) {
    return matchedColumns(column, context);
  }
  const value = context.constant(column)?.value;
  const names = isDynamicArray(value) ? value : [value];
  return names.flatMap((name) => (typeof name === "string" ? context.columnsLike(name) : []));
}

function isColumn(name: string, { input }: BindContext): boolean {
  return input.columns.some((column) => column.name === name);
}
