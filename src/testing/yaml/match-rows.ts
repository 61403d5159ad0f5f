/** Result rows against the rows that a test expects: each of these stands for a row of its own, by the columns named. */

import { exportCell } from "../../types/export.js";
import type { Ticks } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { assignInOrder, assignItems } from "./assign.js";
import { matchesCell, showValue } from "./match-cell.js";

export interface ResultCell {
  readonly name: string;
  readonly type: KqlType;
  readonly cell: Cell;
}
export type ResultRow = readonly ResultCell[];

export interface ExpectedCell {
  readonly name: string;
  /** The value that a column of this type would have. */
  readonly valueAs: (type: KqlType) => unknown;
}
export type ExpectedRow = readonly ExpectedCell[];

/** The rows of one run, as the engine's own cells. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: KqlType }[];
  readonly rows: readonly (readonly Cell[])[];
}

export function resultRows({ columns, rows }: ResultTable): ResultRow[] {
  return rows.map((cells) =>
    cells.map((cell, col) => ({ name: columns[col].name, type: columns[col].type, cell })),
  );
}

export interface MatchRowsOptions {
  readonly isOrdered: boolean;
  /** What relative times count from. */
  readonly origin: Ticks | undefined;
}

/** For each expected row whether a row of its own matches. */
export function findRows(
  expected: readonly ExpectedRow[],
  rows: readonly ResultRow[],
  { isOrdered, origin }: MatchRowsOptions,
): readonly boolean[] {
  const assign = isOrdered ? assignInOrder : assignItems;
  const given = assign(expected.length, rows.length, (item, row) =>
    matchesRow(expected[item], rows[row], origin),
  );
  return given.map((row) => row !== -1);
}

function matchesRow(expected: ExpectedRow, row: ResultRow, origin: Ticks | undefined): boolean {
  return expected.every(({ name, valueAs }) => {
    const actual = row.find((cell) => cell.name === name);
    return actual !== undefined && matchesCell(valueAs(actual.type), actual.cell, actual.type, origin);
  });
}

/** Why an expected row was not found: the column that is not there, or how the nearest row differs. */
export function describeMissingRow(
  expected: ExpectedRow,
  rows: readonly ResultRow[],
  { isOrdered, origin }: MatchRowsOptions,
): string {
  const shown = showValue(
    Object.fromEntries(expected.map(({ name, valueAs }) => [name, valueAs("dynamic")])),
  );
  if (rows.length === 0) return `no row matches ${shown}: the result is empty`;
  const known = new Set(rows.flatMap((row) => row.map(({ name }) => name)));
  const unknown = expected.find(({ name }) => !known.has(name));
  if (unknown !== undefined) {
    return `no row matches ${shown}: the result has no column \`${unknown.name}\`; it has ${[...known].join(", ")}`;
  }
  const nearest = rows
    .map((row) => mismatches(expected, row, origin))
    .reduce((best, candidate) => (candidate.length < best.length ? candidate : best));
  if (nearest.length > 0) return `no row matches ${shown}; the nearest has ${nearest.join(", ")}`;
  return isOrdered
    ? `no row matches ${shown} in this place: the rows are in another order`
    : `no further row matches ${shown}: each row stands for one expectation`;
}

/** What of an expected row a result row does not have: `UpdateCount 4, not 5`. */
function mismatches(expected: ExpectedRow, row: ResultRow, origin: Ticks | undefined): string[] {
  return expected.flatMap(({ name, valueAs }) => {
    const actual = row.find((cell) => cell.name === name);
    if (actual === undefined) return [`no column ${name}`];
    const wanted = valueAs(actual.type);
    if (matchesCell(wanted, actual.cell, actual.type, origin)) return [];
    return [`${name} ${showValue(exportCell(actual.cell, actual.type))}, not ${showValue(wanted)}`];
  });
}

export function showRow(row: ResultRow): string {
  return showValue(Object.fromEntries(row.map(({ name, type, cell }) => [name, exportCell(cell, type)])));
}
