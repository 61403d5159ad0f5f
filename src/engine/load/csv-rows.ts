/**
 * Rows of CSV: commas (or the semicolons and tabs of some spreadsheets), quotes doubled inside quotes, line breaks
 * inside quotes, CRLF or LF. Every row must have as many fields as the header has names.
 */
import type { KqlType } from "../../types/kql-type.js";
import type { ByteHost } from "./byte-list.js";
import { type ByteWindow, maxRowBytes } from "./byte-window.js";
import { grown, type RowCells } from "./cell-scan.js";
import { comma, newline, quote } from "./json-scan.js";
import type { FaultHandler, Place, RowReader } from "./row-reader.js";
import { tokenText } from "./tokens.js";

const carriageReturn = 13;
const semicolon = 59;
const tab = 9;

/** What may stand before the header: what separates fields, as Excel is told, and the type, as PowerShell writes it. */
const noteLine = /^(?:sep=([,;\t])|#TYPE \S+)\s*$/i;

/** What a field ended with. */
const atDelimiter = 0;
const atLineEnd = 1;
const atFileEnd = 2;

export interface CsvRowsOptions {
  readonly window: ByteWindow;
  readonly host: ByteHost;
  readonly faults: FaultHandler;
}

/** Fields of a line by their positions. */
class Fields implements RowCells {
  found = new Int32Array(16);
  foundCount = 0;
  starts = new Int32Array(16);
  ends = new Int32Array(16);
  kinds = new Uint8Array(16).fill(tokenText);
  readonly repeatedSlot = -1;
  /** 1 for fields with doubled quotes. */
  doubled = new Uint8Array(16);

  add(start: number, end: number, hasDoubled: boolean): void {
    const slot = this.foundCount++;
    if (slot === this.starts.length) this.grow();
    this.found[slot] = slot;
    this.starts[slot] = start;
    this.ends[slot] = end;
    this.doubled[slot] = hasDoubled ? 1 : 0;
  }

  private grow(): void {
    const size = this.starts.length * 2;
    this.found = grown(this.found, size);
    this.starts = grown(this.starts, size);
    this.ends = grown(this.ends, size);
    this.kinds = new Uint8Array(size).fill(tokenText);
    const doubled = new Uint8Array(size);
    doubled.set(this.doubled);
    this.doubled = doubled;
  }
}

export class CsvRows implements RowReader {
  readonly cells = new Fields();
  names: readonly string[] = [];
  readonly types = new Map<string, KqlType>();
  private readonly window: ByteWindow;
  private readonly host: ByteHost;
  private readonly faults: FaultHandler;
  private delimiter = comma;
  /** Lines before the row, and lines that it takes up. */
  private lines = 0;
  private rowLines = 0;
  private rowAt = 0;
  private hasTrailingDelimiter = false;

  constructor({ window, host, faults }: CsvRowsOptions) {
    this.window = window;
    this.host = host;
    this.faults = faults;
    this.readHeader();
  }

  get bytes(): Uint8Array {
    return this.window.bytes;
  }

  next(): boolean {
    while (this.readLine()) {
      const { cells } = this;
      const width = this.names.length + (this.hasTrailingDelimiter ? 1 : 0);
      if (cells.foundCount === width) {
        cells.foundCount = this.names.length;
        return true;
      }
      this.faults.leaveOut(
        this.placeOf(this.rowAt),
        `the row has ${cells.foundCount} fields, the header ${width}`,
        "row with another number of fields",
      );
    }
    return false;
  }

  placeOf(at: number): Place {
    const { bytes } = this.window;
    let { lines } = this;
    let start = this.rowAt;
    for (let from = this.rowAt; from < at; from++) {
      if (bytes[from] !== newline) continue;
      lines++;
      start = from + 1;
    }
    return { line: lines + 1, column: this.host.text(bytes, start, at).length + 1 };
  }

  private readHeader(): void {
    const { window } = this;
    while (window.bytes.lastIndexOf(newline, window.end) < 0 && window.more());
    this.delimiter = delimiterOf(window.bytes, 0, window.end);
    if (!this.readLine()) return;
    const note = noteLine.exec(this.host.text(window.bytes, this.rowAt, window.at));
    if (note !== null) {
      const [, mark] = note;
      this.delimiter = mark?.charCodeAt(0) ?? delimiterOf(window.bytes, window.at, window.end);
      if (!this.readLine()) return;
    }
    const names: string[] = [];
    for (let field = 0; field < this.cells.foundCount; field++) {
      const start = this.cells.starts[field];
      const text = this.host.text(window.bytes, start, this.cells.ends[field]).trim();
      names.push(this.columnName(text, start));
    }
    if (names.length > 1 && names[names.length - 1] === "") {
      names.pop();
      this.hasTrailingDelimiter = true;
    }
    for (const [at, name] of names.entries()) {
      const place = this.placeOf(this.cells.starts[at]);
      if (name === "") this.faults.fail(place, `column ${at + 1} has no name`);
      if (/\r(?!\n)/.test(name))
        this.faults.fail(place, "lines end with a carriage return alone; save the file with LF or CRLF");
      if (names.indexOf(name) < at) this.faults.fail(place, `two columns are called \`${name}\``);
    }
    this.names = names;
  }

  /** The portal says in the header which columns are times, and of which clock. */
  private columnName(header: string, at: number): string {
    const match = /^(.*\S) \[(.+)\]$/.exec(header);
    const [, name, clock] = match ?? [];
    if (name === undefined || clock === undefined || !/utc|local|time/i.test(clock)) return header;
    this.types.set(name, "datetime");
    if (!/^utc$/i.test(clock)) {
      this.faults.leaveOut(
        this.placeOf(at),
        `the times of \`${name}\` are not in UTC but \`${clock}\`; export them with the display time set to UTC`,
        "column of local times, read as UTC",
      );
    }
    return name;
  }

  /** The next line that is not empty; false at the end. */
  private readLine(): boolean {
    const { window } = this;
    for (;;) {
      this.lines += this.rowLines;
      this.rowLines = 0;
      this.rowAt = window.at;
      if (window.at >= window.end) {
        if (!window.more()) return false;
        continue;
      }
      const end = this.readFields();
      if (end < 0) {
        this.readMore();
        this.rowLines = 0;
        continue;
      }
      window.at = end;
      const { cells } = this;
      if (cells.foundCount > 1 || cells.ends[0] > cells.starts[0] || window.bytes[this.rowAt] === quote) {
        this.joinDoubledQuotes();
        return true;
      }
    }
  }

  private readMore(): void {
    const { window } = this;
    if (!window.more() && !window.isAtEnd) {
      const size = maxRowBytes >> 20;
      this.faults.fail(this.placeOf(this.rowAt), `a row is longer than ${size} MB; a quote may be missing`);
    }
  }

  /** The place after the line; -1 when the window ends before it does. */
  private readFields(): number {
    const { window, cells } = this;
    cells.foundCount = 0;
    let at = window.at;
    for (;;) {
      const after = window.bytes[at] === quote && at < window.end ? this.readQuoted(at) : this.readPlain(at);
      if (after < 0) return -1;
      if (this.endedWith !== atDelimiter) {
        if (this.endedWith === atLineEnd) this.rowLines++;
        return after;
      }
      at = after;
    }
  }

  private endedWith = atDelimiter;

  private readPlain(start: number): number {
    const { delimiter } = this;
    const { bytes, end, isAtEnd } = this.window;
    let at = start;
    while (at < end && bytes[at] !== delimiter && bytes[at] !== newline) at++;
    if (at === end && !isAtEnd) return -1;
    this.endedWith = at === end ? atFileEnd : bytes[at] === newline ? atLineEnd : atDelimiter;
    const isCrLf = this.endedWith !== atDelimiter && at > start && bytes[at - 1] === carriageReturn;
    this.cells.add(start, isCrLf ? at - 1 : at, false);
    return at === end ? at : at + 1;
  }

  private readQuoted(start: number): number {
    const { bytes, end, isAtEnd } = this.window;
    let hasDoubled = false;
    let at = start + 1;
    for (;;) {
      while (at < end && bytes[at] !== quote) if (bytes[at++] === newline) this.rowLines++;
      if (at + 1 >= end && !isAtEnd) return -1;
      if (at >= end)
        return this.failAt(start, "the last row is cut off: the quote that opens here is never closed");
      if (bytes[at + 1] !== quote || at + 1 >= end) break;
      hasDoubled = true;
      at += 2;
    }
    this.cells.add(start + 1, at, hasDoubled);
    at++;
    if (bytes[at] === carriageReturn && at < end) {
      if (at + 1 >= end && !isAtEnd) return -1;
      if (bytes[at + 1] === newline || at + 1 >= end) at++;
    }
    if (at >= end) this.endedWith = atFileEnd;
    else if (bytes[at] === newline) this.endedWith = atLineEnd;
    else if (bytes[at] === this.delimiter) this.endedWith = atDelimiter;
    else return this.failAt(at, "expected a comma or the end of the line after the closing quote");
    return at >= end ? at : at + 1;
  }

  private failAt(at: number, message: string): never {
    return this.faults.fail(this.placeOf(at), message);
  }

  /** In place: the line is not read again. */
  private joinDoubledQuotes(): void {
    const { cells } = this;
    const { bytes } = this.window;
    for (let field = 0; field < cells.foundCount; field++) {
      if (cells.doubled[field] === 0) continue;
      let to = cells.starts[field];
      for (let from = to; from < cells.ends[field]; from++) {
        bytes[to++] = bytes[from];
        if (bytes[from] === quote) from++;
      }
      cells.ends[field] = to;
    }
  }
}

/** The mark that stands most often in the header outside quotes; a comma if none does. */
function delimiterOf(bytes: Uint8Array, start: number, end: number): number {
  const counts = new Map([comma, semicolon, tab].map((mark) => [mark, 0]));
  let isQuoted = false;
  for (let at = start; at < end && (isQuoted || bytes[at] !== newline); at++) {
    if (bytes[at] === quote) isQuoted = !isQuoted;
    const count = counts.get(bytes[at]);
    if (count !== undefined && !isQuoted) counts.set(bytes[at], count + 1);
  }
  return [...counts].reduce((best, mark) => (mark[1] > best[1] ? mark : best))[0];
}
