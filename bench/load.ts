/** Loading NDJSON beside DuckDB's reader: the same file, one thread each, turn by turn. */
import { statSync } from "node:fs";
import { openTable } from "../src/node/load-table.js";
import type { BenchTable } from "./data/generate.js";
import { writeNdjson } from "./data/ndjson.js";
import { openDuckdb } from "./duckdb.js";
import type { DuckdbMode } from "./duckdb-types.js";

export interface LoadFigure {
  readonly table: string;
  readonly rows: number;
  readonly megabytes: number;
  /** Megabytes a second: the median, and the first load of the process. */
  readonly ours: number;
  readonly oursFirst: number;
  readonly duckdb: Readonly<Record<DuckdbMode, number>>;
}

/** Loads a table a few times with each loader. DuckDB's tables are in memory: what it writes to a file is no loading. */
export async function measureLoad(table: BenchTable, rows: number, rounds = 5): Promise<LoadFigure> {
  const file = await writeNdjson(table, rows);
  const megabytes = statSync(file).size / 1e6;
  const rates: { ours: number[]; struct: number[]; json: number[] } = { ours: [], struct: [], json: [] };
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const loaded = openTable(file);
    rates.ours.push((megabytes * 1000) / (performance.now() - start));
    if (loaded.rowCount !== rows) throw new Error(`${file}: ${loaded.rowCount} rows instead of ${rows}`);
    for (const mode of ["struct", "json"] as const) {
      const duckdb = await openDuckdb({ mode, storage: "memory" });
      rates[mode].push((megabytes * 1000) / (await duckdb.load(table, file)));
      duckdb.close();
    }
  }
  const [oursFirst = 0] = rates.ours;
  return {
    table,
    rows,
    megabytes,
    ours: median(rates.ours),
    oursFirst,
    duckdb: { struct: median(rates.struct), json: median(rates.json) },
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
