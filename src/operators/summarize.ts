import type { NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | summarize n = count() by a`: one row a group. */
export interface SummarizeOperator extends OperatorNode {
  readonly kind: "summarize";
  readonly parameters: readonly Property[];
  readonly aggregates: readonly NamedExpression[];
  readonly by: readonly NamedExpression[];
}

export const summarizeSyntax = defineSyntax<SummarizeOperator>({
  kind: "summarize",
  rule: "summarizeOperator",
  lower: (cst, context) => ({
    kind: "summarize",
    ...context.head(cst),
    parameters: context.parameters(cst),
    aggregates: context.namedList(nodesOf(cst, "namedExpression")),
    by: context.namedList(nodesOf(cst, "by")),
  }),
  print: (node, printer) => {
    const aggregates = printer.namedList(node.aggregates);
    const by = node.by.length === 0 ? "" : ` by ${printer.namedList(node.by)}`;
    return `summarize ${printer.parameters(node.parameters)}${aggregates}${by}`
      .trimEnd()
      .replace("  by", " by");
  },
});
