/** Rows of data files as plain objects, for what is small: rows of test files, watchlists, external data. */
import type { Column } from "../bind/bound.js";
import type { InputRow } from "../engine/inferred-schema.js";
import { type RowReader, type RowSource, tellRepeated } from "../engine/load/row-reader.js";
import { timeTwins } from "../engine/load/table-builder.js";
import { tokenValue } from "../engine/load/token-cell.js";
import { printDatetime } from "../types/datetime.js";
import { setSlot } from "../types/json.js";
import type { KqlType } from "../types/kql-type.js";
import { nodeBytes } from "./byte-host.js";
import type { DataFile } from "./data-files.js";
import { type DataWarning, LoadFaults } from "./load-faults.js";
import { openDataFile } from "./open-data-file.js";

export interface ReadRowsOptions {
  /** Columns of the table that the rows are for, where they are known. */
  readonly columns?: readonly Column[];
  readonly onWarning?: (warning: DataWarning) => void;
}

/** @throws DataFileError with the place of the first row that cannot be read. */
export function readRows(file: DataFile, { columns = [], onWarning }: ReadRowsOptions = {}): InputRow[] {
  const faults = new LoadFaults(file.path, false);
  const names = columns.map(({ name }) => name);
  const { reader, readLocalTime } = openDataFile(file, names, faults);
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const rows: InputRow[] = [];
  while (reader.next()) {
    rows.push(rowOf(reader, { types, readLocalTime }));
    tellRepeated(reader, faults);
  }
  faults.report(onWarning);
  return rows;
}

interface CellContext {
  readonly types: ReadonlyMap<string, KqlType>;
  readonly readLocalTime: RowSource["readLocalTime"];
}

function rowOf(reader: RowReader, { types, readLocalTime }: CellContext): InputRow {
  const { cells, bytes, names } = reader;
  const row: Record<string, unknown> = {};
  for (const slot of cells.found.subarray(0, cells.foundCount)) {
    const name = names[slot];
    const type = types.get(name) ?? reader.types.get(name) ?? "string";
    const token = { bytes, start: cells.starts[slot], end: cells.ends[slot], kind: cells.kinds[slot] };
    const value = tokenValue(token, type, nodeBytes);
    const time = type === "datetime" && typeof value === "string" ? readLocalTime?.(value) : undefined;
    setSlot(row, name, time === undefined || time === null ? value : printDatetime(time));
  }
  for (const [missing, twin] of timeTwins) {
    const areTimes = types.get(missing) === "datetime" && types.get(twin) === "datetime";
    if (areTimes && !Object.hasOwn(row, missing) && Object.hasOwn(row, twin)) row[missing] = row[twin];
  }
  return row;
}
