/** Where the values of a column are made, and why a value that should be there is absent. */
import type { BoundExpression } from "../bind/bound.js";
import { hasWindow, partsOf } from "../exec/expression-traits.js";
import { hasAggregates, hasLayout, isJoin } from "../rules/plan/visit-plan.js";
import { columnsIn, isEmptyCell } from "./conditions.js";
import type { NamedCell } from "./findings.js";
import { lastPlace, type OperatorPlace, type Place } from "./flow.js";
import { backward, type RowsByPlace } from "./lineage.js";
import { cellOfRow, rowsInto, rowsOutOf } from "./rows.js";

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
  const behind = backward(place.before, rows);
  let at: Place = place.before;
  let column = expression.index;
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

// ---- Absent values

/** Why a value is absent although the source columns have values. */
export type EmptyCause =
  /** An expression makes nothing of what it reads. */
  | {
      readonly kind: "function";
      readonly place: OperatorPlace;
      readonly expression: BoundExpression;
      readonly inputs: readonly NamedCell[];
    }
  /** The texts do not have the form that `parse` asks for. */
  | { readonly kind: "parse"; readonly place: OperatorPlace; readonly rows: readonly number[] }
  /** An outer join found no partner. */
  | { readonly kind: "join"; readonly place: OperatorPlace; readonly rows: readonly number[] };

/** Most steps from one expression to the next. */
const mostSteps = 50;

/** Undefined where the value is absent in the source, or comes from where nothing can be told. */
export function emptyCause(
  place: OperatorPlace,
  expression: BoundExpression,
  rows: readonly number[],
): EmptyCause | undefined {
  let at: Making = { kind: "expression", place, expression, rows };
  for (let step = 0; step < mostSteps; step++) {
    if (at.kind === "place") return placeCause(at);
    const [row] = at.rows;
    if (row === undefined || hasWindow(at.expression)) return undefined;
    const empty = smallestEmpty(at.place, at.expression, row);
    if (empty.kind !== "column") {
      if (empty.kind === "member" && isSourcePath(at.place, empty, at.rows)) return undefined;
      return {
        kind: "function",
        place: at.place,
        expression: empty,
        inputs: inputsOf(at.place, empty, row),
      };
    }
    at = makingOf(at.place, empty, at.rows);
  }
  return undefined;
}

function placeCause({ place, rows }: Extract<Making, { kind: "place" }>): EmptyCause | undefined {
  if (place.operator === undefined || rows.length === 0) return undefined;
  if (place.kind === "parse") return { kind: "parse", place, rows };
  return isJoin(place.operator.operator) ? { kind: "join", place, rows } : undefined;
}

/** A path of names into a column of a source. */
function isSourcePath(place: OperatorPlace, expression: BoundExpression, rows: readonly number[]): boolean {
  if (expression.kind === "member") {
    const isPlain = expression.path.every((step) => typeof step !== "object");
    return isPlain && isSourcePath(place, expression.base, rows);
  }
  const making = makingOf(place, expression, rows);
  return making.kind === "place" && making.place.operator === undefined;
}

/** The innermost part that is absent in a row; what it reads is there. */
function smallestEmpty(place: OperatorPlace, expression: BoundExpression, row: number): BoundExpression {
  const isEmpty = (part: BoundExpression) => isEmptyCell(cellOfRow(place, part, row));
  const search = (whole: BoundExpression): BoundExpression => {
    const part = partsOf(whole).find((inner) => inner.isRunConstant !== true && isEmpty(inner));
    return part === undefined ? whole : search(part);
  };
  return search(expression);
}

function inputsOf(place: OperatorPlace, expression: BoundExpression, row: number): NamedCell[] {
  return columnsIn(expression).map((column) => ({
    name: column.name,
    type: column.type,
    cell: cellOfRow(place, column, row),
  }));
}
