import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { newBytes, newFloats } from "./allocate.js";
import { concat, flatten } from "./gather.js";
import { boolFalse, boolNull, boolTrue, type FlatVector, vectorOf } from "./vector.js";

/** Types whose values all take as much memory. */
export type FixedSizeType = "bool" | "datetime" | "int" | "long" | "real" | "timespan";

export function isFixedSize(type: KqlType): type is FixedSizeType {
  return type !== "string" && type !== "dynamic" && type !== "decimal" && type !== "guid";
}

/** Writes the cells of rows `from` to `to`, half-open; that of row `from` becomes the first one. */
export type FillCells = (cells: Cell[], from: number, to: number) => void;

/** Rows that are held as cells at a time: millions of numbers as cells are work for the collector of garbage. */
export const stretchRows = 1024;

/** A flat vector of cells of the type, each of which is made once, in the order of the rows. */
export function vectorFrom(type: KqlType, length: number, make: (row: number) => Cell): FlatVector {
  const fill: FillCells = (cells, from, to) => {
    for (let row = from; row < to; row++) cells[row - from] = make(row);
  };
  if (isFixedSize(type)) return vectorFromStretches(type, length, fill);
  const cells = new Array<Cell>(length);
  fill(cells, 0, length);
  return vectorOf(type, cells);
}

/** As `vectorFrom`, from what fills stretches of `stretchRows` one after the other. */
export function vectorFromStretches(type: FixedSizeType, length: number, fill: FillCells): FlatVector {
  const rows = new FixedSizeRows(type, length);
  const cells = new Array<Cell>(Math.min(length, stretchRows));
  for (let from = 0; from < length; from += stretchRows) {
    const to = Math.min(length, from + stretchRows);
    fill(cells, from, to);
    rows.add(cells, to - from);
  }
  return rows.finish();
}

class FixedSizeRows {
  private readonly numbers: Float64Array;
  private readonly bools: Uint8Array;
  private validity: Uint8Array | undefined;
  private filled = 0;
  /** From the stretch on in which a whole number was no safe integer. */
  private readonly beyond: FlatVector[] = [];

  constructor(
    private readonly type: FixedSizeType,
    private readonly length: number,
  ) {
    this.numbers = newFloats(type === "bool" ? 0 : length);
    this.bools = newBytes(type === "bool" ? length : 0);
  }

  /** Takes the first `count` cells; the array may be used again. */
  add(cells: readonly Cell[], count: number): void {
    if (this.type === "bool") this.addBools(cells, count);
    else if (this.type === "real") this.addReals(cells, count);
    else this.addIntegers(cells, count);
  }

  finish(): FlatVector {
    const { type, length, beyond, numbers: data, validity } = this;
    if (type === "bool") return { encoding: "bool", type, length, data: this.bools };
    if (type === "real") return { encoding: "real", type, length, data, validity };
    if (beyond.length === 0) return { encoding: "number", type, length, data };
    return flatten(concat(type, [{ encoding: "number", type, length: this.filled, data }, ...beyond]));
  }

  private addBools(cells: readonly Cell[], count: number): void {
    const { bools, filled } = this;
    for (let at = 0; at < count; at++) {
      const cell = cells[at];
      bools[filled + at] = cell === null ? boolNull : cell === true ? boolTrue : boolFalse;
    }
    this.filled = filled + count;
  }

  private addReals(cells: readonly Cell[], count: number): void {
    const { numbers, filled } = this;
    for (let at = 0; at < count; at++) {
      const cell = cells[at];
      if (typeof cell === "number") numbers[filled + at] = cell;
      else {
        this.validity ??= newBytes(this.length).fill(1);
        this.validity[filled + at] = 0;
      }
    }
    this.filled = filled + count;
  }

  private addIntegers(cells: readonly Cell[], count: number): void {
    const { numbers, filled, beyond } = this;
    for (let at = 0; at < count; at++) {
      const cell = cells[at];
      if (typeof cell === "bigint" || beyond.length > 0) {
        beyond.push(vectorOf(this.type, cells.slice(0, count)));
        return;
      }
      numbers[filled + at] = typeof cell === "number" ? cell : Number.NaN;
    }
    this.filled = filled + count;
  }
}
