/** What a project brings to every query: data files, schemas, stored functions, watchlists. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parse as parseYaml } from "yaml";
import type { Column } from "../bind/bound.js";
import type { TableSchema } from "../engine/catalog.js";
import type { Workspace } from "../engine/workspace.js";
import type { Table } from "../exec/table.js";
import type { KqlType } from "../types/kql-type.js";
import { typeNamed } from "../types/kql-type.js";
import { DataFileError } from "./data-error.js";
import { type DataFile, findDataFiles } from "./data-files.js";
import { loadTableFiles, type OpenTableOptions } from "./load-table.js";

/** The options of the command line that say what a project brings. */
export interface ProjectOptions {
  readonly data?: unknown;
  readonly schema?: unknown;
  readonly functions?: unknown;
  /** Whether cells that do not fit are null, with a warning. */
  readonly lenient?: unknown;
  readonly onWarning?: OpenTableOptions["onWarning"];
  readonly onProgress?: OpenTablesOptions["onProgress"];
}

/** Reads everything once; the function returned adds it to a workspace. */
export async function prepareWorkspace(options: ProjectOptions): Promise<(workspace: Workspace) => void> {
  const schemas = texts(options.schema).flatMap((file) => readSchemas(file));
  const functions = texts(options.functions).flatMap((folder) => readFunctions(folder));
  const tables = await loadDataTables(texts(options.data), {
    schemas: new Map(schemas),
    lenient: options.lenient === true,
    ...(options.onWarning === undefined ? {} : { onWarning: options.onWarning }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  return (workspace) => {
    for (const [name, schema] of schemas) workspace.addSchema(name, schema);
    for (const [name, text] of functions) workspace.addFunction(name, text);
    for (const table of tables) workspace.addLoadedTable(table);
  };
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
  try {
    return parseYaml(readFileSync(file, "utf8"));
  } catch (error) {
    throw new DataFileError(file, undefined, error instanceof Error ? error.message : String(error));
  }
}

/** Stored functions of a folder: each `*.kql` file is a function named by the file. */
export function readFunctions(folder: string): [string, string][] {
  try {
    return readdirSync(folder)
      .filter((name) => [".kql", ".csl", ".kusto"].includes(extname(name)))
      .sort()
      .map((name) => [basename(name, extname(name)), readFileSync(join(folder, name), "utf8")]);
  } catch (error) {
    throw new DataFileError(folder, undefined, error instanceof Error ? error.message : String(error));
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
