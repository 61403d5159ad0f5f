import type { BoundShape } from "../bind/bind-context.js";
import type { BoundExpression } from "../bind/bound.js";
import { collectInput } from "../exec/collect.js";
import { conjunctsOf, hasWindow } from "../exec/expression-traits.js";
import { chosenRows, eachRow } from "../exec/lineage.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Batch } from "../vector/batch.js";
import { defineOperator } from "./operator.js";

/** `T | where a == 1`, also `filter`: the rows that match. */
export interface WhereOperator extends OperatorNode {
  readonly kind: "where";
  readonly predicate: Expression;
}

export const whereSyntax = defineSyntax<WhereOperator>({
  kind: "where",
  rule: "whereOperator",
  lower: (cst, context) => ({
    kind: "where",
    ...context.head(cst),
    predicate: context.unnamed(nodeOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `where ${printer.expression(node.predicate)}`,
});

interface WhereShape extends BoundShape {
  /** Conditions that must all hold, in source order. */
  readonly conjuncts: readonly BoundExpression[];
  readonly needsAllRows: boolean;
}

/** Keeps the rows for which the predicate is true, in order. A null predicate is false. */
export const where = defineOperator<WhereOperator, WhereShape>("where", {
  bind(node, context) {
    const conjuncts = conjunctsOf(context.predicate(node.predicate));
    return { output: context.input, conjuncts, needsAllRows: conjuncts.some(hasWindow) };
  },
  start({ conjuncts, needsAllRows, output }, run, out) {
    const filter = run.isRecording ? filterAndRecord : filterOnly;
    if (needsAllRows) {
      return collectInput(output.columns, run, (all) => {
        filter(conjuncts, all, run, { out, offset: 0 });
        out.finish();
      });
    }
    return {
      push: (batch) => filter(conjuncts, batch, run, { out, offset: run.inputOffset }),
      finish: () => out.finish(),
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
  },
});

interface Target {
  readonly out: Sink;
  /** Rows that came in before the batch. */
  readonly offset: number;
}

/** Each condition sees only the rows that the ones before it left. */
function filterOnly(
  conjuncts: readonly BoundExpression[],
  batch: Batch,
  run: OperatorRun,
  { out }: Target,
): void {
  let left = batch;
  for (const conjunct of conjuncts) {
    const rows = run.select(conjunct, left);
    if (rows.length < left.length) left = left.select(rows);
    if (left.length === 0) return;
  }
  out.push(left);
}

function filterAndRecord(
  conjuncts: readonly BoundExpression[],
  batch: Batch,
  run: OperatorRun,
  { out, offset }: Target,
): void {
  let left = batch;
  // Undefined: all rows of the batch.
  let kept: Int32Array | undefined;
  for (let at = 0; at < conjuncts.length && left.length > 0; at++) {
    const rows = run.select(conjuncts[at], left);
    if (rows.length === left.length) continue;
    run.recordLost(at, { tested: kept, testedCount: left.length, kept: rows, offset });
    kept = kept === undefined ? rows : chosenOf(kept, rows);
    left = left.select(rows);
  }
  if (left.length === 0) return;
  const lineage = kept === undefined ? eachRow(run, left.length, offset) : chosenRows(run, kept, offset);
  out.push(left, lineage);
}

function chosenOf(kept: Int32Array, rows: Int32Array): Int32Array {
  const chosen = new Int32Array(rows.length);
  for (let at = 0; at < rows.length; at++) chosen[at] = kept[rows[at]];
  return chosen;
}
