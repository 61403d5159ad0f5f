import { newInts, noInts, withRoom } from "./allocate.js";
import { NumberCodes } from "./number-codes.js";
import { type Dictionary, valueCount } from "./vector.js";

/**
 * Codes in the order of first appearance for the values of one dictionary whose values all differ. They are told apart
 * by their places in it, so that no value is hashed: at a million rows that is a third of a grouping by texts.
 */
export class DistinctCodes {
  /** Place in the dictionary by code. */
  readonly places: number[] = [];
  /** Until so many rows were read that a table of all places pays. */
  private sparse: NumberCodes | undefined = new NumberCodes();
  /** Code + 1 by place; 0 where a value has not come up. */
  private table = noInts;
  private rowsRead = 0;

  constructor(readonly dictionary: Dictionary) {}

  /** Writes the code of each row to `into`; values that come up first get the next ones. */
  add(codes: Int32Array, length: number, into: Int32Array): void {
    this.makeTable(length);
    const { sparse, table, places } = this;
    if (sparse !== undefined) {
      for (let row = 0; row < length; row++) {
        into[row] = sparse.add(codes[row], places.length);
        if (into[row] === places.length) places.push(codes[row]);
      }
      return;
    }
    for (let row = 0; row < length; row++) {
      const place = codes[row];
      if (table[place] === 0) table[place] = places.push(place);
      into[row] = table[place] - 1;
    }
  }

  /** As `add`; -1 for values that have no code. */
  find(codes: Int32Array, length: number, into: Int32Array): void {
    this.makeTable(length);
    const { sparse, table } = this;
    for (let row = 0; row < length; row++) {
      into[row] = sparse === undefined ? table[codes[row]] - 1 : sparse.find(codes[row]);
    }
  }

  /** Of the value at a place; -1 where it has no code. */
  codeOf(place: number): number {
    if (this.sparse !== undefined) return this.sparse.find(place);
    return place < this.table.length ? this.table[place] - 1 : -1;
  }

  private makeTable(length: number): void {
    this.rowsRead += length;
    const size = valueCount(this.dictionary);
    if (this.sparse === undefined) {
      this.table = withRoom(this.table, size, newInts);
      return;
    }
    if (this.rowsRead * 8 < size) return;
    this.sparse = undefined;
    this.table = withRoom(this.table, size, newInts);
    for (let code = 0; code < this.places.length; code++) this.table[this.places[code]] = code + 1;
  }
}
