/** Findings not yet checked, and what all finders of them share. */

import type { BoundExpression } from "../bind/bound.js";
import { hasAggregates, isJoin, isSeries } from "../rules/plan/operator-shapes.js";
import { exportJsonCell } from "../types/export.js";
import { jsonText } from "../types/json-text.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { cellReader } from "../vector/vector.js";
import { columnsIn } from "./conditions.js";
import type { CheckKind, Finding, NamedCell, RowsConcerned } from "./findings.js";
import type { OperatorPlace, Place } from "./flow.js";
import { backward, type RowsByPlace, type SourceRow, sourceRowsIn } from "./lineage.js";
import { rowsInto } from "./rows.js";
import type { Change, Subject } from "./subject.js";

/** A finding, and the change that would show it to be the cause. */
export interface Suspect {
  readonly finding: Finding;
  readonly change?: Change;
  readonly check?: CheckKind;
  /** The finding that it is another form of: one of them is told. */
  readonly formOf?: Finding;
  /** Index of the place whose loss it explains, where the finding stands at another. */
  readonly explains?: number;
}

export interface Search {
  readonly subject: Subject;
  /** Rows that are followed: only what happened to them counts. Absent: all rows. */
  readonly followed: Followed | undefined;
}

export interface Followed {
  readonly sources: readonly SourceRow[];
  /** The rows that they went into. */
  readonly rows: RowsByPlace;
}

/** The rows of a place's stream that count. */
export function isFollowed({ followed }: Search, place: Place | undefined, row: number): boolean {
  return followed === undefined || (place !== undefined && followed.rows.get(place)?.has(row) === true);
}

/** Source rows named in a finding; the rest is counted. */
const fewRows = 5;

/** Rows of a place's stream (or of another place), with the first source rows behind them. */
export function concerned(place: Place | undefined, rows: readonly number[], total: number): RowsConcerned {
  const sources = place === undefined ? [] : sourceRowsIn(backward(place, rows.slice(0, fewRows)));
  return { count: rows.length, total, sources: sources.slice(0, fewRows) };
}

/** A text that equal cells share and others do not. */
export function keyOf(cell: Cell, type: KqlType): string {
  return jsonText(exportJsonCell(cell, type));
}

/** Cells of one row for some columns of a place's stream. */
export function cellsOfRow(place: OperatorPlace, columns: readonly number[], row: number): NamedCell[] {
  const { batch, columns: all } = rowsInto(place);
  return columns.map((col) => ({
    name: all[col].name,
    type: all[col].type,
    cell: cellReader(batch.column(col))(row),
  }));
}

/** Cells that an expression reads in one row. */
export function leavesOf(place: OperatorPlace, expression: BoundExpression, row: number): NamedCell[] {
  const columns = columnsIn(expression).map(({ index }) => index);
  return cellsOfRow(place, columns, row);
}

/** Cells that a label may have. */
const mostLabels = 4;

/**
 * What tells a row from others: the keys that it was last grouped or joined by, as far as they are still there under
 * their names. Keys with the same value are named once, and what was counted is none.
 */
export function labelOf(subject: Search["subject"], place: OperatorPlace, row: number): NamedCell[] {
  const { columns } = rowsInto(place);
  const names = keyNames(place);
  const known = columnsAt(subject, place);
  const indexes = columns.flatMap(({ name }, col) =>
    names.has(name) && known[col]?.aggregate === undefined ? [col] : [],
  );
  const seen = new Set<string>();
  const cells = cellsOfRow(place, indexes, row).filter(({ cell, type }) => {
    const key = keyOf(cell, type);
    const isNew = !seen.has(key) && cell !== null && cell !== "";
    seen.add(key);
    return isNew;
  });
  return cells.slice(0, mostLabels);
}

function keyNames(place: OperatorPlace): ReadonlySet<string> {
  const { places } = place.stage;
  for (let at = places.indexOf(place) - 1; at >= 0; at--) {
    const operator = places[at].operator?.operator;
    if (operator === undefined) continue;
    if (hasAggregates(operator) || isSeries(operator))
      return new Set(operator.keys.map(({ column }) => column.name));
    if (isJoin(operator)) {
      return new Set(operator.keys.left.flatMap((key) => columnsIn(key).map(({ name }) => name)));
    }
  }
  return new Set();
}

/** What is known of the columns of a place's stream. */
export function columnsAt({ visits }: Search["subject"], place: OperatorPlace) {
  return visits.get(place.operator.operator)?.input ?? [];
}
