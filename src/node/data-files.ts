/** Which files hold rows, and of which table. */
import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { DataFileError } from "./data-error.js";
import { diagnosticTable, isDiagnosticFile } from "./diagnostic-files.js";
import { findFiles } from "./find-files.js";

export type DataFormat = "json" | "ndjson" | "csv" | "parquet";

export interface DataFile {
  readonly path: string;
  readonly table: string;
  readonly format: DataFormat;
  readonly isCompressed: boolean;
}

const formats: ReadonlyMap<string, DataFormat> = new Map<string, DataFormat>([
  ["json", "json"],
  ["ndjson", "ndjson"],
  ["jsonl", "ndjson"],
  ["csv", "csv"],
  ["parquet", "parquet"],
]);

/** `AuditLogs.ndjson.gz` holds rows of AuditLogs; undefined for a name that tells no format. */
export function dataFile(path: string): DataFile | undefined {
  const match = /^(.+?)\.(json|ndjson|jsonl|csv|parquet)(\.gz)?$/i.exec(basename(path));
  if (match === null) return undefined;
  const [, table, extension, gz] = match;
  const format = formats.get(extension.toLowerCase());
  const isCompressed = gz !== undefined;
  if (isDiagnosticFile(path)) {
    return { path, table: diagnosticTable(path) ?? table, format: "ndjson", isCompressed };
  }
  if (format === undefined || (format === "parquet" && isCompressed)) return undefined;
  return { path, table, format, isCompressed };
}

/**
 * Data files at a path: the file, or those of a folder.
 * @throws DataFileError when there is nothing to read.
 */
export function findDataFiles(path: string): DataFile[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch {
    throw new DataFileError(path, undefined, "no such file or folder");
  }
  if (!isFolder) {
    const file = dataFile(path);
    if (file !== undefined) return [file];
    throw new DataFileError(
      path,
      undefined,
      "not a data file; name it TABLE.json, TABLE.ndjson, TABLE.csv (or these with .gz) or TABLE.parquet",
    );
  }
  const files = readdirSync(path)
    .sort()
    .flatMap((name) => dataFile(join(path, name)) ?? []);
  if (files.length === 0) {
    // Diagnostic settings lay their files out in folders for the resource, the day and the hour.
    files.push(...findFiles([path], isDiagnosticFile).flatMap((file) => dataFile(file) ?? []));
  }
  if (files.length > 0) return files;
  throw new DataFileError(
    path,
    undefined,
    "the folder holds no data files such as AuditLogs.ndjson or SigninLogs.csv",
  );
}
