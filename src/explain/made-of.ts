/** Where the values of a column are made. */
import type { BoundExpression } from "../bind/bound.js";
import { hasAggregates, hasLayout, isJoin } from "../rules/plan/operator-shapes.js";
import { lastPlace, type OperatorPlace, type Place } from "./flow.js";
import { backward, type RowsByPlace } from "./lineage.js";
import { rowsInto, rowsOutOf } from "./rows.js";

/** What makes the values of a column, and the rows concerned. */
export type Making =
  /** An expression over the rows that stream into a place. */
  | {
      readonly kind: "expression";
      readonly place: OperatorPlace;
      readonly expression: BoundExpression;
      readonly rows: readonly number[];
    }
  /** The place itself, a scan or an operator: column and rows are those that it emits. */
  | {
      readonly kind: "place";
      readonly place: Place;
      readonly column: number;
      readonly rows: readonly number[];
    };

/** What makes an expression's values in some rows of a place's stream; columns that are only handed on are passed. */
export function makingOf(place: OperatorPlace, expression: BoundExpression, rows: readonly number[]): Making {
  if (expression.kind !== "column" || place.before === undefined) {
    return { kind: "expression", place, expression, rows };
  }
  return makingOut(place.before, expression.index, rows);
}

/** What makes the values of a column that a place emits, in some of its rows. */
export function makingOut(from: Place, index: number, rows: readonly number[]): Making {
  const behind = backward(from, rows);
  let at = from;
  let column = index;
  for (;;) {
    const step = stepTo(at, column, behind);
    if (step === undefined) return { kind: "place", place: at, column, rows: [...(behind.get(at) ?? [])] };
    if (step.kind === "expression") {
      const before = step.place.before;
      return { ...step, rows: before === undefined ? [] : [...(behind.get(before) ?? [])] };
    }
    at = step.place;
    column = step.column;
  }
}

type Step =
  | { readonly kind: "column"; readonly place: Place; readonly column: number }
  | { readonly kind: "expression"; readonly place: OperatorPlace; readonly expression: BoundExpression };

/** One step towards where a column is made. */
function stepTo(place: Place, column: number, behind: RowsByPlace): Step | undefined {
  if (place.operator === undefined) {
    if (place.given !== undefined) return sameColumn(place.given.place, place, column);
    return place.source.kind === "shared"
      ? { kind: "column", place: lastPlace(place.feeds[0]), column }
      : undefined;
  }
  const { operator } = place.operator;
  const { before } = place;
  if (before === undefined) return undefined;
  if (hasLayout(operator)) {
    const index = operator.layout.indexes[column];
    const count = operator.layout.inputColumns.length;
    return index < count
      ? { kind: "column", place: before, column: index }
      : stepInto(place, operator.layout.computed[index - count].expression);
  }
  if (hasAggregates(operator)) {
    const key = operator.keys[column];
    return key === undefined ? undefined : stepInto(place, key.expression);
  }
  if (isJoin(operator)) {
    const added = operator.added[column - rowsInto(place).columns.length];
    const right = place.feeds[operator.right];
    if (added === undefined) return sameColumn(before, place, column);
    const last = lastPlace(right);
    const isMatched = (behind.get(last)?.size ?? 0) > 0;
    return isMatched ? { kind: "column", place: last, column: added } : undefined;
  }
  if (operator.kind === "union") return undefined;
  const nested = place.nested === undefined ? undefined : lastPlace(place.feeds[place.nested]);
  return (
    sameColumn(before, place, column) ??
    (nested === undefined ? undefined : sameColumn(nested, place, column))
  );
}

function stepInto(place: OperatorPlace, expression: BoundExpression): Step {
  return expression.kind === "column" && place.before !== undefined
    ? { kind: "column", place: place.before, column: expression.index }
    : { kind: "expression", place, expression };
}

/** A column that goes out as the very object that came in holds what it held. */
function sameColumn(from: Place, to: Place, column: number): Step | undefined {
  const found = rowsOutOf(from).columns.indexOf(rowsOutOf(to).columns[column]);
  return found === -1 ? undefined : { kind: "column", place: from, column: found };
}
