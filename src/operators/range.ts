import type { Expression, Name, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `range a from 1 to 10 step 1`: one column of values at equal distances, without input. */
export interface RangeOperator extends OperatorNode {
  readonly kind: "range";
  readonly column: Name;
  readonly from: Expression;
  readonly to: Expression;
  readonly step: Expression;
}

export const rangeSyntax = defineSyntax<RangeOperator>({
  kind: "range",
  rule: "rangeOperator",
  lower: (cst, context) => ({
    kind: "range",
    ...context.head(cst),
    column: context.name(nodeOf(cst, "name")),
    from: context.expression(nodeOf(cst, "from")),
    to: context.expression(nodeOf(cst, "to")),
    step: context.expression(nodeOf(cst, "step")),
  }),
  print: (node, printer) => {
    const bounds = `from ${printer.expression(node.from)} to ${printer.expression(node.to)}`;
    return `range ${printer.name(node.column)} ${bounds} step ${printer.expression(node.step)}`;
  },
});
