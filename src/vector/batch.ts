import type { KqlType } from "../types/kql-type.js";
import { concat, gather, slice, type Vector } from "./vector.js";

/** Name and type of a column. */
export interface ColumnSchema {
  readonly name: string;
  readonly type: KqlType;
}

/** A column that is made when somebody first asks for it. */
class Slot {
  private made: Vector | undefined;

  constructor(
    private readonly base: () => Vector,
    private readonly selection?: Int32Array,
  ) {}

  get vector(): Vector {
    this.made ??= this.selection === undefined ? this.base() : gather(this.base(), this.selection);
    return this.made;
  }

  /** Composes with a selection that has not been carried out yet, so that rows are gathered once. */
  select(rows: Int32Array, composed: Map<Int32Array, Int32Array>): Slot {
    if (this.made !== undefined || this.selection === undefined) return new Slot(() => this.vector, rows);
    let both = composed.get(this.selection);
    if (both === undefined) {
      const earlier = this.selection;
      both = rows.map((row) => (row < 0 ? -1 : earlier[row]));
      composed.set(this.selection, both);
    }
    return new Slot(this.base, both);
  }
}

/** Rows in flight: vectors of one length, made lazily. Immutable. */
export class Batch {
  private constructor(
    readonly length: number,
    private readonly slots: readonly Slot[],
  ) {}

  static of(length: number, vectors: readonly Vector[]): Batch {
    return new Batch(
      length,
      vectors.map((vector) => new Slot(() => vector)),
    );
  }

  /** Columns by functions that make them; each is called at most once. */
  static lazy(length: number, columns: readonly (() => Vector)[]): Batch {
    return new Batch(
      length,
      columns.map((make) => new Slot(make)),
    );
  }

  static empty(schema: readonly ColumnSchema[]): Batch {
    return Batch.concat(schema, []);
  }

  /** Batches of one schema, end to end. */
  static concat(schema: readonly ColumnSchema[], batches: readonly Batch[]): Batch {
    if (batches.length === 1) return batches[0];
    const length = batches.reduce((sum, batch) => sum + batch.length, 0);
    return Batch.lazy(
      length,
      schema.map(
        ({ type }, col) =>
          () =>
            concat(
              type,
              batches.map((batch) => batch.column(col)),
            ),
      ),
    );
  }

  get columnCount(): number {
    return this.slots.length;
  }

  column(index: number): Vector {
    return this.slots[index].vector;
  }

  /** Some rows, in the order given; -1 makes a row of nulls. */
  select(rows: Int32Array): Batch {
    const composed = new Map<Int32Array, Int32Array>();
    return new Batch(
      rows.length,
      this.slots.map((slot) => slot.select(rows, composed)),
    );
  }

  /** Rows `from` to `to`, half-open. */
  slice(from: number, to: number): Batch {
    if (from === 0 && to === this.length) return this;
    return Batch.lazy(
      to - from,
      this.slots.map((slot) => () => slice(slot.vector, from, to)),
    );
  }

  /** Some columns, in the order given. A number is a column of this batch. */
  project(columns: readonly (number | Vector)[]): Batch {
    return new Batch(
      this.length,
      columns.map((column) => (typeof column === "number" ? this.slots[column] : new Slot(() => column))),
    );
  }

  /** Columns of another batch of the same length after the columns of this one. */
  beside(other: Batch): Batch {
    return new Batch(this.length, [...this.slots, ...other.slots]);
  }
}
