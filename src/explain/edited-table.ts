/** Tables that are other than they were. Only for tables in memory. */
import type { ScanRequest, Table, TableBatch, TableReader } from "../exec/table.js";
import { addInt64 } from "../types/int64.js";
import { gather } from "../vector/gather.js";
import { asInt64, cellReader, type Vector, vectorOf } from "../vector/vector.js";

/** A table without some of its rows. */
export function withoutRows(table: Table, dropped: ReadonlySet<number>): Table {
  const edited = withBatches(table, (batch, start) => keptRows(batch, start, dropped));
  return table.rowCount === undefined ? edited : { ...edited, rowCount: table.rowCount - dropped.size };
}

export interface MovedRows {
  readonly rows: ReadonlySet<number>;
  readonly ticks: number;
}

/** A table with some of its rows that much newer: generated and ingested. */
export function withMoved(table: Table, { rows, ticks }: MovedRows): Table {
  const timeAt = table.columns.findIndex(({ name }) => name === "TimeGenerated");
  const moved = (times: Vector, start: number): Vector => {
    const read = cellReader(times);
    const cells = Array.from({ length: times.length }, (_, row) => {
      const time = asInt64(read(row));
      return time !== null && rows.has(start + row) ? addInt64(time, ticks) : time;
    });
    return vectorOf("datetime", cells);
  };
  return withBatches(table, ({ batch, ingestionTime }, start) => ({
    batch: batch.project(table.columns.map((_, at) => (at === timeAt ? moved(batch.column(at), start) : at))),
    ...(ingestionTime === undefined ? {} : { ingestionTime: moved(ingestionTime, start) }),
  }));
}

/** The table with another batch in place of each; `start` is the ordinal of its first row. */
function withBatches(table: Table, edit: (batch: TableBatch, start: number) => TableBatch): Table {
  return {
    name: table.name,
    columns: table.columns,
    ...(table.rowCount === undefined ? {} : { rowCount: table.rowCount }),
    read: (request: ScanRequest): TableReader => {
      const used = table.columns.findIndex(({ name }) => name === "TimeGenerated");
      const reader = table.read({ used: new Set([...request.used, ...(used === -1 ? [] : [used])]) });
      let from = 0;
      return {
        next() {
          const next = reader.next();
          if (next === undefined || next instanceof Promise) return next;
          const start = from;
          from += next.batch.length;
          return edit(next, start);
        },
      };
    },
  };
}

function keptRows(
  { batch, ingestionTime }: TableBatch,
  start: number,
  dropped: ReadonlySet<number>,
): TableBatch {
  const rows: number[] = [];
  for (let row = 0; row < batch.length; row++) if (!dropped.has(start + row)) rows.push(row);
  const kept = Int32Array.from(rows);
  return {
    batch: batch.select(kept),
    ...(ingestionTime === undefined ? {} : { ingestionTime: gather(ingestionTime, kept) }),
  };
}
