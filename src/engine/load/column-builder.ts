/** Columns under construction: each takes tokens of its type's cells, row by row, and ends as a vector. */
import { InternalError } from "../../text/errors.js";
import { ImportFailure, importCell } from "../../types/import.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import type { Vector } from "../../vector/vector.js";
import type { ByteHost } from "./byte-list.js";
import { type Token, tokenCell } from "./token-cell.js";
import { type TokenKind, tokenString } from "./tokens.js";

/** What readers of a source need to make cells; shared by the columns of a table. */
export interface BuildContext {
  readonly host: ByteHost;
  /** Set for columns that one query reads once: nothing is looked up ahead in those. */
  readonly isForOneQuery?: boolean;
  /** Reads datetimes in the form of some language, such as 6/4/2026, which may be June or April; null for others. */
  readonly readLocalTime?: ((text: string) => Cell) | undefined;
}

/** A column that is complete. */
export interface BuiltColumn {
  readonly type: KqlType;
  /** All rows; made when first asked for, and kept. */
  vector(): Vector;
}

export abstract class ColumnBuilder {
  /** Rows so far. */
  length = 0;

  constructor(
    readonly type: KqlType,
    protected readonly context: BuildContext,
  ) {}

  /** Takes a token as the cell of a row; rows left out are null. False, and nothing done, when it does not fit. */
  put(row: number, bytes: Uint8Array, start: number, end: number, kind: TokenKind): boolean {
    if (this.length < row) this.padTo(row);
    if (this.putFast(bytes, start, end, kind)) {
      this.length++;
      return true;
    }
    const cell = this.cellOf({ bytes, start, end, kind });
    if (cell instanceof ImportFailure) return false;
    this.putCell(cell);
    this.length++;
    return true;
  }

  /** Takes a value from outside, as JavaScript has it; false, and nothing done, when it does not fit. */
  putValue(row: number, value: unknown): boolean {
    const cell = importCell(value, this.type);
    if (cell instanceof ImportFailure) return false;
    this.putCellAt(row, cell);
    return true;
  }

  /** Takes a cell of the column's type. */
  putCellAt(row: number, cell: Cell): void {
    if (this.length < row) this.padTo(row);
    this.putCell(cell);
    this.length++;
  }

  /** Adds nulls until there are this many rows. */
  padTo(rows: number): void {
    while (this.length < rows) {
      this.putCell(null);
      this.length++;
    }
  }

  /** The column with so many rows. No more may be put. */
  abstract finish(rows: number): BuiltColumn;

  /** The usual forms; false leaves the token to the patient way. */
  protected abstract putFast(bytes: Uint8Array, start: number, end: number, kind: TokenKind): boolean;

  /** A cell of the column's type. */
  protected abstract putCell(cell: Cell): void;

  private cellOf(token: Token): Cell | ImportFailure {
    const { host, readLocalTime } = this.context;
    if (this.type === "datetime" && token.kind >= tokenString && readLocalTime !== undefined) {
      const time = readLocalTime(host.text(token.bytes, token.start, token.end));
      if (time !== null) return time;
    }
    return tokenCell(token, this.type, host);
  }
}

/** A built column whose vector is made once. */
export function builtColumn(type: KqlType, make: () => Vector): BuiltColumn {
  let vector: Vector | undefined;
  return {
    type,
    vector() {
      vector ??= make();
      return vector;
    },
  };
}

/** For cells that the type of their column rules out. */
export function wrongCell(type: KqlType): InternalError {
  return new InternalError(`a cell of another type was put into a column of type ${type}`);
}
