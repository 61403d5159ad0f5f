import type { BoundShape } from "../bind/bind-context.js";
import type { BoundExpression } from "../bind/bound.js";
import { eachRow } from "../exec/lineage.js";
import { rowCount } from "../exec/row-count.js";
import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { defineOperator } from "./operator.js";

/** `T | take 10`, also `limit`: so many rows, any of them. */
export interface TakeOperator extends OperatorNode {
  readonly kind: "take";
  readonly count: Expression;
}

export const takeSyntax = defineSyntax<TakeOperator>({
  kind: "take",
  rule: "takeOperator",
  lower: (cst, context) => ({
    kind: "take",
    ...context.head(cst),
    count: context.expression(nodeOf(cst, "expression")),
  }),
  print: (node, printer) => `take ${printer.expression(node.count)}`,
});

interface TakeShape extends BoundShape {
  readonly count: BoundExpression;
}

/** The first rows, as they come. */
export const take = defineOperator<TakeOperator, TakeShape>("take", {
  bind(node, context) {
    return { output: context.input, count: context.runConstant(node.count, "long") };
  },
  start({ count }, run, out) {
    let left = rowCount(count, run);
    return {
      push(batch) {
        const length = Math.min(left, batch.length);
        if (length === 0) return;
        left -= length;
        out.push(batch.slice(0, length), eachRow(run, length, run.inputOffset));
      },
      finish: () => out.finish(),
      isSatisfied: () => left === 0 || (out.isSatisfied?.() ?? false),
    };
  },
});
