/** Rows that an aggregate of a group left out. */
import type { BoundExpression } from "../bind/bound.js";
import { conjunctsOf } from "../exec/expression-traits.js";
import type { Aggregating } from "../rules/plan/operator-shapes.js";
import { conditionSuspects } from "./condition-suspects.js";
import { columnsIn } from "./conditions.js";
import { aggregatesBehind, type Group, inputRows } from "./group.js";
import type { Loss } from "./loss.js";
import type { NearRow } from "./near-rows.js";
import { computed, withFields } from "./rewrite-plan.js";
import { readerAt } from "./rows.js";
import type { Search, Suspect } from "./suspects.js";

/** Rows of the group that `countif` and the like left out for a text that is nearly the one they ask for. */
export function countedSuspects(search: Search, { place, operator, row }: Group, near: NearRow): Suspect[] {
  const used = columnsUsed(search, operator, near);
  const rows = inputRows(place, [row]);
  let column = 0;
  return operator.aggregates.aggregates.flatMap(({ columns, predicate }, at): Suspect[] => {
    const isUsed = columns.map(() => used.has(column++)).includes(true);
    if (!isUsed || predicate === undefined) return [];
    const holds = readerAt(place, predicate, rows);
    const lost = rows.filter((_, index) => holds(index) !== true);
    if (lost.length === 0) return [];
    const accept = acceptsBeside(operator, at, predicate);
    const loss: Loss = { place, accept, condition: predicate, rows: lost, total: rows.length };
    return conjunctsOf(predicate)
      .flatMap((condition) => conditionSuspects(search, { ...loss, condition }))
      .flatMap((suspect) => tellingSuspect(suspect, loss));
  });
}

/** Columns made by aggregates that the failed tests read. */
function columnsUsed(search: Search, { aggregates }: Aggregating, near: NearRow): ReadonlySet<number> {
  const read = near.failed.flatMap(({ subject }) => aggregatesBehind(search, near.place, subject, near.row));
  const names = new Set(read.map(({ name }) => name));
  return new Set(
    aggregates.outputs
      .filter(({ column }) => names.has(column.name))
      .flatMap(({ expression }) => columnsIn(expression).map(({ index }) => index)),
  );
}

/** The `summarize` whose aggregate of an ordinal also counts rows with some values. */
function acceptsBeside(operator: Aggregating, at: number, predicate: BoundExpression): Loss["accept"] {
  return (values, accepts) => {
    const also = computed(
      "bool",
      [predicate, ...values],
      (held, ...cells) => held === true || accepts(cells),
    );
    const aggregates = operator.aggregates.aggregates.map((other, index) =>
      index === at ? { ...other, predicate: also } : other,
    );
    const list = { ...operator.aggregates, aggregates };
    return { plan: new Map([[operator, withFields(operator, { aggregates: list })]]) };
  };
}

/** What no row of the group has is told after the count itself; what is no text is not told. */
function tellingSuspect(suspect: Suspect, { rows, total }: Loss): Suspect[] {
  const { finding } = suspect;
  if (finding.kind === "text-differs") return [suspect];
  return finding.kind === "literal-absent" && rows.length === total
    ? [{ ...suspect, finding: { ...finding, distance: Math.max(finding.distance, 0.75) } }]
    : [];
}
