import type { BoundOutput, Column } from "../bind/bound.js";
import type { Batch, ComputedColumns } from "../vector/batch.js";
import type { Vector } from "../vector/vector.js";
import { collectInput } from "./collect.js";
import { hasWindow, isOfRow } from "./expression-traits.js";
import { eachRow } from "./lineage.js";
import type { OperatorRun, Sink } from "./run.js";

/**
 * How the columns of an output batch come from an input batch with `inputCount` columns: an index below that is a
 * column of the input, one from there on is one of the `computed` outputs.
 */
export interface Layout {
  readonly inputColumns: readonly Column[];
  readonly computed: readonly BoundOutput[];
  readonly indexes: readonly number[];
}

/**
 * The columns of a layout over a batch. They are computed when somebody first reads them, over the rows that are read
 * where those are few.
 */
export function applyLayout(layout: Layout, batch: Batch, run: OperatorRun): Batch {
  return batch.arrange(layout.indexes, new LayoutColumns(layout.computed, run));
}

class LayoutColumns implements ComputedColumns {
  readonly count: number;

  constructor(
    private readonly computed: Layout["computed"],
    private readonly run: OperatorRun,
  ) {
    this.count = computed.length;
  }

  column(at: number, batch: Batch): Vector {
    return this.run.evaluate(this.computed[at].expression, batch);
  }

  isOfRow(at: number): boolean {
    return isOfRow(this.computed[at].expression);
  }
}

/** A sink that turns each batch into one by a layout; all rows at once where a window function needs them. */
export function layoutSink(layout: Layout, run: OperatorRun, out: Sink): Sink {
  const sink = new LayoutSink(layout, run, out);
  return layout.computed.some(isWindowOutput) ? collectedSink(sink, layout, run) : sink;
}

function collectedSink(sink: LayoutSink, layout: Layout, run: OperatorRun): Sink {
  return collectInput(layout.inputColumns, run, (all) => {
    sink.emit(all, 0);
    sink.finish();
  });
}

const isWindowOutput = ({ expression }: BoundOutput): boolean => hasWindow(expression);

/** A class, as are other sinks that most rules have several of: closures would cost a run over a few rows a tenth more. */
class LayoutSink implements Sink {
  private readonly columns: LayoutColumns;

  constructor(
    private readonly layout: Layout,
    private readonly run: OperatorRun,
    private readonly out: Sink,
  ) {
    this.columns = new LayoutColumns(layout.computed, run);
  }

  push(batch: Batch): void {
    this.emit(batch, this.run.inputOffset);
  }

  /** Batches with their place in the input. */
  emit(batch: Batch, offset: number): void {
    const arranged = batch.arrange(this.layout.indexes, this.columns);
    this.out.push(arranged, eachRow(this.run, batch.length, offset));
  }

  finish(): void {
    this.out.finish();
  }

  isSatisfied(): boolean {
    return this.out.isSatisfied?.() ?? false;
  }
}
