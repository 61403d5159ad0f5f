/** Tables whose columns are complete: files that were loaded. */
import type { Column } from "../bind/bound.js";
import type { Table, TableReader } from "../exec/table.js";
import { Batch } from "../vector/batch.js";
import type { Vector } from "../vector/vector.js";
import { keepZones } from "../vector/zones.js";
import type { BuiltColumn } from "./load/column-builder.js";
import { batchRows, readInBatches } from "./read-in-batches.js";

export class LoadedTable implements Table {
  readonly columns: readonly Column[];
  private readonly all: Batch;

  constructor(
    readonly name: string,
    names: readonly string[],
    private readonly built: readonly BuiltColumn[],
    readonly rowCount: number,
  ) {
    this.columns = names.map((column, at) => ({ name: column, type: built[at].type }));
    this.all = Batch.made(rowCount, built.length, (index) => {
      const vector = built[index].vector();
      keepZones(vector, batchRows);
      return vector;
    });
    for (const [at, { type }] of built.entries()) if (type === "datetime") this.all.column(at);
  }

  /** A whole column. */
  column(index: number): Vector {
    return this.built[index].vector();
  }

  read(): TableReader {
    return readInBatches(this.rowCount, (start, end) => ({ batch: this.all.slice(start, end) }));
  }
}

/** A table under another name. */
export function renamedTable(table: Table, name: string): Table {
  if (table.name === name) return table;
  return {
    name,
    columns: table.columns,
    ...(table.rowCount === undefined ? {} : { rowCount: table.rowCount }),
    read: (request) => table.read(request),
  };
}
