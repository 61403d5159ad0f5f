/** Changes to a `where`: rows that it lets through besides. */
import type { BoundExpression } from "../bind/bound.js";
import { isWhere } from "../rules/plan/operator-shapes.js";
import type { Cell } from "../types/value.js";
import type { OperatorPlace } from "./flow.js";
import { computed, withFields } from "./rewrite-plan.js";
import type { Change } from "./subject.js";

export interface Acceptance {
  /** Ordinal of the condition. */
  readonly conjunct: number;
  /** Values of the row that decide; then whether they do. */
  readonly values: readonly BoundExpression[];
  readonly accepts: (cells: readonly Cell[]) => boolean;
}

/** The `where` with conditions that also hold for some other values. */
export function acceptAlso(place: OperatorPlace, acceptances: readonly Acceptance[]): Change {
  const { operator } = place.operator;
  if (!isWhere(operator)) return {};
  const conjuncts = [...operator.conjuncts];
  for (const { conjunct, values, accepts } of acceptances) {
    const condition = conjuncts[conjunct];
    conjuncts[conjunct] = computed("bool", [condition, ...values], (holds, ...cells) =>
      holds === true ? true : accepts(cells),
    );
  }
  return { plan: new Map([[operator, withFields(operator, { conjuncts })]]) };
}
