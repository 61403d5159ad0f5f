import type { Column } from "../bind/bound.js";
import type { Workspace } from "../engine/workspace.js";
import type { Table, TableBatch, TableReader } from "../exec/table.js";
import { addInt64, type Int64 } from "../types/int64.js";
import type { Cell } from "../types/value.js";
import { asInt64, cellReader, type Vector, vectorOf } from "../vector/vector.js";

/** How long after it was generated a row is ingested. */
export type IngestionDelay =
  | { readonly kind: "constant"; readonly ticks: number }
  /** A column with the time of ingestion (datetime) or the delay (timespan); rows without a value are not delayed. */
  | { readonly kind: "column"; readonly column: string };

/**
 * Gives every table of a workspace that has a `TimeGenerated` the same delay. With a column, tables without such a
 * column stay as they are. Tells how many tables are delayed.
 */
export function delayTables(workspace: Workspace, delay: IngestionDelay): number {
  let count = 0;
  for (const name of workspace.tableNames) {
    const table = workspace.table(name);
    const delayed = table && delayedTable(table, delay);
    if (delayed === undefined || delayed === table) continue;
    workspace.addLoadedTable(delayed);
    count++;
  }
  return count;
}

/** The same rows, ingested later. */
function delayedTable(table: Table, delay: IngestionDelay): Table {
  const timeAt = columnOf(table.columns, "TimeGenerated", ["datetime"]);
  const delayAt =
    delay.kind === "column" ? columnOf(table.columns, delay.column, ["datetime", "timespan"]) : -1;
  if (timeAt === -1 || (delay.kind === "column" && delayAt === -1)) return table;
  const needed = delayAt === -1 ? [timeAt] : [timeAt, delayAt];
  const add = (rows: TableBatch): TableBatch => ({
    ...rows,
    ingestionTime:
      delay.kind === "constant"
        ? shifted(rows.batch.column(timeAt), () => delay.ticks)
        : fromColumn(rows.batch.column(timeAt), rows.batch.column(delayAt)),
  });
  return {
    name: table.name,
    columns: table.columns,
    ...(table.rowCount === undefined ? {} : { rowCount: table.rowCount }),
    read: (request) =>
      delayedReader(table.read({ ...request, used: new Set([...request.used, ...needed]) }), add),
  };
}

function columnOf(columns: readonly Column[], name: string, types: readonly string[]): number {
  return columns.findIndex((column) => column.name === name && types.includes(column.type));
}

function delayedReader(reader: TableReader, add: (rows: TableBatch) => TableBatch): TableReader {
  const addTo = (rows: TableBatch | undefined) => (rows === undefined ? undefined : add(rows));
  return {
    next() {
      const rows = reader.next();
      return rows instanceof Promise ? rows.then(addTo) : addTo(rows);
    },
  };
}

function fromColumn(generated: Vector, column: Vector): Vector {
  const read = cellReader(column);
  if (column.type === "timespan") return shifted(generated, (row) => asInt64(read(row)) ?? 0);
  const readTime = cellReader(generated);
  return timesOf(generated.length, (row) => asInt64(read(row)) ?? asInt64(readTime(row)));
}

function shifted(generated: Vector, delayOf: (row: number) => Int64): Vector {
  const read = cellReader(generated);
  return timesOf(generated.length, (row) => {
    const time = asInt64(read(row));
    return time === null ? null : addInt64(time, delayOf(row));
  });
}

function timesOf(length: number, timeOf: (row: number) => Cell): Vector {
  return vectorOf(
    "datetime",
    Array.from({ length }, (_, row) => timeOf(row)),
  );
}
