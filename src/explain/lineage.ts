/** From rows back to the source rows that made them. */
import type { Lineage } from "../exec/trace.js";
import { type Flow, lastPlace, type OperatorPlace, type Place, type Stage } from "./flow.js";

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

/** A row of a place that `row` comes from. */
type Visit = (place: Place, origin: number, row: number) => void;

function stepBack(place: Place, rows: Iterable<number>, visit: Visit): void {
  const sorted = [...rows].sort((a, b) => a - b);
  if (place.operator === undefined) {
    const { given } = place;
    if (given !== undefined) for (const row of sorted) visit(given.place, given.rows[row], row);
    for (const stage of place.feeds) for (const row of sorted) visit(lastPlace(stage), row, row);
    return;
  }
  const { before, feeds, operator } = place;
  const inputs = feeds.map(lastPlace);
  let start = 0;
  let next = 0;
  const origin: OriginVisit = {
    stream: (row) => before !== undefined && row >= 0 && visit(before, row, sorted[next]),
    input: (input, row) => inputs[input] !== undefined && row >= 0 && visit(inputs[input], row, sorted[next]),
  };
  for (const { batch, lineage } of operator.emitted) {
    const end = start + batch.length;
    for (; next < sorted.length && sorted[next] < end; next++) {
      if (place.nested !== undefined) origin.input(place.nested, sorted[next]);
      if (isOfPart(place, sorted[next])) eachOrigin(lineage, sorted[next] - start, origin);
    }
    start = end;
  }
}

/**
 * Whether a row of an operator comes from what the operator itself says. Where a sub-query has the rows of a part, its
 * own steps say more, but for rows that it makes of none of them: those are there because the part is.
 */
export function isOfPart(place: OperatorPlace, row: number): boolean {
  const { kind, feeds, nested } = place;
  if (nested === undefined || !isGivenRows(place) || kind === "mv-apply") return true;
  return kind === "partition" && madeOfGiven(feeds[nested])[row] === 0;
}

const madeOf = new WeakMap<Stage, Uint8Array>();

/** For each row of a sub-query, whether it comes from a row that the sub-query was given. */
function madeOfGiven(stage: Stage): Uint8Array {
  let known = madeOf.get(stage);
  if (known === undefined) {
    const marks = new Map<Place, Uint8Array>();
    known = marksOf(lastPlace(stage), marks.set(stage.places[0], ones(stage.places[0].rowsOut)));
    madeOf.set(stage, known);
  }
  return known;
}

const ones = (length: number) => new Uint8Array(length).fill(1);

/** 1 for each row of a place that comes from a row which is marked already. */
function marksOf(place: Place, marks: Map<Place, Uint8Array>): Uint8Array {
  const known = marks.get(place);
  if (known !== undefined) return known;
  const own = new Uint8Array(place.rowsOut);
  marks.set(place, own);
  const before = new Map(placesBefore(place).map((next) => [next, marksOf(next, marks)]));
  stepBack(place, own.keys(), (at, origin, row) => {
    own[row] |= before.get(at)?.[origin] ?? 0;
  });
  return own;
}

function placesBefore(place: Place): Place[] {
  const stream = place.operator === undefined ? place.given?.place : place.before;
  return [...(stream === undefined ? [] : [stream]), ...place.feeds.map(lastPlace)];
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
