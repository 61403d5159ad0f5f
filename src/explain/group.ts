/** The group of a `summarize` that a row further on stands for. */
import { type Aggregating, hasAggregates } from "../rules/plan/operator-shapes.js";
import { columnsIn } from "./conditions.js";
import type { OperatorPlace } from "./flow.js";
import { backward } from "./lineage.js";
import type { NearRow } from "./near-rows.js";
import { columnsAt, type Search } from "./suspects.js";

/** A group of a `summarize`, by its row of the operator's output. */
export interface Group {
  readonly place: OperatorPlace;
  readonly operator: Aggregating;
  readonly row: number;
}

/** The group behind a row of a `where` on aggregates. */
export function groupOf(
  { subject }: Search,
  place: OperatorPlace,
  { row, failed }: NearRow,
): Group | undefined {
  const columns = columnsAt(subject, place);
  const use = failed
    .flatMap(({ condition }) => columnsIn(condition))
    .map(({ index }) => columns[index]?.aggregate)
    .find((aggregate) => aggregate !== undefined);
  if (use === undefined || !hasAggregates(use.operator) || place.before === undefined) return undefined;
  for (const [at, rows] of backward(place.before, [row])) {
    if (at.operator === undefined || at.operator.operator !== use.operator) continue;
    const [first] = rows;
    return first === undefined ? undefined : { place: at, operator: use.operator, row: first };
  }
  return undefined;
}

/** Rows that a place's rows were made of. */
export function inputRows(place: OperatorPlace, rows: readonly number[]): number[] {
  if (place.before === undefined) return [];
  return [...(backward(place, rows).get(place.before) ?? [])];
}
