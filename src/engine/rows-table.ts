/** Tables made of JavaScript objects. Columns are read from the rows when a query first asks for them. */
import type { Column } from "../bind/bound.js";
import { memberOf } from "../exec/member.js";
import type { Table, TableReader } from "../exec/table.js";
import { KqlError } from "../text/errors.js";
import { ImportFailure, importCell } from "../types/import.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell, DynamicValue } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { gather, slice } from "../vector/gather.js";
import { allRows } from "../vector/selection.js";
import { type Dictionary, type DynamicStore, type Vector, vectorOf } from "../vector/vector.js";
import { cellDoesNotFit } from "./diagnostics.js";
import type { InputRow } from "./inferred-schema.js";
import { readInBatches } from "./read-in-batches.js";

/** From how many rows on a dictionary pays for being built. */
const dictionaryRows = 1024;

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
  private readonly rows: readonly InputRow[];
  /** All rows, their columns made when they are first read. */
  private readonly all: Batch;
  private readonly ingestionTime: Vector | undefined;

  constructor({ name, columns, rows, ingestionTimes }: RowsTableOptions) {
    this.name = name;
    this.columns = columns;
    this.rows = rows;
    this.rowCount = rows.length;
    this.all = Batch.made(rows.length, columns.length, (col) => this.readColumn(columns[col]));
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

  private readColumn({ name, type }: Column): Vector {
    const { rows } = this;
    if (type === "dynamic") return this.storeColumn(name);
    const cells = new Array<Cell>(rows.length);
    let isSet = false;
    for (let row = 0; row < rows.length; row++) {
      const value = rows[row]?.[name];
      if (value === undefined || value === null) {
        cells[row] = type === "string" ? "" : null;
        continue;
      }
      isSet = true;
      cells[row] =
        type === "string" && typeof value === "string" ? value : this.importValue(value, name, type, row);
    }
    if (!isSet) return { encoding: "const", type, length: rows.length, value: this.defaultCell(name, type) };
    if (type !== "string" || rows.length < dictionaryRows) return vectorOf(type, cells);
    return encodeDictionary(type, cells) ?? vectorOf(type, cells);
  }

  /** Dynamic values stay where they are; queries mostly want a path or two of them. */
  private storeColumn(name: string): Vector {
    const { rows } = this;
    const read = (row: number, value: unknown) => this.importValue(value, name, "dynamic", row);
    const store = new RowStore(rows, name, read);
    return { encoding: "stored", type: "dynamic", length: rows.length, store, rows: allRows(rows.length) };
  }

  /** Log Analytics fills `Type` with the table's name. */
  private defaultCell(name: string, type: KqlType): Cell {
    if (type !== "string") return null;
    return name === "Type" ? this.name : "";
  }

  private importValue(value: unknown, column: string, type: KqlType, row: number): Cell {
    const imported = importCell(value, type);
    if (!(imported instanceof ImportFailure)) return imported;
    const source = { name: `${this.name} row ${row + 1}`, text: `${column}: ${shorten(value)}` };
    throw new KqlError(
      [cellDoesNotFit({ table: this.name, row, column, type, value: shorten(value) }, source)],
      source,
    );
  }
}

function shorten(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Cells as a dictionary vector; undefined when most of them differ, for then it would only cost. */
function encodeDictionary(type: KqlType, cells: readonly Cell[]): Vector | undefined {
  const codeOf = new Map<Cell, number>();
  const codes = new Int32Array(cells.length);
  const limit = Math.max(1024, cells.length / 2);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    let code = codeOf.get(cell);
    if (code === undefined) {
      code = codeOf.size;
      if (code >= limit) return undefined;
      codeOf.set(cell, code);
    }
    codes[row] = code;
  }
  const values = vectorOf(type, [...codeOf.keys()]);
  const isDistinct = type === "string" && !codeOf.has(null);
  const dictionary: Dictionary = { values, rowCount: cells.length, isDistinct };
  return { encoding: "dict", type, length: cells.length, codes, dictionary };
}

/** Reads a raw value of a row as a cell. */
type ReadValue = (row: number, value: unknown) => Cell;

/** Dynamic values as the rows hold them. In long tables a path is read for all rows at once, and remembered. */
class RowStore implements DynamicStore {
  private readonly paths = new Map<string, Vector>();

  constructor(
    private readonly inputRows: readonly InputRow[],
    private readonly name: string,
    private readonly read: ReadValue,
  ) {}

  cell(row: number): DynamicValue {
    // Values are imported as dynamic cells, which are dynamic values.
    return this.read(row, this.inputRows[row][this.name]) as DynamicValue;
  }

  path(path: readonly (string | number)[], rows: Int32Array, length: number): Vector {
    if (this.inputRows.length < dictionaryRows) {
      return vectorOf("dynamic", this.valuesAt(path, rows, length));
    }
    const key = JSON.stringify(path);
    let whole = this.paths.get(key);
    if (whole === undefined) {
      const values = this.valuesAt(path, allRows(this.inputRows.length), this.inputRows.length);
      const isScalar = values.every((value) => typeof value !== "object" || value === null);
      whole = (isScalar ? encodeDictionary("dynamic", values) : undefined) ?? vectorOf("dynamic", values);
      this.paths.set(key, whole);
    }
    return gather(whole, rows, length);
  }

  /** Steps into the raw values, so that only what the path leads to is imported. */
  private valuesAt(path: readonly (string | number)[], rows: Int32Array, length: number): Cell[] {
    const { inputRows, name } = this;
    const values = new Array<unknown>(length);
    for (let at = 0; at < length; at++) {
      const raw = inputRows[rows[at]]?.[name]; // no row for -1
      values[at] = typeof raw !== "object" && raw !== undefined ? this.read(rows[at], raw) : raw;
    }
    for (const step of path) stepInto(values, step);
    const cells = new Array<Cell>(length);
    for (let at = 0; at < length; at++) {
      const value = values[at];
      const isScalar = typeof value !== "object" || value === null;
      // What is no object has been imported, or is a JSON scalar, which is its own cell.
      cells[at] = isScalar ? ((value ?? null) as DynamicValue) : this.read(rows[at], value);
    }
    return cells;
  }
}

/** Puts the members of raw values by one step of a path in their place; null where there is none. */
function stepInto(values: unknown[], step: string | number): void {
  // A name that objects inherit is asked for as an own property, which takes three times as long.
  const isPlainName = typeof step === "string" && !(step in Object.prototype);
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (isPlainName && isPlainObject(value)) values[at] = value[step] ?? null;
    else values[at] = memberOf(value, step);
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
