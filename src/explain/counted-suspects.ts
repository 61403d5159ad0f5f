/** Rows that an aggregate of a group left out. */
import { conjunctsOf } from "../exec/expression-traits.js";
import { hasAggregates } from "../rules/plan/visit-plan.js";
import { cellReader } from "../vector/vector.js";
import { conditionSuspects } from "./condition-suspects.js";
import { columnsIn } from "./conditions.js";
import { type Group, inputRows } from "./group.js";
import type { NearRow } from "./near-rows.js";
import { computed, withFields } from "./rewrite-plan.js";
import { evaluateAt, rowsInto } from "./rows.js";
import type { Search, Suspect } from "./suspects.js";
import type { Loss } from "./text-suspects.js";

/** Rows of the group that `countif` and the like left out for a text that is nearly the one they ask for. */
export function countedSuspects(search: Search, { place, row }: Group, near: NearRow): Suspect[] {
  const { operator } = place.operator;
  if (!hasAggregates(operator)) return [];
  const { aggregates, outputs } = operator.aggregates;
  const names = new Set(near.failed.flatMap(({ subject }) => columnsIn(subject).map(({ name }) => name)));
  const used = new Set(
    outputs
      .filter(({ column }) => names.has(column.name))
      .flatMap(({ expression }) => columnsIn(expression).map(({ index }) => index)),
  );
  const rows = inputRows(place, [row]);
  let column = 0;
  return aggregates.flatMap((aggregate, at): Suspect[] => {
    const isUsed = aggregate.columns.map(() => used.has(column++)).includes(true);
    const { predicate } = aggregate;
    if (!isUsed || predicate === undefined) return [];
    const batch = rowsInto(place).batch.select(Int32Array.from(rows));
    const holds = cellReader(evaluateAt(place, predicate, batch));
    const lost = rows.filter((_, index) => holds(index) !== true);
    if (lost.length === 0) return [];
    const accept: Loss["accept"] = (values, accepts) => {
      const also = computed(
        "bool",
        [predicate, ...values],
        (held, ...cells) => held === true || accepts(cells),
      );
      const changed = aggregates.map((other, index) =>
        index === at ? { ...other, predicate: also } : other,
      );
      const list = { ...operator.aggregates, aggregates: changed };
      return { plan: new Map([[operator, withFields(operator, { aggregates: list })]]) };
    };
    const loss: Loss = { place, accept, condition: predicate, rows: lost, total: rows.length };
    return conjunctsOf(predicate)
      .flatMap((condition) => conditionSuspects(search, { ...loss, condition }))
      .flatMap((suspect): Suspect[] => {
        const { finding } = suspect;
        if (finding.kind === "text-differs") return [suspect];
        // What no row of the group has is told after the count itself.
        return finding.kind === "literal-absent" && lost.length === rows.length
          ? [{ ...suspect, finding: { ...finding, distance: Math.max(finding.distance, 0.75) } }]
          : [];
      });
  });
}
