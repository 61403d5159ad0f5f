/** The syntax that `join` and `lookup` share. */
import type { Expression, Property } from "../syntax/ast.js";
import { type CstNode, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import type { Printer } from "../syntax/printer.js";

export interface JoinParts {
  readonly parameters: readonly Property[];
  readonly right: Expression;
  readonly on: readonly Expression[];
  readonly where?: Expression;
}

/** Rule `joinOperator` or `lookupOperator`. */
export function lowerJoin(cst: CstNode, context: LowerContext): JoinParts {
  const condition = nodeOf(cst, "condition");
  return {
    parameters: context.parameters(cst),
    right: context.table(nodeOf(cst, "tableReference")),
    on: context.expressions(nodesOf(cst, "expression")),
    ...(condition === undefined ? {} : { where: context.expression(condition) }),
  };
}

/** Everything after the operator's word. */
export function printJoin(parts: JoinParts, printer: Printer): string {
  const on = parts.on.length === 0 ? "" : ` on ${printer.expressions(parts.on)}`;
  const where = parts.where === undefined ? "" : ` where ${printer.expression(parts.where)}`;
  return `${printer.parameters(parts.parameters)}${printer.table(parts.right)}${on}${where}`;
}
