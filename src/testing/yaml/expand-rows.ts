/** Rows of a case as plain objects: defaults merged under them, repeats unrolled, relative times settled. */
import type { Column } from "../../bind/bound.js";
import type { InputRow } from "../../engine/inferred-schema.js";
import type { ConfigMap, ConfigNode } from "../../rules/config-node.js";
import type { Span } from "../../text/span.js";
import { printDatetime } from "../../types/datetime.js";
import { ImportFailure, importCell } from "../../types/import.js";
import { addInt64, type Int64, multiplyInt64, type Ticks } from "../../types/int64.js";
import { cellDoesNotFit, tooManyRows, unreadableFile, wrongShape } from "./diagnostics.js";
import { type Report, readTimespan, timeFrom } from "./map-reader.js";
import { plainValue } from "./test-file.js";

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
  private readonly defaults: PlainRow;
  private readonly cells: readonly { readonly key: string; readonly value: ConfigNode }[];

  constructor(
    private readonly node: ConfigMap,
    private readonly types: ReadonlyMap<string, Column>,
    private readonly options: ExpandOptions,
  ) {
    const { defaults } = options;
    this.defaults = {};
    for (const { key, value } of defaults?.entries ?? []) this.defaults[key] = this.cell(key, value);
    this.cells = node.entries.filter(({ key }) => !key.startsWith("$"));
  }

  expand(into: ExpandedRow[]): void {
    const delay = this.timespan("$delay") ?? 0;
    const { span } = this.node;
    if (this.node.entries.some(({ key }) => key === "$file")) {
      for (const row of this.fileRows()) into.push({ row: this.finish(row), delay, span });
      return;
    }
    const own: PlainRow = {};
    for (const { key, value } of this.cells) own[key] = this.cell(key, value);
    const count = this.count("$repeat");
    const every = this.timespan("$every");
    for (let index = 0; index < count; index++) {
      if (into.length > maxCaseRows) return;
      const row = count === 1 && every === undefined ? own : shifted(numbered(own, index), every, index);
      into.push({ row: this.finish(row), delay, span });
    }
  }

  /** A row as one case sees it: over the defaults, checked against the schema. */
  private finish(row: PlainRow): InputRow {
    const merged = mergeRow(this.defaults, row);
    for (const [name, value] of Object.entries(merged)) {
      const column = this.types.get(name);
      if (column === undefined || value === null) continue;
      const imported = importCell(value, column.type);
      if (imported instanceof ImportFailure) this.refuse(name, column, value, imported);
    }
    return merged;
  }

  private refuse(name: string, { type }: Column, value: unknown, { expected }: ImportFailure): void {
    const place = this.node.entries.find(({ key }) => key === name)?.value.span ?? this.node.span;
    this.options.report(cellDoesNotFit(place, name, type, JSON.stringify(value), expected));
  }

  /** The plain value of a cell; relative times of datetime columns become absolute. */
  private cell(name: string, node: ConfigNode): unknown {
    if (this.types.get(name)?.type === "datetime" || name === "TimeGenerated") {
      if (node.kind === "scalar" && node.value !== null) {
        const ticks = timeFrom(node.text, this.options.origin);
        if (ticks !== undefined) return printDatetime(ticks);
      }
    }
    // Text keeps the spelling of the file: `0050` stays four characters long in a string column.
    if (node.kind === "scalar" && typeof node.value === "number" && this.types.get(name)?.type === "string") {
      return node.text;
    }
    return plainValue(node);
  }

  private fileRows(): PlainRow[] {
    const { report, loadFile } = this.options;
    const node = this.node.entries.find(({ key }) => key === "$file")?.value;
    if (node?.kind !== "scalar") {
      report(wrongShape(node?.span ?? this.node.span, "$file", "the path of a file with rows"));
      return [];
    }
    const rows = loadFile(node.text);
    if (typeof rows === "string") {
      report(unreadableFile(node.span, node.text, rows));
      return [];
    }
    const over: PlainRow = {};
    for (const { key, value } of this.cells) over[key] = this.cell(key, value);
    return rows.map((row) => mergeRow(row, over));
  }

  private count(key: string): number {
    const node = this.node.entries.find((entry) => entry.key === key)?.value;
    if (node === undefined) return 1;
    if (
      node.kind === "scalar" &&
      typeof node.value === "number" &&
      Number.isInteger(node.value) &&
      node.value >= 0
    ) {
      return node.value;
    }
    this.options.report(wrongShape(node.span, key, "a whole number, 0 or more"));
    return 0;
  }

  private timespan(key: string): Int64 | undefined {
    const node = this.node.entries.find((entry) => entry.key === key)?.value;
    if (node === undefined) return undefined;
    if (node.kind === "scalar") return readTimespan(node, this.options.report);
    this.options.report(wrongShape(node.span, key, "a timespan"));
    return undefined;
  }
}

/** Keys that a row node may have beside its columns. */
export const rowDirectives = ["$repeat", "$every", "$file", "$delay"];

function shifted(row: PlainRow, every: Int64 | undefined, index: number): PlainRow {
  const { TimeGenerated: time } = row;
  if (every === undefined || typeof time !== "string") return row;
  const ticks = timeFrom(time, undefined);
  if (ticks === undefined) return row;
  return { ...row, TimeGenerated: printDatetime(addInt64(ticks, multiplyInt64(every, index))) };
}

/** `${i}` in texts, at any depth, is the number of the copy. */
function numbered(row: PlainRow, index: number): PlainRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, numberedValue(value, index)]));
}

function numberedValue(value: unknown, index: number): unknown {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the placeholder that test files write
  if (typeof value === "string") return value.replaceAll("${i}", String(index));
  if (Array.isArray(value)) return value.map((item: unknown) => numberedValue(item, index));
  if (typeof value !== "object" || value === null) return value;
  return numbered({ ...value }, index);
}

/** Bags are joined key by key; arrays and scalars of the upper row replace; an explicit null is a null. */
export function mergeRow(under: InputRow, over: InputRow): PlainRow {
  const merged: PlainRow = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isBag(below) && isBag(value) ? mergeRow(below, value) : value;
  }
  return merged;
}

function isBag(value: unknown): value is PlainRow {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
