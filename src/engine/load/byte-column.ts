/** A column of byte strings under construction: a code a row, and the strings behind the codes. */
import { ByteInterner } from "./byte-interner.js";
import { type ByteHost, type ByteList, isSame } from "./byte-list.js";

/** Rows after which it is looked at how many strings were new, and the share of known ones that is worth looking on for. */
const shortWindow = { rows: 2048, worthwhile: 0.01 };
const longWindow = { rows: 16_384, worthwhile: 0.1 };

/** What is known of a finished column. */
export interface ByteCodes {
  /** Absent where every row has code 0. */
  readonly codes: Int32Array | undefined;
  readonly length: number;
  readonly values: ByteList;
  /** Code of the rows that are null; -1 where none is. */
  readonly nullCode: number;
  /** Whether different codes have different strings, and few enough codes for a dictionary. */
  readonly isDictionary: boolean;
}

export class ByteColumn {
  length = 0;
  /** After `finish` strings can still be found in it. */
  readonly interner: ByteInterner;
  private codes: Int32Array | undefined;
  private nullCode = -1;
  private lastCode = -1;
  private lastBytes: Uint8Array = new Uint8Array(0);
  private lastAt = 0;
  private lastLength = -1;
  private windowEnd = shortWindow.rows;
  private countAtShort = 0;
  private countAtLong = 0;

  constructor(host: ByteHost) {
    this.interner = new ByteInterner(host);
  }

  /** Codes so far: the next new string gets this one. */
  get valueCount(): number {
    return this.interner.count;
  }

  /** Adds a row. Most columns repeat the row before, so that is compared first. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    let code = this.lastCode;
    if (length !== this.lastLength || !isSame(this.lastBytes, this.lastAt, bytes, start, end)) {
      code = this.interner.intern(bytes, start, end);
      const { list } = this.interner;
      this.lastCode = code;
      this.lastBytes = list.segmentOf(code);
      this.lastAt = list.offsetOf(code);
      this.lastLength = length;
    }
    this.addCode(code);
  }

  addNull(): void {
    if (this.nullCode < 0) this.nullCode = this.interner.addApart();
    this.addCode(this.nullCode);
  }

  finish(): ByteCodes {
    const { interner, length, nullCode } = this;
    const isDictionary = interner.isDistinct && interner.count <= Math.max(1024, length / 2);
    interner.trim();
    const codes = this.codes?.slice(0, length);
    return { codes, length, values: interner.list, nullCode, isDictionary };
  }

  private addCode(code: number): void {
    const row = this.length++;
    if (this.codes === undefined) {
      if (code === 0) return;
      this.codes = new Int32Array(Math.max(1024, row * 2));
      this.windowEnd = (Math.floor(row / shortWindow.rows) + 1) * shortWindow.rows;
    } else if (row === this.codes.length) {
      const codes = new Int32Array(row * 2);
      codes.set(this.codes);
      this.codes = codes;
    }
    this.codes[row] = code;
    if (row === this.windowEnd) this.reconsider(row);
  }

  /** A table's first window meets every string once; only later ones tell. */
  private reconsider(row: number): void {
    const { interner } = this;
    this.windowEnd = row + shortWindow.rows;
    if (!interner.isDistinct) return;
    const isLong = row % longWindow.rows === 0;
    if (row > shortWindow.rows && isPoor(shortWindow, interner.count - this.countAtShort))
      interner.stopLooking();
    else if (isLong && row > longWindow.rows && isPoor(longWindow, interner.count - this.countAtLong)) {
      interner.stopLooking();
    }
    this.countAtShort = interner.count;
    if (isLong) this.countAtLong = interner.count;
  }
}

function isPoor({ rows, worthwhile }: typeof shortWindow, added: number): boolean {
  return 1 - added / rows < worthwhile;
}
