import type { Expression, NamedExpression, OperatorNode } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";

/** `T | top-nested 3 of a with others="x" by sum(b), top-nested 2 of c by max(d)`: the top groups, level by level. */
export interface TopNestedLevel {
  /** Undefined: all groups. */
  readonly count?: Expression;
  readonly value: NamedExpression;
  /** The group that gathers the rest. */
  readonly others?: Expression;
  readonly aggregate: NamedExpression;
  readonly direction?: "asc" | "desc";
}

export interface TopNestedOperator extends OperatorNode {
  readonly kind: "top-nested";
  readonly levels: readonly TopNestedLevel[];
}

export const topNestedSyntax = defineSyntax<TopNestedOperator>({
  kind: "top-nested",
  rule: "topNestedOperator",
  lower: (cst, context) => ({
    kind: "top-nested",
    ...context.head(cst),
    levels: nodesOf(cst, "topNestedClause").map((clause) => lowerLevel(clause, context)),
  }),
  print: (node, printer) => node.levels.map((level) => printLevel(level, printer)).join(", "),
});

function lowerLevel(cst: CstNode, context: LowerContext): TopNestedLevel {
  return {
    ...(has(cst, "count") ? { count: context.expression(nodeOf(cst, "count")) } : {}),
    value: context.named(nodeOf(cst, "value")),
    ...(has(cst, "others") ? { others: context.expression(nodeOf(cst, "others")) } : {}),
    aggregate: context.named(nodeOf(cst, "aggregate")),
    ...(has(cst, "Asc") ? { direction: "asc" } : has(cst, "Desc") ? { direction: "desc" } : {}),
  };
}

function printLevel(level: TopNestedLevel, printer: Printer): string {
  const count = level.count === undefined ? "" : ` ${printer.expression(level.count)}`;
  const others = level.others === undefined ? "" : ` with others=${printer.expression(level.others)}`;
  const direction = level.direction === undefined ? "" : ` ${level.direction}`;
  const value = printer.named(level.value);
  return `top-nested${count} of ${value}${others} by ${printer.named(level.aggregate)}${direction}`;
}
