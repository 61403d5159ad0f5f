import type { BoundShape } from "../bind/bind-context.js";
import type { BoundExpression } from "../bind/bound.js";
import { collectInput } from "../exec/collect.js";
import { chosenRows } from "../exec/lineage.js";
import { rowCount } from "../exec/row-count.js";
import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { allRows } from "../vector/selection.js";
import { defineOperator } from "./operator.js";

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

interface SampleShape extends BoundShape {
  readonly count: BoundExpression;
}

/** So many rows drawn by chance, in the order of the input. */
export const sample = defineOperator<SampleOperator, SampleShape>("sample", {
  bind(node, context) {
    const count = context.runConstant(node.count, "long");
    return { output: { ...context.input, isSerialized: false }, count };
  },
  start({ count, output }, run, out) {
    return collectInput(output.columns, run, (all) => {
      const rows = draw(all.length, rowCount(count, run), run.environment.random);
      if (rows.length > 0) out.push(all.select(rows), chosenRows(run, rows, 0));
      out.finish();
    });
  },
});

/** Every choice of rows is as likely as any other. */
function draw(length: number, count: number, random: () => number): Int32Array {
  const rows = allRows(length);
  const chosen = Math.min(count, length);
  for (let at = 0; at < chosen; at++) {
    const other = at + Math.floor(random() * (length - at));
    [rows[at], rows[other]] = [rows[other], rows[at]];
  }
  return rows.slice(0, chosen).sort();
}
