import type { BoundSortKey } from "../bind/bind-context.js";
import type { OperatorRun } from "../exec/run.js";
import { sortRows } from "../exec/sort.js";
import type { Batch } from "../vector/batch.js";

/** While rows are sorted: a key as numbers, and the rows' places before and after. */
const bytesPerRow = 24;

/** Rows of a batch in order of some keys; rows with equal keys keep theirs. */
export function sortByKeys(keys: readonly BoundSortKey[], batch: Batch, run: OperatorRun): Int32Array {
  const columns = keys.map(({ value, isDescending, nullsFirst }) => ({
    vector: run.evaluate(value, batch),
    isDescending,
    nullsFirst,
  }));
  const bytes = batch.length * bytesPerRow;
  run.reserveMemory(bytes);
  const rows = sortRows(columns, batch.length, () => run.checkDeadline());
  run.reserveMemory(-bytes);
  return rows;
}
