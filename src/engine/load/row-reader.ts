/** Rows of a source, one after another, as spans of bytes. */
import type { Ticks } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import type { RowCells } from "./cell-scan.js";

/** Where something is in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface RowReader {
  /** Finds the next row; false at the end. Its cells are valid until the next call. */
  next(): boolean;
  readonly cells: RowCells;
  /** What the spans of the cells point into. */
  readonly bytes: Uint8Array;
  /** Names of the slots, by their numbers; grows when rows have new keys. */
  readonly names: readonly string[];
  /** Types that the source itself gives for columns. */
  readonly types: ReadonlyMap<string, KqlType>;
  /** Place of a byte of the row. */
  placeOf(at: number): Place;
}

/** What becomes of mistakes in the data. */
export interface FaultHandler {
  /** Ends the loading. */
  fail(place: Place | undefined, message: string): never;
  /** A row or cell that can be left out if the user has said so; otherwise as `fail`. */
  leaveOut(place: Place, message: string, kind: string): void;
  /** Something worth knowing that stops nothing. */
  note(place: Place | undefined, message: string, kind: string): void;
}

/** A file at its start. */
export interface RowSource {
  readonly reader: RowReader;
  readonly faults: FaultHandler;
  /** Reads datetimes in the form of some language, such as 6/4/2026, which may be June or April; null for others. */
  readonly readLocalTime?: (text: string) => Ticks | null;
}

/** Tells of a key that the row which the reader is on has twice. */
export function tellRepeated(reader: RowReader, faults: FaultHandler): void {
  const slot = reader.cells.repeatedSlot;
  if (slot < 0) return;
  const name = reader.names[slot];
  faults.note(
    reader.placeOf(reader.cells.starts[slot]),
    `the row has \`${name}\` twice; the last value counts`,
    `row with \`${name}\` twice`,
  );
}
