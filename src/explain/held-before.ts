/** Rows that have what a condition asks for, and never came to it. */
import type { BoundExpression } from "../bind/bound.js";
import { isWhere } from "../rules/plan/operator-shapes.js";
import type { OperatorPlace } from "./flow.js";
import { readerAt } from "./rows.js";

/** Steps that are gone back, and rows of each that are looked at. */
const mostSteps = 4;
const mostRows = 20_000;

/** Rows that conditions right before one lost, and that this one, by its ordinal in a `where`, would have let through. */
export function rowsHeldBefore(place: OperatorPlace, condition: BoundExpression, ordinal: number): number {
  let count = lostHolding(place, condition, ordinal);
  let at = place.before;
  for (let step = 0; step < mostSteps && at?.operator !== undefined; step++) {
    const { operator } = at.operator;
    if (!isWhere(operator)) break;
    count += lostHolding(at, condition, operator.conjuncts.length);
    at = at.before;
  }
  return count;
}

/** Of the rows that the first conditions of a `where` lost. */
function lostHolding(place: OperatorPlace, condition: BoundExpression, conditions: number): number {
  const { lostBy = [] } = place.operator;
  const rows: number[] = [];
  for (let row = 0; row < lostBy.length && rows.length < mostRows; row++) {
    if (lostBy[row] >= 0 && lostBy[row] < conditions) rows.push(row);
  }
  const holds = readerAt(place, condition, rows);
  return rows.filter((_, at) => holds(at) === true).length;
}
