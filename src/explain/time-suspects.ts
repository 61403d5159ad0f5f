/** Conditions on how two times of a row lie to each other, and later events that hide an earlier one. */
import type { BoundExpression } from "../bind/bound.js";
import { hasAggregates } from "../rules/plan/operator-shapes.js";
import { acceptAlso } from "./changed-where.js";
import { columnsIn, type TypedCell } from "./conditions.js";
import type { OperatorPlace } from "./flow.js";
import { backward, type SourceRow, sourceRowsIn } from "./lineage.js";
import { makingOf } from "./made-of.js";
import { acceptRow, type NearRow } from "./near-rows.js";
import { measureOf } from "./order-suspects.js";
import { absentSuspects } from "./pair-suspects.js";
import { readerAt } from "./rows.js";
import { cellsOfRow, columnsAt, concerned, labelOf, type Search, type Suspect } from "./suspects.js";

/** Two times of a row, or more, where an expression reads them: at a place or before it. */
interface RelatedTimes {
  readonly place: OperatorPlace;
  readonly row: number;
  readonly columns: readonly TimeColumn[];
}

type TimeColumn = ReturnType<typeof columnsIn>[number];

/** Most steps from a column to the times that it is the difference of. */
const mostSteps = 4;

/** The times of a row that a condition puts together; also by what a column before was made of: `d = end - start`. */
export function relatedTimes(
  place: OperatorPlace,
  condition: BoundExpression,
  row: number,
  steps = mostSteps,
): RelatedTimes | undefined {
  const read = columnsIn(condition);
  const columns = read.filter(({ type }) => type === "datetime");
  if (columns.length >= 2) return { place, row, columns };
  const [only, ...others] = read;
  if (steps === 0 || only === undefined || others.length > 0) return undefined;
  const making = makingOf(place, only, [row]);
  const [origin] = making.rows;
  if (making.kind === "place" || making.expression === only || origin === undefined) return undefined;
  return relatedTimes(making.place, making.expression, origin, steps - 1);
}

/** Two times of a row that a condition puts together: too far apart, or one hidden by a later event. */
export function timeSuspects(search: Search, near: NearRow): Suspect[] {
  const { place } = near;
  const [first] = near.failed;
  const related = relatedTimes(place, first.condition, near.row);
  if (related === undefined) return [];
  const absent = absentTimes(search, near);
  if (absent.length > 0) return absent;
  const facts = {
    place: place.index,
    span: first.test.span,
    label: labelOf(search.subject, place, near.row).filter(({ type }) => type !== "datetime"),
    times: cellsOfRow(
      related.place,
      related.columns.map(({ index }) => index),
      related.row,
    ),
    failed: first.test,
    rows: concerned(place.before, [near.row], place.operator.rowsIn),
  };
  return [
    {
      finding: { kind: "time-apart", ...facts, distance: Math.min(0.9, 0.15 + 0.5 * near.gap) },
      change: acceptRow(near),
      check: { kind: "dropped-condition" },
    },
    ...hidingEvents(search, related).map(
      ({ column, dropped, hidden, rows }): Suspect => ({
        finding: {
          kind: "later-event",
          ...facts,
          column,
          table: dropped[0].table,
          hiding: dropped,
          hidden,
          distance: 0.1 + 0.01 * dropped.length,
        },
        change: { dropped: rows },
        check: { kind: "without-rows", rows: dropped },
      }),
    ),
  ];
}

/** Times that are not there at all. */
function absentTimes(search: Search, { place, row, failed: [first] }: NearRow): Suspect[] {
  const { ordinal: conjunct, condition } = first;
  return absentSuspects(search, {
    place,
    condition,
    accept: (values, accepts) => acceptAlso(place, [{ conjunct, values, accepts }]),
    rows: [row],
    total: place.operator.rowsIn,
  });
}

/** Events taken away, and what comes forth without them. */
export interface Hiding {
  /** The aggregated column. */
  readonly column: string;
  readonly dropped: readonly (SourceRow & { readonly time: TypedCell })[];
  /** The time that comes forth without them. */
  readonly hidden: TypedCell | undefined;
  readonly rows: ReadonlyMap<string, ReadonlySet<number>>;
}

const extremes: ReadonlyMap<string, number> = new Map([
  ["max", -1],
  ["arg_max", -1],
  ["maxif", -1],
  ["min", 1],
  ["arg_min", 1],
  ["minif", 1],
]);

/** Most events that are taken away to see what is behind them. */
const maxHiding = 3;

/** For each aggregated time of the condition, the events that it stands for, one, two and three taken away. */
function hidingEvents(search: Search, { place, row, columns }: RelatedTimes): Hiding[] {
  const known = columnsAt(search.subject, place);
  return columns.flatMap((column): Hiding[] => {
    const use = known[column.index]?.aggregate;
    const direction = use === undefined ? undefined : extremes.get(use.name);
    if (use === undefined || direction === undefined || place.before === undefined) return [];
    for (const [at, rows] of backward(place.before, [row])) {
      if (at.operator?.operator !== use.operator || at.operator === undefined) continue;
      const events = eventsOf(at, [...rows], use.name, direction);
      const counts = Array.from({ length: Math.min(maxHiding, events.length - 1) }, (_, count) => count + 1);
      return counts.flatMap((count) => withoutEvents(column.name, events, count));
    }
    return [];
  });
}

interface Event {
  readonly time: TypedCell;
  /** Of another argument of the aggregate. */
  readonly value: TypedCell | undefined;
  readonly sources: readonly SourceRow[];
}

/** The rows that an aggregate chose from, the one it chose first. */
export function eventsOf(
  place: OperatorPlace,
  groups: readonly number[],
  name: string,
  direction: number,
  valueAt = 0,
): Event[] {
  const { operator } = place.operator;
  const { before } = place;
  if (!hasAggregates(operator) || before === undefined) return [];
  const args = operator.aggregates.aggregates.find((aggregate) => aggregate.name === name)?.args ?? [];
  const [argument] = args;
  if (argument === undefined) return [];
  const valueArgument = args[valueAt];
  const rows = [...(backward(place, groups).get(before) ?? [])];
  const read = readerAt(place, argument, rows);
  const readValue = valueArgument === undefined ? undefined : readerAt(place, valueArgument, rows);
  return rows
    .map((row, at) => ({ row, at, cell: read(at), measure: measureOf(read(at)) ?? 0 }))
    .sort((a, b) => direction * (a.measure - b.measure))
    .slice(0, maxHiding + 1)
    .map(({ row, at, cell }) => ({
      time: { cell, type: argument.type },
      value:
        readValue === undefined || valueArgument === undefined
          ? undefined
          : { cell: readValue(at), type: valueArgument.type },
      sources: sourceRowsIn(backward(before, [row])),
    }));
}

/** What comes forth when the first `count` events of a group are taken away; none when there are no events. */
export function withoutEvents(column: string, events: readonly Event[], count: number): Hiding[] {
  const dropped = events
    .slice(0, count)
    .flatMap(({ time, sources }) => sources.map((source) => ({ ...source, time })));
  const rows = new Map<string, Set<number>>();
  for (const { table, row } of dropped) rows.set(table, (rows.get(table) ?? new Set()).add(row));
  return dropped.length === 0 ? [] : [{ column, dropped, hidden: events[count]?.time, rows }];
}
