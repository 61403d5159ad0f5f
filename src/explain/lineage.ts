/** From rows back to the source rows that made them. */
import type { Lineage } from "../exec/trace.js";
import { type Flow, lastPlace, type OperatorPlace, type Place } from "./flow.js";

/** Rows of places: ordinals among what each place emitted. */
export type RowsByPlace = ReadonlyMap<Place, ReadonlySet<number>>;

/** A row of a source table, by its ordinal in the table. */
export interface SourceRow {
  readonly table: string;
  readonly row: number;
}

/** All rows, at every place before it, that rows of a place come from; the rows themselves included. */
export function backward(place: Place, rows: Iterable<number>): RowsByPlace {
  const found = new Map<Place, Set<number>>();
  const pending = new Map<Place, Set<number>>([[place, new Set(rows)]]);
  while (pending.size > 0) {
    // Later places first, so that each is stepped through once with all its rows.
    const current = [...pending.keys()].reduce((a, b) => (a.index > b.index ? a : b));
    const wanted = pending.get(current) ?? new Set();
    pending.delete(current);
    found.set(current, wanted);
    stepBack(current, wanted, (at, row) => {
      const known = pending.get(at) ?? new Set();
      known.add(row);
      pending.set(at, known);
    });
  }
  return found;
}

/** A row of a place. */
export interface RowOfPlace {
  readonly place: Place;
  readonly row: number;
}

/** The rows of the places right before that one row comes from, each once. */
export function originsOfRow(place: Place, row: number): RowOfPlace[] {
  const found = new Map<string, RowOfPlace>();
  stepBack(place, new Set([row]), (at, origin) => {
    found.set(`${at.index} ${origin}`, { place: at, row: origin });
  });
  return [...found.values()];
}

type Visit = (place: Place, row: number) => void;

function stepBack(place: Place, rows: ReadonlySet<number>, visit: Visit): void {
  if (place.operator === undefined) {
    const { given } = place;
    if (given !== undefined) for (const row of rows) visit(given.place, given.rows[row]);
    for (const stage of place.feeds) for (const row of rows) visit(lastPlace(stage), row);
    return;
  }
  const { before, feeds, operator } = place;
  const inputs = feeds.map(lastPlace);
  const origin: OriginVisit = {
    stream: (row) => before !== undefined && row >= 0 && visit(before, row),
    input: (input, row) => inputs[input] !== undefined && row >= 0 && visit(inputs[input], row),
  };
  const sorted = [...rows].sort((a, b) => a - b);
  let start = 0;
  let next = 0;
  for (const { batch, lineage } of operator.emitted) {
    const end = start + batch.length;
    for (; next < sorted.length && sorted[next] < end; next++) {
      if (place.nested !== undefined) origin.input(place.nested, sorted[next]);
      if (!isByPart(place)) eachOrigin(lineage, sorted[next] - start, origin);
    }
    start = end;
  }
}

/** Whether the sub-query alone says which rows of the stream a row comes from. */
export function isByPart(place: OperatorPlace): boolean {
  return (place.kind === "partition" || place.kind === "invoke") && isGivenRows(place);
}

/** Whether an operator's sub-query has the rows of its stream, and not a table of its own. */
export function isGivenRows({ kind, nested, feeds }: OperatorPlace): boolean {
  return nested !== undefined && (kind === "invoke" || feeds[nested].trace.source.kind === "given");
}

export interface OriginVisit {
  readonly stream: (row: number) => void;
  readonly input: (input: number, row: number) => void;
}

/** Calls back for each row, of the stream or of an input, that an output row comes from. */
export function eachOrigin(lineage: Lineage, row: number, visit: OriginVisit): void {
  switch (lineage.kind) {
    case "rows":
      visit.stream(lineage.rows[row]);
      break;
    case "groups":
      for (let at = lineage.offsets[row]; at < lineage.offsets[row + 1]; at++) visit.stream(lineage.rows[at]);
      break;
    case "pairs":
      visit.stream(lineage.left[row]);
      visit.input(lineage.input, lineage.right[row]);
      break;
    case "input":
      visit.input(lineage.input, lineage.rows[row]);
      break;
    case "none":
      break;
  }
}

/** The source rows among rows of places, by table and row. */
export function sourceRowsIn(rows: RowsByPlace): SourceRow[] {
  const found = new Map<string, SourceRow>();
  for (const [{ source }, ordinals] of rows) {
    if (source?.kind !== "scan") continue;
    for (const ordinal of ordinals) {
      const row = source.rows[ordinal];
      found.set(`${row} ${source.table}`, { table: source.table, row });
    }
  }
  return [...found.values()].sort((a, b) =>
    a.table === b.table ? a.row - b.row : a.table < b.table ? -1 : 1,
  );
}

/** The scans of a table in a flow. */
export function scansOf(flow: Flow, table?: string): readonly Place[] {
  return flow.places.filter(
    ({ source }) => source?.kind === "scan" && (table === undefined || source.table === table),
  );
}
