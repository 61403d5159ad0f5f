/**
 * DuckDB as the peer of the benches: one thread, tables loaded from NDJSON. Stored in a file its columns are compressed
 * by dictionary, and functions of them run once for each distinct value: measured 1.1 to 5 times as fast as in memory,
 * so that is the default.
 */

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBValue,
} from "@duckdb/node-api";
import { answerCell } from "./duckdb-cell.js";
import { type DuckdbMode, tableColumns } from "./duckdb-types.js";

export interface DuckdbOptions {
  /** How nested columns are stored: `struct` with their fields typed, `json` as text. */
  readonly mode: DuckdbMode;
  /** Default `file`, under .cache; `memory` for tables of a few rows, which compression only slows down. */
  readonly storage?: "file" | "memory";
  /** Default 1. */
  readonly threads?: number;
}

/** Rows of a result in plain values, as `answers.ts` compares them. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface Duckdb {
  readonly mode: DuckdbMode;
  /** Makes the table from an NDJSON file, in place of one of that name. Gives the milliseconds it took. */
  load(table: string, file: string): Promise<number>;
  /** Runs the query and fetches all rows as DuckDB has them: what is timed. Gives their number. */
  run(sql: string): Promise<number>;
  /** The query, parsed and planned once: what is timed at small row counts. */
  prepare(sql: string): Promise<() => Promise<number>>;
  /** Runs the query and converts its rows: what is compared. */
  answer(sql: string): Promise<Answer>;
  close(): void;
}

/** A new, empty database. */
export async function openDuckdb({ mode, storage = "file", threads = 1 }: DuckdbOptions): Promise<Duckdb> {
  const folder = storage === "file" ? newFolder() : undefined;
  const instance = await DuckDBInstance.create(folder ? path.join(folder, "bench.duckdb") : ":memory:");
  const connection = await instance.connect();
  await connection.run(`SET threads = ${threads}`);
  return {
    mode,
    load: (table, file) => loadTable(connection, { table, file, mode }),
    run: async (sql) => (await connection.runAndReadAll(sql)).currentRowCount,
    async prepare(sql) {
      const statement: DuckDBPreparedStatement = await connection.prepare(sql);
      return async () => (await statement.runAndReadAll()).currentRowCount;
    },
    async answer(sql) {
      const reader = await connection.runAndReadAll(sql);
      const rows: DuckDBValue[][] = reader.getRows();
      return { columns: reader.columnNames(), rows: rows.map((row) => row.map(answerCell)) };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      if (folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function newFolder(): string {
  const parent = path.join(import.meta.dirname, "..", ".cache");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(path.join(parent, "duckdb-"));
}

interface Load {
  readonly table: string;
  readonly file: string;
  readonly mode: DuckdbMode;
}

async function loadTable(connection: DuckDBConnection, { table, file, mode }: Load): Promise<number> {
  const columns = Object.entries(tableColumns(table, mode))
    .map(([name, type]) => `"${name}": '${type.replaceAll("'", "''")}'`)
    .join(", ");
  const source = `read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = {${columns}})`;
  const start = performance.now();
  await connection.run(`CREATE OR REPLACE TABLE "${table}" AS SELECT * FROM ${source}`);
  await connection.run("CHECKPOINT");
  return performance.now() - start;
}
