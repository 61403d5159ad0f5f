import type { BoundSortKey } from "../bind/bind-context.js";
import type { OperatorRun } from "../exec/run.js";
import { sortRows } from "../exec/sort.js";
import type { Batch } from "../vector/batch.js";

/** Rows of a batch in order of some keys; rows with equal keys keep theirs. */
export function sortByKeys(keys: readonly BoundSortKey[], batch: Batch, run: OperatorRun): Int32Array {
  const columns = keys.map(({ value, isDescending, nullsFirst }) => ({
    vector: run.evaluate(value, batch),
    isDescending,
    nullsFirst,
  }));
  return sortRows(columns, batch.length, () => run.checkDeadline());
}
