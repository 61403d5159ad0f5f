/** Where the cells of a row are: spans of bytes by slot. A slot is a key, or a column named by a header. */
import { backslash, isPlainByte, type JsonScan, openBrace, openBracket, quote } from "./json-scan.js";
import type { JsonShapes } from "./json-shapes.js";
import {
  type TokenKind,
  tokenEscaped,
  tokenFalse,
  tokenNested,
  tokenNestedExact,
  tokenNull,
  tokenNumber,
  tokenString,
  tokenTrue,
} from "./tokens.js";

/** Cells of the row that was read last. The first `foundCount` slots of `found` are set, in the order of the file. */
export interface RowCells {
  readonly found: Int32Array;
  readonly foundCount: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  /** A slot that the row named twice, or -1; the last value counts, as `JSON.parse` has it. */
  readonly repeatedSlot: number;
  /** Arrays and bags of a slot are shown to its shapes; absent where the reader does not look into them. */
  useShapes?(slot: number, shapes: JsonShapes): void;
}

export abstract class CellScan implements RowCells {
  found = new Int32Array(16);
  foundCount = 0;
  starts = new Int32Array(16);
  ends = new Int32Array(16);
  kinds = new Uint8Array(16);
  repeatedSlot = -1;
  private readonly shapes: (JsonShapes | undefined)[] = [];

  constructor(protected readonly scan: JsonScan) {}

  useShapes(slot: number, shapes: JsonShapes): void {
    while (this.shapes.length <= slot) this.shapes.push(undefined);
    this.shapes[slot] = shapes;
  }

  /** The place after a value; its span and kind are kept. `~at` where it cannot go on. */
  protected readValue(bytes: Uint8Array, start: number, slot: number): number {
    const byte = bytes[start];
    if (byte === quote) {
      let at = start + 1;
      while (isPlainByte[bytes[at]] === 1) at++;
      if (bytes[at] === quote) {
        this.starts[slot] = start + 1;
        this.ends[slot] = at;
        this.kinds[slot] = tokenString;
        return at + 1;
      }
      if (bytes[at] !== backslash) return ~at;
      at = this.scan.skipEscaped(bytes, at);
      return this.keep(slot, start + 1, at, 1, tokenEscaped);
    }
    if (byte === openBrace || byte === openBracket) {
      this.scan.hasTrickyNumber = false;
      const shapes = this.shapes[slot];
      let at = shapes === undefined ? -1 : shapes.read(this.scan, bytes, start);
      if (at < 0) at = this.scan.skipValue(bytes, start, 0);
      return this.keep(slot, start, at, 0, this.scan.hasTrickyNumber ? tokenNestedExact : tokenNested);
    }
    return this.keep(slot, start, this.scan.skipValue(bytes, start, 0), 0, kindOfScalar(byte));
  }

  /** Makes room for slots up to this number. */
  protected growTo(slots: number): void {
    if (slots <= this.starts.length) return;
    const size = Math.max(slots, this.starts.length * 2);
    this.found = grown(this.found, size);
    this.starts = grown(this.starts, size);
    this.ends = grown(this.ends, size);
    const kinds = new Uint8Array(size);
    kinds.set(this.kinds);
    this.kinds = kinds;
  }

  private keep(slot: number, start: number, after: number, tail: number, kind: TokenKind): number {
    this.starts[slot] = start;
    this.ends[slot] = after - tail;
    this.kinds[slot] = kind;
    return after;
  }
}

export function grown(from: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const array = new Int32Array(size);
  array.set(from);
  return array;
}

function kindOfScalar(byte: number): TokenKind {
  if (byte === 116) return tokenTrue;
  if (byte === 102) return tokenFalse;
  return byte === 110 ? tokenNull : tokenNumber;
}
