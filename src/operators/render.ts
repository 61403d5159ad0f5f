import type { Name, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf, nodesOf, tokenOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | render timechart with (title="x")`: how to draw the rows; they stay as they are. */
export interface RenderOperator extends OperatorNode {
  readonly kind: "render";
  readonly chart: Name;
  readonly by: readonly Name[];
  readonly properties: readonly Property[];
}

export const renderSyntax = defineSyntax<RenderOperator>({
  kind: "render",
  rule: "renderOperator",
  lower: (cst, context) => ({
    kind: "render",
    ...context.head(cst),
    chart: context.nameOfToken(tokenOf(cst, "AnyWord")),
    by: nodesOf(cst, "name").map((name) => context.name(name)),
    properties: [...context.parameters(cst), ...context.properties(nodeOf(cst, "withProperties"))],
  }),
  print: (node, printer) => {
    const by = node.by.length === 0 ? "" : ` by ${node.by.map(printer.name).join(", ")}`;
    const properties = node.properties.length === 0 ? "" : ` with (${printer.properties(node.properties)})`;
    return `render ${node.chart.text}${by}${properties}`;
  },
});
