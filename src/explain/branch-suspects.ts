/** The conditions of one side of an `or`, which must all hold: each for the rows that lack it, and little else. */
import type { BoundExpression } from "../bind/bound.js";
import type { Loss } from "./loss.js";
import { readerAt } from "./rows.js";

/** What of `a and b` inside an `or` lost the rows that come nearest to it. */
export function branchLosses(loss: Loss, operands: readonly BoundExpression[]): Loss[] {
  const { place, rows } = loss;
  const readers = operands.map((operand) => readerAt(place, operand, rows));
  const failed = rows.map((_, at) =>
    readers.flatMap((holds, operand) => (holds(at) === true ? [] : [operand])),
  );
  const fewest = Math.min(...failed.map(({ length }) => length));
  return operands.flatMap((condition, operand): Loss[] => {
    const lost = rows.filter((_, at) => failed[at].length === fewest && failed[at].includes(operand));
    if (lost.length === 0) return [];
    const others = operands.filter((other) => other !== condition);
    const accept: Loss["accept"] = (values, accepts) =>
      loss.accept([...values, ...others], (cells) => {
        const isRest = cells.slice(values.length).every((cell) => cell === true);
        return isRest && accepts(cells.slice(0, values.length));
      });
    return [{ ...loss, accept, condition, rows: lost }];
  });
}
