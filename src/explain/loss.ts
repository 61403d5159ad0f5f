/** The rows that a condition lost, by the values that they have. */
import type { BoundExpression } from "../bind/bound.js";
import type { Cell } from "../types/value.js";
import { isEmptyCell, textOfCell } from "./conditions.js";
import type { OperatorPlace } from "./flow.js";
import { readerAt } from "./rows.js";
import type { Change } from "./subject.js";
import type { Suspect } from "./suspects.js";

/** Rows that one condition lost. */
export interface Loss {
  readonly place: OperatorPlace;
  /** The change by which the condition also holds for some values. */
  readonly accept: (
    values: readonly BoundExpression[],
    accepts: (cells: readonly Cell[]) => boolean,
  ) => Change;
  readonly condition: BoundExpression;
  /** Rows of the place's stream. */
  readonly rows: readonly number[];
  /** Rows that the condition was put to. */
  readonly total: number;
}

/** A value of the rows, with those that have it. */
export interface ValueRows {
  readonly value: string;
  readonly isEmpty: boolean;
  readonly rows: number[];
}

/** Distinct values that are looked at; there may be as many as rows. */
const maxValues = 2000;

/** The values that an expression has in some rows of a place's stream. */
export function valuesAmong(
  place: OperatorPlace,
  subject: BoundExpression,
  rows: readonly number[],
): ValueRows[] {
  const read = readerAt(place, subject, rows);
  const values = new Map<string, ValueRows>();
  rows.forEach((row, at) => {
    const cell = read(at);
    const value = textOfCell({ cell, type: subject.type });
    const known = values.get(value);
    if (known !== undefined) known.rows.push(row);
    else if (values.size < maxValues) values.set(value, { value, isEmpty: isEmptyCell(cell), rows: [row] });
  });
  return [...values.values()];
}

/** The values that most rows have, the most frequent first. */
export function mostFrequent<T extends ValueRows>(values: readonly T[], count: number): T[] {
  return [...values].sort((a, b) => b.rows.length - a.rows.length).slice(0, count);
}

/** The condition that also holds for some values of its subject. */
export function acceptValues(
  { accept }: Loss,
  subject: BoundExpression,
  values: readonly string[],
): Pick<Suspect, "change" | "check"> {
  const accepted = new Set(values);
  return {
    change: accept([subject], ([cell]) => accepted.has(textOfCell({ cell, type: subject.type }))),
    check: { kind: "accepted", value: { cell: values[0], type: "string" } },
  };
}
