/** The further rules beside DuckDB: 20 rows, and exports. Each rule has tables of its own. */
import path from "node:path";
import { hasErrors } from "../src/engine/bind-text.js";
import { Workspace } from "../src/engine/workspace.js";
import { openTable } from "../src/node/load-table.js";
import { KqlError } from "../src/text/errors.js";
import { answerOf, compareAnswers } from "./answers.js";
import { type BenchRow, benchNow } from "./data/generate.js";
import { benchFolder, writeRows } from "./data/ndjson.js";
import { type Duckdb, openDuckdb } from "./duckdb.js";
import { type FurtherRule, furtherQuery, furtherRows, furtherRules, furtherSql } from "./further-rules.js";
import { clockOf, freshCopies, ratePerSecond, type Timing, timed, timedAsync, timingOf } from "./measure.js";

export interface FurtherFigure {
  readonly name: string;
  readonly rows: number;
  /** Milliseconds of the first run after loading. */
  readonly first: number;
  readonly repeated: Timing;
  readonly duckdb: Timing;
  /** The first difference between the answers; empty if there is none. */
  readonly difference: string;
}

export interface FurtherSmallFigure {
  readonly name: string;
  /** Runs a second, on objects new to the engine and on one workspace. */
  readonly fresh: number;
  readonly cached: number;
}

/** All rules, or the one of an id. Empty where the corpus is not at hand. */
export async function measureFurther(rows: number, repeats: number, id?: string): Promise<FurtherFigure[]> {
  const figures: FurtherFigure[] = [];
  for (const rule of furtherRules) {
    const query = furtherQuery(rule.id);
    if (query === undefined || (id !== undefined && id !== rule.id)) continue;
    try {
      figures.push(await measureRule(rule, query, rows, repeats));
    } catch (error) {
      if (!(error instanceof KqlError)) throw error;
      refused(rule, error);
    }
  }
  return figures;
}

/** A rule that does not run is told, and has no figures. */
function refused({ name }: FurtherRule, { message }: KqlError): void {
  process.stderr.write(`${name}: ${message}\n`);
  process.exitCode = 1;
}

async function measureRule(
  rule: FurtherRule,
  query: string,
  rows: number,
  repeats: number,
): Promise<FurtherFigure> {
  const peer = await openDuckdb({ mode: "struct" });
  const workspace = new Workspace({ now: benchNow });
  for (const [table, generate] of Object.entries(furtherRows(rule, rows))) {
    const file = await writeRows(
      path.join(benchFolder, `further-${rule.id}`, String(rows), `${table}.ndjson`),
      generate,
    );
    workspace.addLoadedTable(openTable(file));
    await peer.load(table, file);
  }
  const firsts = await measureFirst(rule, query, workspace, peer);
  const own: number[] = [];
  const duckdb: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const now = clockOf(repeat, benchNow);
    own.push(timed(() => workspace.query(query, { now })));
    duckdb.push(await timedAsync(() => peer.run(furtherSql(rule.id, "struct", now))));
  }
  peer.close();
  return {
    name: rule.name,
    rows,
    ...firsts,
    repeated: timingOf(own),
    duckdb: timingOf(duckdb),
  };
}

async function measureFirst(
  { id, shape }: FurtherRule,
  query: string,
  workspace: Workspace,
  peer: Duckdb,
): Promise<Pick<FurtherFigure, "first" | "difference">> {
  const start = performance.now();
  const result = workspace.query(query, { now: benchNow });
  const first = performance.now() - start;
  const expected = await peer.answer(furtherSql(id, "struct"));
  return { first, difference: compareAnswers(expected, answerOf(result), shape).why };
}

export function measureFurtherSmall(ms: number): FurtherSmallFigure[] {
  return furtherRules.flatMap((rule): FurtherSmallFigure[] => {
    const query = furtherQuery(rule.id);
    if (query === undefined) return [];
    const tables = Object.entries(furtherRows(rule, 20)).map(([table, generate]): [string, BenchRow[]] => [
      table,
      [...generate()],
    ]);
    const copies = Array.from({ length: freshCopies }, () => structuredClone(tables));
    const workspaceOf = (copy: typeof tables) => {
      const workspace = new Workspace({ now: benchNow });
      for (const [table, rows] of copy) workspace.addTable(table, rows);
      return workspace;
    };
    const cachedWorkspace = workspaceOf(tables);
    const { diagnostics, query: bound } = cachedWorkspace.bind(query);
    if (hasErrors(diagnostics) || bound.unsupported.length > 0) return [];
    const fresh = ratePerSecond(ms, (repeat) => workspaceOf(copies[repeat % copies.length]).query(query));
    const cached = ratePerSecond(ms, () => cachedWorkspace.query(query));
    return [{ name: rule.name, fresh, cached }];
  });
}
