/** Package entry `kqlunit/node`: what needs a file system. */
import type { TableSchema } from "../engine/catalog.js";
import type { Table } from "../exec/table.js";
import { type DetectionRule, parseRule, parseRules } from "../rules/detection-rule.js";
import { DataFileError } from "./data-error.js";
import type { DataWarning } from "./load-faults.js";
import type { OpenTableOptions } from "./load-table.js";
import { loadDataTables } from "./project.js";
import { readTextFile } from "./read-text.js";

/**
 * Reads a rule file.
 * @throws DataFileError when the file cannot be read; KqlError (`RULE0xx`) when it holds no rule that can be run.
 */
export async function loadRule(path: string): Promise<DetectionRule> {
  return parseRule(await readRuleFile(path), { fileName: path });
}

/** Reads all rules of a file. */
export async function loadRules(path: string): Promise<readonly DetectionRule[]> {
  return parseRules(await readRuleFile(path), { fileName: path });
}

async function readRuleFile(path: string): Promise<string> {
  return readTextFile(path);
}

/**
 * The table of a data file: JSON in any shape that logs are exported in, NDJSON, CSV, gzip of these, or Parquet. It can be
 * given wherever rows can: `workspace.addTable(name, table)`, `rule.run({ AuditLogs: table }, ...)`.
 * @throws DataFileError with file, line and column.
 */
export async function loadTable(path: string, options: LoadTableOptions = {}): Promise<Table> {
  const { schema, ...rest } = options;
  const [table, ...others] = await loadDataTables([path], {
    ...rest,
    ...(schema === undefined ? {} : { schema }),
  });
  if (others.length > 0)
    throw new DataFileError(path, undefined, "the folder holds several tables; use loadTables");
  return table;
}

/** Tables of data files and folders, by name; a table is named by its file. @throws DataFileError */
export async function loadTables(...paths: string[]): Promise<Record<string, Table>> {
  return Object.fromEntries((await loadDataTables(paths)).map((table) => [table.name, table]));
}

export interface LoadTableOptions extends Pick<OpenTableOptions, "lenient" | "onWarning"> {
  /** Types of the columns, in place of the built-in schema. */
  readonly schema?: TableSchema;
}

export { DataFileError, type DataWarning };
