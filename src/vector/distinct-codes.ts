import { newInts, noInts, withRoom } from "./allocate.js";
import { NumberCodes } from "./number-codes.js";
import { type Dictionary, valueCount } from "./vector.js";

/**
 * Values to a row read up to which a table of all of them pays: what it costs to have its memory, against a hash a row
 * (measured on 300,000 values: 0.7 against 25 nanoseconds).
 */
const valuesPerRow = 32;

/**
 * Codes in the order of first appearance for the values of one dictionary whose values all differ. They are told apart
 * by their places in it, so that no value is hashed: at a million rows that is a third of a grouping by texts.
 */
export class DistinctCodes {
  count = 0;
  /** Place in the dictionary by code. */
  places = noInts;
  private sparse: NumberCodes | undefined = new NumberCodes();
  /** Code + 1 by place; 0 where a value has not come up. */
  private table = noInts;
  private rowsRead = 0;

  constructor(readonly dictionary: Dictionary) {}

  get heldBytes(): number {
    return (this.table.length + this.places.length) * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Writes the code of each row to `into`; values that come up first get the next ones. */
  add(codes: Int32Array, length: number, into: Int32Array): void {
    this.makeTable(length);
    this.places = withRoom(this.places, Math.min(this.count + length, valueCount(this.dictionary)), newInts);
    const { sparse, table, places } = this;
    let { count } = this;
    if (sparse !== undefined) {
      for (let row = 0; row < length; row++) {
        into[row] = sparse.add(codes[row], count);
        if (into[row] === count) places[count++] = codes[row];
      }
    } else {
      for (let row = 0; row < length; row++) {
        const place = codes[row];
        if (table[place] === 0) {
          places[count++] = place;
          table[place] = count;
        }
        into[row] = table[place] - 1;
      }
    }
    this.count = count;
  }

  /** As `add`; -1 for values that have no code, and for those of no place. */
  find(codes: Int32Array, length: number, into: Int32Array): void {
    this.makeTable(length);
    const { sparse, table } = this;
    for (let row = 0; row < length; row++) {
      const place = codes[row];
      into[row] = place < 0 ? -1 : sparse === undefined ? table[place] - 1 : sparse.find(place);
    }
  }

  /** Of the value at a place; -1 where it has no code. */
  codeOf(place: number): number {
    if (this.sparse !== undefined) return this.sparse.find(place);
    return place >= 0 && place < this.table.length ? this.table[place] - 1 : -1;
  }

  private makeTable(length: number): void {
    this.rowsRead += length;
    const size = valueCount(this.dictionary);
    const { sparse } = this;
    if (sparse !== undefined && this.rowsRead * valuesPerRow < size) return;
    this.table = withRoom(this.table, size, newInts);
    if (sparse === undefined) return;
    this.sparse = undefined;
    for (let code = 0; code < this.count; code++) this.table[this.places[code]] = code + 1;
  }
}
