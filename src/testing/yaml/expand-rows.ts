/** Rows of a case as plain objects: defaults merged under them, repeats unrolled, relative times settled. */
import type { Column } from "../../bind/bound.js";
import type { InputRow } from "../../engine/inferred-schema.js";
import type { ConfigMap, ConfigNode } from "../../rules/config-node.js";
import type { Span } from "../../text/span.js";
import { printDatetime } from "../../types/datetime.js";
import { ImportFailure, importCell } from "../../types/import.js";
import { addInt64, type Int64, multiplyInt64, type Ticks } from "../../types/int64.js";
import { setSlot } from "../../types/json.js";
import type { KqlType } from "../../types/kql-type.js";
import { cellDoesNotFit, relativeWithoutAt, tooManyRows, unreadableFile, wrongShape } from "./diagnostics.js";
import { type Report, readTimespan, timeFrom, timespanFrom } from "./map-reader.js";
import { showValue } from "./match-cell.js";
import { cellValue, plainValue } from "./plain-value.js";

/** Rows that the nodes of one case may unroll to. */
const maxCaseRows = 1_000_000;

export interface ExpandOptions {
  /** Columns of the table, where it is known; cells are checked against them. */
  readonly columns: readonly Column[] | undefined;
  readonly defaults: ConfigMap | undefined;
  /** What relative times count from. */
  readonly origin: Ticks | undefined;
  /** Rows of a `$file`, or the reason why it cannot be read. */
  readonly loadFile: (path: string) => readonly InputRow[] | string;
  readonly report: Report;
}

export interface ExpandedRow {
  readonly row: InputRow;
  /** How long after its TimeGenerated the row was ingested, ticks. */
  readonly delay: Int64;
  readonly span: Span;
}

type PlainRow = Record<string, unknown>;

/** Rows with defaults, repeats and files worked in; none, and a diagnostic, when there are too many. */
export function expandRows(rows: readonly ConfigMap[], options: ExpandOptions): ExpandedRow[] {
  const types = new Map(options.columns?.map((column) => [column.name, column]));
  const expanded: ExpandedRow[] = [];
  for (const node of rows) {
    new RowExpander(node, types, options).expand(expanded);
    if (expanded.length > maxCaseRows) {
      options.report(tooManyRows(node.span, maxCaseRows));
      return [];
    }
  }
  return expanded;
}

class RowExpander {
  private readonly cells: readonly { readonly key: string; readonly value: ConfigNode }[];

  constructor(
    private readonly node: ConfigMap,
    private readonly types: ReadonlyMap<string, Column>,
    private readonly options: ExpandOptions,
  ) {
    this.cells = node.entries.filter(({ key }) => !isDirective(key));
  }

  expand(into: ExpandedRow[]): void {
    const { span } = this.node;
    const delay = this.timespan("$delay") ?? 0;
    const bases = this.bases();
    const count = this.count("$repeat");
    const every = this.timespan("$every");
    const isRepeated = this.directive("$repeat") !== undefined || every !== undefined;
    for (let index = 0; index < count; index++) {
      for (const base of bases) {
        if (into.length > maxCaseRows) return;
        const row = isRepeated ? this.shifted(numbered(base, index), every, index) : base;
        into.push({ row: this.checked(row), delay, span });
      }
    }
  }

  /** The row, or those of its `$file`, over the defaults. */
  private bases(): PlainRow[] {
    const defaults = this.plainRow(this.options.defaults?.entries ?? []);
    const own = this.plainRow(this.cells);
    if (this.directive("$file") === undefined) return [this.merged(defaults, own)];
    return this.fileRows().map((row) => this.merged(this.merged(defaults, row), own));
  }

  private plainRow(cells: readonly { readonly key: string; readonly value: ConfigNode }[]): PlainRow {
    const row: PlainRow = {};
    for (const { key, value } of cells) setSlot(row, key, this.cell(key, value));
    return row;
  }

  /** As `mergeRow`; JSON text, as exports have it, is joined with a bag as the bag that it says. */
  private merged(under: InputRow, over: InputRow): PlainRow {
    const row: PlainRow = { ...under };
    for (const [name, value] of Object.entries(over)) {
      const below = ownSlot(row, name);
      setSlot(
        row,
        name,
        isBag(below) || isBag(value) ? mergeValue(parsedBag(below), parsedBag(value)) : value,
      );
    }
    return row;
  }

  /** A row as one case sees it, checked against the schema. */
  private checked(row: PlainRow): InputRow {
    for (const [name, value] of Object.entries(row)) {
      const type = this.typeOf(name);
      if (type === undefined || value === null) continue;
      const imported = importCell(value, type);
      if (!(imported instanceof ImportFailure)) continue;
      const time = type === "datetime" && typeof value === "string" ? this.time(value) : undefined;
      if (time === undefined) this.refuse(name, type, value, imported);
      else row[name] = time;
    }
    return row;
  }

  /** Rows have a time, whatever else is known of their table. */
  private typeOf(name: string): KqlType | undefined {
    return this.types.get(name)?.type ?? (name === "TimeGenerated" ? "datetime" : undefined);
  }

  private refuse(name: string, type: KqlType, value: unknown, { expected }: ImportFailure): void {
    const { node, options } = this;
    const own = node.entries.find(({ key }) => key === name)?.value.span;
    const given = options.defaults?.entries.find(({ key }) => key === name)?.value.span;
    const place = own ?? (this.directive("$file") === undefined ? given : undefined) ?? node.span;
    const isRelative = type === "datetime" && typeof value === "string" && timespanFrom(value) !== undefined;
    if (isRelative && options.origin === undefined) options.report(relativeWithoutAt(place, value));
    else options.report(cellDoesNotFit(place, name, type, showValue(value), expected));
  }

  /** The plain value of a cell; relative times of datetime columns become absolute. */
  private cell(name: string, node: ConfigNode): unknown {
    if (node.kind !== "scalar" || node.value === null) return plainValue(node);
    const type = this.typeOf(name);
    if (type === "datetime") return this.time(node.text) ?? plainValue(node);
    return cellValue(node, type);
  }

  /** A time as text that every column reads; undefined for text that says none. */
  private time(text: string): string | undefined {
    const ticks = timeFrom(text, this.options.origin);
    return ticks === undefined ? undefined : printDatetime(ticks);
  }

  private shifted(row: PlainRow, every: Int64 | undefined, index: number): PlainRow {
    const { TimeGenerated: time } = row;
    if (every === undefined || index === 0 || typeof time !== "string") return row;
    const ticks = timeFrom(time, this.options.origin);
    if (ticks === undefined) return row;
    return { ...row, TimeGenerated: printDatetime(addInt64(ticks, multiplyInt64(every, index))) };
  }

  private fileRows(): readonly InputRow[] {
    const { report, loadFile } = this.options;
    const node = this.directive("$file");
    if (node?.kind !== "scalar") {
      report(wrongShape(node?.span ?? this.node.span, "$file", "the path of a file with rows"));
      return [];
    }
    const rows = loadFile(node.text);
    if (typeof rows !== "string") return rows;
    report(unreadableFile(node.span, node.text, rows));
    return [];
  }

  private count(key: string): number {
    const node = this.directive(key);
    if (node === undefined) return 1;
    const value = node.kind === "scalar" ? node.value : undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
    this.options.report(wrongShape(node.span, key, "a whole number, 0 or more"));
    return 0;
  }

  private timespan(key: string): Int64 | undefined {
    const node = this.directive(key);
    if (node === undefined) return undefined;
    if (node.kind === "scalar") return readTimespan(node, this.options.report);
    this.options.report(wrongShape(node.span, key, "a timespan"));
    return undefined;
  }

  private directive(key: string): ConfigNode | undefined {
    return this.node.entries.find((entry) => entry.key === key)?.value;
  }
}

/** Keys that a row node may have beside its columns. */
export const rowDirectives = ["$repeat", "$every", "$file", "$delay"];

/** Keys with a dollar sign are not columns. */
export const isDirective = (key: string) => key.startsWith("$");

/** `${i}` in texts, at any depth, is the number of the copy. */
function numbered(row: PlainRow, index: number): PlainRow {
  const copy: PlainRow = {};
  for (const [name, value] of Object.entries(row)) setSlot(copy, name, numberedValue(value, index));
  return copy;
}

function numberedValue(value: unknown, index: number): unknown {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the placeholder that test files write
  if (typeof value === "string") return value.replaceAll("${i}", String(index));
  if (Array.isArray(value)) return value.map((item: unknown) => numberedValue(item, index));
  return isBag(value) ? numbered(value, index) : value;
}

/** Bags are joined key by key; arrays and scalars of the upper row replace; an explicit null is a null. */
function mergeValue(under: unknown, over: unknown): unknown {
  if (!isBag(under) || !isBag(over)) return over;
  const merged: PlainRow = { ...under };
  for (const [key, value] of Object.entries(over))
    setSlot(merged, key, mergeValue(ownSlot(merged, key), value));
  return merged;
}

function ownSlot(row: InputRow, name: string): unknown {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

/** The bag that JSON text says; any other value as it is. */
function parsedBag(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const parsed = importCell(value, "dynamic");
  return isBag(parsed) ? parsed : value;
}

/** A plain object, and none of the engine's own values. */
function isBag(value: unknown): value is PlainRow {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
