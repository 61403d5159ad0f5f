import type { ScanRequest, Table, TableBatch, TableReader } from "../exec/table.js";
import { gather } from "../vector/gather.js";

/** A table without some of its rows. Only for tables in memory. */
export function withoutRows(table: Table, dropped: ReadonlySet<number>): Table {
  return {
    name: table.name,
    columns: table.columns,
    ...(table.rowCount === undefined ? {} : { rowCount: table.rowCount - dropped.size }),
    read: (request: ScanRequest): TableReader => {
      const reader = table.read(request);
      let from = 0;
      return {
        next() {
          const next = reader.next();
          if (next === undefined || next instanceof Promise) return next;
          const start = from;
          from += next.batch.length;
          return keptRows(next, start, dropped);
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
