/** The group of a `summarize` that a row further on stands for. */
import type { BoundExpression } from "../bind/bound.js";
import type { AggregateUse } from "../rules/plan/column-origin.js";
import { type Aggregating, hasAggregates } from "../rules/plan/operator-shapes.js";
import { columnsIn } from "./conditions.js";
import type { OperatorPlace } from "./flow.js";
import { backward } from "./lineage.js";
import { makingOf } from "./made-of.js";
import type { NearRow } from "./near-rows.js";
import { columnsAt, type Search } from "./suspects.js";

/** A group of a `summarize`, by its row of the operator's output. */
export interface Group {
  readonly place: OperatorPlace;
  readonly operator: Aggregating;
  readonly row: number;
}

/** A column that an aggregate made. */
export interface AggregatedColumn {
  readonly name: string;
  readonly use: AggregateUse;
}

/** Most steps from a column to the aggregate that it is made of. */
const mostSteps = 8;

/** The aggregates that an expression reads, in one row; also by what other steps made of them: `array_length(set_x)`. */
export function aggregatesBehind(
  search: Search,
  place: OperatorPlace,
  expression: BoundExpression,
  row: number,
  steps = mostSteps,
): AggregatedColumn[] {
  const columns = columnsAt(search.subject, place);
  return columnsIn(expression).flatMap((column): AggregatedColumn[] => {
    const use = columns[column.index]?.aggregate;
    if (use !== undefined) return [{ name: column.name, use }];
    const making = makingOf(place, column, [row]);
    const [origin] = making.rows;
    if (steps === 0 || making.kind === "place" || making.expression === column || origin === undefined)
      return [];
    return aggregatesBehind(search, making.place, making.expression, origin, steps - 1);
  });
}

/** The group behind a row of a `where` on aggregates. */
export function groupOf(search: Search, { place, row, failed }: NearRow): Group | undefined {
  const [aggregated] = failed.flatMap(({ condition }) => aggregatesBehind(search, place, condition, row));
  const use = aggregated?.use;
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
