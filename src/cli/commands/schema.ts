import { dataFile } from "../../node/data-files.js";
import { loadTableFiles } from "../../node/load-table.js";
import { projectConfig, readSchemas } from "../../node/project.js";
import { builtinTable, builtinTableNames } from "../../schemas/schemas.js";
import { didYouMean } from "../../text/suggest.js";
import { CommandFailure, exitOk } from "../failure.js";
import { flagOption, listOption, type Options } from "../options.js";

interface ShownColumn {
  readonly name: string;
  readonly type: string;
}

/** `kqlunit schema [TABLE]`: names of all known tables, or the columns of one. */
export async function schemaCommand(table: string | undefined, options: Options): Promise<number> {
  const files = [...(projectConfig(options)?.schemas ?? []), ...listOption(options, "schema")];
  const given = new Map(files.flatMap(readSchemas));
  const names = [...new Set([...given.keys(), ...builtinTableNames()])].sort();
  const isJson = flagOption(options, "json");
  if (table === undefined) {
    process.stdout.write(isJson ? `${JSON.stringify(names)}\n` : `${names.join("\n")}\n`);
    return exitOk;
  }
  const own = given.get(table);
  const columns: readonly ShownColumn[] | undefined =
    own === undefined
      ? builtinTable(table)?.columns
      : Object.entries(own).map(([name, type]) => ({ name, type }));
  if (columns === undefined) {
    const hints = didYouMean(table, names);
    throw new CommandFailure([`no table \`${table}\``, ...hints, "`kqlunit schema` lists all"].join("; "));
  }
  process.stdout.write(isJson ? jsonSchema(table, columns) : columnTable(columns));
  return exitOk;
}

/** `kqlunit schema infer FILE`: a schema that `--schema` takes, from sample rows. */
export async function inferSchemaCommand(path: string): Promise<number> {
  const file = dataFile(path);
  if (file === undefined)
    throw new CommandFailure(
      `${path}: not a data file; name it TABLE.json, TABLE.ndjson, TABLE.csv or TABLE.parquet`,
    );
  // Without known columns, so that the rows alone tell.
  const { columns } = await loadTableFiles([file], { schema: [] });
  process.stdout.write(jsonSchema(file.table, columns));
  return exitOk;
}

function jsonSchema(table: string, columns: readonly ShownColumn[]): string {
  const schema = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  return `${JSON.stringify({ [table]: schema }, undefined, 2)}\n`;
}

function columnTable(columns: readonly ShownColumn[]): string {
  const width = Math.max(...columns.map(({ name }) => name.length));
  return columns.map(({ name, type }) => `${name.padEnd(width)}  ${type}\n`).join("");
}
