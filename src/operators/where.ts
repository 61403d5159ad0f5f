import type { BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, Column } from "../bind/bound.js";
import { collectInput } from "../exec/collect.js";
import { conjunctsOf, hasWindow } from "../exec/expression-traits.js";
import { chosenRows, eachRow } from "../exec/lineage.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { newInts } from "../vector/allocate.js";
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
    const sink = new FilterSink(conjuncts, run, out);
    return needsAllRows ? collectedSink(sink, output.columns, run) : sink;
  },
});

function collectedSink(sink: FilterSink, columns: readonly Column[], run: OperatorRun): Sink {
  return collectInput(columns, run, (all) => {
    sink.filter(all, 0);
    sink.finish();
  });
}

class FilterSink implements Sink {
  constructor(
    private readonly conjuncts: readonly BoundExpression[],
    private readonly run: OperatorRun,
    private readonly out: Sink,
  ) {}

  push(batch: Batch): void {
    this.filter(batch, this.run.inputOffset);
  }

  /** `offset`: rows that came in before the batch. */
  filter(batch: Batch, offset: number): void {
    const { conjuncts, run, out } = this;
    if (run.isRecording) filterAndRecord(conjuncts, batch, run, { out, offset });
    else filterOnly(conjuncts, batch, run, out);
  }

  finish(): void {
    this.out.finish();
  }

  isSatisfied(): boolean {
    return this.out.isSatisfied?.() ?? false;
  }
}

/** Each condition sees only the rows that the ones before it left. */
function filterOnly(conjuncts: readonly BoundExpression[], batch: Batch, run: OperatorRun, out: Sink): void {
  let left = batch;
  for (let at = 0; at < conjuncts.length; at++) {
    const rows = run.select(conjuncts[at], left);
    if (rows.length < left.length) left = left.select(rows);
    if (left.length === 0) return;
  }
  out.push(left);
}

interface Target {
  readonly out: Sink;
  /** Rows that came in before the batch. */
  readonly offset: number;
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
  const chosen = newInts(rows.length);
  for (let at = 0; at < rows.length; at++) chosen[at] = kept[rows[at]];
  return chosen;
}
