/** Series of numbers end to end. The arrays that they are to others are made when somebody reads them. */
import { type Cell, type DynamicValue, dynamicReal } from "../types/value.js";
import { allRows } from "../vector/selection.js";
import { type DynamicStore, type Vector, vectorOf } from "../vector/vector.js";
import { memberAt } from "./member.js";

class SeriesStore implements DynamicStore {
  constructor(
    private readonly values: Float64Array,
    /** Where each series begins, and the end of the last. */
    private readonly starts: Float64Array,
    private readonly isReal: boolean,
  ) {}

  cell(row: number): DynamicValue {
    const start = this.starts[row];
    const cells = new Array<DynamicValue>(this.starts[row + 1] - start);
    for (let at = 0; at < cells.length; at++) {
      const value = this.values[start + at];
      cells[at] = this.isReal ? dynamicReal(value) : value;
    }
    return cells;
  }

  path(path: readonly (string | number)[], rows: Int32Array, length: number): Vector {
    const cells = new Array<Cell>(length);
    for (let at = 0; at < length; at++) cells[at] = rows[at] < 0 ? null : memberAt(this.cell(rows[at]), path);
    return vectorOf("dynamic", cells);
  }
}

/** Longs, or reals, as a column of series; `starts` has one more than there are series. */
export function seriesVector(values: Float64Array, starts: Float64Array, isReal: boolean): Vector {
  const length = starts.length - 1;
  const store = new SeriesStore(values, starts, isReal);
  return { encoding: "stored", type: "dynamic", length, store, rows: allRows(length) };
}
