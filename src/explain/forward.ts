/** From source rows forward to what they became, or to where they were lost. */
import type { OperatorTrace } from "../exec/trace.js";
import { type Flow, type GivenRows, lastPlace, type OperatorPlace, type Place, type Stage } from "./flow.js";
import { eachOrigin, isGivenRows, isOfPart, type OriginVisit, type RowsByPlace } from "./lineage.js";

/** For each row that came in, the rows that it went into: those of row r are `rows[offsets[r]]` to `rows[offsets[r + 1] - 1]`. */
interface Successors {
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
}

interface OperatorSuccessors {
  readonly stream: Successors;
  readonly inputs: readonly Successors[];
}

const successorsOf = new WeakMap<OperatorTrace, OperatorSuccessors>();

/** Rows that an operator made of each row that came in. */
function successors(place: OperatorPlace): OperatorSuccessors {
  let known = successorsOf.get(place.operator);
  if (known === undefined) {
    const inputs = place.feeds.map((stage, input) => invert(place, lastPlace(stage).rowsOut, { input }));
    known = { stream: invert(place, place.before?.rowsOut ?? 0, { input: undefined }), inputs };
    successorsOf.set(place.operator, known);
  }
  return known;
}

function invert(
  place: OperatorPlace,
  rowsIn: number,
  { input }: { readonly input: number | undefined },
): Successors {
  return inverted(rowsIn, (link) => eachLink(place, input, link));
}

/** The links of each row, from links in any order. */
function inverted(rowsIn: number, each: (link: (from: number, to: number) => void) => void): Successors {
  const offsets = new Int32Array(rowsIn + 1);
  each((from) => {
    offsets[from + 1]++;
  });
  for (let row = 0; row < rowsIn; row++) offsets[row + 1] += offsets[row];
  const next = offsets.slice(0, rowsIn);
  const rows = new Int32Array(offsets[rowsIn]);
  each((from, to) => {
    rows[next[from]++] = to;
  });
  return { offsets, rows };
}

const givenSuccessors = new WeakMap<GivenRows, Successors>();

/** Rows of a nested pipeline's source that each row given to it became. */
function successorsOfGiven(given: GivenRows): Successors {
  let known = givenSuccessors.get(given);
  if (known === undefined) {
    known = inverted(given.place.rowsOut, (link) => {
      given.rows.forEach((from, to) => {
        link(from, to);
      });
    });
    givenSuccessors.set(given, known);
  }
  return known;
}

/** Calls back for each pair of a row of the stream (or of an input) and a row that it went into. */
function eachLink(
  place: OperatorPlace,
  wanted: number | undefined,
  link: (from: number, to: number) => void,
): void {
  const { operator } = place;
  if (wanted !== undefined && wanted === place.nested) {
    for (let row = 0; row < operator.rowsOut; row++) link(row, row);
    return;
  }
  let to = 0;
  const visit: OriginVisit = {
    stream: (row) => wanted === undefined && row >= 0 && link(row, to),
    input: (input, row) => input === wanted && row >= 0 && link(row, to),
  };
  for (const { batch, lineage } of operator.emitted) {
    for (let row = 0; row < batch.length; row++, to++) {
      if (isOfPart(place, to)) eachOrigin(lineage, row, visit);
    }
  }
}

/**
 * What became of the rows that a place emitted. `place[row]` is the index of the furthest place where something of the
 * row was lost, and `at[row]` the row of that place's stream (or input) that was lost; `reached` for rows that are in
 * the result, `at[row]` then being a row of the result.
 */
export interface Fates {
  readonly place: Int32Array;
  readonly at: Int32Array;
  /** Input by which the lost row came to its last place; -1: by the stream. */
  readonly input: Int32Array;
}

/** Stands for the result among indexes of places. */
export const reached = 0x7fffffff;

/** Fates of the rows of every place, worked out from the result backwards. */
export function fatesOf(flow: Flow): ReadonlyMap<Place, Fates> {
  const fates = new Map<Place, Fates>();
  for (let at = flow.places.length - 1; at >= 0; at--) {
    const place = flow.places[at];
    const own = emptyFates(place.rowsOut);
    for (const { to, input } of nextPlaces(place, flow)) passOn(place, to, input, own, fates);
    if (place === lastPlace(flow.result)) {
      for (let row = 0; row < own.place.length; row++) {
        own.place[row] = reached;
        own.at[row] = row;
      }
    }
    fates.set(place, own);
  }
  return fates;
}

function emptyFates(length: number): Fates {
  return {
    place: new Int32Array(length).fill(-1),
    at: new Int32Array(length).fill(-1),
    input: new Int32Array(length).fill(-1),
  };
}

interface Hop {
  readonly to: Place;
  /** Undefined: by the stream. */
  readonly input: number | undefined;
}

/** Where the rows of a place go. */
export function nextPlaces(place: Place, flow: Flow): readonly Hop[] {
  const { stage } = place;
  const given = place.givenTo.map((to) => ({ to, input: undefined }));
  if (place !== lastPlace(stage)) {
    return [...given, { to: stage.places[stage.places.indexOf(place) + 1], input: undefined }];
  }
  return stage === flow.result
    ? []
    : stage.readers.map((reader) => ({ to: reader.place, input: reader.input }));
}

function passOn(
  place: Place,
  to: Place,
  input: number | undefined,
  own: Fates,
  fates: ReadonlyMap<Place, Fates>,
): void {
  const later = fates.get(to);
  if (later === undefined) return;
  const links = linksInto(to, input);
  // What a sub-query has of the row says where it was lost.
  const isTold = to.operator !== undefined && input === undefined && isGivenRows(to);
  for (let row = 0; row < place.rowsOut; row++) {
    let isPassed = false;
    if (links === undefined) {
      isPassed = true;
      better(own, row, later.place[row], later.at[row], later.input[row]);
    } else {
      for (let link = links.offsets[row]; link < links.offsets[row + 1]; link++) {
        const next = links.rows[link];
        isPassed = true;
        better(own, row, later.place[next], later.at[next], later.input[next]);
      }
    }
    if (!isPassed && !isTold) better(own, row, to.index, row, input ?? -1);
  }
}

/** Undefined: each row stays what it is. */
function linksInto(place: Place, input: number | undefined): Successors | undefined {
  if (place.operator === undefined) {
    return place.given === undefined ? undefined : successorsOfGiven(place.given);
  }
  const { stream, inputs } = successors(place);
  return input === undefined ? stream : inputs[input];
}

function better(fates: Fates, row: number, place: number, at: number, input: number): void {
  if (place <= fates.place[row]) return;
  fates.place[row] = place;
  fates.at[row] = at;
  fates.input[row] = input;
}

/** All rows, at every place behind it, that come from rows of a place; the rows themselves included. */
export function forward(flow: Flow, place: Place, rows: Iterable<number>): RowsByPlace {
  const found = new Map<Place, Set<number>>([[place, new Set(rows)]]);
  for (let at = place.index; at < flow.places.length; at++) {
    const current = flow.places[at];
    const wanted = found.get(current);
    if (wanted === undefined) continue;
    for (const { to, input } of nextPlaces(current, flow)) {
      const target = found.get(to) ?? new Set<number>();
      const next = linksInto(to, input);
      if (next === undefined) for (const row of wanted) target.add(row);
      else {
        const { offsets, rows: links } = next;
        for (const row of wanted) {
          for (let link = offsets[row]; link < offsets[row + 1]; link++) target.add(links[link]);
        }
      }
      if (target.size > 0) found.set(to, target);
    }
  }
  return found;
}

/** Rows of the result that rows of places went into. */
export function resultRowsIn(rows: RowsByPlace, { result }: { readonly result: Stage }): number[] {
  return [...(rows.get(lastPlace(result)) ?? [])].sort((a, b) => a - b);
}

/** The rows that a row of a place's stream (or of an input) went into. */
export function nextRows(place: Place, input: number | undefined, row: number): Int32Array {
  const links = linksInto(place, input);
  if (links === undefined) return Int32Array.of(row);
  const { offsets, rows } = links;
  return rows.subarray(offsets[row], offsets[row + 1]);
}
