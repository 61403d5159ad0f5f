import type { Column } from "../bind/bound.js";
import { Batch, CountedBatches } from "../vector/batch.js";
import type { OperatorRun, Sink } from "./run.js";

/** Of a batch itself, whatever its rows: many small ones weigh something. */
export const bytesPerBatch = 256;

/** A sink that gathers its whole input as one batch, then hands it on: for operators that need all rows at once. */
export function collectInput(
  columns: readonly Column[],
  run: OperatorRun,
  whenComplete: (all: Batch) => void,
): Sink {
  const batches: Batch[] = [];
  const counted = new CountedBatches();
  return {
    push(batch) {
      if (batch.length === 0) return;
      batches.push(batch);
      run.reserveMemory(bytesPerBatch + batch.estimateBytes(counted));
    },
    finish() {
      whenComplete(Batch.concat(columns, batches, (bytes) => run.reserveMemory(bytes)));
    },
  };
}
