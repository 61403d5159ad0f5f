/** Ratios to the peers, from a short run of the benches: they show the order of size, the full run measures. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchRecord } from "../../bench/record.js";

export interface BenchRatio {
  readonly name: string;
  readonly ratio: number;
  /** What is divided by what. */
  readonly what: string;
}

export function scoreBench(): BenchRatio[] {
  const folder = mkdtempSync(join(tmpdir(), "kqlunit-bench-"));
  try {
    const file = join(folder, "bench.json");
    const script = join(import.meta.dirname, "..", "bench.mjs");
    const run = spawnSync("node", [script, "run", "--short", "--json", file], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`the benches ended with ${run.status}: ${run.stderr}`);
    return ratiosOf(JSON.parse(readFileSync(file, "utf8")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ratiosOf({ small, large, further, parsing, start }: BenchRecord): BenchRatio[] {
  const ratios: BenchRatio[] = small.map(({ rule, rows, fresh, duckdb }) => ({
    name: `${rule}, ${rows} rows`,
    ratio: fresh / duckdb,
    what: "times the runs of DuckDB, fresh rows beside prepared",
  }));
  for (const { rules, loads } of large) {
    for (const { rule, rows, repeated, duckdbStruct } of rules) {
      const ratio = repeated.median / duckdbStruct.median;
      ratios.push({ name: `${rule}, ${rows} rows`, ratio, what: "of DuckDB's time, repeated" });
    }
    for (const { table, ms, duckdbStructMs } of loads)
      ratios.push({ name: `load ${table}`, ratio: duckdbStructMs / ms, what: "times DuckDB's rate" });
  }
  for (const { name, rows, repeated, duckdb } of further) {
    const ratio = repeated.median / duckdb.median;
    ratios.push({ name: `${name.split(":")[0]}, ${rows} rows`, ratio, what: "of DuckDB's time, repeated" });
  }
  if (parsing !== null) {
    const what = "times the official analyzer's rate";
    ratios.push({ name: "parse", ratio: parsing.parse / parsing.officialParse, what });
    ratios.push({ name: "parse and bind", ratio: parsing.bind / parsing.officialBind, what });
  }
  const startRatio = start.test.median / start.node.median;
  ratios.push({ name: "test rules, whole process", ratio: startRatio, what: "times an empty script's time" });
  return ratios;
}
