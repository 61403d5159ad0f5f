import type { Column } from "../bind/bound.js";
import type { Table, TableBatch, TableReader } from "../exec/table.js";
import { KqlError } from "../text/errors.js";
import { gather } from "../vector/gather.js";
import { asInt64, cellReader, type Vector } from "../vector/vector.js";
import { streamedTable } from "./diagnostics.js";
import type { RunWindow } from "./schedule.js";

/** Times of a table's rows as plain ticks; NaN for a row without one, or beyond what a double holds exactly. */
export interface RowTimes {
  readonly generated: Float64Array;
  readonly ingested: Float64Array;
}

/**
 * A table that shows only the rows of a movable window, found by their times, so that a run costs what its window
 * holds and not what the table holds. Rows keep their order. Without `relevant`, all rows count.
 */
export class WindowTable implements Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly times: RowTimes;
  private readonly batches: readonly { readonly start: number; readonly rows: TableBatch }[];
  private readonly candidates: Int32Array;
  private readonly candidateSet: ReadonlySet<number>;
  private readonly isSorted: boolean;
  private shown: Int32Array;

  constructor(table: Table, relevant: Int32Array | undefined) {
    this.name = table.name;
    this.columns = table.columns;
    this.batches = readAll(table);
    this.times = readTimes(table.columns, this.batches);
    const { generated } = this.times;
    this.candidates = (relevant ?? Int32Array.from(generated.keys())).filter(
      (row) => !Number.isNaN(generated[row]),
    );
    this.candidateSet = new Set(this.candidates);
    this.isSorted = ascends(this.candidates, generated);
    this.shown = this.candidates;
  }

  get rowCount(): number {
    return this.shown.length;
  }

  /** Shows the rows of a window; the scan itself decides about late ones. */
  moveTo(window: RunWindow): void {
    const [from, to] = [Number(window.from), Number(window.to)];
    const times = this.times[window.clock];
    if (window.clock === "generated" && this.isSorted) {
      const start = firstAtLeast(this.candidates, times, from);
      this.shown = this.candidates.subarray(start, firstAtLeast(this.candidates, times, to));
    } else this.shown = this.candidates.filter((row) => times[row] >= from && times[row] < to);
  }

  /** Whether a row can matter to the query at all. */
  isCandidate(row: number): boolean {
    return this.candidateSet.has(row);
  }

  /** The table row of the n-th row that a scan read. */
  tableRow(ordinal: number): number {
    return this.shown[ordinal];
  }

  read(): TableReader {
    const { shown, batches } = this;
    let next = 0;
    let batch = 0;
    return {
      next: () => {
        if (next >= shown.length) return undefined;
        while (batch + 1 < batches.length && batches[batch + 1].start <= shown[next]) batch++;
        const end = batch + 1 < batches.length ? batches[batch + 1].start : Number.POSITIVE_INFINITY;
        let last = next;
        while (last < shown.length && shown[last] < end) last++;
        const { start, rows } = batches[batch];
        const local = shown.slice(next, last).map((row) => row - start);
        next = last;
        return pick(rows, local);
      },
    };
  }
}

function pick({ batch, ingestionTime }: TableBatch, rows: Int32Array): TableBatch {
  const picked = batch.select(rows);
  return ingestionTime === undefined
    ? { batch: picked }
    : { batch: picked, ingestionTime: gather(ingestionTime, rows) };
}

function readAll(table: Table): { start: number; rows: TableBatch }[] {
  const reader = table.read({ used: new Set(table.columns.keys()) });
  const batches: { start: number; rows: TableBatch }[] = [];
  let start = 0;
  for (;;) {
    const rows = reader.next();
    if (rows instanceof Promise) {
      const source = { name: table.name, text: "" };
      throw new KqlError([streamedTable({ start: 0, end: 0 }, table.name)], source);
    }
    if (rows === undefined) return batches;
    batches.push({ start, rows });
    start += rows.batch.length;
  }
}

function readTimes(
  columns: readonly Column[],
  batches: readonly { readonly start: number; readonly rows: TableBatch }[],
): RowTimes {
  const last = batches[batches.length - 1];
  const length = last === undefined ? 0 : last.start + last.rows.batch.length;
  const at = columns.findIndex(({ name, type }) => name === "TimeGenerated" && type === "datetime");
  const generated = new Float64Array(length).fill(Number.NaN);
  for (const { start, rows } of batches) if (at !== -1) copyTimes(rows.batch.column(at), generated, start);
  const ingested = generated.slice();
  for (const { start, rows } of batches) {
    if (rows.ingestionTime !== undefined) copyTimes(rows.ingestionTime, ingested, start);
  }
  return { generated, ingested };
}

/** Nulls leave the time that is there: a row without ingestion time arrived when it was generated. */
function copyTimes(vector: Vector, times: Float64Array, start: number): void {
  const read = cellReader(vector);
  for (let row = 0; row < vector.length; row++) {
    const ticks = asInt64(read(row));
    if (typeof ticks === "number") times[start + row] = ticks;
  }
}

function ascends(rows: Int32Array, times: Float64Array): boolean {
  for (let at = 1; at < rows.length; at++) if (times[rows[at]] < times[rows[at - 1]]) return false;
  return true;
}

function firstAtLeast(rows: Int32Array, times: Float64Array, limit: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[rows[middle]] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
