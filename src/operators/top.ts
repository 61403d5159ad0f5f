import type { BoundShape, BoundSortKey } from "../bind/bind-context.js";
import type { BoundExpression, Column } from "../bind/bound.js";
import { bytesPerBatch } from "../exec/collect.js";
import { rowCount } from "../exec/row-count.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { Lineage } from "../exec/trace.js";
import type { Expression, OperatorNode, Property, SortKey } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch, CountedBatches } from "../vector/batch.js";
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
  start: ({ count, key, output }, run, out) =>
    new TopRows(rowCount(count, run), [key], output.columns, run, out),
});

/** Rows are pruned to the first ones whenever this many times as many have gathered. */
const slack = 4;
const leastSlack = 65_536;

/** Rows of a batch that may still be among the first. */
interface HeldRows {
  readonly batch: Batch;
  /** In the batch, ascending; absent: all. */
  readonly rows: Int32Array | undefined;
  /** Rows that came in before the batch. */
  readonly offset: number;
}

/** Holds the rows that may be among the first, and what holding them takes. */
class TopRows implements Sink {
  private held: HeldRows[] = [];
  private heldRows = 0;
  private heldBytes = 0;

  constructor(
    private readonly count: number,
    private readonly keys: readonly BoundSortKey[],
    private readonly columns: readonly Column[],
    private readonly run: OperatorRun,
    private readonly out: Sink,
  ) {}

  push(batch: Batch): void {
    this.held.push({ batch, rows: undefined, offset: this.run.inputOffset });
    this.hold([batch]);
    this.heldRows += batch.length;
    if (this.heldRows > Math.max(slack * this.count, leastSlack)) this.prune();
  }

  finish(): void {
    const { run, out } = this;
    const all = this.joined();
    const first = this.firstOf(all);
    const lineage = run.isRecording ? rowLineage(ordinalsOf(this.held), first) : undefined;
    if (first.length > 0) out.push(all.select(first), lineage);
    out.finish();
  }

  private prune(): void {
    const first = this.firstOf(this.joined());
    this.held = keptOf(this.held, first.sort());
    this.heldRows = first.length;
    this.run.reserveMemory(-this.heldBytes);
    this.heldBytes = 0;
    this.hold(this.held.map(({ batch }) => batch));
  }

  private firstOf(all: Batch): Int32Array {
    return sortByKeys(this.keys, all, this.run).slice(0, this.count);
  }

  private joined(): Batch {
    const batches = this.held.map(({ batch, rows }) => (rows === undefined ? batch : batch.select(rows)));
    return Batch.concat(this.columns, batches, (bytes) => this.reserve(bytes));
  }

  private hold(batches: readonly Batch[]): void {
    const counted = new CountedBatches();
    let bytes = 0;
    for (const batch of batches) bytes += bytesPerBatch + batch.estimateBytes(counted);
    this.reserve(bytes);
  }

  private reserve(bytes: number): void {
    this.heldBytes += bytes;
    this.run.reserveMemory(bytes);
  }
}

/** What is left of the rows held; `first` are their places in all of them, ascending. */
function keptOf(held: readonly HeldRows[], first: Int32Array): HeldRows[] {
  const kept: HeldRows[] = [];
  let start = 0;
  let from = 0;
  for (const { batch, rows, offset } of held) {
    const end = start + (rows ?? batch).length;
    let to = from;
    while (to < first.length && first[to] < end) to++;
    const places = first.slice(from, to);
    for (let at = 0; at < places.length; at++) {
      places[at] -= start;
      if (rows !== undefined) places[at] = rows[places[at]];
    }
    if (to > from) kept.push({ batch, rows: places, offset });
    start = end;
    from = to;
  }
  return kept;
}

/** Ordinals among the operator's input of all rows held. */
function ordinalsOf(held: readonly HeldRows[]): number[] {
  return held.flatMap(({ batch, rows, offset }) =>
    Array.from({ length: (rows ?? batch).length }, (_, at) => offset + (rows === undefined ? at : rows[at])),
  );
}

function rowLineage(ordinals: readonly number[], first: Int32Array): Lineage {
  return { kind: "rows", rows: first.map((row) => ordinals[row]) };
}
