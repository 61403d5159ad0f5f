/** What the executor offers to a running operator. */
import type { BoundExpression, BoundPipeline, Column } from "../bind/bound.js";
import type { RunEnvironment } from "../functions/entry.js";
import type { Span } from "../text/span.js";
import type { Cell } from "../types/value.js";
import type { Batch } from "../vector/batch.js";
import type { Vector } from "../vector/vector.js";
import type { Limits } from "./limits.js";
import type { Lineage } from "./trace.js";

/** Where batches go. Rows keep the order in which they are pushed. */
export interface Sink {
  /** Takes a batch. `lineage` is asked for only while recording (`run.isRecording`). */
  push(batch: Batch, lineage?: Lineage): void;
  /** No more batches will come. Called once. */
  finish(): void;
  /** True once further batches would change nothing (`take`); sources then stop early. */
  isSatisfied?(): boolean;
}

/** All rows of an operator's input. */
export interface Relation {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** The rows as one batch; made once. */
  readonly batch: Batch;
}

/** Rows that a test was put to, and which of them it kept. */
export interface LostRows {
  /** Rows of a batch that the test was put to; undefined: all. */
  readonly tested: Int32Array | undefined;
  readonly testedCount: number;
  /** Those that it kept, as places among the tested ones, in order. */
  readonly kept: Int32Array;
  /** Rows that came in before the batch. */
  readonly offset: number;
}

export interface OperatorRun {
  /** Rows of the operator's inputs, complete. */
  readonly inputs: readonly Relation[];
  readonly environment: RunEnvironment;
  readonly limits: Limits;
  readonly isRecording: boolean;
  /** While a batch is pushed in: rows that came in before it. For lineage. */
  readonly inputOffset: number;

  evaluate(expression: BoundExpression, batch: Batch): Vector;
  /** Rows of the batch for which a predicate is true. */
  select(predicate: BoundExpression, batch: Batch): Int32Array;
  /** Value of an expression that reads no column. */
  constant(expression: BoundExpression): Cell;
  /** Runs a nested pipeline over some rows. `origins`, while recording: the row of the stream that each comes from. */
  runNested(pipeline: BoundPipeline, rows: Batch, origins?: Int32Array): Relation;

  /** For operators with open output: the columns of what they are about to push. Called before the first push. */
  declareColumns(columns: readonly Column[]): void;

  /** To be called in long loops, every few thousand steps: throws when out of time or cancelled. */
  checkDeadline(): void;
  /** Counts bytes that the operator holds, or lets go when negative; throws when the run holds too much. */
  reserveMemory(bytes: number): void;
  /** Ends the run with a limit error that names the operator. */
  failLimit(message: string, hint: string): never;
  /** Ends the run with a data error (`KQL3xx`). */
  fail(code: string, message: string, span?: Span): never;
  /** While recording: a conjunct, by its ordinal, was put to rows of the input and lost some. */
  recordLost(conjunct: number, loss: LostRows): void;
}
