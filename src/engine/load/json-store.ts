/** Dynamic cells kept as JSON text. A cell is parsed, and a path into it looked up, when somebody asks for it. */
import { memberAt } from "../../exec/member.js";
import { parseDynamic } from "../../types/convert.js";
import { parseJson, printJson } from "../../types/json.js";
import type { Cell, DynamicValue } from "../../types/value.js";
import { allRows } from "../../vector/selection.js";
import {
  type Dictionary,
  type DynamicStore,
  type FlatVector,
  type Vector,
  vectorOf,
} from "../../vector/vector.js";
import type { ByteCodes } from "./byte-column.js";
import { ByteInterner } from "./byte-interner.js";
import { type ByteHost, ByteList } from "./byte-list.js";
import { JsonPath } from "./json-path.js";
import { backslash, JsonScan, openBrace, openBracket, quote } from "./json-scan.js";
import { wholeOf } from "./number-bytes.js";

type Path = readonly (string | number)[];

/** Distinct cells up to which parsed ones are kept. */
const maxKeptCells = 4096;

const encoder = new TextEncoder();
const noBytes = new Uint8Array(0);

export interface JsonCells extends ByteCodes {
  /** Whether `JSON.parse` reads all of them exactly. */
  readonly isPlain: boolean;
  /** Set for texts of which nobody has seen whether they are JSON. */
  readonly isText?: boolean;
}

/** Where a value lies in the bytes of its segment. */
interface JsonSpan {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export class JsonStore implements DynamicStore {
  private readonly paths = new Map<string, PathColumn>();
  private readonly kept: (DynamicValue | undefined)[] = [];
  private lastCode = -1;
  private lastCell: DynamicValue = null;

  constructor(
    readonly cells: JsonCells,
    readonly host: ByteHost,
  ) {}

  cell(row: number): DynamicValue {
    const code = this.codeOf(row);
    if (code === this.lastCode) return this.lastCell;
    const isKept = this.cells.values.count <= maxKeptCells;
    const kept = isKept ? this.kept[code] : undefined;
    const value = kept === undefined ? this.parse(code) : kept;
    if (isKept) this.kept[code] = value;
    this.lastCode = code;
    this.lastCell = value;
    return value;
  }

  path(path: Path, rows: Int32Array, length: number): Vector {
    if (path.some((step) => typeof step === "number" && step < 0))
      return this.pathOfCells(path, rows, length);
    const key = JSON.stringify(path);
    let column = this.paths.get(key);
    if (column === undefined) {
      column = new PathColumn(this, path);
      this.paths.set(key, column);
    }
    return column.vector(rows, length);
  }

  copy(rows: Int32Array, length: number): Vector {
    const { values, nullCode, isPlain } = this.cells;
    const list = new ByteList(this.host);
    const copied = new Map<number, number>([[nullCode, list.add(noBytes, 0, 0)]]);
    const codes = new Int32Array(length);
    for (let at = 0; at < length; at++) {
      const code = rows[at] < 0 ? nullCode : this.codeOf(rows[at]);
      let copy = code < 0 ? 0 : copied.get(code);
      if (copy === undefined) {
        const start = values.offsetOf(code);
        copy = list.add(values.segmentOf(code), start, start + values.lengthOf(code));
        copied.set(code, copy);
      }
      codes[at] = copy;
    }
    list.trim();
    const { isText = false } = this.cells;
    const cells = { codes, length, values: list, nullCode: 0, isDictionary: false, isPlain, isText };
    const store = new JsonStore(cells, this.host);
    return { encoding: "stored", type: "dynamic", length, store, rows: allRows(length) };
  }

  codeOf(row: number): number {
    return this.cells.codes === undefined ? 0 : this.cells.codes[row];
  }

  /** The text of a span of a cell as a value. */
  parseSpan(bytes: Uint8Array, start: number, end: number): DynamicValue {
    const text = this.host.text(bytes, start, end);
    // The text was found to be JSON, and without such numbers as need the exact reader, when it was loaded.
    return this.cells.isPlain ? JSON.parse(text) : (parseJson(text) ?? null);
  }

  /** The array or bag of a code, or any value that was found to be JSON; undefined where there is none. */
  spanOf(code: number): JsonSpan | undefined {
    const { values, nullCode, isText } = this.cells;
    if (code === nullCode) return undefined;
    const bytes = values.segmentOf(code);
    const start = values.offsetOf(code);
    const span = { bytes, start, end: start + values.lengthOf(code) };
    return isText === true ? nestedIn(span) : span;
  }

  private parse(code: number): DynamicValue {
    const { values, nullCode, isText } = this.cells;
    if (code === nullCode) return null;
    const bytes = values.segmentOf(code);
    const start = values.offsetOf(code);
    const end = start + values.lengthOf(code);
    return isText === true
      ? parseDynamic(this.host.text(bytes, start, end))
      : this.parseSpan(bytes, start, end);
  }

  /** Indexes counted from the end. */
  private pathOfCells(path: Path, rows: Int32Array, length: number): Vector {
    const cells = new Array<Cell>(length);
    for (let at = 0; at < length; at++) cells[at] = rows[at] < 0 ? null : memberAt(this.cell(rows[at]), path);
    return vectorOf("dynamic", cells);
  }
}

const scan = new JsonScan();

/** The array or bag that a text is; undefined for other texts: no path leads into those. */
function nestedIn({ bytes, start, end }: JsonSpan): JsonSpan | undefined {
  const first = scan.skipSpace(bytes, start);
  if (first >= end || (bytes[first] !== openBrace && bytes[first] !== openBracket)) return undefined;
  const after = scan.skipValue(bytes, first, 0);
  // What follows in memory is another text: a value that ran into it ends elsewhere.
  if (after < 0 || after > end) return undefined;
  for (let at = after; at < end; at++) if (!isBlank(bytes[at])) return undefined;
  return { bytes, start: first, end: after };
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

/** What a path leads to, looked up cell by cell as rows are asked for. */
class PathColumn {
  /** Code of the value at the path for each code of the store, plus one; 0 where it was not looked up yet. */
  private readonly found: Int32Array;
  private readonly finder: JsonPath;
  private readonly interner: ByteInterner;
  private readonly values: DynamicValue[] = [null];
  private readonly inner: PathStore;
  private isNested = false;
  private readonly dictionary: PathDictionary;

  constructor(
    private readonly store: JsonStore,
    path: Path,
  ) {
    this.found = new Int32Array(store.cells.values.count);
    this.finder = new JsonPath(path);
    this.interner = new ByteInterner(store.host);
    this.interner.addApart();
    this.inner = new PathStore(store, path);
    this.dictionary = new PathDictionary(this.values, store.cells.length);
  }

  vector(rows: Int32Array, length: number): Vector {
    const codes = new Int32Array(length);
    for (let at = 0; at < length && !this.isNested; at++) {
      if (rows[at] < 0) continue;
      const cell = this.store.codeOf(rows[at]);
      let code = this.found[cell];
      if (code === 0) {
        code = this.lookUp(cell) + 1;
        this.found[cell] = code;
      }
      codes[at] = code - 1;
    }
    if (this.isNested) return { encoding: "stored", type: "dynamic", length, store: this.inner, rows };
    if (this.interner.isDistinct) {
      return { encoding: "dict", type: "dynamic", length, codes, dictionary: this.dictionary };
    }
    const data = new Array<Cell>(length);
    for (let at = 0; at < length; at++) data[at] = this.values[codes[at]];
    return { encoding: "object", type: "dynamic", length, data };
  }

  private lookUp(cell: number): number {
    const span = this.store.spanOf(cell);
    if (span === undefined) return 0;
    const { bytes } = span;
    const { finder } = this;
    finder.find(bytes, span.start, span.end);
    if (finder.start < 0) return 0;
    const first = bytes[finder.start];
    if (first === openBrace || first === openBracket) {
      this.isNested = true;
      return 0;
    }
    return this.codeOfScalar(bytes, finder.start, finder.end);
  }

  /** Equal values get one code, however they are written. */
  private codeOfScalar(bytes: Uint8Array, start: number, end: number): number {
    const { interner, values, store } = this;
    const first = bytes[start];
    if (first === 110) return 0;
    if (first === quote && !hasEscape(bytes, start, end)) {
      const code = interner.intern(bytes, start, end);
      if (code === values.length) values.push(store.host.text(bytes, start + 1, end - 1));
      return code;
    }
    const value = store.parseSpan(bytes, start, end);
    const printed = isPrintedWhole(bytes, start, end);
    const canonical = printed ? bytes : encoder.encode(printJson(value));
    const code = interner.intern(canonical, printed ? start : 0, printed ? end : canonical.length);
    if (code === values.length) values.push(value);
    return code;
  }
}

/** The values of a path, more of them with each row that has a new one. */
class PathDictionary implements Dictionary {
  private readonly asTexts: PathTexts;
  private known: FlatVector = { encoding: "object", type: "dynamic", length: 0, data: [] };

  constructor(
    private readonly data: readonly DynamicValue[],
    readonly rowCount: number,
  ) {
    this.asTexts = new PathTexts(data, rowCount);
  }

  get values(): FlatVector {
    const { data } = this;
    if (this.known.length < data.length) {
      this.known = { encoding: "object", type: "dynamic", length: data.length, data };
    }
    return this.known;
  }

  get texts(): Dictionary | undefined {
    return this.asTexts.read() ? this.asTexts : undefined;
  }
}

/** What stands for bytes that are no UTF-8, so that different bytes can be equal texts. */
const replacement = "\ufffd";

/** The values of a path as texts, as long as all are texts or null: mostly that is what `tostring` is asked for. */
class PathTexts implements Dictionary {
  isDistinct = true;
  private areTexts = true;
  private readonly data: string[] = [];
  private known: FlatVector = { encoding: "string", type: "string", length: 0, data: [] };

  constructor(
    private readonly from: readonly DynamicValue[],
    readonly rowCount: number,
  ) {}

  get values(): FlatVector {
    const { data } = this;
    if (this.known.length < data.length) {
      this.known = { encoding: "string", type: "string", length: data.length, data };
    }
    return this.known;
  }

  /** Takes in what is new; false once a value is no text. */
  read(): boolean {
    const { data, from } = this;
    while (this.areTexts && data.length < from.length) {
      const value = from[data.length];
      if (value !== null && typeof value !== "string") this.areTexts = false;
      else {
        // The first value is null, which makes the empty text.
        if (value === "" || value?.includes(replacement) === true) this.isDistinct = false;
        data.push(value ?? "");
      }
    }
    return this.areTexts;
  }
}

function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === backslash) return true;
  return false;
}

function isPrintedWhole(bytes: Uint8Array, start: number, end: number): boolean {
  return !Number.isNaN(wholeOf(bytes, start, end)) && !(bytes[start] === 45 && bytes[start + 1] === 48);
}

/** Arrays and bags at a path of a store: rows are those of the store. */
class PathStore implements DynamicStore {
  private readonly finder: JsonPath;

  constructor(
    private readonly base: JsonStore,
    private readonly steps: Path,
  ) {
    this.finder = new JsonPath(steps);
  }

  cell(row: number): DynamicValue {
    const { base, finder } = this;
    const span = base.spanOf(base.codeOf(row));
    if (span === undefined) return null;
    finder.find(span.bytes, span.start, span.end);
    return finder.start < 0 ? null : base.parseSpan(span.bytes, finder.start, finder.end);
  }

  path(path: Path, rows: Int32Array, length: number): Vector {
    return this.base.path([...this.steps, ...path], rows, length);
  }
}
