/** What a scan leaves out: rows outside the run's window. */

import type { BoundSource, Column } from "../bind/bound.js";
import { subtractInt64, type Ticks } from "../types/int64.js";
import { newInts } from "../vector/allocate.js";
import type { Batch } from "../vector/batch.js";
import { asInt64, cellReader, type Vector } from "../vector/vector.js";
import { shifted } from "./lineage.js";
import type { RunState } from "./run-state.js";
import type { TableBatch, TimeWindow } from "./table.js";

/** Counts of a scan so far, `late` those inside the window; `rows` holds the table rows it let through, while recording. */
export interface ScanRecord {
  rowsRead: number;
  late: number;
  readonly rows: Int32Array[];
}

type Scan = Extract<BoundSource, { kind: "scan" }>;

/**
 * The rows of a table batch that the run may see, with the hidden ingestion time beside them where the query asks for
 * it (a scan has one column more than its table then). Watchlists and external data are never cut.
 */
export function filterByWindow(
  { batch: tableRows, ingestionTime }: TableBatch,
  { columns, origin }: Scan,
  state: RunState,
  record: ScanRecord,
): Batch {
  const window = origin === undefined ? state.options.window : undefined;
  const timeAt = timeColumnOf(columns);
  const isIngestionAsked = columns.length > tableRows.columnCount;
  let batch = tableRows;
  if (isIngestionAsked) batch = withIngestionTime(tableRows, ingestionTime, timeAt);
  const from = record.rowsRead;
  record.rowsRead += batch.length;
  if (window === undefined || timeAt === -1) {
    if (state.isRecording) record.rows.push(rowsFrom(from, batch.length));
    return batch;
  }
  const time = batch.column(timeAt);
  if (ingestionTime === undefined && isAllInside(time, window)) {
    if (state.isRecording) record.rows.push(rowsFrom(from, batch.length));
    return batch;
  }
  const readTime = cellReader(time);
  const readIngestion = ingestionTime === undefined ? readTime : cellReader(ingestionTime);
  const kept = newInts(batch.length);
  let count = 0;
  for (let row = 0; row < batch.length; row++) {
    const generated = asInt64(readTime(row));
    const ingested = asInt64(readIngestion(row));
    const clock = window.clock === "ingested" ? ingested : generated;
    if (clock === null || clock < window.from || clock >= window.to) continue;
    if (isLate(generated, ingested, window)) record.late++;
    else kept[count++] = row;
  }
  const rows = kept.subarray(0, count);
  if (state.isRecording)
    record.rows.push(count === batch.length ? rowsFrom(from, count) : shifted(rows, from));
  return count === batch.length ? batch : batch.select(rows);
}

function timeColumnOf(columns: readonly Column[]): number {
  for (let at = 0; at < columns.length; at++) {
    const { name, type } = columns[at];
    if (name === "TimeGenerated" && type === "datetime") return at;
  }
  return -1;
}

/** Whether a window shows all rows, ingested when they were generated: so it is in most unit tests. */
function isAllInside(time: Vector, { from, to, visibleUntil = to, maxDelayTicks }: TimeWindow): boolean {
  if (time.encoding !== "number" || maxDelayTicks !== undefined || visibleUntil < to) return false;
  const { data, length } = time;
  for (let row = 0; row < length; row++) if (!(data[row] >= from && data[row] < to)) return false;
  return true;
}

function isLate(generated: Ticks | null, ingested: Ticks | null, window: TimeWindow): boolean {
  if (ingested === null) return false;
  if (window.visibleUntil !== undefined && ingested >= window.visibleUntil) return true;
  const { maxDelayTicks } = window;
  return (
    maxDelayTicks !== undefined && generated !== null && subtractInt64(ingested, generated) >= maxDelayTicks
  );
}

function withIngestionTime(batch: Batch, ingestionTime: Vector | undefined, timeAt: number): Batch {
  const time: Vector =
    ingestionTime ??
    (timeAt === -1
      ? { encoding: "const", type: "datetime", length: batch.length, value: null }
      : batch.column(timeAt));
  const all = Array.from({ length: batch.columnCount }, (_, col) => col);
  return batch.project([...all, time]);
}

function rowsFrom(start: number, length: number): Int32Array {
  const rows = newInts(length);
  for (let row = 0; row < length; row++) rows[row] = start + row;
  return rows;
}
