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

/** Whether an expression calls a window function, so that it needs the whole input at once. */
export function hasWindow(expression: BoundExpression): boolean {
  return expression.kind === "window" || partsOf(expression).some(hasWindow);
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
