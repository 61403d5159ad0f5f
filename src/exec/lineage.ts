/** Lineage in terms of the batch that is being pushed in; made only while recording. */
import type { OperatorRun } from "./run.js";
import type { Lineage } from "./trace.js";

/** Output row i from row i of the batch. */
export function eachRow(run: OperatorRun, length: number): Lineage | undefined {
  if (!run.isRecording) return undefined;
  const rows = new Int32Array(length);
  for (let row = 0; row < length; row++) rows[row] = run.inputOffset + row;
  return { kind: "rows", rows };
}

/** Output row i from row `rows[i]` of the batch. */
export function chosenRows(run: OperatorRun, rows: Int32Array): Lineage | undefined {
  return run.isRecording ? { kind: "rows", rows: shifted(rows, run.inputOffset) } : undefined;
}

/** Rows of the batch as ordinals of the operator's whole input; -1 stays. */
export function shifted(rows: Int32Array, offset: number): Int32Array {
  return offset === 0 ? rows : rows.map((row) => (row < 0 ? -1 : row + offset));
}

/** Output row i from row `rows[i]` of the whole input. */
export function wholeRows(run: OperatorRun, rows: Int32Array): Lineage | undefined {
  return run.isRecording ? { kind: "rows", rows } : undefined;
}

export function noLineage(run: OperatorRun): Lineage | undefined {
  return run.isRecording ? { kind: "none" } : undefined;
}
