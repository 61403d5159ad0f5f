import type { BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, BoundOutput } from "../bind/bound.js";
import { GroupLineage } from "../exec/group-lineage.js";
import { Grouping } from "../exec/grouping.js";
import { rowCount } from "../exec/row-count.js";
import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { slice } from "../vector/gather.js";
import { columnExpected } from "./diagnostics.js";
import { reportDynamicKeys } from "./group-keys.js";
import { defineOperator } from "./operator.js";

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

interface SampleDistinctShape extends BoundShape {
  readonly count: BoundExpression;
  readonly value: BoundOutput;
}

/** So many different values; which ones is not promised, here those that come first. */
export const sampleDistinct = defineOperator<SampleDistinctOperator, SampleDistinctShape>("sample-distinct", {
  bind(node, context) {
    if (node.value.kind !== "name") context.report(columnExpected(node.value.span));
    const [value] = context.outputs([{ names: [], value: node.value, span: node.value.span }], "project");
    reportDynamicKeys("sample-distinct", [value], context);
    return {
      output: { columns: [value.column], isSerialized: false, isOpen: false },
      count: context.runConstant(node.count, "long"),
      value,
    };
  },
  start({ count, value }, run, out) {
    const wanted = rowCount(count, run);
    const grouping = new Grouping([value.column.type], run);
    const lineage = run.isRecording ? new GroupLineage() : undefined;
    return {
      push(batch) {
        const groups = grouping.add([run.evaluate(value.expression, batch)], batch.length);
        lineage?.add(groups.map((group) => (group < wanted ? group : -1)));
      },
      finish() {
        const length = Math.min(wanted, grouping.groupCount);
        if (length > 0)
          out.push(Batch.of(length, [slice(grouping.keys()[0], 0, length)]), lineage?.finish(length));
        out.finish();
      },
      isSatisfied: () => grouping.groupCount >= wanted,
    };
  },
});
