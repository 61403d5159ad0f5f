import type { Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { has, nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { lowerExpanded, lowerLimit, printExpanded } from "./expanded-columns.js";

/** `T | mv-expand a, b to typeof(long) limit 10`: a row for each item of a list. */
export interface MvExpandOperator extends OperatorNode {
  readonly kind: "mv-expand";
  readonly parameters: readonly Property[];
  /** A `to-type` value holds the type that `to typeof(...)` asks for. */
  readonly columns: readonly NamedExpression[];
  readonly limit?: Expression;
  /** Written `mvexpand`: at most 128 rows from one unless there is a limit. */
  readonly isLegacy: boolean;
}

export const mvExpandSyntax = defineSyntax<MvExpandOperator>({
  kind: "mv-expand",
  rule: "mvExpandOperator",
  lower: (cst, context) => ({
    kind: "mv-expand",
    ...context.head(cst),
    parameters: context.parameters(cst),
    columns: nodesOf(cst, "expandedColumn").map((column) => lowerExpanded(column, context)),
    ...(has(cst, "rowLimit") ? { limit: lowerLimit(cst, context) } : {}),
    isLegacy: has(cst, "Mvexpand"),
  }),
  print: (node, printer) => `${node.isLegacy ? "mvexpand" : "mv-expand"} ${printExpanded(node, printer)}`,
});
