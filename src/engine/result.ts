import type { Column } from "../bind/bound.js";
import { exportCell } from "../types/export.js";
import type { Cell } from "../types/value.js";
import type { Batch, ColumnSchema } from "../vector/batch.js";
import { cellReader } from "../vector/vector.js";

/** A cell in its public form: see `exportCell`. */
export type PublicCell = ReturnType<typeof exportCell>;

/** The rows that a query yields. */
export class QueryResult {
  readonly columns: readonly ColumnSchema[];
  readonly rowCount: number;
  private readonly indexes: readonly number[];

  /** @internal */
  constructor(
    columns: readonly Column[],
    private readonly batch: Batch,
  ) {
    const visible = columns.flatMap((column, index) => (column.isHidden === true ? [] : [{ column, index }]));
    this.columns = visible.map(({ column: { name, type } }) => ({ name, type }));
    this.indexes = visible.map(({ index }) => index);
    this.rowCount = batch.length;
  }

  /** Rows as objects, by column name. */
  toObjects(): Record<string, PublicCell>[] {
    const rows = this.toArrays();
    return rows.map((cells) => Object.fromEntries(this.columns.map(({ name }, col) => [name, cells[col]])));
  }

  /** Rows as arrays, in column order. */
  toArrays(): PublicCell[][] {
    return this.rows(exportCell);
  }

  /**
   * Rows with each cell put through a function of the engine's own cell and its type.
   * @internal
   */
  rows<T>(form: (cell: Cell, type: ColumnSchema["type"]) => T): T[][] {
    const readers = this.indexes.map((index) => cellReader(this.batch.column(index)));
    return Array.from({ length: this.rowCount }, (_, row) =>
      readers.map((read, col) => form(read(row), this.columns[col].type)),
    );
  }
}
