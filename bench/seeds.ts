/** The sample rules beside DuckDB: a unit test's worth of rows, and exports. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Workspace } from "../src/engine/workspace.js";
import { openTable } from "../src/node/load-table.js";
import { type DetectionRule, parseRule } from "../src/rules/detection-rule.js";
import { answerOf, compareAnswers } from "./answers.js";
import { type BenchTable, benchNow } from "./data/generate.js";
import { writeNdjson } from "./data/ndjson.js";
import { smallTables } from "./data/small.js";
import { type Duckdb, openDuckdb } from "./duckdb.js";
import type { DuckdbMode } from "./duckdb-types.js";
import {
  clockOf,
  freshCopies,
  ratePerSecond,
  ratePerSecondAsync,
  type Timing,
  timed,
  timedAsync,
  timingOf,
} from "./measure.js";
import { type SeedRule, seedRules, seedSql } from "./seeds-sql.js";

const rulesFolder = join(import.meta.dirname, "..", "rules");

export interface SmallFigure {
  readonly rule: string;
  readonly rows: number;
  /** Runs a second, each on objects never seen before. */
  readonly fresh: number;
  /** Runs a second on one workspace. */
  readonly cached: number;
  /** As `cached`, with recording on. */
  readonly recorded: number;
  readonly duckdb: number;
}

function loadSeed({ rule }: SeedRule): DetectionRule {
  const path = join(rulesFolder, `${rule}.yaml`);
  return parseRule(readFileSync(path, "utf8"), { fileName: path });
}

const rounds = 3;

/** Runs of a rule on 20 rows: medians of rounds of `ms` each. */
export async function measureSmall(seed: number, ms: number): Promise<SmallFigure> {
  const { rule: name, tables } = seedRules[seed];
  const rule = loadSeed(seedRules[seed]);
  const copies = Array.from({ length: freshCopies }, () => structuredClone(smallTables(seed, tables)));
  const fired = rule.run(copies[0], { at: benchNow }).fired;
  if (!fired) throw new Error(`${name} does not fire on its own scenario`);
  const workspace = new Workspace({ now: benchNow });
  for (const [table, rows] of Object.entries(copies[0])) workspace.addTable(table, rows);
  const duckdb = await openDuckdb({ mode: "struct", storage: "memory" });
  for (const table of tables) await duckdb.load(table, await writeNdjson(table, 20));
  const prepared = await duckdb.prepare(seedSql(seed, "struct"));
  const fresh: number[] = [];
  const cached: number[] = [];
  const recorded: number[] = [];
  const peer: number[] = [];
  // Turn by turn, so that what else the machine does strikes all of them.
  for (let round = 0; round < rounds; round++) {
    fresh.push(ratePerSecond(ms, (repeat) => rule.run(copies[repeat % copies.length], { at: benchNow })));
    cached.push(ratePerSecond(ms, () => rule.runIn(workspace, { at: benchNow })));
    recorded.push(ratePerSecond(ms, () => rule.runIn(workspace, { at: benchNow, record: true })));
    peer.push(await ratePerSecondAsync(ms, prepared));
  }
  duckdb.close();
  const medianOf = (rates: readonly number[]) => timingOf(rates).median;
  return {
    rule: name,
    rows: 20,
    fresh: medianOf(fresh),
    cached: medianOf(cached),
    recorded: medianOf(recorded),
    duckdb: medianOf(peer),
  };
}

export interface LargeFigure {
  readonly rule: string;
  readonly rows: number;
  /** Milliseconds of the first run after loading. */
  readonly first: number;
  readonly repeated: Timing;
  /** As `repeated`, with recording on. */
  readonly recorded: Timing;
  readonly duckdbJsonFirst: number;
  readonly duckdbStruct: Timing;
  readonly duckdbJson: Timing;
}

export interface LoadFigure {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  readonly ms: number;
  readonly duckdbStructMs: number;
}

/** Exports of `rows` rows: loading, the first run after it, and repeated runs whose clock moves. */
export async function measureLarge(
  rows: number,
  repeats: number,
  log: (text: string) => void,
): Promise<{ rules: LargeFigure[]; loads: LoadFigure[] }> {
  const peers: Record<DuckdbMode, Duckdb> = {
    struct: await openDuckdb({ mode: "struct" }),
    json: await openDuckdb({ mode: "json" }),
  };
  const workspace = new Workspace({ now: benchNow });
  const loads: LoadFigure[] = [];
  const tables = new Set(seedRules.flatMap((seed) => seed.tables));
  for (const table of tables) loads.push(await loadEverywhere(table, rows, workspace, peers));
  for (const { table, ms, duckdbStructMs } of loads)
    log(`loaded ${table}: ${ms.toFixed(0)} ms, DuckDB ${duckdbStructMs.toFixed(0)} ms`);
  // DuckDB has run statements to load its tables; the parser here is made by the first query, which `start.ts` measures.
  workspace.query("print 1");
  const rules: LargeFigure[] = [];
  for (let seed = 0; seed < seedRules.length; seed++) {
    const figure = await measureRule(seed, rows, repeats, workspace, peers);
    log(
      `${figure.rule}: ${figure.repeated.median.toFixed(1)} ms, DuckDB ${figure.duckdbStruct.median.toFixed(1)} ms`,
    );
    rules.push(figure);
  }
  for (const peer of Object.values(peers)) peer.close();
  return { rules, loads };
}

async function loadEverywhere(
  table: BenchTable,
  rows: number,
  workspace: Workspace,
  peers: Record<DuckdbMode, Duckdb>,
): Promise<LoadFigure> {
  const file = await writeNdjson(table, rows);
  const bytes = statSync(file).size;
  const ms = timed(() => workspace.addLoadedTable(openTable(file)));
  const duckdbStructMs = await peers.struct.load(table, file);
  await peers.json.load(table, file);
  return { table, rows, bytes, ms, duckdbStructMs };
}

async function measureRule(
  seed: number,
  rows: number,
  repeats: number,
  workspace: Workspace,
  peers: Record<DuckdbMode, Duckdb>,
): Promise<LargeFigure> {
  const name = seedRules[seed].rule;
  const query = loadSeed(seedRules[seed]).rule.query.text;
  const firsts = await measureFirst(seed, query, rows, workspace, peers);
  const own: number[] = [];
  const recorded: number[] = [];
  const struct: number[] = [];
  const json: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const at = clockOf(repeat, benchNow);
    own.push(timed(() => workspace.query(query, { now: at })));
    recorded.push(timed(() => workspace.queryRecorded(query, { now: at, record: true })));
    struct.push(await timedAsync(() => peers.struct.run(seedSql(seed, "struct", at))));
    json.push(await timedAsync(() => peers.json.run(seedSql(seed, "json", at))));
  }
  return {
    rule: name,
    rows,
    ...firsts,
    repeated: timingOf(own),
    recorded: timingOf(recorded),
    duckdbStruct: timingOf(struct),
    duckdbJson: timingOf(json),
  };
}

async function measureFirst(
  seed: number,
  query: string,
  rows: number,
  workspace: Workspace,
  { json, struct }: Record<DuckdbMode, Duckdb>,
): Promise<Pick<LargeFigure, "first" | "duckdbJsonFirst">> {
  // As of DuckDB's, the columns of the answer are made, and not yet turned into values of JavaScript.
  const start = performance.now();
  const result = workspace.query(query, { now: benchNow });
  const first = performance.now() - start;
  const duckdbJsonFirst = await timedAsync(() => json.run(seedSql(seed, "json")));
  const { rule, shape } = seedRules[seed];
  const expected = await struct.answer(seedSql(seed, "struct"));
  const comparison = compareAnswers(expected, answerOf(result), shape);
  if (!comparison.same) throw new Error(`${rule} at ${rows} rows: ${comparison.why}`);
  return { first, duckdbJsonFirst };
}
