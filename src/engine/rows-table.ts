/** Tables made of JavaScript objects. Columns are read from the rows when a query first asks for them. */
import type { Column } from "../bind/bound.js";
import type { Table, TableReader } from "../exec/table.js";
import { KqlError } from "../text/errors.js";
import { ImportFailure, importCell } from "../types/import.js";
import type { Cell } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { gather, slice } from "../vector/gather.js";
import { sharedRows } from "../vector/selection.js";
import { type Vector, vectorOf } from "../vector/vector.js";
import { cellDoesNotFit } from "./diagnostics.js";
import { dictionaryRows, encodeDictionary } from "./encode-dictionary.js";
import type { InputRow } from "./inferred-schema.js";
import { readInBatches } from "./read-in-batches.js";
import { RowStore, rawValues } from "./row-store.js";

export interface RowsTableOptions {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly InputRow[];
  /** When each row was ingested, as cells; absent: when it was generated. */
  readonly ingestionTimes?: readonly Cell[];
}

/** A table over rows that stay as they are; the caller must not change them afterwards. */
export class RowsTable implements Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rowCount: number;
  private readonly all: RowsBatch;
  private readonly ingestionTime: Vector | undefined;

  constructor({ name, columns, rows, ingestionTimes }: RowsTableOptions) {
    this.name = name;
    this.columns = columns;
    this.rowCount = rows.length;
    this.all = new RowsBatch(name, columns, rows);
    this.ingestionTime = ingestionTimes === undefined ? undefined : vectorOf("datetime", ingestionTimes);
  }

  read(): TableReader {
    const { all, ingestionTime } = this;
    return readInBatches(this.rowCount, (start, end) => {
      const batch = all.slice(start, end);
      return ingestionTime === undefined
        ? { batch }
        : { batch, ingestionTime: slice(ingestionTime, start, end) };
    });
  }

  /** A whole column. */
  column(index: number): Vector {
    return this.all.column(index);
  }
}

/**
 * All rows of a table, their columns made when they are first read. Of a text column that a run wants few rows of only
 * those are read: to follow an object to its texts costs more than anything else that a run over twenty new rows does.
 * Other types are read whole, for a cell that does not fit is told whichever rows are wanted.
 */
class RowsBatch extends Batch {
  /** Null: some rows of the column were read; that of a table that is read again is made whole. */
  private readonly vectors: (Vector | null | undefined)[];

  constructor(
    private readonly table: string,
    private readonly columns: readonly Column[],
    private readonly rows: readonly InputRow[],
  ) {
    super(rows.length, columns.length);
    this.vectors = new Array<Vector | null | undefined>(columns.length);
  }

  column(index: number): Vector {
    let vector = this.vectors[index];
    if (vector === undefined || vector === null) {
      vector = this.readColumn(this.columns[index]);
      this.vectors[index] = vector;
    }
    return vector;
  }

  pick(index: number, rows: Int32Array): Vector {
    if (!this.isPickWorthwhile(index, rows)) return gather(this.column(index), rows);
    this.vectors[index] = null;
    return this.readTexts(index, rows);
  }

  /** The table is there anyway. */
  estimateBytes(): number {
    return 0;
  }

  private isPickWorthwhile(index: number, rows: Int32Array): boolean {
    const { name, type } = this.columns[index];
    // What stands for a missing `Type` depends on all rows.
    if (type !== "string" || name === "Type" || this.vectors[index] !== undefined) return false;
    return this.length < dictionaryRows && rows.length * 4 <= this.length * 3;
  }

  private readTexts(index: number, rows: Int32Array): Vector {
    const { name } = this.columns[index];
    const values = rawValues(this.rows, name, rows, rows.length);
    for (let at = 0; at < rows.length; at++) {
      const value = values[at];
      if (typeof value !== "string") values[at] = this.readText(value, index, rows[at]);
    }
    // Each has become a text.
    return { encoding: "string", type: "string", length: rows.length, data: values as string[] };
  }

  private readText(value: unknown, index: number, row: number): Cell {
    return value === undefined || value === null ? "" : this.importValue(value, this.columns[index], row);
  }

  private readColumn(column: Column): Vector {
    const { name, type } = column;
    const { length } = this;
    if (type === "dynamic") return this.storeColumn(column);
    const values = rawValues(this.rows, name, sharedRows(length), length);
    const isText = type === "string";
    let isSet = false;
    for (let row = 0; row < length; row++) {
      const value = values[row];
      if (value === undefined || value === null) {
        values[row] = isText ? "" : null;
        continue;
      }
      isSet = true;
      if (!isText || typeof value !== "string") values[row] = this.importValue(value, column, row);
    }
    if (!isSet) return { encoding: "const", type, length, value: this.defaultCell(column) };
    const cells = values as Cell[]; // each has become one
    if (!isText) return vectorOf(type, cells);
    const encoded = length >= dictionaryRows ? encodeDictionary(type, cells) : undefined;
    return encoded ?? { encoding: "string", type: "string", length, data: values as string[] };
  }

  /** Dynamic values stay where they are; queries mostly want a path or two of them. */
  private storeColumn(column: Column): Vector {
    const { length } = this;
    const read = (row: number, value: unknown) => this.importValue(value, column, row);
    const store = new RowStore(this.rows, column.name, read);
    return { encoding: "stored", type: "dynamic", length, store, rows: sharedRows(length) };
  }

  /** Log Analytics fills `Type` with the table's name. */
  private defaultCell({ name, type }: Column): Cell {
    if (type !== "string") return null;
    return name === "Type" ? this.table : "";
  }

  private importValue(value: unknown, { name: column, type }: Column, row: number): Cell {
    const imported = importCell(value, type);
    if (!(imported instanceof ImportFailure)) return imported;
    const { table } = this;
    const source = { name: `${table} row ${row + 1}`, text: `${column}: ${shorten(value)}` };
    throw new KqlError([cellDoesNotFit({ table, row, column, type, value: shorten(value) }, source)], source);
  }
}

function shorten(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
