/** Whether the real queries that bind also run: on 200 made-up rows of each table, with the query's own literals in them. */
import { join } from "node:path";
import { hasErrors } from "../../src/engine/bind-text.js";
import type { InputRow } from "../../src/engine/inferred-schema.js";
import { seededRandom } from "../../src/engine/random.js";
import { Workspace } from "../../src/engine/workspace.js";
import { builtinTable } from "../../src/schemas/schemas.js";
import { type ColumnUse, usesOfQuery } from "../../src/testing/fuzz/column-uses.js";
import { InternalError, KqlError } from "../../src/text/errors.js";
import type { KqlType } from "../../src/types/kql-type.js";
import type { Miss } from "./conformance.js";
import type { Share } from "./corpus.js";
import { readJsonLines } from "./shared.js";

const now = "2026-04-06T12:00:00Z";
const rowsPerTable = 200;
const names = [
  "eve@contoso.com",
  "Bob@contoso.com",
  "10.0.0.7",
  "203.0.113.9",
  "WS01",
  "cmd.exe",
  "https://example.com/a?b=c",
  "",
];

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
      for (const { table, uses } of usesOfQuery(bound.query))
        workspace.addTable(table, makeRows(table, uses));
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

function makeRows(table: string, uses: readonly ColumnUse[]): InputRow[] {
  const random = seededRandom(table.length * 7919 + uses.length);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  const hasTime = builtinTable(table)?.columns.some(({ name }) => name === "TimeGenerated") ?? false;
  return Array.from({ length: rowsPerTable }, () => {
    const row: Record<string, unknown> = {};
    for (const use of uses) {
      if (use.column.startsWith("$")) continue;
      const value =
        use.literals.length > 0 && random() < 0.8 ? pick(use.literals) : cellFor(use.type, random, pick);
      place(row, use, value);
    }
    if (hasTime)
      row.TimeGenerated = new Date(Date.parse(now) - 1000 - random() ** 3 * 14 * 86_400_000).toISOString();
    return row;
  });
}

function cellFor(type: KqlType, random: () => number, pick: <T>(list: readonly T[]) => T): unknown {
  switch (type) {
    case "bool":
      return random() < 0.5;
    case "int":
    case "long":
      return Math.floor(random() * 1000);
    case "real":
      return random() * 1000;
    case "decimal":
      return (random() * 1000).toFixed(3);
    case "datetime":
      return new Date(Date.parse(now) - random() * 86_400_000).toISOString();
    case "timespan":
      return `00:${String(Math.floor(random() * 60)).padStart(2, "0")}:00`;
    case "guid":
      return "74be27de-1e4e-49d9-b579-fe0b331d3642";
    case "string":
      return pick(names);
    case "dynamic":
      return pick([
        { a: 1, b: "x" },
        ["eve@contoso.com", "bob@contoso.com"],
        "text",
        5,
        null,
        [{ Type: "account", Name: "eve" }],
      ]);
  }
}

function place(row: Record<string, unknown>, { column, path, type }: ColumnUse, value: unknown): void {
  const fitting = path.length > 0 || fits(type, value) ? value : undefined;
  if (path.length === 0) row[column] = fitting;
  else row[column] = inside(row[column], path, fitting);
}

/** A literal that a function was compared with need not fit the column itself. */
function fits(type: KqlType, value: unknown): boolean {
  if (type === "string" || type === "dynamic") return true;
  if (type === "datetime") return typeof value === "string" && !Number.isNaN(Date.parse(value));
  if (type === "bool") return typeof value === "boolean";
  if (type === "int" || type === "long") return typeof value === "number" && Number.isInteger(value);
  if (type === "real") return typeof value === "number";
  return typeof value === "string";
}

function inside(container: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const items: unknown[] = Array.isArray(container) ? [...container] : [];
    const index = Math.max(0, Math.min(step, 20));
    while (items.length <= index) items.push({});
    items[index] = inside(items[index], rest, value);
    return items;
  }
  const bag: Record<string, unknown> =
    typeof container === "object" && container !== null && !Array.isArray(container) ? { ...container } : {};
  bag[step] = inside(bag[step], rest, value);
  return bag;
}
