import type { BoundExpression } from "../bind/bound.js";
import { eachRow } from "./lineage.js";
import type { OperatorRun, Sink } from "./run.js";

/** A number of rows given by an expression that reads none: not negative, and none for a null. */
export function rowCount(expression: BoundExpression, run: OperatorRun): number {
  const cell = run.constant(expression);
  const count = typeof cell === "number" || typeof cell === "bigint" ? Number(cell) : 0;
  return Math.max(0, Math.trunc(count));
}

/** Hands on the first rows, as they come. */
export function firstRows(count: number, run: OperatorRun, out: Sink): Sink {
  let left = count;
  return {
    push(batch) {
      const length = Math.min(left, batch.length);
      if (length === 0) return;
      left -= length;
      out.push(batch.slice(0, length), eachRow(run, length, run.inputOffset));
    },
    finish: () => out.finish(),
    isSatisfied: () => left === 0 || (out.isSatisfied?.() ?? false),
  };
}
