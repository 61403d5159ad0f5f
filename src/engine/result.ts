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
    const shape = shapeOf(columns);
    this.columns = shape.columns;
    this.indexes = shape.indexes;
    this.rowCount = batch.length;
  }

  /**
   * Makes every column that shows; they are made when first read otherwise.
   * @internal
   */
  complete(): void {
    for (const index of this.indexes) this.batch.column(index);
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

/** Columns that show, and where they are. */
interface ResultShape {
  readonly columns: readonly ColumnSchema[];
  readonly indexes: readonly number[];
}

const shapes = new WeakMap<readonly Column[], ResultShape>();

/** Made once a plan. */
function shapeOf(columns: readonly Column[]): ResultShape {
  let shape = shapes.get(columns);
  if (shape === undefined) {
    const indexes = [...columns.keys()].filter((index) => columns[index].isHidden !== true);
    const visible = indexes.map((index): ColumnSchema => {
      const { name, type } = columns[index];
      return Object.freeze({ name, type });
    });
    shape = { columns: Object.freeze(visible), indexes };
    shapes.set(columns, shape);
  }
  return shape;
}
