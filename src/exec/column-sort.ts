/**
 * Stable sort by columns of doubles, the first weighing most. Rows are sorted by one column, and those that agree in it
 * by the next; mostly few agree, and they are nearly in order already, for logs come by time. So later columns cost
 * little, and are made only when they are asked for.
 */
import { allRows } from "../vector/selection.js";
import { countingSort, radixSort } from "./radix-sort.js";

/** Doubles without NaN and without -0, one a row, ascending in the order asked for. */
export type SortValues = Float64Array;

export interface ColumnOrder {
  /** The columns by weight; undefined behind the last. Called once for each. */
  readonly column: (at: number) => SortValues | undefined;
  /** Compares rows that agree in all columns; absent where they are equal. */
  readonly tie?: (a: number, b: number) => number;
  /** Called now and then. */
  readonly check: () => void;
}

/** The rows in order; rows with equal keys keep theirs. */
export function sortByColumns(order: ColumnOrder, length: number): Int32Array {
  const sort = new ColumnSort(order, length);
  sort.sort(0, length, 0);
  return sort.rows;
}

/** Up to this many rows comparing is faster than distributing digits. */
const maxCompared = 512;

/** Places that a row may move when it is put among those before it; more on average, and rows are not nearly in order. */
const placesPerRow = 8;
const leastPlaces = 512;

/** Rows whose values are brought near at once: as many as the first caches hold. */
const rowsTouched = 2048;

class ColumnSort {
  readonly rows: Int32Array;
  /** Made of what was touched, so that no compiler leaves the loads out. */
  touched = 0;
  private readonly columns: (SortValues | undefined)[] = [];

  constructor(
    private readonly order: ColumnOrder,
    length: number,
  ) {
    this.rows = allRows(length);
  }

  /** Sorts the rows at places `from` to `to`, which agree in the columns before `col`. */
  sort(from: number, to: number, col: number): void {
    if (to - from < 2 || this.isLast(col) || this.putInOrder(from, to, col)) return;
    this.order.check();
    const values = this.column(col);
    if (values === undefined || to - from <= maxCompared) {
      this.rows.subarray(from, to).sort((a, b) => this.compare(a, b, col) || a - b);
      return;
    }
    const rows = this.rows.subarray(from, to);
    const ends = countingSort(values, rows);
    if (ends === undefined) {
      radixSort(values, rows, this.order.check);
      this.sortEqual(values, from, to, col + 1);
      return;
    }
    let touched = from;
    for (let key = 0, start = from; key < ends.length; key++) {
      const end = from + ends[key];
      if (end - start > 1 && end > touched) touched = this.touch(start, to, col + 1);
      this.sort(start, end, col + 1);
      start = end;
    }
  }

  /**
   * Brings the values of some of the rows into the processor's caches; gives where it stopped. Rows of one value come
   * from all over the table, and compared one after another each would wait for memory.
   */
  private touch(from: number, to: number, col: number): number {
    const end = Math.min(to, from + rowsTouched);
    const values = this.column(col);
    if (values === undefined) return to;
    let all = 0;
    for (let at = from; at < end; at++) all += values[this.rows[at]];
    this.touched = all;
    return end;
  }

  /** Sorts each stretch of rows that have the same value. */
  private sortEqual(values: SortValues, from: number, to: number, col: number): void {
    const { rows } = this;
    for (let start = from; start < to; ) {
      const value = values[rows[start]];
      let end = start + 1;
      while (end < to && values[rows[end]] === value) end++;
      if (end - start > 1) this.sort(start, end, col);
      start = end;
    }
  }

  /** Sorts rows that are nearly in order, or nearly in the reverse one. False where they are neither. */
  private putInOrder(from: number, to: number, col: number): boolean {
    const { rows } = this;
    if (this.compare(rows[from], rows[to - 1], col) > 0) {
      const before = rows.slice(from, to);
      rows.subarray(from, to).reverse();
      if (this.insert(from, to, col)) return true;
      rows.set(before, from);
    }
    return this.insert(from, to, col);
  }

  /**
   * Puts each row in its place among those before it; equal ones by their numbers, which is how they stood. False when
   * that moves rows too far: then only some are.
   */
  private insert(from: number, to: number, col: number): boolean {
    const { rows } = this;
    let places = leastPlaces;
    for (let next = from + 1; next < to; next++) {
      const row = rows[next];
      let at = next;
      while (at > from && (this.compare(rows[at - 1], row, col) || rows[at - 1] - row) > 0) {
        rows[at] = rows[at - 1];
        at--;
      }
      rows[at] = row;
      places += placesPerRow - (next - at);
      if (places < 0) return false;
    }
    return true;
  }

  private compare(a: number, b: number, from: number): number {
    for (let col = from; ; col++) {
      const values = col < this.columns.length ? this.columns[col] : this.column(col);
      if (values === undefined) return this.order.tie?.(a, b) ?? 0;
      if (values[a] < values[b]) return -1;
      if (values[a] > values[b]) return 1;
    }
  }

  private isLast(col: number): boolean {
    return this.order.tie === undefined && this.column(col) === undefined;
  }

  private column(at: number): SortValues | undefined {
    for (let next = this.columns.length; next <= at; next++) this.columns.push(this.order.column(next));
    return this.columns[at];
  }
}
