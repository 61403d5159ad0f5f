/** Whether two engines gave the same answer. */

import type { QueryResult } from "../src/engine/result.js";
import { exportCell } from "../src/types/export.js";
import type { Answer } from "./duckdb.js";

/**
 * What is compared of a result. Neither is to be kept while runs are timed: each garbage collection would look at the
 * cells, which are hundreds of thousands.
 */
export function answerOf(result: QueryResult): Answer {
  return { columns: result.columns.map(({ name }) => name), rows: result.rows(exportCell) };
}

export interface AnswerShape {
  /** Columns that hold sets: the order of their elements counts for nothing. The number is the most that KQL keeps. */
  readonly sets?: Readonly<Record<string, number>>;
  /** Columns whose cells are JSON, as text in one engine and as a value in the other. */
  readonly json?: readonly string[];
  /** The columns to compare, in this order, where the rule leaves the others open; default all. */
  readonly columns?: readonly string[];
}

export interface Comparison {
  readonly same: boolean;
  /** The first difference, in words; empty if there is none. */
  readonly why: string;
}

/**
 * Compares names of columns in order, and rows in any order. Datetimes are ISO text, timespans as Kusto writes them,
 * reals agree to nine digits. Of a set that reached its limit only the size counts: each engine may keep other elements.
 */
export function compareAnswers(allExpected: Answer, allActual: Answer, shape: AnswerShape = {}): Comparison {
  const expected = shape.columns ? projected(allExpected, shape.columns) : allExpected;
  const actual = shape.columns ? projected(allActual, shape.columns) : allActual;
  if (expected.columns.join() !== actual.columns.join()) {
    return differ(`columns ${actual.columns.join(", ")} instead of ${expected.columns.join(", ")}`);
  }
  if (expected.rows.length !== actual.rows.length) {
    return differ(`${actual.rows.length} rows instead of ${expected.rows.length}`);
  }
  const wanted = sortedTexts(expected, shape);
  const given = sortedTexts(actual, shape);
  const at = wanted.findIndex((text, row) => text !== given[row]);
  if (at < 0) return { same: true, why: "" };
  return differ(`a row ${given[at]}\ninstead of ${wanted[at]}`);
}

function projected({ columns, rows }: Answer, wanted: readonly string[]): Answer {
  const places = wanted.map((column) => columns.indexOf(column)).filter((place) => place >= 0);
  return {
    columns: places.map((place) => columns[place]),
    rows: rows.map((row) => places.map((place) => row[place])),
  };
}

function differ(why: string): Comparison {
  return { same: false, why };
}

function sortedTexts({ columns, rows }: Answer, shape: AnswerShape): readonly string[] {
  const readers = columns.map((column) => cellReader(column, shape));
  return rows.map((row) => JSON.stringify(row.map((cell, col) => readers[col](cell)))).sort();
}

function cellReader(column: string, { sets = {}, json = [] }: AnswerShape): (cell: unknown) => unknown {
  const limit = sets[column];
  if (limit !== undefined) return (cell) => setContent(cell, limit);
  if (json.includes(column)) return (cell) => settled(typeof cell === "string" ? JSON.parse(cell) : cell);
  return settled;
}

function setContent(cell: unknown, limit: number): unknown {
  if (!Array.isArray(cell)) return cell;
  return cell.length >= limit
    ? `${cell.length} elements`
    : cell.map((item) => JSON.stringify(settled(item))).sort();
}

/** The value with the keys of bags sorted and absent ones told in one way: DuckDB has null for a field that is missing. */
function settled(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  // Engines add and divide in other orders, so reals agree to some digits only.
  if (typeof value === "number" && !Number.isInteger(value)) return Number(value.toPrecision(9));
  if (Array.isArray(value)) return value.map(settled);
  if (value === null || typeof value !== "object") return value;
  const present = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(present.map(([name, field]) => [name, settled(field)] as const).sort(byName));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
