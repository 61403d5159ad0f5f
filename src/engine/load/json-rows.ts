/**
 * Rows of JSON in every shape that logs are exported in: one object a line, an array of objects, objects one after
 * another, `{"records": [...]}` of diagnostic settings, `{"tables": [{"columns", "rows"}]}` of the query APIs,
 * `{"value": [...]}` and `{"results": [...]}` of others. The text is read once, from front to back; only one row of it
 * is held.
 */
import { maxJsonDepth } from "../../types/json.js";
import { type KqlType, typeNamed } from "../../types/kql-type.js";
import type { ByteHost } from "./byte-list.js";
import { type ByteWindow, maxRowBytes } from "./byte-window.js";
import type { RowCells } from "./cell-scan.js";
import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  JsonScan,
  newline,
  openBrace,
  openBracket,
  quote,
} from "./json-scan.js";
import { PositionScan } from "./position-scan.js";
import type { FaultHandler, Place, RowReader } from "./row-reader.js";
import { RowScan } from "./row-scan.js";
import { tokenNested } from "./tokens.js";

/** What the reader is in, from the outside in. */
type Level =
  | { readonly kind: "top" }
  /** An array whose items are rows. */
  | { readonly kind: "rows"; isFirst: boolean }
  /** An object around rows. */
  | { readonly kind: "envelope"; isFirst: boolean }
  /** The `tables` array of a query answer. */
  | { readonly kind: "tables"; isFirst: boolean }
  /** An item of it. */
  | { readonly kind: "table"; isFirst: boolean; columns: "none" | "read" | "other" }
  /** Its `rows`: arrays of cells. */
  | { readonly kind: "cells"; isFirst: boolean };

/** Keys of objects around rows. */
const envelopeKeys: ReadonlyMap<string, "rows" | "tables"> = new Map([
  ["records", "rows"],
  ["tables", "tables"],
  ["Tables", "tables"],
]);
/** Keys that a row may have, too: they hold the rows where nothing but what belongs to an answer stands beside them. */
const answerKeys = ["value", "results", "Results"];
const answerCompanion = /^(?:@odata\..*|nextLink|[sS]chema|Stats|count)$/;

/** A key that may hold the rows. */
interface Wrapper {
  readonly slot: number;
  readonly kind: "rows" | "tables";
  /** Whether rows may have the key, too. */
  readonly isShared: boolean;
}

export interface JsonRowsOptions {
  readonly window: ByteWindow;
  readonly host: ByteHost;
  readonly faults: FaultHandler;
  /** Names of columns that are known, in order: they get the first slots. */
  readonly known: readonly string[];
}

export class JsonRows implements RowReader {
  private readonly window: ByteWindow;
  private readonly host: ByteHost;
  private readonly faults: FaultHandler;
  private readonly scan = new JsonScan();
  private readonly keyed: RowScan;
  private readonly positions: PositionScan;
  private readonly levels: Level[] = [{ kind: "top" }];
  /** The scan that found the row. */
  cells: RowCells;
  readonly types = new Map<string, KqlType>();
  /** Where the row, or what is read between rows, begins, and the lines before it. */
  private rowAt = 0;
  private rowLines = 0;
  /** Without those whose key is a known column. */
  private readonly wrappers: readonly Wrapper[];
  /** Slots of the columns of the first table of an answer. */
  private firstSlots: readonly number[] | undefined;

  constructor({ window, host, faults, known }: JsonRowsOptions) {
    this.window = window;
    this.host = host;
    this.faults = faults;
    this.keyed = new RowScan(this.scan, host);
    this.positions = new PositionScan(this.scan);
    this.cells = this.keyed;
    for (const name of known) this.keyed.slotOf(name);
    const wrappers = [
      ...Array.from(envelopeKeys, ([key, kind]) => ({ key, kind, isShared: false })),
      ...answerKeys.map((key) => ({ key, kind: "rows" as const, isShared: true })),
    ];
    this.wrappers = wrappers
      .filter(({ key }) => !known.includes(key))
      .map(({ key, ...wrapper }) => ({ ...wrapper, slot: this.keyed.slotOf(key) }));
  }

  get bytes(): Uint8Array {
    return this.window.bytes;
  }

  get names(): readonly string[] {
    return this.keyed.names;
  }

  next(): boolean {
    for (;;) {
      if (!this.skipBlanks()) {
        if (this.levels.length > 1) this.failAt(this.window.end, "the file ends inside an array or object");
        return false;
      }
      const level = this.levels[this.levels.length - 1];
      if (level.kind === "top" ? this.stepTop() : this.stepInside(level)) return true;
    }
  }

  placeOf(at: number): Place {
    const { window } = this;
    const { offset, inWindow } = window.startOfLine(at);
    const from = inWindow ?? 0;
    const isLong = at - from > 1 << 16;
    const head = window.offsetOf(from) - offset;
    const column = head + (isLong ? at - from : this.host.text(window.bytes, from, at).length) + 1;
    return { line: this.rowLines + this.newlinesBetween(this.rowAt, at) + 1, column };
  }

  private newlinesBetween(from: number, to: number): number {
    let count = 0;
    for (let at = from; at < to; at++) if (this.window.bytes[at] === newline) count++;
    return count;
  }

  /** False at the end of the data. */
  private skipBlanks(): boolean {
    const { window, scan } = this;
    for (;;) {
      window.at = scan.skipSpace(window.bytes, window.at);
      this.rowAt = window.at;
      this.rowLines = scan.lines;
      if (window.at < window.end) return true;
      if (!window.more()) return false;
      this.rowAt = window.at;
    }
  }

  /** One object, or the start of an array. True when a row was found. */
  private stepTop(): boolean {
    const { window } = this;
    const byte = window.bytes[window.at];
    if (byte === openBrace) return !this.enterEnvelope() && this.readRow() && !this.unwrapRow();
    if (byte === openBracket) {
      window.at++;
      this.levels.push({ kind: "rows", isFirst: true });
      return false;
    }
    this.leaveOutLine(window.at, "expected a JSON object, `{...}`");
    return false;
  }

  private stepInside(level: Exclude<Level, { kind: "top" }>): boolean {
    const { window } = this;
    const isBag = level.kind === "envelope" || level.kind === "table";
    const byte = window.bytes[window.at];
    if (byte === (isBag ? closeBrace : closeBracket)) {
      window.at++;
      this.levels.pop();
      return false;
    }
    if (!level.isFirst) {
      if (byte !== comma)
        return this.failAt(window.at, `expected \`,\` or the end of the ${isBag ? "object" : "array"}`);
      window.at++;
      if (!this.skipBlanks()) this.failAt(window.end, "the file ends inside an array or object");
    }
    level.isFirst = false;
    switch (level.kind) {
      case "rows":
        return this.expect(openBrace, "an item of the array is not an object") && this.readRow();
      case "cells":
        return this.expect(openBracket, "a row of `rows` is not an array") && this.readCells();
      case "tables":
        this.expect(openBrace, "an item of `tables` is not an object");
        window.at++;
        this.levels.push({ kind: "table", isFirst: true, columns: "none" });
        return false;
      case "table":
        return this.stepTable(level);
      case "envelope":
        return this.stepEnvelope();
    }
  }

  private expect(byte: number, message: string): true {
    const { window } = this;
    return window.bytes[window.at] === byte ? true : this.failAt(window.at, message);
  }

  /** A key of an object around rows: the rows, or something to pass over. */
  private stepEnvelope(): boolean {
    const key = this.readKey();
    const { window } = this;
    const kind = envelopeKeys.get(key);
    if (kind !== undefined && window.bytes[window.at] === openBracket) {
      window.at++;
      this.levels.push({ kind, isFirst: true });
    } else this.readValue();
    return false;
  }

  private stepTable(level: Extract<Level, { kind: "table" }>): boolean {
    const key = this.readKey();
    const { window } = this;
    if (key === "columns" || key === "Columns") {
      const end = this.readSpan((bytes, at) => this.scan.skipValue(bytes, at, 0));
      this.startTable(level, this.columnSlots(window.at, end));
      window.at = end;
    } else if ((key === "rows" || key === "Rows") && window.bytes[window.at] === openBracket) {
      if (level.columns === "none") return this.failAt(window.at, "`rows` must come after `columns`");
      if (level.columns === "other") {
        this.readValue();
        return false;
      }
      window.at++;
      this.levels.push({ kind: "cells", isFirst: true });
    } else this.readValue();
    return false;
  }

  /** Services put tables with notes on the query behind the one with its rows. */
  private startTable(level: Extract<Level, { kind: "table" }>, slots: readonly number[]): void {
    this.firstSlots ??= slots;
    const isSame =
      slots.length === this.firstSlots.length && slots.every((slot, at) => slot === this.firstSlots?.[at]);
    level.columns = isSame ? "read" : "other";
    if (isSame) this.positions.setSlots(slots);
    else {
      this.faults.note(
        this.placeOf(this.window.at),
        "a table with other columns than the first one of the answer is left out",
        "table with other columns",
      );
    }
  }

  /** Slots of the columns that a `columns` array names. */
  private columnSlots(start: number, end: number): number[] {
    const columns: unknown = JSON.parse(this.host.text(this.window.bytes, start, end));
    if (!Array.isArray(columns)) return this.failAt(start, "`columns` is not an array");
    return columns.map((column: unknown) => {
      const { name, type } =
        typeof column === "string" ? { name: column, type: undefined } : describe(column);
      if (name === undefined) return this.failAt(start, "a column has no `name`");
      const known = type === undefined ? undefined : typeNamed(type);
      if (known !== undefined) this.types.set(name, known);
      return this.keyed.slotOf(name);
    });
  }

  /** The text of a key; then the value begins at the window's place. */
  private readKey(): string {
    const { window, scan } = this;
    this.expect(quote, "expected a key in quotes");
    const end = this.readSpan((bytes, at) => scan.skipString(bytes, at));
    const start = window.at;
    const key: unknown = JSON.parse(this.host.text(window.bytes, start, end));
    window.at = end;
    this.skipBlanks();
    this.expect(colon, "expected `:`");
    window.at++;
    if (!this.skipBlanks()) this.failAt(window.end, "the file ends after a key");
    return String(key);
  }

  /** Passes over a value; gives the place after it. */
  private readValue(): number {
    const end = this.readSpan((bytes, at) => this.scan.skipValue(bytes, at, 0));
    this.window.at = end;
    return end;
  }

  /** The end of what begins at the window's place, which stays. */
  private readSpan(read: (bytes: Uint8Array, at: number) => number): number {
    const { window, scan } = this;
    for (;;) {
      const { lines } = scan;
      const end = read(window.bytes, window.at);
      // A number may go on behind the window.
      if (end >= 0 && (end < window.end || window.isAtEnd)) return end;
      if (end < 0 && (~end < window.end || window.isAtEnd)) return this.failAt(~end, this.faultAt(~end));
      scan.lines = lines;
      this.readMore();
    }
  }

  private readRow(): boolean {
    const { window, keyed } = this;
    this.cells = keyed;
    for (;;) {
      const end = keyed.read(window.bytes, window.at);
      if (end >= 0) {
        window.at = end;
        return true;
      }
      if (!this.canReadOn(~end)) return false;
    }
  }

  private readCells(): boolean {
    const { window, positions } = this;
    this.cells = positions;
    for (;;) {
      const end = positions.read(window.bytes, window.at);
      if (end >= 0) {
        window.at = end;
        return true;
      }
      if (!this.canReadOn(~end)) return false;
    }
  }

  /** Reads on where a row could not be read to its end. False when the row is broken, and was left out. */
  private canReadOn(stop: number): boolean {
    const { window, scan } = this;
    if (stop < window.end || window.isAtEnd) {
      this.leaveOutLine(stop, this.faultAt(stop));
      return false;
    }
    scan.lines = this.rowLines;
    this.readMore();
    return true;
  }

  private readMore(): void {
    const { window } = this;
    const before = window.at;
    if (!window.more() && !window.isAtEnd) {
      this.failAt(window.at, `a row is longer than ${maxRowBytes >> 20} MB; write one row a line`);
    }
    this.rowAt -= before - window.at;
  }

  /** Turns to what an envelope holds, if an object is one: its first key says so. */
  private enterEnvelope(): boolean {
    const { window } = this;
    if (window.end - window.at < 64 && !window.isAtEnd) {
      window.more();
      this.rowAt = window.at;
    }
    const { bytes, at } = window;
    if (bytes[at + 1] === quote && bytes[at + 2] !== 114 && bytes[at + 2] !== 116) return false;
    const head = this.host.text(bytes, at, Math.min(window.end, at + 64));
    const key = /^\{\s*"(\w+)"\s*:\s*\[/.exec(head)?.[1] ?? "";
    if (!this.wrappers.some(({ slot, isShared }) => !isShared && this.keyed.names[slot] === key))
      return false;
    window.at++;
    this.levels.push({ kind: "envelope", isFirst: true });
    return true;
  }

  /** The same for an envelope whose first keys are others. */
  private unwrapRow(): boolean {
    const { keyed, window } = this;
    for (const wrapper of this.wrappers) {
      const { slot, kind } = wrapper;
      if (!keyed.has(slot) || !this.holdsRows(wrapper)) continue;
      this.scan.lines = this.rowLines + this.newlinesBetween(this.rowAt, keyed.starts[slot]);
      window.at = keyed.starts[slot] + 1;
      this.levels.push({ kind: "envelope", isFirst: false }, { kind, isFirst: true });
      return true;
    }
    return false;
  }

  private holdsRows({ slot, isShared }: Wrapper): boolean {
    const { keyed, window } = this;
    const isList = keyed.kinds[slot] >= tokenNested && window.bytes[keyed.starts[slot]] === openBracket;
    if (!isList || !isShared) return isList;
    const keys = Array.from(keyed.found.subarray(0, keyed.foundCount), (found) => keyed.names[found]);
    return (
      keys.every((key) => key === keyed.names[slot] || answerCompanion.test(key)) && this.holdsObjects(slot)
    );
  }

  /** Whether a list is empty or begins with an object. */
  private holdsObjects(slot: number): boolean {
    const { bytes } = this.window;
    const { lines } = this.scan;
    const at = this.scan.skipSpace(bytes, this.keyed.starts[slot] + 1);
    this.scan.lines = lines;
    return bytes[at] === openBrace || bytes[at] === closeBracket;
  }

  private faultAt(at: number): string {
    const { window } = this;
    if (at >= window.end) return "the last row is cut off: the file ends before it does";
    const byte = window.bytes[at];
    if ((byte === openBrace || byte === openBracket) && this.mayBeginValue(at))
      return `not JSON that can be read: it is nested deeper than ${maxJsonDepth}`;
    if (byte < 32)
      return byte === newline
        ? "not JSON: the line ends too soon"
        : `not JSON: unexpected control character ${byte}`;
    const shown = this.host
      .text(window.bytes, at, Math.min(window.end, at + 12))
      .replace(/\uFFFD|\s.*$/gs, "");
    return `not JSON: unexpected \`${shown}\``;
  }

  /** Whether a value may stand here, by what stands before it. */
  private mayBeginValue(at: number): boolean {
    const { bytes } = this.window;
    let before = at - 1;
    while (before > 0 && bytes[before] <= 32) before--;
    return bytes[before] === openBracket || bytes[before] === colon || bytes[before] === comma;
  }

  private failAt(at: number, message: string): never {
    return this.faults.fail(this.placeOf(at), message);
  }

  /** A line that is no row; the next line is tried where the user wants that. */
  private leaveOutLine(at: number, message: string): void {
    if (this.levels.length > 1) this.failAt(at, message);
    this.faults.leaveOut(this.placeOf(at), message, "row that cannot be read");
    const { window, scan } = this;
    scan.lines = this.rowLines;
    for (;;) {
      const end = window.bytes.indexOf(newline, window.at);
      if (end >= 0 && end < window.end) {
        window.at = end;
        return;
      }
      window.at = window.end;
      if (!window.more()) return;
    }
  }
}

/** Name and type of a column, in the spellings of the services. */
function describe(column: unknown): { readonly name: string | undefined; readonly type: string | undefined } {
  const slots = new Map<string, unknown>(
    typeof column === "object" && column !== null ? Object.entries(column) : [],
  );
  const text = (...keys: string[]): string | undefined => {
    const found = keys.map((key) => slots.get(key)).find((slot) => typeof slot === "string");
    return typeof found === "string" ? found : undefined;
  };
  return { name: text("name", "ColumnName"), type: text("type", "ColumnType") };
}
