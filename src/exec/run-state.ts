import type { BoundPipeline, BoundSource, ScanSource } from "../bind/bound.js";
import type { RunEnvironment } from "../functions/entry.js";
import type { Diagnostic } from "../text/diagnostic.js";
import { KqlError } from "../text/errors.js";
import type { SourceText } from "../text/source.js";
import type { Span } from "../text/span.js";
import type { Batch } from "../vector/batch.js";
import { tableBytes } from "../vector/table-bytes.js";
import { beyondPlatform, cancelled, outOfTime, tooManyResultRows } from "./diagnostics.js";
import { Evaluator, type EvaluatorRun } from "./evaluate.js";
import type { OperatorTable, PipelineResult } from "./execute.js";
import type { Limits } from "./limits.js";
import type { Table, TimeWindow } from "./table.js";

export interface RunOptions {
  readonly source: SourceText;
  readonly operators: OperatorTable;
  readonly environment: RunEnvironment;
  readonly limits: Limits;
  readonly tables: (source: ScanSource) => Table;
  /** Rows that source tables may show; absent: all. */
  readonly window?: TimeWindow | undefined;
  readonly isRecording: boolean;
  /** Milliseconds since any fixed moment. */
  readonly clockMs: () => number;
  /** Lets other work go on, in asynchronous runs. */
  readonly pause: () => Promise<void>;
  /** Ends the run when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Calls that nest too deep, maps of more than 2^24 keys, arrays and texts longer than there can be. */
const platformBound = /stack size|maximum size|allocation failed|^Invalid [\w ]*length/;

/** Everything that one run of a query shares between its pipelines. */
export class RunState implements EvaluatorRun {
  readonly environment: RunEnvironment;
  readonly maxMemoryBytes: number;
  readonly isRecording: boolean;
  readonly operators: OperatorTable;
  readonly evaluator: Evaluator;
  private readonly limits: Limits;
  private madeShared: Map<BoundPipeline, PipelineResult> | undefined;
  private madeGiven: Map<BoundSource, Batch> | undefined;
  private readonly deadlineMs: number;
  private isOver = false;
  /** What operators and results hold, roughly. Nested runs put it back: what they held is let go. */
  heldBytes = 0;
  private readonly tableBytesBefore = tableBytes();
  /** Whether other work goes on between batches: the run then stops at each, which costs twenty rows a tenth more. */
  isAsync = false;

  constructor(readonly options: RunOptions) {
    const { environment, limits, isRecording, operators } = options;
    this.environment = environment;
    this.limits = limits;
    this.maxMemoryBytes = limits.maxMemoryBytes;
    this.isRecording = isRecording;
    this.operators = operators;
    this.deadlineMs = options.clockMs() + limits.timeoutMs;
    this.evaluator = new Evaluator(this);
  }

  /** Results of pipelines that are named more than once. */
  get shared(): Map<BoundPipeline, PipelineResult> {
    this.madeShared ??= new Map();
    return this.madeShared;
  }

  /** Rows handed to functions, by the source that stands for them. */
  get given(): Map<BoundSource, Batch> {
    this.madeGiven ??= new Map();
    return this.madeGiven;
  }

  pause(): Promise<void> {
    return this.options.pause();
  }

  fail(diagnostic: Diagnostic): never {
    throw new KqlError([diagnostic], this.options.source);
  }

  /** Ends the run for what was thrown in it: bounds of the platform are limits, too. */
  failFor(error: unknown): never {
    if (error instanceof RangeError && platformBound.test(error.message))
      this.fail(beyondPlatform(error.message, this.wholeSpan));
    throw error;
  }

  private get wholeSpan(): Span {
    return { start: 0, end: this.options.source.text.length };
  }

  /** Throws once the run is out of time or has been cancelled. */
  checkDeadline(span: Span): void {
    if (this.isOver) return;
    if (this.options.signal?.aborted === true) this.fail(cancelled(span));
    if (this.options.clockMs() > this.deadlineMs) this.fail(outOfTime(this.limits.timeoutMs, span));
  }

  /** Adds to the bytes that operators hold; true while they and what tables came to hold are within the limit. */
  holdBytes(bytes: number): boolean {
    this.heldBytes += bytes;
    return this.isOver || this.heldBytes + tableBytes() - this.tableBytesBefore <= this.maxMemoryBytes;
  }

  /** Says that the run is over: looking at its rows later is bound by no clock and cannot be cancelled. */
  end(): void {
    this.isOver = true;
  }

  /** Ends the run when its result has too many rows. */
  checkResultRows(rowCount: number): void {
    const { maxResultRows } = this.limits;
    if (rowCount <= maxResultRows) return;
    this.fail(tooManyResultRows(maxResultRows, this.wholeSpan));
  }

  table(source: ScanSource): Table {
    return this.options.tables(source);
  }
}
