/** The syntax that `mv-expand` and `mv-apply` share. */
import type { Expression, NamedExpression, Property } from "../syntax/ast.js";
import { type CstNode, nodeOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import type { Printer } from "../syntax/printer.js";

/** Rule `expandedColumn`: `a = b to typeof(long)`. */
export function lowerExpanded(cst: CstNode, context: LowerContext): NamedExpression {
  const named = context.named(nodeOf(cst, "namedExpression"));
  const type = nodeOf(cst, "typeofExpression");
  return type === undefined ? named : context.toType(named, type);
}

/** Rule `rowLimit` below an operator. */
export function lowerLimit(cst: CstNode, context: LowerContext): Expression {
  const limit = nodeOf(cst, "rowLimit");
  return context.expression(limit === undefined ? undefined : nodeOf(limit, "expression"));
}

export function printExpanded(
  node: {
    readonly parameters: readonly Property[];
    readonly columns: readonly NamedExpression[];
    readonly limit?: Expression;
  },
  printer: Printer,
): string {
  const limit = node.limit === undefined ? "" : ` limit ${printer.expression(node.limit)}`;
  return `${printer.parameters(node.parameters)}${printer.namedList(node.columns)}${limit}`;
}
