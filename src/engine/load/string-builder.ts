/** Columns of text. */
import type { Cell } from "../../types/value.js";
import { sharedRows } from "../../vector/selection.js";
import { noteTableBytes } from "../../vector/table-bytes.js";
import {
  constVector,
  type Dictionary,
  type DynamicStore,
  type SingleValues,
  type StringVector,
  type Vector,
} from "../../vector/vector.js";
import { type ByteCodes, ByteColumn } from "./byte-column.js";
import type { ByteHost, ByteList } from "./byte-list.js";
import { ByteTexts } from "./byte-texts.js";
import {
  type BuildContext,
  type BuiltColumn,
  builtColumn,
  ColumnBuilder,
  wrongCell,
} from "./column-builder.js";
import { JsonStore } from "./json-store.js";
import { wholeOf } from "./number-bytes.js";
import { type Decode, decoderOf, replacement } from "./text-bytes.js";
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
import { Unescaper } from "./unescape.js";

const encoder = new TextEncoder();
const noBytes = new Uint8Array(0);

/** There is no null: a missing value is the empty string. */
export class StringBuilder extends ColumnBuilder {
  private readonly column: ByteColumn;
  private readonly unescaper = new Unescaper();

  constructor(context: BuildContext) {
    super("string", context);
    this.column = new ByteColumn(context.host);
  }

  /** The usual case ahead of all: one call less for each cell. */
  override put(row: number, bytes: Uint8Array, start: number, end: number, kind: TokenKind): boolean {
    if (kind !== tokenString || this.length !== row) return super.put(row, bytes, start, end, kind);
    this.column.add(bytes, start, end);
    this.length++;
    return true;
  }

  protected putFast(bytes: Uint8Array, start: number, end: number, kind: TokenKind): boolean {
    switch (kind) {
      case tokenString:
      case tokenText:
      case tokenTrue:
      case tokenFalse:
        this.column.add(bytes, start, end);
        return true;
      case tokenEscaped: {
        const length = this.unescaper.read(bytes, start, end);
        this.column.add(this.unescaper.bytes, 0, length);
        return true;
      }
      case tokenNull:
        this.column.add(bytes, 0, 0);
        return true;
      case tokenNumber:
        if (Number.isNaN(wholeOf(bytes, start, end)) || isMinusZero(bytes, start, end)) return false;
        this.column.add(bytes, start, end);
        return true;
      default:
        return false;
    }
  }

  protected putCell(cell: Cell): void {
    if (cell !== null && typeof cell !== "string") throw wrongCell(this.type);
    const bytes = cell === null ? noBytes : encoder.encode(cell);
    this.column.add(bytes, 0, bytes.length);
  }

  finish(rows: number): BuiltColumn {
    this.padTo(rows);
    const codes = this.column.finish();
    const { host } = this.context;
    const { hasLoneSurrogate } = this.unescaper;
    const decode = decoderOf(host, hasLoneSurrogate);
    const json = hasLoneSurrogate ? undefined : () => jsonOfTexts(codes, host);
    // Made at once, while the loops over bytes are compiled: the first query then need not look through the texts.
    const vector = textVector(codes, new ByteTexts(this.column.interner), decode, json);
    return builtColumn("string", () => vector);
  }
}

function isMinusZero(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 2 && bytes[start] === 45 && bytes[start + 1] === 48;
}

function jsonOfTexts(column: ByteCodes, host: ByteHost): DynamicStore {
  return new JsonStore({ ...column, isPlain: false, isText: true }, host);
}

function textVector(
  column: ByteCodes,
  interned: ByteTexts,
  decode: Decode,
  json: (() => DynamicStore) | undefined,
): Vector {
  const { codes, length, values, isDictionary } = column;
  const texts = new Texts(values, decode);
  if (codes === undefined) return constVector("string", length === 0 ? "" : texts.read(0), length);
  if (!isDictionary) {
    const store = new TextStore(codes, texts, json);
    return { encoding: "stored", type: "string", length, store, rows: sharedRows(length) };
  }
  const dictionary = new TextDictionary(texts, length, interned);
  return { encoding: "dict", type: "string", length, codes, dictionary };
}

class TextStore implements DynamicStore {
  private parsed: DynamicStore | undefined;

  constructor(
    private readonly codes: Int32Array,
    private readonly texts: Texts,
    private readonly makeJson: (() => DynamicStore) | undefined,
  ) {}

  cell(row: number): string {
    return this.texts.read(this.codes[row]);
  }

  asJson(): DynamicStore | undefined {
    this.parsed ??= this.makeJson?.();
    return this.parsed;
  }
}

/** Of a text beside its characters, and its place in a page. */
const textBytes = 32;

const pageBits = 12;
const pageSize = 1 << pageBits;
const noTexts: (string | undefined)[] = [];

/** Texts of which each is made when it is first read: a run over some rows of a table needs few of them. */
class Texts implements SingleValues {
  readonly count: number;
  /** In pages, for one array of a million would itself bring the garbage collector in. */
  private readonly made: (string | undefined)[][];

  constructor(
    private readonly bytes: ByteList,
    private readonly decode: Decode,
  ) {
    this.count = bytes.count;
    this.made = new Array(Math.ceil(bytes.count / pageSize)).fill(noTexts);
  }

  read(code: number): string {
    let page = this.made[code >>> pageBits];
    if (page === noTexts) {
      page = new Array(Math.min(pageSize, this.count));
      this.made[code >>> pageBits] = page;
    }
    let text = page[code & (pageSize - 1)];
    if (text === undefined) {
      text = this.make(code);
      noteTableBytes(textBytes + text.length);
      page[code & (pageSize - 1)] = text;
    }
    return text;
  }

  /** Whether no two are equal, as their bytes are not. */
  areDistinct(): boolean {
    for (let code = 0; code < this.count; code++) {
      if (!this.bytes.isAscii(code) && this.make(code).includes(replacement)) return false;
    }
    return true;
  }

  private make(code: number): string {
    const { bytes, decode } = this;
    const start = bytes.offsetOf(code);
    return decode(bytes.segmentOf(code), start, start + bytes.lengthOf(code));
  }
}

class TextDictionary implements Dictionary {
  readonly isDistinct: boolean;
  readonly bytes: ByteTexts | undefined;
  private all: StringVector | undefined;

  constructor(
    readonly single: Texts,
    readonly rowCount: number,
    interned: ByteTexts,
  ) {
    this.isDistinct = single.areDistinct();
    this.bytes = this.isDistinct ? interned : undefined;
  }

  get values(): StringVector {
    const { single } = this;
    this.all ??= {
      encoding: "string",
      type: "string",
      length: single.count,
      data: Array.from({ length: single.count }, (_, code) => single.read(code)),
    };
    return this.all;
  }
}
