import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | sample 10`: so many rows, at random. */
export interface SampleOperator extends OperatorNode {
  readonly kind: "sample";
  readonly count: Expression;
}

export const sampleSyntax = defineSyntax<SampleOperator>({
  kind: "sample",
  rule: "sampleOperator",
  lower: (cst, context) => ({
    kind: "sample",
    ...context.head(cst),
    count: context.expression(nodeOf(cst, "expression")),
  }),
  print: (node, printer) => `sample ${printer.expression(node.count)}`,
});
