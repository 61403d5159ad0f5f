import type { TableBatch, TableReader } from "../exec/table.js";

/** Rows that a scan is handed at once. */
export const batchRows = 8192;

/** Reads a table that is in memory; `batchOf` gives the rows from one to another, half-open. */
export function readInBatches(
  rowCount: number,
  batchOf: (start: number, end: number) => TableBatch,
): TableReader {
  let from = 0;
  return {
    next: () => {
      if (from >= rowCount) return undefined;
      const start = from;
      from = Math.min(rowCount, start + batchRows);
      return batchOf(start, from);
    },
  };
}
