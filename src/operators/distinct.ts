import type { NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | distinct a, b`, `T | distinct *`: each combination of values once. */
export interface DistinctOperator extends OperatorNode {
  readonly kind: "distinct";
  readonly parameters: readonly Property[];
  /** A star stands for all columns. */
  readonly columns: readonly NamedExpression[];
}

export const distinctSyntax = defineSyntax<DistinctOperator>({
  kind: "distinct",
  rule: "distinctOperator",
  lower: (cst, context) => ({
    kind: "distinct",
    ...context.head(cst),
    parameters: context.parameters(cst),
    columns: nodesOf(cst, "namedExpression").map((item) => context.namedOrStar(item)),
  }),
  print: (node, printer) =>
    `distinct ${printer.parameters(node.parameters)}${printer.namedList(node.columns)}`,
});
