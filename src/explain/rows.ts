/** The rows that passed a place of a recorded run. */
import type { BoundExpression, Column } from "../bind/bound.js";
import { InternalError } from "../text/errors.js";
import type { Cell } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { cellReader, type Vector } from "../vector/vector.js";
import { lastPlace, type OperatorPlace, type Place } from "./flow.js";

/** Rows with the columns that they have at one place. */
export interface RowSet {
  readonly columns: readonly Column[];
  readonly batch: Batch;
}

const made = new WeakMap<Place, RowSet>();

/** What a place emitted. */
export function rowsOutOf(place: Place): RowSet {
  let rows = made.get(place);
  if (rows === undefined) {
    rows = gatherRows(place);
    made.set(place, rows);
  }
  return rows;
}

function gatherRows(place: Place): RowSet {
  if (place.operator !== undefined) {
    const { columns, emitted } = place.operator;
    const batches = emitted.map(({ batch }) => batch);
    return { columns, batch: Batch.concat(columns, batches) };
  }
  const { source } = place;
  switch (source.kind) {
    case "scan":
      return { columns: source.columns, batch: Batch.concat(source.columns, source.batches) };
    case "given":
      return { columns: source.columns, batch: source.batch };
    case "shared":
      return rowsOutOf(lastPlace(place.feeds[0]));
    case "generator":
      throw new InternalError("a generator is an operator in the flow");
  }
}

const noRows: RowSet = { columns: [], batch: Batch.of(0, []) };

/** What streamed into an operator. */
export function rowsInto(place: OperatorPlace): RowSet {
  return place.before === undefined ? noRows : rowsOutOf(place.before);
}

/** What an operator's input of that number held. */
export function rowsOfInput(place: OperatorPlace, input: number): RowSet {
  const stage = place.feeds[input];
  return stage === undefined ? noRows : rowsOutOf(lastPlace(stage));
}

/** An expression of an operator over all rows that came in, or over some. */
export function evaluateAt(
  place: OperatorPlace,
  expression: BoundExpression,
  batch: Batch = rowsInto(place).batch,
): Vector {
  return place.operator.evaluate(expression, batch);
}

/** Reads an expression of an operator over some rows that came in; the reader takes a row's ordinal among those. */
export function readerAt(
  place: OperatorPlace,
  expression: BoundExpression,
  rows: readonly number[],
): (at: number) => Cell {
  return cellReader(evaluateAt(place, expression, rowsInto(place).batch.select(Int32Array.from(rows))));
}

/** Value of an expression of an operator in one row that came in. */
export function cellOfRow(place: OperatorPlace, expression: BoundExpression, row: number): Cell {
  return readerAt(place, expression, [row])(0);
}
