import { packCell } from "../types/convert.js";
import type { Cell, DynamicValue } from "../types/value.js";
import { vectorBytes } from "./bytes.js";
import { sharedRows } from "./selection.js";
import { cellReader, type DynamicStore, type Lists, type StoredVector, type Vector } from "./vector.js";

/** Of an array that was read beside its places, and of each place. */
const arrayBytes = 32;
const placeBytes = 8;

/**
 * Arrays end to end. The values that they are to others are made when somebody reads them, and kept: most arrays are
 * short, and making them costs more than to find their elements. Those of plain numbers cost little, and series, which
 * are mostly read once, would fill the heap (measured: a quarter more time of `make-series` and a line fit).
 */
class ListStore implements DynamicStore {
  private readonly made: (DynamicValue[] | undefined)[] = [];
  private read: ((place: number) => Cell) | undefined;

  constructor(readonly lists: Lists) {}

  get bytesPerCell(): number {
    const { elements, starts } = this.lists;
    const bytes = placeBytes * elements.length + vectorBytes(elements);
    return arrayBytes + bytes / Math.max(1, starts.length - 1);
  }

  cell(row: number): DynamicValue {
    const { type } = this.lists.elements;
    if (type === "long" || type === "real") return this.make(row);
    let list = this.made[row];
    if (list === undefined) {
      list = this.make(row);
      this.made[row] = list;
    }
    return list;
  }

  private make(row: number): DynamicValue[] {
    const { elements, starts } = this.lists;
    this.read ??= cellReader(elements);
    const { read } = this;
    const first = starts[row];
    const list = new Array<DynamicValue>(starts[row + 1] - first);
    for (let at = 0; at < list.length; at++) list[at] = packCell(read(first + at), elements.type);
    return list;
  }
}

/** The arrays of a column that lie end to end, and the number of the array of each row; undefined for other columns. */
export function listsOf(vector: Vector): { readonly lists: Lists; readonly rows: Int32Array } | undefined {
  if (vector.encoding !== "stored" || vector.store.lists === undefined) return undefined;
  return { lists: vector.store.lists, rows: vector.rows };
}

/** A column of arrays that lie end to end. */
export function listsVector(lists: Lists): StoredVector {
  const length = lists.starts.length - 1;
  return {
    encoding: "stored",
    type: "dynamic",
    length,
    store: new ListStore(lists),
    rows: sharedRows(length),
  };
}
