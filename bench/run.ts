/**
 * Measures kqlunit beside its peers in one process and one run, prints tables, and writes JSON to bench/results/.
 * `--short`: a few rows, only to prove that it works, and no JSON. `--rows 100000,1000000`: sizes of the exports.
 * `--json FILE`: where to write.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FurtherFigure, measureFurther, measureFurtherSmall } from "./further.js";
import { measureParsing } from "./parsing.js";
import type { BenchRecord } from "./record.js";
import { measureRecorder } from "./recorder.js";
import { measureLarge, measureSmall } from "./seeds.js";
import { seedRules } from "./seeds-sql.js";
import { measureStart } from "./start.js";

const isShort = process.argv.includes("--short");
const sizes = (valueAfter("--rows") ?? (isShort ? "2000" : "100000")).split(",").map(Number);
const repeats = Number(valueAfter("--repeats") ?? (isShort ? "3" : "9"));
const ms = isShort ? 50 : 1000;

function valueAfter(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at === -1 ? undefined : process.argv[at + 1];
}

const ratio = (own: number, peer: number) => (own / peer).toFixed(2);
const pad = (text: string | number, width: number) => String(text).padStart(width);

console.log(
  "20 rows, runs a second".padEnd(50),
  pad("fresh", 9),
  pad("cached", 9),
  pad("DuckDB", 9),
  pad("times", 7),
  pad("recording", 10),
);
const small = [];
for (let seed = 0; seed < seedRules.length; seed++) {
  const figure = await measureSmall(seed, ms);
  small.push(figure);
  const { rule, fresh, cached, recorded, duckdb } = figure;
  console.log(
    rule.padEnd(50),
    pad(fresh.toFixed(0), 9),
    pad(cached.toFixed(0), 9),
    pad(duckdb.toFixed(0), 9),
    pad(ratio(fresh, duckdb), 7),
    pad(ratio(cached, recorded), 10),
  );
}

const large = [];
const further: FurtherFigure[] = [];
for (const rows of sizes) {
  const figures = await measureLarge(rows, repeats, (text) => process.stderr.write(`${text}\n`));
  large.push(figures);
  console.log(
    `\n${rows} rows, ms`.padEnd(51),
    pad("first", 9),
    pad("/ JSON", 7),
    pad("repeated", 9),
    pad("STRUCT", 9),
    pad("ratio", 7),
    pad("recording", 10),
  );
  for (const { rule, first, repeated, recorded, duckdbJsonFirst, duckdbStruct } of figures.rules) {
    console.log(
      rule.padEnd(50),
      pad(first.toFixed(1), 9),
      pad(ratio(first, duckdbJsonFirst), 7),
      pad(repeated.median.toFixed(2), 9),
      pad(duckdbStruct.median.toFixed(2), 9),
      pad(ratio(repeated.median, duckdbStruct.median), 7),
      pad(ratio(recorded.median, repeated.median), 10),
    );
  }
  for (const { table, bytes, ms: own, duckdbStructMs } of figures.loads) {
    const rate = (time: number) => `${(bytes / 1e3 / time).toFixed(0)} MB/s`;
    console.log(
      `load ${table}`.padEnd(50),
      pad(rate(own), 12),
      pad(rate(duckdbStructMs), 12),
      pad(ratio(duckdbStructMs, own), 7),
    );
  }
}

const recorder = await measureRecorder(isShort ? 20 : 500, isShort ? 2000 : 20_000);
console.log("\nrecorder in the code and off, processor time".padEnd(51), pad("rows", 9), pad("share", 9));
for (const { rule, rows, cost } of recorder) {
  console.log(rule.padEnd(50), pad(rows, 9), pad(cost.median.toFixed(3), 9));
}
const meanShare = Math.exp(
  recorder.reduce((sum, { cost }) => sum + Math.log(cost.median), 0) / recorder.length,
);
console.log("mean of these".padEnd(60), pad(meanShare.toFixed(3), 9));

for (const rows of sizes) {
  const figures = await measureFurther(rows, repeats);
  further.push(...figures);
  console.log(
    `\n${rows} rows, ms`.padEnd(91),
    pad("first", 9),
    pad("repeated", 9),
    pad("STRUCT", 9),
    pad("ratio", 7),
  );
  for (const { name, first, repeated, duckdb, difference } of figures) {
    console.log(
      name.slice(0, 88).padEnd(90),
      pad(first.toFixed(1), 9),
      pad(repeated.median.toFixed(2), 9),
      pad(duckdb.median.toFixed(2), 9),
      pad(ratio(repeated.median, duckdb.median), 7),
    );
    if (difference !== "") console.log(`  answers differ: ${difference}`);
  }
}

const furtherSmall = measureFurtherSmall(ms);
console.log("\n20 rows, runs a second".padEnd(91), pad("fresh", 9), pad("cached", 9));
for (const { name, fresh, cached } of furtherSmall) {
  console.log(name.slice(0, 88).padEnd(90), pad(fresh.toFixed(0), 9), pad(cached.toFixed(0), 9));
}

const parsing = measureParsing(isShort ? 20 : 1);
if (parsing !== undefined) {
  const { parse, officialParse, bind, officialBind } = parsing;
  console.log("\nqueries a second".padEnd(51), pad("kqlunit", 9), pad("official", 9), pad("times", 7));
  for (const [what, own, peer] of [
    ["parse", parse, officialParse],
    ["parse and bind", bind, officialBind],
  ] as const) {
    console.log(what.padEnd(50), pad(own.toFixed(0), 9), pad(peer.toFixed(0), 9), pad(ratio(own, peer), 7));
  }
}

const start = measureStart(isShort ? 2 : 9);
console.log("\nprocesses, ms".padEnd(51), pad("median", 9), pad("more", 9));
for (const [what, { median }] of Object.entries(start)) {
  console.log(what.padEnd(50), pad(median.toFixed(0), 9), pad((median - start.node.median).toFixed(0), 9));
}

const differing = further.filter(({ difference }) => difference !== "");
if (differing.length > 0) process.exitCode = 1;

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
const record: BenchRecord = {
  node: process.version,
  commit,
  small,
  large,
  recorder,
  further,
  furtherSmall,
  parsing: parsing ?? null,
  start,
};
const file = valueAfter("--json") ?? (isShort ? undefined : historyFile());
if (file !== undefined) {
  writeFileSync(file, `${JSON.stringify(record, undefined, 2)}\n`);
  console.log(`\nwritten to ${file}`);
}

function historyFile(): string {
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  return join(folder, `${new Date().toISOString().slice(0, 10)}-${commit}.json`);
}
