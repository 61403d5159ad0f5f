/** Steps of a `scan` that no row matches. */
import type { BoundExpression } from "../bind/bound.js";
import { conjunctsOf } from "../exec/expression-traits.js";
import { cellReader } from "../vector/vector.js";
import { conditionSuspects } from "./condition-suspects.js";
import { columnsIn } from "./conditions.js";
import type { OperatorPlace } from "./flow.js";
import type { Loss } from "./loss.js";
import { computed, withFields } from "./rewrite-plan.js";
import { evaluateAt, rowsInto } from "./rows.js";
import { isFollowed, type Search, type Suspect } from "./suspects.js";

type Operator = OperatorPlace["operator"]["operator"];
type Scanning = Operator & { readonly steps: readonly { readonly condition: BoundExpression }[] };

function isScan(operator: Operator): operator is Scanning {
  return operator.kind === "scan" && "steps" in operator;
}

/** Conditions of steps over the row alone; those over the rows matched before depend on the sequence. */
export function stepSuspects(search: Search, place: OperatorPlace): Suspect[] {
  const { operator } = place.operator;
  if (!isScan(operator)) return [];
  const { columns, batch } = rowsInto(place);
  const all = Array.from({ length: batch.length }, (_, row) => row);
  const rows = all.filter((row) => isFollowed(search, place.before, row));
  if (rows.length === 0) return [];
  return operator.steps.flatMap(({ condition: whole }, step) =>
    conjunctsOf(whole).flatMap((condition) => {
      if (columnsIn(condition).some(({ index }) => index >= columns.length)) return [];
      const holds = cellReader(evaluateAt(place, condition));
      if (rows.some((row) => holds(row) === true)) return [];
      const accept: Loss["accept"] = (values, accepts) => {
        const also = computed(
          "bool",
          [whole, ...values],
          (held, ...cells) => held === true || accepts(cells),
        );
        const steps = operator.steps.map((other, at) =>
          at === step ? { ...other, condition: also } : other,
        );
        return { plan: new Map([[operator, withFields(operator, { steps })]]) };
      };
      return conditionSuspects(search, { place, accept, condition, rows, total: rows.length });
    }),
  );
}
