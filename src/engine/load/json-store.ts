/** Dynamic cells kept as JSON text. A cell is parsed, and a path into it looked up, when somebody asks for it. */
import { memberAt } from "../../exec/member.js";
import { parseDynamic } from "../../types/convert.js";
import type { Cell, DynamicValue } from "../../types/value.js";
import { allRows } from "../../vector/selection.js";
import { type DynamicStore, type Vector, vectorOf } from "../../vector/vector.js";
import type { ByteCodes } from "./byte-column.js";
import { type ByteHost, ByteList } from "./byte-list.js";
import { JsonPath } from "./json-path.js";
import { JsonScan, openBrace, openBracket } from "./json-scan.js";
import { type JsonSpan, PathColumn } from "./path-column.js";
import type { Places } from "./path-places.js";
import { readJson } from "./path-values.js";

type Path = readonly (string | number)[];

/** Distinct cells up to which parsed ones are kept. */
const maxKeptCells = 4096;

const noBytes = new Uint8Array(0);

export interface JsonCells extends ByteCodes {
  /** Whether `JSON.parse` reads all of them exactly. */
  readonly isPlain: boolean;
  /** Set for texts of which nobody has seen whether they are JSON. */
  readonly isText?: boolean;
  /** Where the values of some paths stand, by path as JSON. */
  readonly paths?: ReadonlyMap<string, Places>;
}

export class JsonStore implements DynamicStore {
  private readonly paths = new Map<string, { readonly column: PathColumn; readonly inner: PathStore }>();
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
    let known = this.paths.get(key);
    if (known === undefined) {
      const column = new PathColumn(this, path, this.cells.paths?.get(key));
      known = { column, inner: new PathStore(this, path) };
      this.paths.set(key, known);
    }
    const scalars = known.column.vector(rows, length);
    return scalars ?? { encoding: "stored", type: "dynamic", length, store: known.inner, rows };
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
    return readJson(this.host, this.cells.isPlain, bytes, start, end);
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
