/** What a run of a query gives: rows in a form that compares, or the code of its error. */

import { type QueryOptions, Workspace } from "../../../src/engine/workspace.js";
import type { Limits } from "../../../src/exec/limits.js";
import { KqlError } from "../../../src/text/errors.js";
import type { Cell } from "../../../src/types/value.js";
import { type Delivery, type RandomTable, tableOf } from "./tables.js";

export interface Outcome {
  /** `name:type` of each column. */
  readonly columns: readonly string[];
  /** A text a row; equal texts are equal rows. */
  readonly rows: readonly string[];
  /** `KQL...` where the run failed. */
  readonly error?: string;
}

export const limits: Partial<Limits> = {
  timeoutMs: 5_000,
  maxRows: 20_000,
  maxElements: 50_000,
  maxStringLength: 50_000,
};

export function workspaceOf(tables: readonly RandomTable[], delivery: Delivery): Workspace {
  const workspace = new Workspace({ now: "2026-04-06T12:00:00Z", limits });
  for (const table of tables) workspace.addLoadedTable(tableOf(table, delivery));
  return workspace;
}

/** Errors that are no `KqlError` are thrown on: they are mistakes of the engine. */
export function outcomeOf(workspace: Workspace, text: string, options: QueryOptions = {}): Outcome {
  try {
    const result = workspace.query(text, options);
    return {
      columns: result.columns.map(({ name, type }) => `${name}:${type}`),
      rows: result.rows((cell) => cell).map(printRow),
    };
  } catch (error) {
    if (error instanceof KqlError) return { columns: [], rows: [], error: error.code };
    throw new Error(`for\n${text}\n${String(error)}`, { cause: error });
  }
}

/**
 * Whether a run ended for what its rows hold, which another query over the same rows need not come upon: an argument
 * that a call refuses, a limit, the size of a dynamic value, or a comparison of types that is not supported.
 */
export function endedForRows({ error }: Outcome): boolean {
  return /^KQL(3[03]|205|221)/.test(error ?? "");
}

/** A real beyond 64 bits is the least long where it is a constant, the nearest one where it is of a row. */
export const foldsOtherwise = (text: string): boolean => /\b(tolong|long)\((?!null|-)/.test(text);

export function printRow(cells: readonly Cell[]): string {
  return cells.map(printCell).join(" | ");
}

function printCell(cell: Cell): string {
  if (typeof cell === "number") return Object.is(cell, -0) ? "-0" : String(cell);
  if (typeof cell === "bigint") return String(cell);
  return JSON.stringify(cell, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}

/** Short, where the whole would be thousands of rows. */
export function firstDifference(actual: Outcome, expected: Outcome): unknown {
  if (actual.error !== expected.error) return [actual.error, expected.error];
  if (String(actual.columns) !== String(expected.columns)) return [actual.columns, expected.columns];
  const at = expected.rows.findIndex((row, at) => row !== actual.rows[at]);
  return at < 0 && actual.rows.length === expected.rows.length
    ? undefined
    : { at, actual: actual.rows[at], expected: expected.rows[at] };
}

/** Rows in an order of their own. Of 0 and -0, which are equal keys, either may stay. */
export function sorted(outcome: Outcome): Outcome {
  return { ...outcome, rows: outcome.rows.map((row) => row.replace(/(?<=^| )-0(?= |$)/g, "0")).sort() };
}
