/** Data files as tables in columns. */
import type { Column } from "../bind/bound.js";
import { builtinCatalogTable } from "../engine/catalog.js";
import { ByteWindow } from "../engine/load/byte-window.js";
import { CsvRows } from "../engine/load/csv-rows.js";
import { JsonRows } from "../engine/load/json-rows.js";
import { LocalTimes } from "../engine/load/local-times.js";
import type { FaultHandler, RowReader } from "../engine/load/row-reader.js";
import { TableBuilder } from "../engine/load/table-builder.js";
import type { LoadedTable } from "../engine/loaded-table.js";
import type { Table } from "../exec/table.js";
import { nodeBytes } from "./byte-host.js";
import { DataFileError } from "./data-error.js";
import { type DataFile, dataFile } from "./data-files.js";
import { type OpenFile, openFile } from "./file-source.js";
import { type DataWarning, LoadFaults } from "./load-faults.js";

export interface OpenTableOptions {
  /** Name of the table; default: that of the file. */
  readonly name?: string;
  /** Columns whose types are known, in place of the built-in schema of the table's name. */
  readonly schema?: readonly Column[];
  /** Names of the columns to load; default: all. */
  readonly columns?: readonly string[];
  /** Cells that do not fit their column become null, and rows that cannot be read are left out, with a warning. */
  readonly lenient?: boolean;
  readonly onWarning?: (warning: DataWarning) => void;
  /** Called now and then with the file that is being read and the share of it, 0 to 1. */
  readonly onProgress?: (file: string, share: number) => void;
}

/** Rows between two calls of `onProgress`. */
const progressRows = 1 << 14;

/**
 * Loads a data file: JSON in any shape of an export, NDJSON, CSV, or gzip of these. Types come from the schema; columns
 * that it lacks are typed by all their values.
 * @throws DataFileError with file, line and column for what cannot be read.
 */
export function openTable(path: string, options: OpenTableOptions = {}): Table {
  const file = dataFile(path);
  if (file === undefined) throw new DataFileError(path, undefined, "not a .json, .ndjson or .csv file");
  return loadFiles([file], options);
}

/** One table of several files. */
export function loadFiles(files: readonly DataFile[], options: OpenTableOptions = {}): LoadedTable {
  const name = options.name ?? files[0].table;
  const known = options.schema ?? builtinCatalogTable(name)?.columns ?? [];
  const wanted = options.columns === undefined ? undefined : new Set(options.columns);
  let times: LocalTimes | undefined;
  const builder = new TableBuilder({
    name,
    known,
    ...(wanted === undefined ? {} : { wants: (column: string) => wanted.has(column) }),
    context: { host: nodeBytes, readLocalTime: (text) => times?.read(text) ?? null },
  });
  for (const file of files) {
    const faults = new LoadFaults(file.path, options.lenient === true);
    times = new LocalTimes(
      () => readHead(file),
      (message) => faults.note(undefined, message, "order of dates"),
    );
    builder.startFile(faults);
    readRows(file, known, builder, faults, options.onProgress);
    faults.report(options.onWarning);
  }
  return builder.finish();
}

function readRows(
  file: DataFile,
  known: readonly Column[],
  builder: TableBuilder,
  faults: FaultHandler,
  onProgress: OpenTableOptions["onProgress"],
): void {
  const source = openFile(file.path, file.isCompressed);
  try {
    const reader = readerOf(file, source, known, faults);
    for (let rows = 1; reader.next(); rows++) {
      builder.add(reader);
      if (rows % progressRows === 0) onProgress?.(file.path, source.share);
    }
  } finally {
    source.close();
  }
}

function readerOf(
  file: DataFile,
  source: OpenFile,
  known: readonly Column[],
  faults: FaultHandler,
): RowReader {
  const window = new ByteWindow(source);
  if (file.format === "csv") return new CsvRows({ window, host: nodeBytes, faults });
  return new JsonRows({ window, host: nodeBytes, faults, known: known.map(({ name }) => name) });
}

const headSize = 1 << 20;

/** The start of a file, as text. */
function readHead(file: DataFile): string {
  const source = openFile(file.path, file.isCompressed);
  try {
    const head = new Uint8Array(headSize);
    let length = 0;
    for (let count = source.read(head, 0); count > 0; count = source.read(head, length)) {
      length += count;
      if (length === headSize) break;
    }
    return nodeBytes.text(head, 0, length);
  } finally {
    source.close();
  }
}
