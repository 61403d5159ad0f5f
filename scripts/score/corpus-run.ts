/** Whether the real queries that bind also run: on 200 made-up rows of each table, with the query's own literals in them. */
import { join } from "node:path";
import { hasErrors } from "../../src/engine/bind-text.js";
import { Workspace } from "../../src/engine/workspace.js";
import { InternalError, KqlError } from "../../src/text/errors.js";
import type { Miss } from "./conformance.js";
import type { Share } from "./corpus.js";
import { addMadeRows } from "./made-rows.js";
import { readJsonLines } from "./shared.js";

const now = "2026-04-06T12:00:00Z";

export interface RunScore {
  readonly share: Share;
  /** Queries by what kept them from running. */
  readonly byCause: ReadonlyMap<string, number>;
  /** Queries that gave at least one row. */
  readonly withRows: number;
}

export function scoreCorpusRuns(shared: string): RunScore {
  const misses: Miss[] = [];
  const byCause = new Map<string, number>();
  let of = 0;
  let withRows = 0;
  for (const { id, query } of readJsonLines<{ id: string; query: string }>(
    join(shared, "corpus/queries.jsonl"),
  )) {
    const workspace = new Workspace({ now, limits: { timeoutMs: 20_000 } });
    const bound = workspace.bind(query);
    if (hasErrors(bound.diagnostics)) continue;
    of++;
    try {
      addMadeRows(workspace, query, bound.query, now);
      if (workspace.queryAll(query).some(({ rowCount }) => rowCount > 0)) withRows++;
    } catch (error) {
      const why = causeOf(error);
      misses.push({ id, why });
      const cause = why.split(":", 2).join(":").slice(0, 90);
      byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
    }
  }
  return {
    share: { name: "bound queries that run", of, reached: of - misses.length, misses },
    byCause,
    withRows,
  };
}

function causeOf(error: unknown): string {
  if (error instanceof KqlError) return `${error.code}: ${error.diagnostics[0]?.message ?? ""}`;
  if (error instanceof InternalError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ""}` : String(error);
}
