import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | sample-distinct 10 of a`: so many values of a column, any of them, each once. */
export interface SampleDistinctOperator extends OperatorNode {
  readonly kind: "sample-distinct";
  readonly count: Expression;
  readonly value: Expression;
}

export const sampleDistinctSyntax = defineSyntax<SampleDistinctOperator>({
  kind: "sample-distinct",
  rule: "sampleDistinctOperator",
  lower: (cst, context) => ({
    kind: "sample-distinct",
    ...context.head(cst),
    count: context.expression(nodeOf(cst, "count")),
    value: context.expression(nodeOf(cst, "expression")),
  }),
  print: (node, printer) =>
    `sample-distinct ${printer.expression(node.count)} of ${printer.expression(node.value)}`,
});
