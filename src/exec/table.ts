/** Source tables as the executor sees them. */
import type { Column } from "../bind/bound.js";
import type { Ticks } from "../types/int64.js";
import type { Batch } from "../vector/batch.js";
import type { Vector } from "../vector/vector.js";

/** What a scan asks of a table. */
export interface ScanRequest {
  /** Indexes of the columns that will be read. Others need not be loaded. */
  readonly used: ReadonlySet<number>;
}

/** A stretch of a table's rows. */
export interface TableBatch {
  /** All columns of the table, in its order. */
  readonly batch: Batch;
  /** When each row was ingested; absent: when it was generated. */
  readonly ingestionTime?: Vector;
}

/** Hands out a table's rows in order. A promise where rows come from a stream. */
export interface TableReader {
  next(): TableBatch | undefined | Promise<TableBatch | undefined>;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Absent where rows come from a stream. */
  readonly rowCount?: number;
  read(request: ScanRequest): TableReader;
}

/**
 * The rows that a rule run may see: `from <= TimeGenerated < to`, ingested before `visibleUntil`. Tables without
 * TimeGenerated are not filtered.
 */
export interface TimeWindow {
  readonly from: Ticks;
  readonly to: Ticks;
  readonly visibleUntil?: Ticks;
  /** What `from` and `to` are about; by ingestion time (NRT rules), TimeGenerated is free. Default: `generated`. */
  readonly clock?: "generated" | "ingested";
  /** Rows ingested this long after they were generated, or later, are not seen. */
  readonly maxDelayTicks?: number;
}
