/** Columns of numbers, times and booleans. */
import type { Cell } from "../../types/value.js";
import { boolFalse, boolNull, boolTrue, constVector, type Vector } from "../../vector/vector.js";
import {
  type BuildContext,
  type BuiltColumn,
  builtColumn,
  ColumnBuilder,
  wrongCell,
} from "./column-builder.js";
import { DatetimeBytes } from "./datetime-bytes.js";
import { realOf, wholeOf } from "./number-bytes.js";
import {
  type TokenKind,
  tokenEscaped,
  tokenFalse,
  tokenNull,
  tokenNumber,
  tokenString,
  tokenText,
  tokenTrue,
} from "./tokens.js";

const firstRows = 64;

/** Doubles, kept as one number while all of them are equal. */
class Doubles {
  length = 0;
  private first = 0;
  private data: Float64Array | undefined;

  add(value: number): void {
    const row = this.length++;
    if (this.data === undefined) {
      if (row === 0) this.first = value;
      if (Object.is(value, this.first)) return;
      this.data = new Float64Array(Math.max(firstRows, row * 2)).fill(this.first, 0, row);
    } else if (row === this.data.length) {
      const grown = new Float64Array(row * 2);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[row] = value;
  }

  /** The value of every row, if that is one. */
  get constant(): number | undefined {
    return this.data === undefined && this.length > 0 ? this.first : undefined;
  }

  finish(): Float64Array {
    return this.data?.slice(0, this.length) ?? new Float64Array(this.length).fill(this.first);
  }
}

type Int64Type = "int" | "long" | "datetime" | "timespan";

/** Null is NaN; numbers that a double does not hold are kept beside the doubles until the end. */
export class Int64Builder extends ColumnBuilder {
  private readonly doubles = new Doubles();
  private readonly large = new Map<number, bigint>();
  private readonly times: DatetimeBytes | undefined;

  constructor(
    private readonly int64Type: Int64Type,
    context: BuildContext,
  ) {
    super(int64Type, context);
    this.times = int64Type === "datetime" ? new DatetimeBytes() : undefined;
  }

  protected putFast(bytes: Uint8Array, start: number, end: number, kind: TokenKind): boolean {
    if (kind === tokenNull || (start === end && kind !== tokenEscaped)) {
      this.doubles.add(Number.NaN);
      return true;
    }
    if (kind !== tokenNumber && kind !== tokenString && kind !== tokenText) return false;
    const value = this.valueFrom(bytes, start, end, kind);
    if (Number.isNaN(value)) return false;
    this.doubles.add(value);
    return true;
  }

  private valueFrom(bytes: Uint8Array, start: number, end: number, kind: TokenKind): number {
    if (this.times !== undefined)
      return kind === tokenNumber ? Number.NaN : this.times.read(bytes, start, end);
    if (this.int64Type === "timespan") return Number.NaN;
    const value = wholeOf(bytes, start, end);
    return this.int64Type === "int" && value !== (value | 0) ? Number.NaN : value;
  }

  protected putCell(cell: Cell): void {
    if (typeof cell === "bigint") {
      this.large.set(this.length, cell);
      this.doubles.add(0);
    } else if (cell === null) this.doubles.add(Number.NaN);
    else if (typeof cell === "number") this.doubles.add(cell);
    else throw wrongCell(this.type);
  }

  finish(rows: number): BuiltColumn {
    this.padTo(rows);
    const { int64Type: type, doubles } = this;
    const { constant, length } = doubles;
    if (type !== "int" && this.large.size > 0) return builtColumn(type, this.largeVector(type));
    if (constant !== undefined) {
      return builtColumn(type, () => constVector(type, Number.isNaN(constant) ? null : constant, length));
    }
    const data = doubles.finish();
    return builtColumn(type, () => ({ encoding: "number", type, length, data }));
  }

  private largeVector(type: Exclude<Int64Type, "int">): () => Vector {
    const doubles = this.doubles.finish();
    const { length } = doubles;
    const data = new BigInt64Array(length);
    const validity = new Uint8Array(length).fill(1);
    for (let row = 0; row < length; row++) {
      const large = this.large.get(row);
      if (large !== undefined) data[row] = large;
      else if (Number.isNaN(doubles[row])) validity[row] = 0;
      else data[row] = BigInt(doubles[row]);
    }
    return () => ({ encoding: "bigint", type, length, data, validity });
  }
}

export class RealBuilder extends ColumnBuilder {
  private readonly doubles = new Doubles();
  /** 1 a row that is null. */
  private readonly nulls = new Doubles();
  private nullCount = 0;

  constructor(context: BuildContext) {
    super("real", context);
  }

  protected putFast(bytes: Uint8Array, start: number, end: number, kind: TokenKind): boolean {
    if (kind !== tokenNumber && kind !== tokenString && kind !== tokenText) return false;
    const value = realOf(bytes, start, end);
    if (Number.isNaN(value)) return false;
    this.doubles.add(value);
    this.nulls.add(0);
    return true;
  }

  protected putCell(cell: Cell): void {
    if (cell !== null && typeof cell !== "number") throw wrongCell(this.type);
    if (cell === null) this.nullCount++;
    this.doubles.add(cell ?? 0);
    this.nulls.add(cell === null ? 1 : 0);
  }

  finish(rows: number): BuiltColumn {
    this.padTo(rows);
    const { length } = this.doubles;
    if (this.nullCount === length) return builtColumn("real", () => constVector("real", null, length));
    const data = this.doubles.finish();
    const validity =
      this.nullCount === 0 ? undefined : Uint8Array.from(this.nulls.finish(), (isNull) => 1 - isNull);
    return builtColumn("real", () => ({ encoding: "real", type: "real", length, data, validity }));
  }
}

export class BoolBuilder extends ColumnBuilder {
  private data = new Uint8Array(firstRows);

  constructor(context: BuildContext) {
    super("bool", context);
  }

  protected putFast(_bytes: Uint8Array, _start: number, _end: number, kind: TokenKind): boolean {
    if (kind > tokenFalse) return false;
    this.add(kind === tokenNull ? boolNull : kind === tokenTrue ? boolTrue : boolFalse);
    return true;
  }

  protected putCell(cell: Cell): void {
    if (cell !== null && typeof cell !== "boolean") throw wrongCell(this.type);
    this.add(cell === null ? boolNull : cell ? boolTrue : boolFalse);
  }

  private add(value: number): void {
    if (this.length === this.data.length) {
      const grown = new Uint8Array(this.data.length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length] = value;
  }

  finish(rows: number): BuiltColumn {
    this.padTo(rows);
    const data = this.data.slice(0, rows);
    return builtColumn("bool", () => ({ encoding: "bool", type: "bool", length: rows, data }));
  }
}
