import type { BoundShape, BoundSortKey } from "../bind/bind-context.js";
import type { BoundExpression, Column } from "../bind/bound.js";
import { rowCount } from "../exec/row-count.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { Expression, OperatorNode, Property, SortKey } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { defineOperator } from "./operator.js";
import { sortByKeys } from "./sorted-rows.js";

/** `T | top 5 by a`: the first rows of an order. */
export interface TopOperator extends OperatorNode {
  readonly kind: "top";
  readonly parameters: readonly Property[];
  readonly count: Expression;
  readonly key: SortKey;
}

export const topSyntax = defineSyntax<TopOperator>({
  kind: "top",
  rule: "topOperator",
  lower: (cst, context) => ({
    kind: "top",
    ...context.head(cst),
    parameters: context.parameters(cst),
    count: context.expression(nodeOf(cst, "expression")),
    key: context.sortKey(nodeOf(cst, "sortKey")),
  }),
  print: (node, printer) => {
    const head = `top ${printer.parameters(node.parameters)}${printer.expression(node.count)}`;
    return `${head} by ${printer.sortKey(node.key)}`;
  },
});

interface TopShape extends BoundShape {
  readonly count: BoundExpression;
  readonly key: BoundSortKey;
}

/** The first rows of an order: `sort by` and `take`. */
export const top = defineOperator<TopOperator, TopShape>("top", {
  bind(node, context) {
    const [key] = context.sortKeys([node.key]);
    return {
      output: { ...context.input, isSerialized: true },
      count: context.runConstant(node.count, "long"),
      key,
    };
  },
  start: ({ count, key, output }, run, out) => topSink(rowCount(count, run), [key], output.columns, run, out),
});

/** Rows are pruned to the first ones whenever this many times as many have gathered. */
const slack = 4;
const leastSlack = 65_536;

function topSink(
  count: number,
  keys: readonly BoundSortKey[],
  columns: readonly Column[],
  run: OperatorRun,
  out: Sink,
): Sink {
  let held: Batch[] = [];
  let ordinals: Int32Array[] = [];
  let heldRows = 0;
  const prune = (): void => {
    const all = Batch.concat(columns, held);
    const rows = sortByKeys(keys, all, run).slice(0, count);
    held = [all.select(rows)];
    if (run.isRecording) ordinals = [pick(ordinals, rows)];
    heldRows = rows.length;
  };
  return {
    push(batch) {
      held.push(batch);
      if (run.isRecording) ordinals.push(ordinalsFrom(run.inputOffset, batch.length));
      heldRows += batch.length;
      if (heldRows > Math.max(slack * count, leastSlack)) prune();
    },
    finish() {
      prune();
      if (heldRows > 0) out.push(held[0], run.isRecording ? { kind: "rows", rows: ordinals[0] } : undefined);
      out.finish();
    },
  };
}

function ordinalsFrom(first: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, row) => first + row);
}

function pick(parts: readonly Int32Array[], rows: Int32Array): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return rows.map((row) => all[row]);
}
