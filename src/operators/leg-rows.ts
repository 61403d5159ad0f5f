/** The rows of the legs of `union`, `search` and `find`: what streams in, then each table in turn. */
import type { Column } from "../bind/bound.js";
import { bytesPerBatch } from "../exec/collect.js";
import { chosenRows } from "../exec/lineage.js";
import { nullVector } from "../exec/null-rows.js";
import type { OperatorRun, Relation, Sink } from "../exec/run.js";
import type { Lineage } from "../exec/trace.js";
import { type Batch, CountedBatches } from "../vector/batch.js";
import { uniteColumns } from "./union-columns.js";

/** Rows of one batch that an operator makes of a complete input. */
const stretch = 8192;

/** Hands the rows of all legs on in batches, with the number of rows of the leg before each. */
export function legsSink<Leg extends { readonly input: number | undefined }>(
  legs: readonly Leg[],
  run: OperatorRun,
  out: Sink,
  emit: (leg: Leg, batch: Batch, offset: number) => void,
): Sink {
  const [first] = legs;
  const isSatisfied = (): boolean => out.isSatisfied?.() ?? false;
  return {
    push: (batch) => emit(first, batch, run.inputOffset),
    finish() {
      for (const leg of legs) {
        if (leg.input === undefined) continue;
        eachBatch(leg.input, run, (batch, offset) => emit(leg, batch, offset), isSatisfied);
      }
      out.finish();
    },
    isSatisfied,
  };
}

function eachBatch(
  input: number,
  run: OperatorRun,
  visit: (batch: Batch, offset: number) => void,
  isSatisfied: () => boolean,
): void {
  const { batch, rowCount } = run.inputs[input];
  for (let from = 0; from < rowCount && !isSatisfied(); from += stretch) {
    run.checkDeadline();
    visit(batch.slice(from, Math.min(rowCount, from + stretch)), from);
  }
}

/** A leg's rows in the columns of all legs; -1 stands for a column that it lacks. */
export function unitedRows(indexes: readonly number[], columns: readonly Column[], batch: Batch): Batch {
  return batch.project(
    indexes.map((index, at) => (index < 0 ? nullVector(columns[at].type, batch.length) : index)),
  );
}

/** Counts the results of sub-queries that are kept until the columns of all are known. */
export function countKept(run: OperatorRun): (result: Relation) => void {
  const counted = new CountedBatches();
  return ({ batch }) => run.reserveMemory(bytesPerBatch + batch.estimateBytes(counted));
}

/** Tables whose columns differ, as `union` puts them together; a batch each. */
export function uniteTables(tables: readonly Pick<Relation, "columns" | "batch">[]): {
  readonly columns: readonly Column[];
  readonly batches: readonly Batch[];
} {
  const { columns, sources } = uniteColumns(tables, "outer");
  return { columns, batches: tables.map(({ batch }, at) => unitedRows(sources[at], columns, batch)) };
}

/** Lineage of rows of a leg: of an input, or of the rows that stream in. */
export function legLineage(
  input: number | undefined,
  rows: Int32Array,
  offset: number,
  run: OperatorRun,
): Lineage | undefined {
  if (!run.isRecording) return undefined;
  if (input === undefined) return chosenRows(run, rows, offset);
  return { kind: "input", input, rows: rows.map((row) => row + offset) };
}
