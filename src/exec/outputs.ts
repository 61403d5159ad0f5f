import type { BoundOutput, Column } from "../bind/bound.js";
import type { Batch } from "../vector/batch.js";
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
export function applyLayout({ computed, indexes }: Layout, batch: Batch, run: OperatorRun): Batch {
  return batch.arrange(indexes, (at, some) => {
    const { expression } = computed[at];
    if (some === undefined) return run.evaluate(expression, batch);
    return isOfRow(expression) ? run.evaluate(expression, some()) : undefined;
  });
}

/** A sink that turns each batch into one by a layout; all rows at once where a window function needs them. */
export function layoutSink(layout: Layout, run: OperatorRun, out: Sink): Sink {
  const emit = (batch: Batch, offset: number): void =>
    out.push(applyLayout(layout, batch, run), eachRow(run, batch.length, offset));
  if (layout.computed.some(({ expression }) => hasWindow(expression))) {
    return collectInput(layout.inputColumns, run, (all) => {
      emit(all, 0);
      out.finish();
    });
  }
  return {
    push: (batch) => emit(batch, run.inputOffset),
    finish: () => out.finish(),
    isSatisfied: () => out.isSatisfied?.() ?? false,
  };
}
