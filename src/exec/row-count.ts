import type { BoundExpression } from "../bind/bound.js";
import type { OperatorRun } from "./run.js";

/** A number of rows given by an expression that reads none: not negative, and none for a null. */
export function rowCount(expression: BoundExpression, run: OperatorRun): number {
  const cell = run.constant(expression);
  const count = typeof cell === "number" || typeof cell === "bigint" ? Number(cell) : 0;
  return Math.max(0, Math.trunc(count));
}
