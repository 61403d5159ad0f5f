/** Why a value that should be there is absent. */
import type { BoundExpression } from "../bind/bound.js";
import { hasWindow, partsOf } from "../exec/expression-traits.js";
import { isJoin } from "../rules/plan/operator-shapes.js";
import { columnsIn, isEmptyCell } from "./conditions.js";
import type { NamedCell } from "./findings.js";
import type { OperatorPlace } from "./flow.js";
import { type Making, makingOf } from "./made-of.js";
import { cellOfRow } from "./rows.js";

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
