/** What a project brings to every query: data files, schemas, stored functions, watchlists. */
import { readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parse as parseYaml, YAMLParseError } from "yaml";
import type { Column } from "../bind/bound.js";
import type { TableSchema } from "../engine/catalog.js";
import type { InputRow } from "../engine/inferred-schema.js";
import type { Workspace } from "../engine/workspace.js";
import type { Table } from "../exec/table.js";
import { positionAt } from "../text/source.js";
import { didYouMean } from "../text/suggest.js";
import type { KqlType } from "../types/kql-type.js";
import { typeNamed } from "../types/kql-type.js";
import { findConfig, type ProjectConfig, readConfig, type WatchlistConfig } from "./config.js";
import { DataFileError } from "./data-error.js";
import { type DataFile, dataFile, findDataFiles } from "./data-files.js";
import { loadTableFiles, type OpenTableOptions } from "./load-table.js";
import { readRows } from "./read-rows.js";
import { fileProblem, readTextFile } from "./read-text.js";

/** The options of the command line that say what a project brings. */
export interface ProjectOptions {
  readonly data?: unknown;
  readonly schema?: unknown;
  readonly functions?: unknown;
  /** The project file; default: the nearest one above the working directory. */
  readonly config?: unknown;
  /** Whether cells that do not fit are null, with a warning. */
  readonly lenient?: unknown;
  readonly onWarning?: OpenTableOptions["onWarning"];
  readonly onProgress?: OpenTablesOptions["onProgress"];
}

/** The project file that the options name, or the nearest one; undefined where there is none. */
export function projectConfig({ config }: Pick<ProjectOptions, "config">): ProjectConfig | undefined {
  const path = typeof config === "string" ? config : findConfig(process.cwd());
  return path === undefined ? undefined : readConfig(path);
}

/**
 * Reads everything once; the function returned adds it to a workspace. What the options name comes after, and in place
 * of, what the project file does; its data is read only by commands that take data and were given none.
 */
export async function prepareWorkspace(options: ProjectOptions): Promise<(workspace: Workspace) => void> {
  const config = projectConfig(options);
  const schemas = [...(config?.schemas ?? []), ...texts(options.schema)].flatMap(readSchemas);
  const functions = [...(config?.functions ?? []), ...texts(options.functions)].flatMap(readFunctions);
  const watchlists = (config?.watchlists ?? []).map(readWatchlist);
  const external = (config?.externalData ?? []).map(({ address, file }) => ({
    address,
    rows: readRowFile(file, "rows for `externaldata` are a"),
  }));
  const data = texts(options.data);
  const takesData = Array.isArray(options.data);
  const tables = await loadDataTables(takesData && data.length === 0 ? (config?.data ?? []) : data, {
    schemas: new Map(schemas),
    lenient: options.lenient === true,
    ...(options.onWarning === undefined ? {} : { onWarning: options.onWarning }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  return (workspace) => {
    for (const [name, schema] of schemas) workspace.addSchema(name, schema);
    for (const [name, text, fileName] of functions) workspace.addFunction(name, text, { fileName });
    for (const { name, rows, searchKey } of watchlists) {
      workspace.addWatchlist(name, rows, searchKey === undefined ? {} : { searchKey });
    }
    for (const { address, rows } of external) workspace.addExternalData(address, rows);
    for (const table of tables) workspace.addLoadedTable(table);
  };
}

interface Watchlist {
  readonly name: string;
  readonly rows: readonly InputRow[];
  readonly searchKey: string | undefined;
}

function readWatchlist({ name, file, searchKey }: WatchlistConfig): Watchlist {
  const rows = readRowFile(file, "a watchlist is a");
  if (searchKey !== undefined && rows.length > 0 && !rows.some((row) => Object.hasOwn(row, searchKey))) {
    const hints = didYouMean(searchKey, Object.keys(rows[0] ?? {}));
    throw new DataFileError(file, undefined, [`no column \`${searchKey}\``, ...hints].join("; "));
  }
  return { name, rows, searchKey };
}

/** Rows of a file that is read whole; `whatIs` begins the message that tells which kinds there are. */
function readRowFile(file: string, whatIs: string): InputRow[] {
  const found = dataFile(file);
  if (found === undefined || found.format === "parquet") {
    throw new DataFileError(file, undefined, `${whatIs} .csv, .json or .ndjson file`);
  }
  return readRows(found);
}

export interface OpenTablesOptions extends Pick<OpenTableOptions, "lenient" | "onWarning"> {
  readonly schemas?: ReadonlyMap<string, TableSchema>;
  /** For tables that `schemas` does not name. */
  readonly schema?: TableSchema;
  /** Called now and then with the file that is being read and the share of it, 0 to 1. */
  readonly onProgress?: (file: string, share: number) => void;
}

/** Tables of data files and folders; files of one table are joined. */
export async function loadDataTables(
  paths: readonly string[],
  options: OpenTablesOptions = {},
): Promise<Table[]> {
  const files = new Map<string, DataFile[]>();
  for (const file of paths.flatMap(findDataFiles)) {
    files.set(file.table, [...(files.get(file.table) ?? []), file]);
  }
  const { schemas, schema: shared, onProgress, ...rest } = options;
  const tables: Table[] = [];
  for (const [name, ofTable] of files) {
    const schema = schemas?.get(name) ?? shared;
    tables.push(
      await loadTableFiles(ofTable, {
        ...rest,
        ...(schema === undefined ? {} : { schema: columnsOf(schema) }),
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    );
  }
  return tables;
}

function columnsOf(schema: TableSchema): Column[] {
  return Object.entries(schema).map(([name, type]) => ({ name, type }));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/**
 * Schemas of a JSON or YAML file: `{Table: {Column: type}}`.
 * @throws DataFileError
 */
export function readSchemas(file: string): [string, TableSchema][] {
  const value = readYamlFile(file);
  if (!isMap(value))
    throw new DataFileError(file, undefined, "expected a map of tables: {Table: {Column: type}}");
  return Object.entries(value).map(([table, columns]) => {
    if (!isMap(columns))
      throw new DataFileError(file, undefined, `table \`${table}\` must be a map of columns and types`);
    return [
      table,
      Object.fromEntries(
        Object.entries(columns).map(([column, type]) => [column, readType(file, column, type)]),
      ),
    ];
  });
}

function readType(file: string, column: string, value: unknown): KqlType {
  const type = typeof value === "string" ? typeNamed(value) : undefined;
  if (type !== undefined) return type;
  throw new DataFileError(
    file,
    undefined,
    `\`${String(value)}\` of column \`${column}\` is not a type such as string or datetime`,
  );
}

function readYamlFile(file: string): unknown {
  const text = readTextFile(file);
  try {
    return parseYaml(text, { prettyErrors: false });
  } catch (error) {
    if (error instanceof YAMLParseError)
      throw new DataFileError(file, positionAt(text, error.pos[0]), `the file isn't YAML: ${error.message}`);
    throw new DataFileError(file, undefined, fileProblem(error));
  }
}

/** Stored functions of a folder: each `*.kql` file is a function named by the file. */
function readFunctions(folder: string): [name: string, text: string, file: string][] {
  return filesOf(folder)
    .filter((name) => [".kql", ".csl", ".kusto"].includes(extname(name)))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      return [basename(name, extname(name)), readTextFile(file), file];
    });
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new DataFileError(folder, undefined, fileProblem(error));
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
