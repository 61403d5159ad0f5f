/** Data files as tables in columns. */
import type { Column } from "../bind/bound.js";
import { builtinCatalogTable } from "../engine/catalog.js";
import { ByteWindow } from "../engine/load/byte-window.js";
import { JsonRows } from "../engine/load/json-rows.js";
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
  /** Called now and then with the share of the file that was read, 0 to 1. */
  readonly onProgress?: (share: number) => void;
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
  let builder: TableBuilder | undefined;
  for (const file of files) {
    const faults = new LoadFaults(file.path, options.lenient === true);
    builder ??= new TableBuilder({
      name,
      known,
      ...(wanted === undefined ? {} : { wants: (column: string) => wanted.has(column) }),
      context: { host: nodeBytes },
    });
    readFile(file, known, builder, faults, options);
    faults.report(options.onWarning);
  }
  if (builder === undefined) throw new DataFileError(name, undefined, "no data files");
  return builder.finish();
}

function readFile(
  file: DataFile,
  known: readonly Column[],
  builder: TableBuilder,
  faults: FaultHandler,
  { onProgress }: OpenTableOptions,
): void {
  const source = openFile(file.path, file.isCompressed);
  try {
    const reader = readerOf(file, source, known, faults);
    builder.startFile(faults);
    for (let rows = 1; reader.next(); rows++) {
      builder.add(reader);
      if (rows % progressRows === 0) onProgress?.(source.share);
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
  const names = known.map(({ name }) => name);
  return new JsonRows({ window, host: nodeBytes, faults, known: names });
}
