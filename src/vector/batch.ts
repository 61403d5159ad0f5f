import { InternalError } from "../text/errors.js";
import type { KqlType } from "../types/kql-type.js";
import { newInts } from "./allocate.js";
import { vectorBytes } from "./bytes.js";
import { concat, flatten, gather, slice } from "./gather.js";
import type { Vector } from "./vector.js";

/** Name and type of a column. */
export interface ColumnSchema {
  readonly name: string;
  readonly type: KqlType;
}

/** Makes the computed columns of a batch that `arrange` gives. */
export interface ComputedColumns {
  readonly count: number;
  column(at: number, batch: Batch): Vector;
  /** Whether a row's value follows from that row alone, so that a column may be made of some rows only. */
  isOfRow(at: number): boolean;
}

/**
 * Rows in flight: vectors of one length. Immutable to those who read it. A batch made from another one costs nothing a
 * column: columns are made when they are first read, and selections are composed until then, so that rows are gathered
 * once.
 */
export abstract class Batch {
  constructor(
    readonly length: number,
    readonly columnCount: number,
    /**
     * Whether the rows are those of a stream, which does not fit into memory: of a few rows selected from it the columns
     * are copied at once, so that whoever keeps those does not keep the rest. Known of each batch: to ask all that it is
     * made of would double the work with each `mv-apply` of a chain.
     */
    readonly isPassing = false,
  ) {}

  static of(length: number, vectors: readonly Vector[]): Batch {
    return new MadeBatch(length, vectors);
  }

  /** As `of`; undefined where a column is not wanted, and must not be asked for. */
  static partial(length: number, vectors: readonly (Vector | undefined)[]): Batch {
    return new MadeBatch(length, vectors);
  }

  /** Columns by functions that make them; each is called at most once. */
  static lazy(length: number, columns: readonly (() => Vector)[]): Batch {
    return new LazyBatch(length, columns.length, (index) => columns[index]());
  }

  /** Columns by one function of their index, called at most once for each. */
  static made(length: number, columnCount: number, make: (index: number) => Vector): Batch {
    return new LazyBatch(length, columnCount, make);
  }

  static empty(schema: readonly ColumnSchema[]): Batch {
    return Batch.concat(schema, []);
  }

  /** Batches of one schema, end to end. `hold` is told the bytes of each part of a column as that is made. */
  static concat(
    schema: readonly ColumnSchema[],
    batches: readonly Batch[],
    hold?: (bytes: number) => void,
  ): Batch {
    if (batches.length === 1) return batches[0];
    let length = 0;
    for (const batch of batches) length += batch.length;
    const make = (index: number): Vector => {
      const parts = batches.map((batch) => {
        const part = batch.column(index);
        hold?.(vectorBytes(part));
        return part;
      });
      return concat(schema[index].type, parts);
    };
    return new LazyBatch(length, schema.length, make, (index) =>
      batches.every((batch) => batch.isWanted(index)),
    );
  }

  /** Columns by one function of their index, over memory that should be let go: see `isPassing`. */
  static passing(length: number, wanted: readonly boolean[], make: (index: number) => Vector): Batch {
    return new PassingBatch(length, wanted, make);
  }

  /** Whether a column may be read at all; of a stream only those that were asked for are made. */
  isWanted(_index: number): boolean {
    return true;
  }

  abstract column(index: number): Vector;

  /**
   * Some rows of a column, in the order given; -1 makes a null. The column itself is not made for it.
   * @internal
   */
  abstract pick(index: number, rows: Int32Array): Vector;

  /**
   * Bytes that holding this batch takes beside the tables that it reads, roughly. Makes no column. What batches have in
   * common is counted once: what has been is in `counted`.
   */
  abstract estimateBytes(counted: CountedBatches): number;

  /** Some rows, in the order given; -1 makes a row of nulls. */
  select(rows: Int32Array): Batch {
    return this.isPassing && rows.length * 2 < this.length ? this.copy(rows) : new PartialBatch(this, rows);
  }

  private copy(rows: Int32Array): Batch {
    const vectors: (Vector | undefined)[] = [];
    for (let index = 0; index < this.columnCount; index++) {
      if (this.isWanted(index)) vectors[index] = detached(this.pick(index, rows));
    }
    const make = (index: number): Vector => vectors[index] ?? notAskedFor(index);
    return new LazyBatch(rows.length, this.columnCount, make, (index) => vectors[index] !== undefined);
  }

  /** Rows `from` to `to`, half-open. */
  slice(from: number, to: number): Batch {
    if (from === 0 && to === this.length) return this;
    return new PartialBatch(this, { from, length: to - from });
  }

  /** Some columns, in the order given. A number is a column of this batch. */
  project(columns: readonly (number | Vector)[]): Batch {
    const indexes: number[] = [];
    const vectors: Vector[] = [];
    for (const column of columns) {
      indexes.push(typeof column === "number" ? column : this.columnCount + vectors.push(column) - 1);
    }
    return new ArrangedBatch(this, indexes, new GivenColumns(vectors));
  }

  /**
   * Some columns, in the order given: an index below `columnCount` is a column of this batch, one from there on a
   * computed one, counted from 0, made when it is first read.
   */
  arrange(indexes: readonly number[], computed: ComputedColumns): Batch {
    return new ArrangedBatch(this, indexes, computed);
  }

  /** Columns of another batch of the same length after the columns of this one. */
  beside(other: Batch): Batch {
    return new BesideBatch(this, other);
  }
}

/** Columns that are there already. */
class GivenColumns implements ComputedColumns {
  readonly count: number;

  constructor(private readonly vectors: readonly Vector[]) {
    this.count = vectors.length;
  }

  column(at: number): Vector {
    return this.vectors[at];
  }

  isOfRow(): boolean {
    return false;
  }
}

/** Batches whose bytes have been counted. Mostly there is one, for which a set would cost more than all else. */
export class CountedBatches {
  private first: Batch | undefined;
  private others: Set<Batch> | undefined;

  /** Whether a batch comes for the first time. */
  isNew(batch: Batch): boolean {
    if (this.first === undefined) {
      this.first = batch;
      return true;
    }
    if (this.first === batch || this.others?.has(batch) === true) return false;
    this.others ??= new Set();
    this.others.add(batch);
    return true;
  }
}

/** Cells that do not lie in a larger store. */
function detached(vector: Vector): Vector {
  if (vector.encoding !== "stored") return vector;
  return vector.store.copy?.(vector.rows, vector.length) ?? flatten(vector);
}

function notAskedFor(index: number): never {
  throw new InternalError(`column ${index} was not asked for, and has not been made`);
}

function bytesOf(vectors: readonly (Vector | undefined)[]): number {
  let bytes = 0;
  for (let at = 0; at < vectors.length; at++) {
    const vector = vectors[at];
    if (vector !== undefined) bytes += vectorBytes(vector);
  }
  return bytes;
}

/** A batch of the stream is kept alive by what is made of it; a whole table or side of a join is there anyway. */
const largestStreamed = 16_384;

function sourceBytes(whole: Batch, counted: CountedBatches): number {
  return whole.length <= largestStreamed && counted.isNew(whole) ? whole.estimateBytes(counted) : 0;
}

class MadeBatch extends Batch {
  constructor(
    length: number,
    private readonly vectors: readonly (Vector | undefined)[],
  ) {
    super(length, vectors.length);
  }

  override isWanted(index: number): boolean {
    return this.vectors[index] !== undefined;
  }

  column(index: number): Vector {
    return this.vectors[index] ?? notAskedFor(index);
  }

  pick(index: number, rows: Int32Array): Vector {
    return gather(this.column(index), rows);
  }

  estimateBytes(): number {
    return bytesOf(this.vectors);
  }
}

class LazyBatch extends Batch {
  private readonly vectors: (Vector | undefined)[] = [];

  constructor(
    length: number,
    columnCount: number,
    private readonly make: (index: number) => Vector,
    private readonly wants: (index: number) => boolean = () => true,
    isPassing = false,
  ) {
    super(length, columnCount, isPassing);
  }

  override isWanted(index: number): boolean {
    return this.wants(index);
  }

  column(index: number): Vector {
    let vector = this.vectors[index];
    if (vector === undefined) {
      vector = this.make(index);
      this.vectors[index] = vector;
    }
    return vector;
  }

  pick(index: number, rows: Int32Array): Vector {
    return gather(this.column(index), rows);
  }

  estimateBytes(): number {
    return bytesOf(this.vectors);
  }
}

class PassingBatch extends LazyBatch {
  constructor(length: number, wanted: readonly boolean[], make: (index: number) => Vector) {
    super(
      length,
      wanted.length,
      (index) => (wanted[index] ? make(index) : notAskedFor(index)),
      (index) => wanted[index],
      true,
    );
  }
}

/** The last composition of rows, which the columns of a later selection share. */
interface Composition {
  readonly rows: Int32Array;
  readonly composed: Int32Array;
}

/** Rows of `whole` that some rows of a selection of it are; -1 stays. */
function composeRows(rows: Int32Array, selection: Int32Array): Composition {
  const composed = newInts(rows.length);
  for (let at = 0; at < rows.length; at++) composed[at] = rows[at] < 0 ? -1 : selection[rows[at]];
  return { rows, composed };
}

function shiftRows(rows: Int32Array, by: number): Composition {
  const composed = newInts(rows.length);
  for (let at = 0; at < rows.length; at++) composed[at] = rows[at] < 0 ? -1 : rows[at] + by;
  return { rows, composed };
}

/** Some rows of a batch: those listed, or those of a stretch, which columns can share instead of copying. */
class PartialBatch extends Batch {
  /** A place a column, made when the first one is read: many selections are only passed on. */
  private vectors: (Vector | undefined)[] | undefined;
  private composition: Composition | undefined;

  constructor(
    private readonly whole: Batch,
    private readonly part: Int32Array | RowRange,
  ) {
    super(part.length, whole.columnCount, whole.isPassing);
  }

  override isWanted(index: number): boolean {
    return this.whole.isWanted(index);
  }

  column(index: number): Vector {
    this.vectors ??= new Array<Vector | undefined>(this.columnCount);
    let vector = this.vectors[index];
    if (vector === undefined) {
      const { whole, part } = this;
      vector = isRange(part)
        ? slice(whole.column(index), part.from, part.from + part.length)
        : whole.pick(index, part);
      this.vectors[index] = vector;
    }
    return vector;
  }

  pick(index: number, rows: Int32Array): Vector {
    const vector = this.vectors?.[index];
    if (vector !== undefined) return gather(vector, rows);
    const { part } = this;
    if (this.composition?.rows !== rows)
      this.composition = isRange(part) ? shiftRows(rows, part.from) : composeRows(rows, part);
    return this.whole.pick(index, this.composition.composed);
  }

  estimateBytes(counted: CountedBatches): number {
    const own = isRange(this.part) ? 0 : this.length * 4 + bytesOf(this.vectors ?? []);
    return own + sourceBytes(this.whole, counted);
  }
}

interface RowRange {
  readonly from: number;
  readonly length: number;
}

function isRange(part: Int32Array | RowRange): part is RowRange {
  return !(part instanceof Int32Array);
}

/** Rows of which computing some costs less than computing all and picking. */
const leastPicked = 64;

function isFewOf(rows: Int32Array, length: number): boolean {
  if (length < leastPicked || rows.length * 4 > length) return false;
  for (let at = 0; at < rows.length; at++) if (rows[at] < 0) return false;
  return true;
}

class ArrangedBatch extends Batch {
  private readonly made: (Vector | undefined)[];
  private picked: { readonly rows: Int32Array; readonly batch: Batch } | undefined;

  constructor(
    private readonly whole: Batch,
    private readonly indexes: readonly number[],
    private readonly computed: ComputedColumns,
  ) {
    super(whole.length, indexes.length, whole.isPassing);
    this.made = new Array<Vector | undefined>(computed.count);
  }

  override isWanted(index: number): boolean {
    const from = this.indexes[index];
    return from >= this.whole.columnCount || this.whole.isWanted(from);
  }

  column(index: number): Vector {
    const from = this.indexes[index];
    const at = from - this.whole.columnCount;
    return at < 0 ? this.whole.column(from) : this.computedColumn(at);
  }

  pick(index: number, rows: Int32Array): Vector {
    const from = this.indexes[index];
    const at = from - this.whole.columnCount;
    if (at < 0) return this.whole.pick(from, rows);
    const isFew = this.made[at] === undefined && isFewOf(rows, this.length) && this.computed.isOfRow(at);
    return isFew ? this.computed.column(at, this.selected(rows)) : gather(this.computedColumn(at), rows);
  }

  /** Rows of what this is computed from; the same for all columns that are picked with them. */
  private selected(rows: Int32Array): Batch {
    if (this.picked?.rows !== rows) this.picked = { rows, batch: new PartialBatch(this.whole, rows) };
    return this.picked.batch;
  }

  estimateBytes(counted: CountedBatches): number {
    return bytesOf(this.made) + this.whole.estimateBytes(counted);
  }

  private computedColumn(at: number): Vector {
    let vector = this.made[at];
    if (vector === undefined) {
      vector = this.computed.column(at, this.whole);
      this.made[at] = vector;
    }
    return vector;
  }
}

class BesideBatch extends Batch {
  constructor(
    private readonly left: Batch,
    private readonly right: Batch,
  ) {
    super(left.length, left.columnCount + right.columnCount, left.isPassing || right.isPassing);
  }

  override isWanted(index: number): boolean {
    const { left } = this;
    return index < left.columnCount ? left.isWanted(index) : this.right.isWanted(index - left.columnCount);
  }

  column(index: number): Vector {
    const { left } = this;
    return index < left.columnCount ? left.column(index) : this.right.column(index - left.columnCount);
  }

  pick(index: number, rows: Int32Array): Vector {
    const { left } = this;
    return index < left.columnCount
      ? left.pick(index, rows)
      : this.right.pick(index - left.columnCount, rows);
  }

  estimateBytes(counted: CountedBatches): number {
    return this.left.estimateBytes(counted) + this.right.estimateBytes(counted);
  }
}
