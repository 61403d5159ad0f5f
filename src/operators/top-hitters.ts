import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundAggregateList, BoundExpression, BoundOutput } from "../bind/bound.js";
import { startAggregation } from "../exec/aggregation.js";
import { GroupLineage } from "../exec/group-lineage.js";
import { Grouping } from "../exec/grouping.js";
import { rowCount } from "../exec/row-count.js";
import { sortRows } from "../exec/sort.js";
import type { CallExpression, Expression, NamedExpression, OperatorNode } from "../syntax/ast.js";
import { has, nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { columnExpected } from "./diagnostics.js";
import { reportDynamicKeys } from "./group-keys.js";
import { defineOperator } from "./operator.js";

/** `T | top-hitters 5 of a by b`: the most frequent values, or those with the largest sums. */
export interface TopHittersOperator extends OperatorNode {
  readonly kind: "top-hitters";
  readonly count: Expression;
  readonly value: NamedExpression;
  readonly by?: NamedExpression;
}

export const topHittersSyntax = defineSyntax<TopHittersOperator>({
  kind: "top-hitters",
  rule: "topHittersOperator",
  lower: (cst, context) => ({
    kind: "top-hitters",
    ...context.head(cst),
    count: context.expression(nodeOf(cst, "count")),
    value: context.named(nodeOf(cst, "value")),
    ...(has(cst, "by") ? { by: context.named(nodeOf(cst, "by")) } : {}),
  }),
  print: (node, printer) => {
    const head = `top-hitters ${printer.expression(node.count)} of ${printer.named(node.value)}`;
    return node.by === undefined ? head : `${head} by ${printer.named(node.by)}`;
  },
});

interface TopHittersShape extends BoundShape {
  readonly count: BoundExpression;
  readonly value: BoundOutput;
  readonly aggregates: BoundAggregateList;
}

/**
 * The values that occur most often, or have the largest sums, largest first. Kusto estimates them; these are exact. Of
 * values with equal numbers the one that came last goes first.
 */
export const topHitters = defineOperator<TopHittersOperator, TopHittersShape>("top-hitters", {
  bind(node, context) {
    const { names, value: counted, span } = node.value;
    if (names.length > 0 || counted.kind !== "name") context.report(columnExpected(span));
    const [value] = context.outputs([node.value], "by");
    reportDynamicKeys("top-hitters", [value], context);
    const aggregates = bindWeight(node, value, context);
    const columns = [value.column, ...aggregates.outputs.map(({ column }) => column)];
    return {
      output: { columns, isSerialized: true, isOpen: false },
      count: context.runConstant(node.count, "long"),
      value,
      aggregates,
    };
  },
  start({ count, value, aggregates }, run, out) {
    const grouping = new Grouping([value.column.type], run);
    const aggregation = startAggregation(aggregates, run);
    const lineage = run.isRecording ? new GroupLineage() : undefined;
    return {
      push(batch) {
        const groups = grouping.add([run.evaluate(value.expression, batch)], batch.length);
        lineage?.add(groups);
        aggregation.add(batch, groups, grouping.groupCount);
      },
      finish() {
        const { groupCount } = grouping;
        const all = Batch.of(groupCount, grouping.keys()).beside(aggregation.finish(groupCount));
        const rows = largest(all, rowCount(count, run), () => run.checkDeadline());
        if (rows.length > 0)
          out.push(all.select(rows), lineage?.finish(rows.length, ranksOf(rows, groupCount)));
        out.finish();
      },
    };
  },
});

/** Called after the aggregate: `approximate_count_a`, `approximate_sum_b`, `approximate_sum_` of what has no name. */
function bindWeight(node: TopHittersOperator, value: BoundOutput, context: BindContext): BoundAggregateList {
  const { by } = node;
  const { span } = by ?? node.value;
  const [name] = by?.names ?? [];
  const call: CallExpression = {
    kind: "call",
    callee: { text: by === undefined ? "count" : "sum", span },
    args: by === undefined ? [] : [{ ...(name === undefined ? {} : { name }), value: by.value, span }],
    span,
  };
  const list = context.aggregates([{ names: [], value: call, span }], [], [value]);
  const counted = by === undefined ? value.column.name : "";
  return {
    ...list,
    outputs: list.outputs.map((output) => ({
      ...output,
      column: { ...output.column, name: `approximate_${output.column.name}${counted}` },
    })),
  };
}

function largest(all: Batch, count: number, check: () => void): Int32Array {
  const { length } = all;
  const backwards = Int32Array.from({ length }, (_, at) => length - 1 - at);
  const weights = all.select(backwards).column(1);
  const order = sortRows([{ vector: weights, isDescending: true, nullsFirst: false }], length, check);
  return order.slice(0, count).map((at) => backwards[at]);
}

/** Place of each group in the output; -1 for those left out. */
function ranksOf(rows: Int32Array, groupCount: number): Int32Array {
  const ranks = new Int32Array(groupCount).fill(-1);
  for (let rank = 0; rank < rows.length; rank++) ranks[rows[rank]] = rank;
  return ranks;
}
