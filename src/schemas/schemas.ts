/**
 * The tables of Log Analytics, known without being told. They rest in one text, from which a table is cut out and
 * parsed when it is first asked for; so a run that names one table pays for one.
 */

import { InternalError } from "../text/errors.js";
import type { KqlType } from "../types/kql-type.js";
import { defenderColumns, defenderTables, standardColumns, tableText } from "./generated/log-analytics.js";

export interface SchemaColumn {
  readonly name: string;
  readonly type: KqlType;
}

export interface TableSchema {
  readonly name: string;
  /** The table's own columns, then the standard ones that it lacks, then those of the Defender portal. */
  readonly columns: readonly SchemaColumn[];
}

/** Every row of Log Analytics has it, though the table reference leaves it out once. */
const eventTime: SchemaColumn = { name: "TimeGenerated", type: "datetime" };

const typeMarks: ReadonlyMap<string, KqlType> = new Map<string, KqlType>([
  ["b", "bool"],
  ["i", "int"],
  ["l", "long"],
  ["r", "real"],
  ["t", "datetime"],
  ["g", "guid"],
  ["d", "dynamic"],
]);

const parsedTables = new Map<string, TableSchema>();
let names: readonly string[] | undefined;

/** The built-in table of exactly this name. */
export function builtinTable(name: string): TableSchema | undefined {
  const known = parsedTables.get(name);
  if (known) return known;
  // The text separates a name from its columns by a space and tables by `;`: such a name would match too early.
  if (!/^\w+$/.test(name) || isMissing(name)) return undefined;
  const at = tableText.indexOf(`;${name} `);
  if (at < 0) {
    misses++;
    return undefined;
  }
  const start = at + name.length + 2;
  const own = parseColumns(tableText.slice(start, tableText.indexOf(";", start)));
  const table = { name, columns: withOverlay(name, own) };
  parsedTables.set(name, table);
  return table;
}

/** The built-in table as the table reference has it, and with it the official analyzer; the same object each time. */
export function publishedTable(name: string): TableSchema | undefined {
  const table = builtinTable(name);
  if (table === undefined || name !== withoutEventTime) return table;
  published ??= { name, columns: table.columns.filter((column) => column !== eventTime) };
  return published;
}

const withoutEventTime = "AzureDiagnostics";
let published: TableSchema | undefined;

/** Searching the text for one name is quick, for hundreds it is not: then the names are listed once. */
const missesBeforeList = 100;
let misses = 0;
let listed: ReadonlySet<string> | undefined;

function isMissing(name: string): boolean {
  if (misses < missesBeforeList) return false;
  listed ??= new Set(builtinTableNames());
  return !listed.has(name);
}

/** Names of all built-in tables, sorted. */
export function builtinTableNames(): readonly string[] {
  names ??= tableText
    .slice(1, -1)
    .split(";")
    .map((table) => table.slice(0, table.indexOf(" ")));
  return names;
}

function withOverlay(name: string, own: readonly SchemaColumn[]): readonly SchemaColumn[] {
  const columns = [...own];
  const have = new Set(own.map((column) => column.name));
  const isDefender = defenderTables.split(",").includes(name);
  const defender = isDefender ? parseColumns(defenderColumns) : [];
  const added = [eventTime, ...parseColumns(standardColumns), ...defender];
  for (const column of added) {
    if (!have.has(column.name)) columns.push(column);
  }
  return columns;
}

function parseColumns(text: string): readonly SchemaColumn[] {
  return text.split(",").map((column) => {
    const colon = column.indexOf(":");
    if (colon < 0) return { name: column, type: "string" };
    const type = typeMarks.get(column.slice(colon + 1));
    if (!type) throw new InternalError(`unknown type mark in built-in column ${column}`);
    return { name: column.slice(0, colon), type };
  });
}
