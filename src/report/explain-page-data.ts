/** What the page of an explanation holds: rows, their ways through the steps, and what became of them. Plain JSON. */

import type { Column } from "../bind/bound.js";
import { columnsIn } from "../explain/conditions.js";
import type { Explanation } from "../explain/explain.js";
import { type Flow, lastPlace, type OperatorPlace, type Place, rowsInOf } from "../explain/flow.js";
import { fatesOf, forward, nextPlaces, nextRows, reached } from "../explain/forward.js";
import { type RowsByPlace, scansOf } from "../explain/lineage.js";
import { type RowSet, rowsInto, rowsOfInput, rowsOutOf } from "../explain/rows.js";
import { labelOf } from "../explain/suspects.js";
import { nearGroups } from "../explain/where-suspects.js";
import { isJoin, isWhere } from "../rules/plan/operator-shapes.js";
import { visitPlan } from "../rules/plan/visit-plan.js";
import { exportCell } from "../types/export.js";
import { jsonText } from "../types/json-text.js";
import type { Batch } from "../vector/batch.js";
import { cellReader } from "../vector/vector.js";
import { stepText } from "./explain-run.js";
import { failedText } from "./explain-sentences.js";
import { cut, type Words } from "./explain-words.js";

/** Rows by their numbers, counted from 1, each with its cells as text. */
export interface PageTable {
  readonly columns: readonly string[];
  readonly rows: readonly PageRow[];
  /** Rows that are not in the page. */
  readonly more: number;
}

export interface PageRow {
  /** Position among the rows of its step that are in the page. */
  readonly at: number;
  /** Number in the table, or among the rows that went in. */
  readonly number: number;
  readonly cells: readonly string[];
  /** For lost rows: why, as an index into `texts`. */
  readonly why?: number;
}

export interface PageStep {
  readonly depth: number;
  readonly kind: string;
  readonly text: string;
  readonly line: number;
  readonly rowsIn: number | null;
  readonly rowsOut: number;
  /** For scans: the table. */
  readonly table?: string;
  /** Rows of the step that are in the page. */
  readonly size: number;
  /** Where rows go: by position, the positions in the step named. `same`: each to its own position. */
  readonly next: readonly { readonly step: number; readonly rows: readonly (readonly number[])[] | "same" }[];
  readonly kept: PageTable;
  readonly lost: PageTable;
}

export interface PageData {
  readonly steps: readonly PageStep[];
  /** Step that gives the result. */
  readonly result: number;
  /** For each scan: what became of each of its rows, as an index into `texts`. */
  readonly fates: Readonly<Record<number, readonly number[]>>;
  readonly texts: readonly string[];
}

/** Most rows of source tables in a page; those behind the result, and those that came farthest, are chosen first. */
const maxSourceRows = 10_000;
/** Rows of a step that are listed. */
const maxListed = 100;
const maxColumns = 12;
const maxCell = 120;

/** The data, and for each scan the rows of it that are in the page. */
export interface Page {
  readonly data: PageData;
  readonly scanRows: ReadonlyMap<Place, readonly number[]>;
}

export function pageData({ flow, subject }: Explanation, words: Words): Page {
  const included = includedRows(flow);
  const positions = new Map(
    flow.places.map((place) => [place, positionsOf(included.get(place) ?? new Set())] as const),
  );
  const texts = new TextList();
  const used = usedColumns(subject);
  const steps = flow.places.map((place): PageStep => {
    const rows = [...(positions.get(place)?.keys() ?? [])];
    const source = place.source?.kind === "scan" ? place.source : undefined;
    const kept = source === undefined ? rows.slice(0, maxListed) : rows;
    const columns = source === undefined ? shownColumns(place) : scanColumns(place, used.get(source.table));
    const number = (row: number) => (source === undefined ? row : source.rows[row]) + 1;
    return {
      depth: place.depth,
      kind: place.kind,
      text: cut(stepText(place, subject.source), 300),
      line: words.line(place.span),
      rowsIn: rowsInOf(place) ?? null,
      rowsOut: place.rowsOut,
      ...(source === undefined ? {} : { table: source.table }),
      size: rows.length,
      next: nextLinks(place, flow, positions),
      kept: tableOf(rowsOutOf(place), kept, columns, { number, more: place.rowsOut - kept.length }),
      lost: lostTable(place, positions, texts, words),
    };
  });
  const fates: Record<number, readonly number[]> = {};
  const all = fatesOf(flow);
  for (const scan of scansOf(flow)) {
    const rows = [...(positions.get(scan)?.keys() ?? [])];
    const say = fateTeller(all.get(scan), flow, words);
    fates[scan.index] = rows.map((row) => texts.add(say(row)));
  }
  const scanRows = new Map(scansOf(flow).map((scan) => [scan, [...(positions.get(scan)?.keys() ?? [])]]));
  return { data: { steps, result: lastPlace(flow.result).index, fates, texts: texts.items }, scanRows };
}

/** Texts, each once. */
class TextList {
  readonly items: string[] = [];
  private readonly indexes = new Map<string, number>();

  add(text: string): number {
    let index = this.indexes.get(text);
    if (index === undefined) {
      index = this.items.length;
      this.indexes.set(text, index);
      this.items.push(text);
    }
    return index;
  }
}

/** The rows of each place that are in the page: all that come from the source rows that are. */
function includedRows(flow: Flow): RowsByPlace {
  const scans = scansOf(flow);
  const total = scans.reduce((sum, { rowsOut }) => sum + rowsOut, 0);
  const fates = fatesOf(flow);
  const included = new Map<Place, Set<number>>();
  for (const scan of scans) {
    const share = total <= maxSourceRows ? scan.rowsOut : Math.ceil((scan.rowsOut / total) * maxSourceRows);
    const own = fates.get(scan);
    const rows = Array.from({ length: scan.rowsOut }, (_, row) => row);
    if (share < scan.rowsOut && own !== undefined) rows.sort((a, b) => own.place[b] - own.place[a] || a - b);
    for (const [place, way] of forward(flow, scan, rows.slice(0, share))) {
      included.set(place, new Set([...(included.get(place) ?? []), ...way]));
    }
  }
  // Rows that come from no source row, such as those of `datatable` and `print`.
  for (const place of flow.places) {
    if (place.operator === undefined || place.before !== undefined || place.feeds.length > 0) continue;
    const rows = Array.from({ length: Math.min(place.rowsOut, maxSourceRows) }, (_, row) => row);
    for (const [at, way] of forward(flow, place, rows)) {
      included.set(at, new Set([...(included.get(at) ?? []), ...way]));
    }
  }
  return included;
}

/** Ordinals of rows in order, each with its position. */
function positionsOf(rows: ReadonlySet<number>): ReadonlyMap<number, number> {
  return new Map([...rows].sort((a, b) => a - b).map((row, at) => [row, at]));
}

type Positions = ReadonlyMap<Place, ReadonlyMap<number, number>>;

function nextLinks(place: Place, flow: Flow, positions: Positions): PageStep["next"] {
  const rows = [...(positions.get(place)?.keys() ?? [])];
  return nextPlaces(place, flow).map(({ to, input }) => {
    const target = positions.get(to);
    const links = rows.map((row) => {
      const next = [...nextRows(to, input, row)];
      return next.flatMap((ordinal) => target?.get(ordinal) ?? []);
    });
    const isSame = links.every((link, at) => link.length === 1 && link[0] === at);
    return { step: to.index, rows: isSame ? "same" : links };
  });
}

interface Numbering {
  readonly number: (row: number) => number;
  readonly more: number;
  readonly why?: (row: number) => number;
}

function tableOf(
  { columns, batch }: RowSet,
  rows: readonly number[],
  shown: readonly number[],
  { number, more, why }: Numbering,
): PageTable {
  const cells = shown.map((col) => cellTexts(batch, col, columns[col], rows));
  return {
    columns: shown.map((col) => columns[col].name),
    rows: rows.map((row, at) => ({
      at,
      number: number(row),
      cells: cells.map((column) => column[at]),
      ...(why === undefined ? {} : { why: why(row) }),
    })),
    more: Math.max(0, more),
  };
}

function cellTexts(batch: Batch, col: number, { type }: Column, rows: readonly number[]): string[] {
  const read = cellReader(batch.column(col));
  return rows.map((row) => {
    const value = exportCell(read(row), type);
    const text = typeof value === "string" ? value : value === null ? "" : jsonText(value);
    return cut(text, maxCell);
  });
}

function visible(columns: readonly Column[]): number[] {
  return columns.flatMap(({ isHidden }, col) => (isHidden === true ? [] : [col]));
}

/** Columns of a step that are worth showing: those that it has made, then the others that hold anything. */
function shownColumns(place: Place): number[] {
  const { columns, batch } = rowsOutOf(place);
  const before = new Set(place.operator === undefined ? [] : rowsInto(place).columns);
  const filled = visible(columns).filter((col) => isFilled(batch, col));
  const made = filled.filter((col) => !before.has(columns[col]));
  const old = filled.filter((col) => before.has(columns[col]));
  return [...made, ...old].slice(0, maxColumns);
}

/** Rows that are looked at to see whether a column holds anything. */
const sampled = 200;

function isFilled(batch: Batch, col: number): boolean {
  const read = cellReader(batch.column(col));
  for (let row = 0; row < Math.min(batch.length, sampled); row++) {
    const cell = read(row);
    if (cell !== null && cell !== "") return true;
  }
  return false;
}

function scanColumns(scan: Place, used: ReadonlySet<number> | undefined): number[] {
  const { columns, batch } = rowsOutOf(scan);
  const time = columns.findIndex(({ name }) => name === "TimeGenerated");
  const read = visible(columns).filter((col) => col !== time && (used === undefined || used.has(col)));
  return [...(time === -1 ? [] : [time]), ...read.filter((col) => isFilled(batch, col))].slice(0, maxColumns);
}

/** For each table, the columns that the query reads. */
function usedColumns({ bound }: Explanation["subject"]): ReadonlyMap<string, ReadonlySet<number>> {
  const used = new Map<string, Set<number>>();
  visitPlan(bound.query.results, {
    source: (source) => {
      if (source.kind !== "scan") return;
      used.set(source.table, new Set([...(used.get(source.table) ?? []), ...source.used]));
    },
  });
  return used;
}

/** Rows of the stream that a step lost, with why. */
function lostTable(place: Place, positions: Positions, texts: TextList, words: Words): PageTable {
  const none: PageTable = { columns: [], rows: [], more: 0 };
  if (place.operator === undefined || place.before === undefined) return none;
  const { before } = place;
  const all = [...(positions.get(before)?.entries() ?? [])];
  const lost = all.filter(([row]) => nextRows(place, undefined, row).length === 0);
  const listed = lost.slice(0, maxListed);
  const rows = rowsOutOf(before);
  const source = before.source?.kind === "scan" ? before.source : undefined;
  const why = whyLost(place, words);
  const at = new Map(listed);
  const table = tableOf(
    rows,
    listed.map(([row]) => row),
    comparedFirst(place),
    {
      number: (row) => (source === undefined ? row : source.rows[row]) + 1,
      more: lost.length - listed.length,
      why: (row) => texts.add(why(row)),
    },
  );
  return {
    ...table,
    rows: table.rows.map((row, index) => ({ ...row, at: at.get(listed[index][0]) ?? row.at })),
  };
}

/** Columns of the stream that the conditions of a step read, then others that hold anything. */
function comparedFirst(place: OperatorPlace): number[] {
  const { operator } = place.operator;
  const expressions = isWhere(operator) ? operator.conjuncts : isJoin(operator) ? operator.keys.left : [];
  const read = new Set(expressions.flatMap((expression) => columnsIn(expression).map(({ index }) => index)));
  const { columns, batch } = rowsInto(place);
  const others = visible(columns).filter((col) => !read.has(col) && isFilled(batch, col));
  return [...read, ...others].slice(0, maxColumns);
}

/** Says why a step lost a row of its stream, from columns read once. */
function whyLost(place: OperatorPlace, words: Words, input = -1): (row: number) => string {
  const { operator, lostBy } = place.operator;
  if (isJoin(operator) && (input === -1 || input === operator.right)) {
    const side = input === -1 ? "left" : "right";
    const { batch, columns } = side === "left" ? rowsInto(place) : rowsOfInput(place, operator.right);
    const keys = operator.keys[side].flatMap((key) => columnsIn(key)).map(({ index }) => index);
    const values = valueText(batch, columns, keys, words);
    return (row) => `no partner on the ${side === "left" ? "right" : "left"} side for ${values(row)}`;
  }
  if (!isWhere(operator) || input !== -1) return () => `not handed on by ${place.kind}`;
  const { batch, columns } = rowsInto(place);
  const conditions = operator.conjuncts.map((condition) => ({
    text: words.text(condition.span, 160),
    values: valueText(
      batch,
      columns,
      columnsIn(condition).map(({ index }) => index),
      words,
    ),
  }));
  return (row) => {
    const failed = conditions[lostBy?.[row] ?? 0];
    return failed === undefined ? "" : `fails ${failed.text} with ${failed.values(row)}`;
  };
}

function valueText(
  batch: Batch,
  columns: readonly Column[],
  indexes: readonly number[],
  words: Words,
): (row: number) => string {
  const readers = [...new Set(indexes)]
    .slice(0, 6)
    .map((col) => ({ ...columns[col], read: cellReader(batch.column(col)) }));
  return (row) => words.named(readers.map(({ name, type, read }) => ({ name, type, cell: read(row) })));
}

/** Says what became of the rows of a scan. */
function fateTeller(
  fates: ReturnType<ReturnType<typeof fatesOf>["get"]>,
  flow: Flow,
  words: Words,
): (row: number) => string {
  const tellers = new Map<string, (row: number) => string>();
  return (row) => {
    if (fates === undefined) return "";
    const place = flow.places[fates.place[row]];
    if (fates.place[row] === reached) return "in the result";
    if (place?.operator === undefined) return "not read";
    const input = fates.input[row];
    const key = `${place.index} ${input}`;
    const why = tellers.get(key) ?? whyLost(place, words, input);
    tellers.set(key, why);
    return `lost at line ${words.line(place.span)}: ${why(fates.at[row])}`;
  };
}

/** A group that came near to the thresholds. */
export interface PageGroup {
  readonly label: string;
  readonly tests: readonly string[];
  /** Share of the way to the threshold, 0 to 1. */
  readonly share: number;
}

/** Groups near the thresholds, of all conditions on aggregates. */
export function pageGroups({ subject, flow }: Explanation, words: Words): PageGroup[] {
  return flow.places.flatMap((place): PageGroup[] => {
    if (place.operator === undefined) return [];
    return nearGroups({ subject, followed: undefined }, place)
      .slice(0, 8)
      .map(({ row, failed, gap }) => ({
        label: words.named(labelOf(subject, place, row)),
        tests: failed.map(({ test }) => failedText(test, words)),
        share: Math.max(0, 1 - gap / Math.max(1, failed.length)),
      }));
  });
}
