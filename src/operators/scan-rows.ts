/**
 * Running `scan`. Each step holds a state: the rows that the sequence up to it has matched, one for itself and each
 * step before it. Rows are tried against the steps from the last to the first.
 */
import type { BoundShape, BoundSortKey } from "../bind/bind-context.js";
import type { BoundExpression, BoundOperator, Column } from "../bind/bound.js";
import { collectInput } from "../exec/collect.js";
import { Grouping, listGroups } from "../exec/grouping.js";
import { chosenRows } from "../exec/lineage.js";
import { nullVector } from "../exec/null-rows.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { Cell } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { newValueBytes } from "../vector/bytes.js";
import { allRows } from "../vector/selection.js";
import { cellReader, constVector, type Vector, vectorOf } from "../vector/vector.js";
import { sortByKeys } from "./sorted-rows.js";

export interface BoundStep {
  readonly condition: BoundExpression;
  /** Values for declared columns. */
  readonly assignments: readonly { readonly column: number; readonly value: BoundExpression }[];
  readonly output: "all" | "last" | "none";
}

/**
 * Conditions and values are bound over the columns of the input, the declared ones (with their defaults), then both
 * again for each step: the state.
 */
export interface ScanShape extends BoundShape {
  readonly inputColumns: readonly Column[];
  readonly declared: readonly Column[];
  readonly defaults: readonly (BoundExpression | undefined)[];
  readonly hasMatchId: boolean;
  readonly orderBy: readonly BoundSortKey[];
  readonly partitionBy: readonly BoundExpression[];
  readonly steps: readonly BoundStep[];
}

/** A row that matched a step. */
interface Matched {
  readonly row: number;
  /** Cells of the declared columns. */
  readonly declared: readonly Cell[];
}

interface Sequence {
  readonly id: number;
  /** By step, up to the one that holds it. */
  readonly matched: readonly (Matched | undefined)[];
}

interface Emitted extends Matched {
  readonly id: number;
}

export function startScan(bound: ScanShape & BoundOperator, run: OperatorRun, out: Sink): Sink {
  return collectInput(bound.inputColumns, run, (all) => {
    const emitted = new Scan(bound, all, run).run();
    if (emitted.length > 0) {
      const rows = Int32Array.from(emitted, ({ row }) => row);
      const declared = bound.declared.map(({ type }, col) =>
        vectorOf(
          type,
          emitted.map((match) => match.declared[col]),
        ),
      );
      const ids = bound.hasMatchId
        ? [
            vectorOf(
              "long",
              emitted.map(({ id }) => id),
            ),
          ]
        : [];
      out.push(
        all.select(rows).beside(Batch.of(rows.length, [...declared, ...ids])),
        chosenRows(run, rows, 0),
      );
    }
    out.finish();
  });
}

/** Rows between two looks at the clock, and bytes that matches keep. */
const checkEvery = 1024;
const bytesBetweenChecks = 4_194_304;

/** Of a match beside its cells: the row that goes out, and the state of its step. */
const bytesPerMatch = 160;

class Scan {
  private readonly defaults: readonly Cell[];
  private readonly emitted: Emitted[] = [];
  private nextId = 0;
  private uncheckedBytes = 0;
  /** State of each step; undefined while empty. */
  private states: (Sequence | undefined)[] = [];
  /** Rows of steps with `output=last` that may yet be followed by a later one. */
  private pending: (Emitted | undefined)[] = [];

  constructor(
    private readonly bound: ScanShape,
    private readonly all: Batch,
    private readonly context: OperatorRun,
  ) {
    this.defaults = bound.defaults.map((value, at) =>
      value === undefined ? (bound.declared[at].type === "string" ? "" : null) : context.constant(value),
    );
  }

  run(): readonly Emitted[] {
    for (const rows of this.partitions()) {
      this.states = this.bound.steps.map(() => undefined);
      this.pending = this.bound.steps.map(() => undefined);
      for (let at = 0; at < rows.length; at++) {
        if (at % checkEvery === 0) this.context.checkDeadline();
        this.tryRow(rows[at]);
      }
      for (let step = 0; step < this.pending.length; step++) this.flush(step);
    }
    return this.emitted;
  }

  private *partitions(): Generator<Int32Array> {
    const { orderBy, partitionBy } = this.bound;
    const { all } = this;
    const ordered = orderBy.length > 0 ? sortByKeys(orderBy, all, this.context) : allRows(all.length);
    if (partitionBy.length === 0) {
      yield ordered;
      return;
    }
    const batch = all.select(ordered);
    const keys = partitionBy.map((key) => this.context.evaluate(key, batch));
    const grouping = new Grouping(
      keys.map(({ type }) => type),
      this.context,
    );
    const groups = grouping.add(keys, all.length);
    this.context.reserveMemory(all.length * 12);
    const { offsets, rows } = listGroups(groups, grouping.groupCount);
    for (let group = 0; group < grouping.groupCount; group++)
      yield rows.subarray(offsets[group], offsets[group + 1]).map((at) => ordered[at]);
  }

  private tryRow(row: number): void {
    for (let step = this.bound.steps.length - 1; step >= 0; step--) {
      const before = step > 0 ? this.states[step - 1] : undefined;
      if (before !== undefined && this.matches(step, row, before)) {
        this.flush(step - 1);
        this.flush(step);
        this.states[step - 1] = undefined;
        this.take(step, row, before);
        continue;
      }
      const own = this.states[step];
      const sequence = own ?? (step === 0 ? { id: -1, matched: [] } : undefined);
      if (sequence === undefined || !this.matches(step, row, sequence)) continue;
      this.take(step, row, sequence.id < 0 ? { ...sequence, id: this.nextId++ } : sequence);
    }
  }

  private matches(step: number, row: number, sequence: Sequence): boolean {
    return this.context.select(this.bound.steps[step].condition, this.view(row, sequence)).length === 1;
  }

  /** The row goes into the state of a step, and out. */
  private take(step: number, row: number, sequence: Sequence): void {
    const { assignments, output } = this.bound.steps[step];
    const declared = [...this.defaults];
    const view = this.view(row, sequence);
    for (const { column, value } of assignments) {
      declared[column] = cellReader(this.context.evaluate(value, view))(0);
    }
    const matched = [...sequence.matched];
    matched[step] = { row, declared };
    this.states[step] = { id: sequence.id, matched };
    this.hold(declared);
    const out = { row, declared, id: sequence.id };
    if (output === "all") this.emitted.push(out);
    else if (output === "last") this.pending[step] = out;
  }

  /** Counts what a match keeps; the clock is looked at more often the larger that is. */
  private hold(declared: readonly Cell[]): void {
    let bytes = bytesPerMatch;
    for (const cell of declared) bytes += 8 + newValueBytes(cell);
    this.context.reserveMemory(bytes);
    this.uncheckedBytes += bytes;
    if (this.uncheckedBytes < bytesBetweenChecks) return;
    this.uncheckedBytes = 0;
    this.context.checkDeadline();
  }

  /** The last row of a run of matches goes out. */
  private flush(step: number): void {
    const out = this.pending[step];
    if (out !== undefined) this.emitted.push(out);
    this.pending[step] = undefined;
  }

  /** One row: the columns of the input, the defaults, and the state of a sequence. */
  private view(row: number, { matched }: Sequence): Batch {
    const { inputColumns, declared, steps } = this.bound;
    const columns: (() => Vector)[] = [];
    const addRow = (from: number | undefined, cells: readonly Cell[]): void => {
      inputColumns.forEach(({ type }, col) => {
        columns.push(() => (from === undefined ? nullVector(type, 1) : this.cellVector(col, from)));
      });
      declared.forEach(({ type }, col) => {
        columns.push(() => constVector(type, cells[col], 1));
      });
    };
    addRow(row, this.defaults);
    steps.forEach((_, step) => {
      addRow(matched[step]?.row, matched[step]?.declared ?? this.defaults);
    });
    return Batch.lazy(1, columns);
  }

  private cellVector(col: number, row: number): Vector {
    const vector = this.all.column(col);
    return constVector(vector.type, cellReader(vector)(row), 1);
  }
}
