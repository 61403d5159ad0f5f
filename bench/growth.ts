/**
 * How the time of each rule grows with its tables, DuckDB beside it: processor time, each rule and size in a process of
 * its own, so that at most one rule's tables are in memory. `--rows 100000,1000000,3000000`: sizes. `--rule TEXT`: rules
 * whose name or id has it. `--repeats 9`. `--discard`: delete files of more than a million rows once they were measured.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { Workspace } from "../src/engine/workspace.js";
import type { Table } from "../src/exec/table.js";
import { openTable } from "../src/node/load-table.js";
import { parseRule } from "../src/rules/detection-rule.js";
import { type AnswerShape, answerOf, compareAnswers } from "./answers.js";
import { benchNow } from "./data/generate.js";
import { benchFolder, writeNdjson, writeRows } from "./data/ndjson.js";
import { type Duckdb, openDuckdb } from "./duckdb.js";
import { furtherQuery, furtherRows, furtherRules, furtherSql } from "./further-rules.js";
import { clockOf, timingOf } from "./measure.js";
import { seedRules, seedSql } from "./seeds-sql.js";

/** A rule, its tables, and the same in SQL. */
interface Subject {
  readonly name: string;
  readonly query: string;
  readonly shape: AnswerShape;
  sql(now: string): string;
  /** Files by table. */
  files(rows: number): Promise<Readonly<Record<string, string>>>;
}

/** Milliseconds of processor time. */
interface Growth {
  readonly rows: number;
  readonly first: number;
  readonly repeated: number;
  readonly duckdbFirst: number;
  readonly duckdb: number;
  readonly difference: string;
  readonly peakMegabytes: number;
}

function subjects(): readonly Subject[] {
  return [...seedRules.map((_, seed) => seedSubject(seed)), ...furtherSubjects()];
}

function seedSubject(seed: number): Subject {
  const { rule, tables, shape } = seedRules[seed];
  const file = path.join(import.meta.dirname, "..", "rules", `${rule}.yaml`);
  return {
    name: rule,
    query: parseRule(readFileSync(file, "utf8"), { fileName: file }).rule.query.text,
    shape,
    sql: (now) => seedSql(seed, "struct", now),
    async files(rows) {
      const files: Record<string, string> = {};
      for (const table of tables) files[table] = await writeNdjson(table, rows);
      return files;
    },
  };
}

function furtherSubjects(): readonly Subject[] {
  return furtherRules.flatMap((rule): readonly Subject[] => {
    const { id, name, shape } = rule;
    const query = furtherQuery(id);
    if (query === undefined) return [];
    const folderOf = (rows: number) => path.join(benchFolder, `further-${id}`, String(rows));
    return [
      {
        name: `${id} ${name}`,
        query,
        shape,
        sql: (now) => furtherSql(id, "struct", now),
        async files(rows) {
          const files: Record<string, string> = {};
          for (const [table, generate] of Object.entries(furtherRows(rule, rows)))
            files[table] = await writeRows(path.join(folderOf(rows), `${table}.ndjson`), generate);
          return files;
        },
      },
    ];
  });
}

async function measure(subject: Subject, rows: number, repeats: number): Promise<Growth> {
  const files = await subject.files(rows);
  const duckdb = await openDuckdb({ mode: "struct" });
  const tables: Table[] = [];
  for (const [table, file] of Object.entries(files)) {
    await duckdb.load(table, file);
    tables.push(openTable(file, { memorySize: Number.POSITIVE_INFINITY }));
  }
  // Bounds are set for rules over a million rows.
  const workspace = new Workspace({ now: benchNow, limits: { maxMemoryBytes: Number.POSITIVE_INFINITY } });
  for (const table of tables) workspace.addLoadedTable(table);
  workspace.query("print 1");
  const figures = await measureLoaded(subject, workspace, duckdb, repeats);
  duckdb.close();
  return { rows, ...figures, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) };
}

async function measureLoaded(
  subject: Subject,
  workspace: Workspace,
  duckdb: Duckdb,
  repeats: number,
): Promise<Omit<Growth, "rows" | "peakMegabytes">> {
  const { query, sql } = subject;
  const firsts = await measureFirst(subject, workspace, duckdb);
  const own: number[] = [];
  const peer: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const now = clockOf(repeat, benchNow);
    own.push(cpuMs(() => workspace.query(query, { now })));
    peer.push(await cpuMsAsync(() => duckdb.run(sql(now))));
  }
  return { ...firsts, repeated: timingOf(own).median, duckdb: timingOf(peer).median };
}

async function measureFirst(
  { query, sql, shape }: Subject,
  workspace: Workspace,
  duckdb: Duckdb,
): Promise<Pick<Growth, "first" | "duckdbFirst" | "difference">> {
  let result = workspace.query("print 1");
  const first = cpuMs(() => {
    result = workspace.query(query, { now: benchNow });
  });
  const duckdbFirst = await cpuMsAsync(() => duckdb.run(sql(benchNow)));
  const { why } = compareAnswers(await duckdb.answer(sql(benchNow)), answerOf(result), shape);
  return { first, duckdbFirst, difference: why };
}

function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function cpuMsAsync(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function valueAfter(flag: string): string | undefined {
  const at = process.argv.indexOf(flag);
  return at === -1 ? undefined : process.argv[at + 1];
}

/** Measures in a process of its own. */
function measured(subject: Subject, rows: number, repeats: number): Growth {
  const child = ["--only", subject.name, "--rows", String(rows), "--repeats", String(repeats)];
  const text = execFileSync(process.execPath, [...process.execArgv, process.argv[1], ...child], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text);
}

function print(
  { rows, first, repeated, duckdbFirst, duckdb, difference, peakMegabytes }: Growth,
  base: Growth,
) {
  const linear = rows / base.rows;
  const cells = [
    first.toFixed(1),
    (first / duckdbFirst).toFixed(2),
    repeated.toFixed(1),
    duckdb.toFixed(1),
    (repeated / duckdb).toFixed(2),
    (repeated / base.repeated / linear).toFixed(2),
    (duckdb / base.duckdb / linear).toFixed(2),
    String(peakMegabytes),
  ];
  console.log(String(rows).padStart(9), ...cells.map((cell) => cell.padStart(9)));
  if (difference !== "") console.log(`  answers differ: ${difference}`);
}

const keptRows = 1_000_000;
const sizes = (valueAfter("--rows") ?? "100000,1000000,3000000").split(",").map(Number);
const repeats = Number(valueAfter("--repeats") ?? 9);
const only = valueAfter("--only");
const wanted = valueAfter("--rule") ?? "";

if (only !== undefined) {
  const subject = subjects().find(({ name }) => name === only);
  if (subject === undefined) throw new Error(`there is no rule ${only}`);
  console.log(JSON.stringify(await measure(subject, sizes[0], repeats)));
} else {
  console.log("processor time in ms; growth: 1 is linear");
  const titles = [
    "rows",
    "first",
    "/ DuckDB",
    "repeated",
    "DuckDB",
    "ratio",
    "growth",
    "DuckDB's",
    "peak MB",
  ];
  console.log(...titles.map((title) => title.padStart(9)));
  for (const subject of subjects().filter(({ name }) => name.includes(wanted))) {
    console.log(subject.name);
    let base: Growth | undefined;
    for (const rows of sizes) {
      const growth = measured(subject, rows, rows > 1_000_000 ? repeats : repeats * 3);
      base ??= growth;
      print(growth, base);
      if (rows > keptRows && process.argv.includes("--discard"))
        for (const file of Object.values(await subject.files(rows))) rmSync(file);
    }
  }
}
