/** Data files as tables in columns. */
import { statSync } from "node:fs";
import type { Column } from "../bind/bound.js";
import { builtinCatalogTable } from "../engine/catalog.js";
import { StreamTable } from "../engine/load/stream-table.js";
import { TableBuilder } from "../engine/load/table-builder.js";
import type { LoadedTable } from "../engine/loaded-table.js";
import type { Table } from "../exec/table.js";
import { nodeBytes } from "./byte-host.js";
import { DataFileError } from "./data-error.js";
import { type DataFile, dataFile } from "./data-files.js";
import { type DataWarning, LoadFaults } from "./load-faults.js";
import { type OpenDataFile, openDataFile } from "./open-data-file.js";
import { fileProblem } from "./read-text.js";

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
  /** Bytes of text up to which a table is held in memory, in about half as many bytes; default: 2 GB. */
  readonly memorySize?: number;
  /** Of a larger one so many bytes are read to learn the columns that no schema knows; default: 64 MB. */
  readonly sampleSize?: number;
}

/** Rows between two calls of `onProgress`. */
const progressRows = 1 << 14;

const defaultMemorySize = 2e9;

/** Text that a packed file unpacks to, as a multiple of its size: logs repeat themselves. */
const packedFactor = 10;

const defaultSampleSize = 64e6;

/**
 * Opens a data file: JSON in any shape of an export, NDJSON, CSV, or gzip of these. Types come from the schema; columns
 * that it lacks are typed by all their values. A file that is too large for memory is read anew by every query.
 * @throws DataFileError with file, line and column for what cannot be read.
 */
export function openTable(path: string, options: OpenTableOptions = {}): Table {
  const file = dataFile(path);
  if (file === undefined) throw new DataFileError(path, undefined, "not a .json, .ndjson or .csv file");
  if (file.format === "parquet")
    throw new DataFileError(path, undefined, "Parquet is read by `loadTable` alone");
  return openFiles([file], options);
}

/** As `openTable` for one table of several files; Parquet too. */
export async function loadTableFiles(
  files: readonly DataFile[],
  options: OpenTableOptions = {},
): Promise<Table> {
  const [parquet, ...others] = files.filter(({ format }) => format === "parquet");
  if (parquet === undefined) return openFiles(files, options);
  if (others.length + 1 < files.length) {
    throw new DataFileError(
      parquet.path,
      undefined,
      "a table is either of Parquet files or of others, not of both",
    );
  }
  const { loadParquet } = await import("./parquet-table.js");
  const faults = new Map(files.map(({ path }) => [path, new LoadFaults(path, options.lenient === true)]));
  const table = await loadParquet([...faults.keys()], {
    name: options.name ?? parquet.table,
    known: knownColumns(files, options),
    columns: options.columns,
    faults,
    onProgress: options.onProgress,
  });
  for (const fileFaults of faults.values()) fileFaults.report(options.onWarning);
  return table;
}

/** One table of several files. */
function openFiles(files: readonly DataFile[], options: OpenTableOptions = {}): Table {
  const { memorySize = defaultMemorySize } = options;
  const size = files.reduce((sum, file) => sum + textSize(file), 0);
  return size <= memorySize
    ? loadFiles(files, options, Number.POSITIVE_INFINITY)
    : streamFiles(files, options);
}

function textSize({ path, isCompressed }: DataFile): number {
  try {
    const { size } = statSync(path);
    return isCompressed ? size * packedFactor : size;
  } catch (error) {
    throw new DataFileError(path, undefined, fileProblem(error));
  }
}

/** Loads the first `limit` bytes. */
function loadFiles(files: readonly DataFile[], options: OpenTableOptions, limit: number): LoadedTable {
  const { name = files[0].table, columns, onProgress, onWarning } = options;
  const known = knownColumns(files, options);
  const wanted = columns === undefined ? undefined : new Set(columns);
  const builder = new TableBuilder({
    name,
    known,
    ...(wanted === undefined ? {} : { wants: (column: string) => wanted.has(column) }),
    host: nodeBytes,
  });
  let bytesBefore = 0;
  for (const file of files) {
    const source = openSource(file, known, options);
    builder.startFile(source);
    const { reader } = source;
    for (let rows = 1; bytesBefore + source.bytesRead < limit && reader.next(); rows++) {
      builder.add(reader);
      if (rows % progressRows === 0) onProgress?.(file.path, source.share);
    }
    bytesBefore += source.bytesRead;
    source.faults.report(onWarning);
  }
  return builder.finish();
}

/** Columns that no schema knows are those of the sample. */
function streamFiles(files: readonly DataFile[], options: OpenTableOptions): StreamTable {
  const { onWarning, sampleSize = defaultSampleSize, ...silent } = options;
  const { name, columns } = loadFiles(files, silent, sampleSize);
  const told = new Set<string>();
  return new StreamTable({
    name,
    columns,
    host: nodeBytes,
    files: files.map((file) => () => {
      const source = openSource(file, columns, options);
      return {
        ...source,
        onBatch: () => options.onProgress?.(file.path, source.share),
        finish() {
          options.onProgress?.(file.path, 1);
          // Later runs meet the same.
          if (!told.has(file.path)) source.faults.report(onWarning);
          told.add(file.path);
        },
      };
    }),
  });
}

function knownColumns(files: readonly DataFile[], { name, schema }: OpenTableOptions): readonly Column[] {
  return schema ?? builtinCatalogTable(name ?? files[0].table)?.columns ?? [];
}

function openSource(file: DataFile, known: readonly Column[], { lenient }: OpenTableOptions): OpenDataFile {
  const faults = new LoadFaults(file.path, lenient === true);
  return openDataFile(
    file,
    known.map(({ name }) => name),
    faults,
  );
}
