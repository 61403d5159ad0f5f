/** What a path into a column of JSON texts leads to, looked up text by text as rows are asked for. */
import type { Cell } from "../../types/value.js";
import { noteTableBytes } from "../../vector/table-bytes.js";
import type { Vector } from "../../vector/vector.js";
import type { ByteCodes } from "./byte-column.js";
import type { ByteHost } from "./byte-list.js";
import { JsonPath } from "./json-path.js";
import { openBrace, openBracket } from "./json-scan.js";
import { absent, type Places } from "./path-places.js";
import { PathDictionary, PathValues, queueSize } from "./path-values.js";

/** Where a value lies in the bytes of its segment. */
export interface JsonSpan {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** The column. */
export interface JsonTexts {
  readonly cells: ByteCodes & { readonly isPlain: boolean };
  readonly host: ByteHost;
  /** The array or bag of a code; undefined where there is none. */
  spanOf(code: number): JsonSpan | undefined;
}

/** Of a distinct value: its text, its places in the table of texts and among the values. */
const bytesPerValue = 64;

/** Codes of texts that are looked up together, and where the value stands in each. */
const pending = new Int32Array(queueSize);
const pendingPlaces = new Int32Array(queueSize);

export class PathColumn {
  /** By code of the column's text the code of the value at the path plus one; 0 where it was not looked up yet. */
  private readonly found: Int32Array;
  private readonly finder: JsonPath;
  private readonly values: PathValues;
  private readonly dictionary: PathDictionary;
  /** Whether the path was found to lead to an array or a bag. */
  private isNested = false;

  constructor(
    private readonly texts: JsonTexts,
    path: readonly (string | number)[],
    private readonly places: Places | undefined,
  ) {
    const { cells, host } = texts;
    this.found = new Int32Array(cells.values.count);
    noteTableBytes(this.found.byteLength);
    this.finder = new JsonPath(path);
    this.values = new PathValues(host, cells.isPlain);
    this.dictionary = new PathDictionary(this.values, cells.length);
  }

  /** Undefined where the path leads to arrays or bags. */
  vector(rows: Int32Array, length: number): Vector | undefined {
    this.lookUpAll(rows, length);
    if (this.isNested) return undefined;
    const { found, values } = this;
    const { codes: textCodes } = this.texts.cells;
    const codes = new Int32Array(length);
    for (let at = 0; at < length; at++) {
      const row = rows[at];
      if (row >= 0) codes[at] = found[textCodes === undefined ? 0 : textCodes[row]] - 1;
    }
    if (values.areDistinct) {
      return { encoding: "dict", type: "dynamic", length, codes, dictionary: this.dictionary };
    }
    const data = new Array<Cell>(length);
    for (let at = 0; at < length; at++) data[at] = values.read(codes[at]);
    return { encoding: "object", type: "dynamic", length, data };
  }

  private lookUpAll(rows: Int32Array, length: number): void {
    const { found } = this;
    const { codes } = this.texts.cells;
    let count = 0;
    for (let at = 0; at < length; at++) {
      const row = rows[at];
      if (row < 0) continue;
      const code = codes === undefined ? 0 : codes[row];
      if (found[code] !== 0) continue;
      pending[count++] = code;
      if (count < queueSize) continue;
      this.lookUpPending(count);
      count = 0;
    }
    this.lookUpPending(count);
  }

  private lookUpPending(all: number): void {
    const { texts, values, found } = this;
    const { values: list } = texts.cells;
    const count = this.takePlaces(all);
    list.touch(pending, count, pendingPlaces);
    let queued = 0;
    for (let at = 0; at < count && !this.isNested; at++) {
      const code = pending[at];
      const place = pendingPlaces[at];
      if (place > 0) values.queue(queued, list.segmentOf(code), list.offsetOf(code) + place - 1);
      else if (!this.queueFound(queued, code)) {
        found[code] = 1;
        continue;
      }
      pending[queued++] = code;
    }
    const before = values.count;
    const valueCodes = values.addQueued(queued);
    noteTableBytes((values.count - before) * bytesPerValue);
    for (let at = 0; at < queued; at++) found[pending[at]] = valueCodes[at] + 1;
  }

  /** Reads where the values stand; gives how many texts are left, for in others there is none. */
  private takePlaces(all: number): number {
    const { places, found } = this;
    if (places === undefined) {
      pendingPlaces.fill(0, 0, all);
      return all;
    }
    let count = 0;
    for (let at = 0; at < all; at++) {
      const code = pending[at];
      const place = places[code];
      if (place === absent) found[code] = 1;
      else {
        pending[count] = code;
        pendingPlaces[count++] = place;
      }
    }
    return count;
  }

  /** Looks for the path in a text; false where it leads to no scalar. */
  private queueFound(queued: number, code: number): boolean {
    const { finder, values, texts } = this;
    const span = texts.spanOf(code);
    if (span === undefined) return false;
    const { bytes } = span;
    finder.find(bytes, span.start, span.end);
    if (finder.start < 0) return false;
    const first = bytes[finder.start];
    if (first === openBrace || first === openBracket) this.isNested = true;
    else values.queue(queued, bytes, finder.start);
    return !this.isNested;
  }
}
