/** Columns of dynamic cells: JSON text, not parsed. */
import { printJson } from "../../types/json.js";
import type { Cell, DynamicValue } from "../../types/value.js";
import { sharedRows } from "../../vector/selection.js";
import { constVector } from "../../vector/vector.js";
import { ByteColumn } from "./byte-column.js";
import type { RowCells } from "./cell-scan.js";
import { type BuildContext, type BuiltColumn, builtColumn, ColumnBuilder } from "./column-builder.js";
import { JsonScan, openBrace, openBracket } from "./json-scan.js";
import { JsonStore } from "./json-store.js";
import { PathPlaces } from "./path-places.js";
import {
  type TokenKind,
  tokenEscaped,
  tokenFalse,
  tokenNested,
  tokenNestedExact,
  tokenNull,
  tokenString,
  tokenText,
  tokenTrue,
} from "./tokens.js";
import { Unescaper } from "./unescape.js";

const encoder = new TextEncoder();

export class DynamicBuilder extends ColumnBuilder {
  private readonly column: ByteColumn;
  private readonly places: PathPlaces | undefined;
  /** Whether arrays and bags were shown to the shapes where they were found, if anybody asks. */
  private isReadWith: boolean;
  private isPlain = true;
  private readonly unescaper = new Unescaper();
  private readonly scan = new JsonScan();

  constructor(context: BuildContext) {
    super("dynamic", context);
    this.column = new ByteColumn(context.host);
    this.places = context.isForOneQuery === true ? undefined : new PathPlaces();
    this.isReadWith = this.places === undefined;
  }

  /** Has the shapes of documents followed where the cells of a slot are found. */
  readWith(slot: number, cells: RowCells): void {
    if (this.places === undefined || cells.useShapes === undefined) return;
    cells.useShapes(slot, this.places.shapes);
    this.isReadWith = true;
  }

  /** The usual case ahead of all: one call less for each cell. */
  override put(row: number, bytes: Uint8Array, start: number, end: number, kind: TokenKind): boolean {
    if (kind !== tokenNested || this.length !== row || !this.isReadWith)
      return super.put(row, bytes, start, end, kind);
    this.addNested(bytes, start, end);
    this.length++;
    return true;
  }

  protected putFast(bytes: Uint8Array, start: number, end: number, kind: TokenKind): boolean {
    switch (kind) {
      case tokenNestedExact:
      case tokenNested:
        this.isPlain &&= kind === tokenNested;
        if (this.isReadWith) this.addNested(bytes, start, end);
        else this.addUnread(bytes, start, end);
        return true;
      case tokenTrue:
      case tokenFalse:
        this.column.add(bytes, start, end);
        return true;
      case tokenNull:
        this.column.addNull();
        return true;
      case tokenString:
        if (start === end) this.column.addNull();
        else if (mayBeJson(bytes, start)) return this.putJsonText(bytes, start, end);
        else this.column.add(bytes, start - 1, end + 1); // with its quotes it is JSON
        return true;
      case tokenEscaped: {
        const length = this.unescaper.read(bytes, start, end);
        return this.putJsonText(this.unescaper.bytes, 0, length);
      }
      case tokenText:
        return this.putJsonText(bytes, start, end);
      default:
        return false;
    }
  }

  /** Text that is itself JSON, an array or an object, is read as that, as exports have it. False for other text. */
  private putJsonText(bytes: Uint8Array, start: number, end: number): boolean {
    const { scan } = this;
    let first = start;
    while (first < end && isBlank(bytes[first])) first++;
    if (bytes[first] !== openBrace && bytes[first] !== openBracket) return false;
    const behind = bytes[end];
    bytes[end] = 0; // the scan stops there
    scan.hasTrickyNumber = false;
    const after = scan.skipValue(bytes, first, 0);
    bytes[end] = behind;
    let rest = after;
    while (rest >= 0 && rest < end && isBlank(bytes[rest])) rest++;
    if (rest !== end) return false;
    this.isPlain &&= !scan.hasTrickyNumber;
    this.addUnread(bytes, first, after);
    return true;
  }

  private addUnread(bytes: Uint8Array, start: number, end: number): void {
    this.places?.shapes.read(this.scan, bytes, start);
    this.addNested(bytes, start, end);
  }

  private addNested(bytes: Uint8Array, start: number, end: number): void {
    const { column, places } = this;
    const document = column.valueCount;
    column.add(bytes, start, end);
    if (places === undefined) return;
    if (column.valueCount > document) places.add(document, bytes, start, end);
    places.shapes.isRead = false;
  }

  /** Numbers, and text that had to be looked into: what it holds is written anew. */
  protected putCell(cell: Cell): void {
    if (cell === null) {
      this.column.addNull();
      return;
    }
    const bytes = encoder.encode(printJson(cell as DynamicValue)); // cells of a dynamic column are dynamic values
    this.isPlain = false;
    this.column.add(bytes, 0, bytes.length);
  }

  finish(rows: number): BuiltColumn {
    this.padTo(rows);
    const texts = this.column.finish();
    const paths = this.places?.finish(texts.values.count);
    const cells = { ...texts, isPlain: this.isPlain, ...(paths === undefined ? {} : { paths }) };
    const { length, codes, nullCode } = cells;
    if (codes === undefined && nullCode === 0)
      return builtColumn("dynamic", () => constVector("dynamic", null, length));
    const store = new JsonStore(cells, this.context.host);
    const vector = { encoding: "stored", type: "dynamic", length, store, rows: sharedRows(length) } as const;
    return builtColumn("dynamic", () => vector);
  }
}

function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13 && byte !== 11 && byte !== 12);
}

/** Whether text may be JSON; blanks may come first. */
function mayBeJson(bytes: Uint8Array, start: number): boolean {
  const first = bytes[start];
  return first <= 32 || first >= 128 || first === openBrace || first === openBracket;
}
