/** Lineage of emitted batches; made only while recording. `offset`: rows that came in before the batch. */
import type { OperatorRun } from "./run.js";
import type { Lineage } from "./trace.js";

/** Output row i from row i of a batch. */
export function eachRow(run: OperatorRun, length: number, offset: number): Lineage | undefined {
  if (!run.isRecording) return undefined;
  const rows = new Int32Array(length);
  for (let row = 0; row < length; row++) rows[row] = offset + row;
  return { kind: "rows", rows };
}

/** Output row i from row `rows[i]` of a batch; -1 from none. */
export function chosenRows(run: OperatorRun, rows: Int32Array, offset: number): Lineage | undefined {
  return run.isRecording ? { kind: "rows", rows: shifted(rows, offset) } : undefined;
}

/** Rows of a batch as ordinals of the whole input; -1 stays. */
export function shifted(rows: Int32Array, offset: number): Int32Array {
  return offset === 0 ? rows : rows.map((row) => (row < 0 ? -1 : row + offset));
}

export function noLineage(run: OperatorRun): Lineage | undefined {
  return run.isRecording ? { kind: "none" } : undefined;
}
