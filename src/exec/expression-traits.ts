import type { BoundExpression } from "../bind/bound.js";

/** The expressions that an expression is made of. */
export function partsOf(expression: BoundExpression): readonly BoundExpression[] {
  switch (expression.kind) {
    case "constant":
    case "column":
    case "scalar-input":
      return [];
    case "call":
    case "window":
      return expression.args;
    case "logical":
      return expression.operands;
    case "member":
      return [expression.base, ...expression.path.filter((step) => typeof step === "object")];
    case "conversion":
      return [expression.operand];
    case "list-input":
      return [expression.left];
  }
}

const windowUse = new WeakMap<BoundExpression, boolean>();

/** Whether an expression calls a window function, so that it needs the whole input at once. */
export function hasWindow(expression: BoundExpression): boolean {
  if (expression.kind === "window") return true;
  if (expression.kind === "column" || expression.kind === "constant") return false;
  let known = windowUse.get(expression);
  if (known === undefined) {
    known = partsOf(expression).some(hasWindow);
    windowUse.set(expression, known);
  }
  return known;
}

const rowUse = new WeakMap<BoundExpression, boolean>();

/** Whether a row's value follows from the row alone, and is the same each time: no window, no random numbers. */
export function isOfRow(expression: BoundExpression): boolean {
  let known = rowUse.get(expression);
  if (known === undefined) {
    const isVolatile = expression.kind === "call" && expression.entry.isVolatile === true;
    known = !isVolatile && expression.kind !== "window" && partsOf(expression).every(isOfRow);
    rowUse.set(expression, known);
  }
  return known;
}

/** The conditions that must all hold for a predicate to hold, in source order. */
export function conjunctsOf(predicate: BoundExpression): readonly BoundExpression[] {
  return predicate.kind === "logical" && predicate.operator === "and"
    ? predicate.operands.flatMap(conjunctsOf)
    : [predicate];
}

/** Calls back for each column that an expression reads. */
export function eachColumn(expression: BoundExpression, visit: (index: number) => void): void {
  if (expression.kind === "column") visit(expression.index);
  else for (const part of partsOf(expression)) eachColumn(part, visit);
}
