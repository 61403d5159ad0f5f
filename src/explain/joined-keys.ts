/** The two sides of a join by their keys. */
import type { BoundExpression } from "../bind/bound.js";
import type { Joining } from "../rules/plan/operator-shapes.js";
import type { Cell } from "../types/value.js";
import type { Batch } from "../vector/batch.js";
import { cellReader } from "../vector/vector.js";
import { textOfCell } from "./conditions.js";
import type { OperatorPlace, Place } from "./flow.js";
import { computed, withFields } from "./rewrite-plan.js";
import { evaluateAt } from "./rows.js";
import type { Change } from "./subject.js";
import type { Search } from "./suspects.js";

/** One key of one side, with the rows that have it. */
export interface KeyRows {
  readonly cells: readonly Cell[];
  readonly texts: readonly string[];
  readonly rows: number[];
}

export interface Side {
  readonly name: "left" | "right";
  /** Emits the side's rows. */
  readonly place: Place | undefined;
  readonly expressions: readonly BoundExpression[];
  readonly keys: ReadonlyMap<string, KeyRows>;
}

export interface Joined {
  readonly search: Search;
  readonly place: OperatorPlace;
  readonly operator: Joining;
  readonly left: Side;
  readonly right: Side;
}

/** Most rows of a side, and most keys, that are compared. */
const maxRows = 200_000;
export const maxKeys = 300;

export function sideOf(
  name: Side["name"],
  place: Place,
  batch: Batch,
  expressions: readonly BoundExpression[],
  join: OperatorPlace,
): Side {
  const keys = new Map<string, KeyRows>();
  const readers = expressions.map((expression) => cellReader(evaluateAt(join, expression, batch)));
  for (let row = 0; row < Math.min(batch.length, maxRows); row++) {
    const cells = readers.map((read) => read(row));
    const texts = cells.map((cell, at) => textOfCell({ cell, type: expressions[at].type }));
    const key = keyText(texts);
    const known = keys.get(key);
    if (known !== undefined) known.rows.push(row);
    else keys.set(key, { cells, texts, rows: [row] });
  }
  return { name, place, expressions, keys };
}

export function keyText(texts: readonly string[]): string {
  return JSON.stringify(texts);
}
/** The join with some keys of the left side taken for others. */
export function substituteKeys(
  { operator }: Joined,
  at: number,
  pairs: readonly (readonly [from: string, to: Cell])[],
): Change {
  const substitutes = new Map(pairs);
  const keys = operator.keys.left.map((expression, part) =>
    part === at
      ? computed(expression.type, [expression], (cell) => {
          const to = substitutes.get(textOfCell({ cell, type: expression.type }));
          return to === undefined ? cell : to;
        })
      : expression,
  );
  return {
    plan: new Map([[operator, withFields(operator, { keys: { ...operator.keys, left: keys } })]]),
  };
}
