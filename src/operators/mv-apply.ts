import type { Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { has, nodeOf, nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { lowerExpanded, lowerLimit, printExpanded } from "./expanded-columns.js";

/** `T | mv-apply a on (where a > 1)`: operators over the items of each row. */
export interface MvApplyOperator extends OperatorNode {
  readonly kind: "mv-apply";
  readonly parameters: readonly Property[];
  /** A `to-type` value holds the type that `to typeof(...)` asks for. */
  readonly columns: readonly NamedExpression[];
  readonly limit?: Expression;
  readonly operators: readonly OperatorNode[];
}

export const mvApplySyntax = defineSyntax<MvApplyOperator>({
  kind: "mv-apply",
  rule: "mvApplyOperator",
  lower: (cst, context) => ({
    kind: "mv-apply",
    ...context.head(cst),
    parameters: context.parameters(cst),
    columns: nodesOf(cst, "expandedColumn").map((column) => lowerExpanded(column, context)),
    ...(has(cst, "rowLimit") ? { limit: lowerLimit(cst, context) } : {}),
    operators: context.operators(nodeOf(cst, "subPipeline")),
  }),
  print: (node, printer) =>
    `mv-apply ${printExpanded(node, printer)} on ${printer.operators(node.operators)}`,
});
