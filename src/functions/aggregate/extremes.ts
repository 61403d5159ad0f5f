import { compareCells } from "../../types/compare.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { newBytes, newFloats, newInts, noInts, withRoom } from "../../vector/allocate.js";
import { flatten } from "../../vector/gather.js";
import { cellReader, type FlatVector, type Vector, vectorOf } from "../../vector/vector.js";

const noFloats = newFloats(0);
const noBytes = newBytes(0);

const hasNumber = 1;
const hasNaN = 2;

/**
 * Largest (or smallest) value of each group, and the row that holds it: the first among equals. Nulls count only
 * where a group has nothing else; NaN beats every number, both ways.
 */
export class Extremes {
  /** Row of the best value of each group; -1 while it has no row. */
  rows: Int32Array<ArrayBuffer> = noInts;
  /** Best values, negated where the smallest is wanted; NaN where there is none. */
  private numbers = noFloats;
  /** For reals, which have a NaN of their own. */
  private states: Uint8Array<ArrayBuffer> = noBytes;
  /** In place of numbers for other types, and for 64-bit integers once one leaves the safe range. */
  private cells: Cell[] | undefined;

  constructor(
    private readonly type: KqlType,
    private readonly sign: 1 | -1,
  ) {
    const isNumber = type === "int" || type === "long" || type === "datetime" || type === "timespan";
    if (!isNumber && type !== "real") this.cells = [];
  }

  fit(groupCount: number): void {
    this.rows = withRoom(this.rows, groupCount, newInts, -1);
    if (this.cells === undefined) this.numbers = withRoom(this.numbers, groupCount, newFloats, Number.NaN);
    if (this.type === "real") this.states = withRoom(this.states, groupCount, newBytes);
  }

  /** Takes rows in; `firstRow` is the number of the first. True when a group has another row than before. */
  add(vector: Vector, groups: Int32Array, length: number, groupCount: number, firstRow: number): boolean {
    this.fit(groupCount);
    if (this.cells !== undefined) return this.addCells(this.cells, vector, groups, length, firstRow);
    const flat = flatten(vector);
    if (flat.encoding === "number") return this.addNumbers(flat.data, groups, length, firstRow);
    if (flat.encoding === "real") return this.addReals(flat, groups, length, firstRow);
    this.cells = Array.from(this.rows, (_, group) => this.bestOf(group));
    return this.addCells(this.cells, flat, groups, length, firstRow);
  }

  /** Null where a group has no value. */
  bestOf(group: number): Cell {
    if (this.cells !== undefined) return this.cells[group] ?? null;
    const best = this.numbers[group];
    if (best === best) return this.sign === 1 ? best : -best;
    return this.states[group] === hasNaN ? Number.NaN : null;
  }

  /** The best value of each group. */
  bests(groupCount: number): FlatVector {
    this.fit(groupCount);
    const { type, sign, numbers } = this;
    const isNumber = type === "int" || type === "long" || type === "datetime" || type === "timespan";
    if (this.cells !== undefined || !isNumber) {
      const cells = new Array<Cell>(groupCount);
      for (let group = 0; group < groupCount; group++) cells[group] = this.bestOf(group);
      return vectorOf(type, cells);
    }
    const data = newFloats(groupCount);
    for (let group = 0; group < groupCount; group++) data[group] = sign * numbers[group];
    return { encoding: "number", type, length: groupCount, data };
  }

  private addNumbers(data: Float64Array, groups: Int32Array, length: number, firstRow: number): boolean {
    const { rows, numbers, sign } = this;
    let isChanged = false;
    for (let row = 0; row < length; row++) {
      const group = groups[row];
      const value = sign * data[row];
      if (value !== value) {
        if (rows[group] >= 0) continue;
      } else {
        // Written so that the NaN of a group without a value is beaten.
        if (value <= numbers[group]) continue;
        numbers[group] = value;
      }
      rows[group] = firstRow + row;
      isChanged = true;
    }
    return isChanged;
  }

  private addReals(
    { data, validity }: FlatVector & { readonly encoding: "real" },
    groups: Int32Array,
    length: number,
    firstRow: number,
  ): boolean {
    const { rows, numbers, states, sign } = this;
    let isChanged = false;
    for (let row = 0; row < length; row++) {
      const group = groups[row];
      if (validity !== undefined && validity[row] === 0) {
        if (rows[group] >= 0) continue;
      } else {
        if (states[group] === hasNaN) continue;
        const value = sign * data[row];
        if (value <= numbers[group]) continue;
        states[group] = value === value ? hasNumber : hasNaN;
        numbers[group] = value;
      }
      rows[group] = firstRow + row;
      isChanged = true;
    }
    return isChanged;
  }

  private addCells(
    cells: Cell[],
    vector: Vector,
    groups: Int32Array,
    length: number,
    firstRow: number,
  ): boolean {
    const { rows, sign, type } = this;
    const read = cellReader(vector);
    let isChanged = false;
    for (let row = 0; row < length; row++) {
      const group = groups[row];
      const value = read(row);
      if (value === null) {
        if (rows[group] >= 0) continue;
      } else {
        const best = cells[group] ?? null;
        if (best !== null && sign * compareCells(value, best, type) <= 0) continue;
        cells[group] = value;
      }
      rows[group] = firstRow + row;
      isChanged = true;
    }
    return isChanged;
  }
}
