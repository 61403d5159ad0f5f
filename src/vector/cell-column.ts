import type { Cell } from "../types/value.js";
import { cellReader, type Vector } from "./vector.js";

const isCells = 0;
const isConst = 1;
const isNumber = 2;
const isRead = 3;

const noCells: readonly Cell[] = [];
const noNumbers = new Float64Array(0);
const noRead = (): Cell => null;

/**
 * The cells of a vector, row by row. One class with a test of its kind at each cell: over a few rows a closure a vector
 * costs more than it reads, and calls of closures that differ are slower than the test over many.
 */
export class CellColumn {
  private readonly kind: number;
  private readonly cells: readonly Cell[] = noCells;
  private readonly value: Cell = null;
  private readonly numbers: Float64Array = noNumbers;
  private readonly readRow: (row: number) => Cell = noRead;

  constructor(vector: Vector, read?: (row: number) => Cell) {
    if (read !== undefined) {
      this.kind = isRead;
      this.readRow = read;
      return;
    }
    switch (vector.encoding) {
      case "string":
      case "object":
        this.kind = isCells;
        this.cells = vector.data;
        return;
      case "const":
        this.kind = isConst;
        this.value = vector.value;
        return;
      case "number":
        this.kind = isNumber;
        this.numbers = vector.data;
        return;
      default:
        this.kind = isRead;
        this.readRow = cellReader(vector);
    }
  }

  get isConst(): boolean {
    return this.kind === isConst;
  }

  at(row: number): Cell {
    switch (this.kind) {
      case isCells:
        return this.cells[row];
      case isConst:
        return this.value;
      case isNumber: {
        const value = this.numbers[row];
        return value === value ? value : null;
      }
      default:
        return this.readRow(row);
    }
  }
}
