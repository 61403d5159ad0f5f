/** From a cell of the result back to the cells of the source tables that it was made of. */
import type { BoundExpression } from "../bind/bound.js";
import { hasAggregates, hasLayout, isJoin, partsOfOperator } from "../rules/plan/operator-shapes.js";
import type { Cell } from "../types/value.js";
import { cellReader } from "../vector/vector.js";
import { columnsIn, type TypedCell } from "./conditions.js";
import { type Flow, lastPlace, type OperatorPlace, type Place } from "./flow.js";
import { originsOfRow, type RowOfPlace, type SourceRow } from "./lineage.js";
import { measureOf } from "./order-suspects.js";
import { readerAt, rowsInto, rowsOutOf } from "./rows.js";

export interface SourceCell extends SourceRow {
  readonly column: string;
  readonly value: TypedCell;
}

export interface CellOrigins {
  readonly cells: readonly SourceCell[];
  /** Rows that were counted, whatever they hold. */
  readonly counted: readonly SourceRow[];
}

interface CellOfPlace {
  readonly place: Place;
  /** Undefined: the row as a whole, as `count()` reads it. */
  readonly column: number | undefined;
  readonly row: number;
}

/** The source cells behind a cell of the result. Rows and columns are ordinals. */
export function cellOrigins({ result }: Flow, row: number, column: number): CellOrigins {
  const cells = new Map<string, SourceCell>();
  const counted = new Map<string, SourceRow>();
  const seen = new Set<string>();
  const pending: CellOfPlace[] = [{ place: lastPlace(result), row, column }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const key = `${next.place.index} ${next.row} ${next.column ?? ""}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const { source } = next.place;
    if (source?.kind !== "scan") pending.push(...cellsBehind(next));
    else if (next.column === undefined) {
      const at = source.rows[next.row];
      counted.set(`${at} ${source.table}`, { table: source.table, row: at });
    } else {
      const cell = sourceCell(next.place, source, next.row, next.column);
      cells.set(`${cell.row} ${cell.column} ${cell.table}`, cell);
    }
  }
  return { cells: [...cells.values()].sort(inOrder), counted: [...counted.values()].sort(inOrder) };
}

function inOrder(a: SourceRow, b: SourceRow): number {
  return a.table === b.table ? a.row - b.row : a.table < b.table ? -1 : 1;
}

function sourceCell(
  place: Place,
  source: { readonly table: string; readonly rows: Int32Array },
  row: number,
  column: number,
): SourceCell {
  const { columns, batch } = rowsOutOf(place);
  const { name, type } = columns[column];
  const cell = cellReader(batch.column(column))(row);
  return { table: source.table, row: source.rows[row], column: name, value: { cell, type } };
}

function reads(expression: BoundExpression, rows: readonly RowOfPlace[]): CellOfPlace[] {
  // What `scan` keeps of earlier rows stands behind the columns of the row.
  return rows.flatMap((origin) => {
    const count = rowsOutOf(origin.place).columns.length;
    return columnsIn(expression).flatMap(({ index }) => (index < count ? { ...origin, column: index } : []));
  });
}

/** The cells, one place back, that a cell was made of. */
function cellsBehind({ place, row, column }: CellOfPlace): CellOfPlace[] {
  const behind = originsOfRow(place, row);
  if (column === undefined) return behind.map((origin) => ({ ...origin, column: undefined }));
  if (place.operator === undefined) {
    const same = behind.flatMap((origin) => namedAlike(origin, place, column) ?? []);
    if (same.length > 0 || place.given === undefined) return same;
    const { expressions } = partsOfOperator(place.given.operator.operator);
    return expressions.flatMap((expression) => reads(expression, behind));
  }
  const { operator } = place.operator;
  const stream = behind.filter((origin) => origin.place === place.before);
  if (hasLayout(operator)) {
    const index = operator.layout.indexes[column];
    const count = operator.layout.inputColumns.length;
    return index < count
      ? stream.map((origin) => ({ ...origin, column: index }))
      : reads(operator.layout.computed[index - count].expression, stream);
  }
  if (hasAggregates(operator)) {
    const key = operator.keys[column];
    return key === undefined ? aggregated(place, column, stream) : reads(key.expression, stream);
  }
  const handedOn = behind.flatMap((origin) => namedAlike(origin, place, column) ?? []);
  if (isJoin(operator)) {
    const added = operator.added[column - rowsInto(place).columns.length];
    const right = place.feeds[operator.right];
    if (added === undefined || right === undefined) return handedOn;
    const last = lastPlace(right);
    return behind.filter((origin) => origin.place === last).map((origin) => ({ ...origin, column: added }));
  }
  if (handedOn.length > 0) return handedOn;
  return partsOfOperator(operator).expressions.flatMap((expression) => reads(expression, stream));
}

/** The column that is the very same one before, else that of the same name. */
function namedAlike(origin: RowOfPlace, place: Place, column: number): CellOfPlace | undefined {
  const { columns } = rowsOutOf(origin.place);
  const wanted = rowsOutOf(place).columns[column];
  const same = columns.indexOf(wanted);
  const found = same === -1 ? columns.findIndex(({ name }) => name === wanted.name) : same;
  return found === -1 ? undefined : { ...origin, column: found };
}

/** What an aggregate read: of `max` and `arg_max` only the rows that it took. */
function aggregated(place: OperatorPlace, column: number, rows: readonly RowOfPlace[]): CellOfPlace[] {
  const { operator } = place.operator;
  if (!hasAggregates(operator)) return [];
  const { aggregates, outputs } = operator.aggregates;
  const wanted = outputs[column - operator.keys.length]?.expression;
  const owners = aggregates.flatMap((aggregate) =>
    aggregate.columns.map((_, at) => ({ aggregate, at: aggregate.columns.length > 1 ? at : undefined })),
  );
  return (wanted === undefined ? [] : columnsIn(wanted)).flatMap(({ index }): CellOfPlace[] => {
    const owner = owners[index];
    if (owner === undefined) return [];
    const { aggregate, at } = owner;
    const { predicate, args, name } = aggregate;
    const counts = predicate === undefined ? rows : passing(place, predicate, rows);
    const chosen =
      takesOne.has(name) && args[0] !== undefined ? extreme(place, args[0], name, counts) : counts;
    const read = at === undefined ? args : args.slice(at, at + 1);
    const columns = [...(predicate === undefined ? [] : [predicate]), ...read].flatMap((part) =>
      columnsIn(part).map((found) => found.index),
    );
    if (columns.length === 0) return chosen.map((origin) => ({ ...origin, column: undefined }));
    return chosen.flatMap((origin) => columns.map((found) => ({ ...origin, column: found })));
  });
}

const takesOne = new Set(["max", "min", "arg_max", "arg_min", "maxif", "minif"]);

function cellsAt(place: OperatorPlace, expression: BoundExpression, rows: readonly RowOfPlace[]): Cell[] {
  const read = readerAt(
    place,
    expression,
    rows.map(({ row }) => row),
  );
  return rows.map((_, at) => read(at));
}

function passing(
  place: OperatorPlace,
  predicate: BoundExpression,
  rows: readonly RowOfPlace[],
): readonly RowOfPlace[] {
  const holds = cellsAt(place, predicate, rows);
  return rows.filter((_, at) => holds[at] === true);
}

function extreme(
  place: OperatorPlace,
  argument: BoundExpression,
  name: string,
  rows: readonly RowOfPlace[],
): readonly RowOfPlace[] {
  const sign = name.includes("max") ? 1 : -1;
  const measures = cellsAt(place, argument, rows).map(measureOf);
  let best: number | undefined;
  for (const measure of measures) {
    if (measure !== undefined && (best === undefined || sign * measure > sign * best)) best = measure;
  }
  return best === undefined ? rows : rows.filter((_, at) => measures[at] === best);
}
