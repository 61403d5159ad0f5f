import type { BindContext, BoundShape } from "../bind/bind-context.js";
import { type Layout, layoutSink } from "../exec/outputs.js";
import type { NameExpression, OperatorNode, StarExpression } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { compareText } from "../types/compare.js";
import { matchedColumns } from "./column-patterns.js";
import { chosenLayout } from "./extended-columns.js";
import { defineOperator } from "./operator.js";

/** `T | project-reorder a, b* desc`: these columns first; columns of one wildcard may be sorted. */
export interface ReorderedColumn {
  readonly name: NameExpression | StarExpression;
  /** The granny orders compare numbers in names as numbers. */
  readonly order?: "asc" | "desc" | "granny-asc" | "granny-desc";
}

export interface ProjectReorderOperator extends OperatorNode {
  readonly kind: "project-reorder";
  readonly columns: readonly ReorderedColumn[];
}

export const projectReorderSyntax = defineSyntax<ProjectReorderOperator>({
  kind: "project-reorder",
  rule: "projectReorderOperator",
  lower: (cst, context) => ({
    kind: "project-reorder",
    ...context.head(cst),
    columns: nodesOf(cst, "reorderedColumn").map((column) => lowerColumn(column, context)),
  }),
  print: (node, printer) => {
    const columns = node.columns.map(({ name, order }) =>
      [printer.expression(name), ...(order === undefined ? [] : [order])].join(" "),
    );
    return `project-reorder ${columns.join(", ")}`.trimEnd();
  },
});

function lowerColumn(cst: CstNode, context: LowerContext): ReorderedColumn {
  const name = context.wildcard(nodeOf(cst, "wildcardColumn"));
  if (has(cst, "Asc")) return { name, order: "asc" };
  if (has(cst, "Desc")) return { name, order: "desc" };
  if (has(cst, "GrannyAsc")) return { name, order: "granny-asc" };
  return has(cst, "GrannyDesc") ? { name, order: "granny-desc" } : { name };
}

interface ProjectReorderShape extends BoundShape {
  readonly layout: Layout;
}

/** The columns listed first, in that order, then the others in theirs. */
export const projectReorder = defineOperator<ProjectReorderOperator, ProjectReorderShape>("project-reorder", {
  bind(node, context) {
    const input = context.input.columns;
    const order = new Set(node.columns.flatMap((column) => orderedMatches(column, context)));
    const { columns, layout } = chosenLayout(input, [...new Set([...order, ...input.keys()])]);
    return { output: { ...context.input, columns }, layout };
  },
  start: ({ layout }, run, out) => layoutSink(layout, run, out),
});

function orderedMatches({ name, order }: ReorderedColumn, context: BindContext): readonly number[] {
  const matches = [...matchedColumns(name, context)];
  if (order === undefined) return matches;
  const { columns } = context.input;
  const sign = order.endsWith("desc") ? -1 : 1;
  const compare = order.startsWith("granny") ? compareGranny : compareText;
  // Letter case does not count, and `_` comes after the letters, as it does after capital ones.
  const nameAt = (index: number): string => columns[index].name.toUpperCase();
  return matches.sort((a, b) => sign * compare(nameAt(a), nameAt(b)));
}

/** Runs of digits compare as numbers, the rest as text: `a2` before `a10`. */
function compareGranny(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference =
      /^\d/.test(left[at]) && /^\d/.test(right[at])
        ? Number(left[at]) - Number(right[at])
        : compareText(left[at], right[at]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
