import type { BoundExpression, BoundOperator, BoundPipeline, Column } from "../bind/bound.js";
import type { RunEnvironment } from "../functions/entry.js";
import { InternalError } from "../text/errors.js";
import type { Span } from "../text/span.js";
import type { Cell } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { cellAt, selectTrue, type Vector } from "../vector/vector.js";
import { kernelFailure, limitExceeded, tooManyRows, tooMuchMemory } from "./diagnostics.js";
import type { PipelineResult } from "./execute.js";
import type { Limits } from "./limits.js";
import type { OperatorRun, Relation, Sink } from "./run.js";
import type { RunState } from "./run-state.js";
import type { Lineage, OperatorTrace, PipelineTrace } from "./trace.js";

type NestedRunner = (pipeline: BoundPipeline, rows: Batch) => PipelineResult;

/** One row without columns: what constants are evaluated over. */
const oneRow = Batch.of(1, []);

/**
 * Stands behind an operator: counts and bounds what it emits, records it if asked to, and passes it on. Also gives the
 * operator its `run`.
 */
export class OperatorOutput implements Sink {
  readonly run: OperatorRun;
  declaredColumns: readonly Column[] | undefined;
  private next: Sink | undefined;
  private nextOutput: OperatorOutput | undefined;
  private rowsOut = 0;
  private readonly emitted: { batch: Batch; lineage: Lineage }[] = [];
  private readonly lost: { conjunct: number; rows: Int32Array }[] = [];
  private readonly nested: PipelineTrace[] = [];
  private readonly running: RunningOperator;

  constructor(
    private readonly operator: BoundOperator,
    private readonly inputs: readonly PipelineResult[],
    private readonly state: RunState,
    runNested: NestedRunner,
  ) {
    this.running = new RunningOperator(operator, inputs, state, {
      runNested: (pipeline, rows) => {
        const result = runNested(pipeline, rows);
        if (result.trace !== undefined) this.nested.push(result.trace);
        return result.relation;
      },
      recordLost: (conjunct, rows) => this.lost.push({ conjunct, rows }),
      declareColumns: (columns) => {
        this.declaredColumns = columns;
      },
    });
    this.run = this.running;
  }

  /** Says where batches go; `nextOutput` stands behind the operator that takes them. */
  connect(next: Sink, nextOutput: OperatorOutput | undefined): void {
    this.next = next;
    this.nextOutput = nextOutput;
  }

  setInputOffset(offset: number): void {
    this.running.inputOffset = offset;
  }

  push(batch: Batch, lineage?: Lineage): void {
    if (batch.length === 0) return;
    const offset = this.rowsOut;
    this.rowsOut += batch.length;
    const { maxRows } = this.state.options.limits;
    if (this.rowsOut > maxRows)
      this.state.fail(tooManyRows(this.operator.kind, maxRows, this.operator.keyword));
    if (this.state.isRecording) {
      if (lineage === undefined) throw new InternalError(`${this.operator.kind} recorded no lineage`);
      this.emitted.push({ batch, lineage });
    }
    this.nextOutput?.setInputOffset(offset);
    this.sink.push(batch);
  }

  finish(): void {
    this.sink.finish();
  }

  isSatisfied(): boolean {
    return this.sink.isSatisfied?.() ?? false;
  }

  private get sink(): Sink {
    if (this.next === undefined) throw new InternalError("an operator ran before it was connected");
    return this.next;
  }

  /** What was recorded; `rowsIn` are the rows that the operator in front emitted. */
  trace(rowsIn: number): OperatorTrace {
    const { kind, span, output } = this.operator;
    return {
      kind,
      operator: this.operator,
      evaluate: (expression, batch) => this.running.evaluate(expression, batch),
      span,
      columns: this.declaredColumns ?? output.columns,
      rowsIn,
      rowsOut: this.rowsOut,
      emitted: this.emitted,
      ...(this.lost.length === 0 ? {} : { lostBy: this.lostBy(rowsIn) }),
      inputs: this.inputs.flatMap(({ trace }) => (trace === undefined ? [] : [trace])),
      nested: this.nested,
    };
  }

  get rowsEmitted(): number {
    return this.rowsOut;
  }

  private lostBy(rowsIn: number): Int32Array {
    const lostBy = new Int32Array(rowsIn).fill(-1);
    for (const { conjunct, rows } of this.lost) for (const row of rows) lostBy[row] = conjunct;
    return lostBy;
  }
}

interface RunningHooks {
  readonly runNested: (pipeline: BoundPipeline, rows: Batch) => Relation;
  readonly recordLost: (conjunct: number, rows: Int32Array) => void;
  readonly declareColumns: (columns: readonly Column[]) => void;
}

/** The `OperatorRun` of one operator. */
class RunningOperator implements OperatorRun {
  inputOffset = 0;
  readonly inputs: readonly Relation[];
  readonly environment: RunEnvironment;
  readonly limits: Limits;
  readonly isRecording: boolean;

  constructor(
    private readonly operator: BoundOperator,
    inputs: readonly PipelineResult[],
    private readonly state: RunState,
    private readonly hooks: RunningHooks,
  ) {
    this.inputs = inputs.map(({ relation }) => relation);
    this.environment = state.options.environment;
    this.limits = state.options.limits;
    this.isRecording = state.isRecording;
  }

  evaluate(expression: BoundExpression, batch: Batch): Vector {
    return this.state.evaluator.evaluate(expression, batch, this.inputs);
  }

  select(predicate: BoundExpression, batch: Batch): Int32Array {
    return selectTrue(this.evaluate(predicate, batch));
  }

  constant(expression: BoundExpression): Cell {
    return cellAt(this.evaluate(expression, oneRow), 0);
  }

  runNested(pipeline: BoundPipeline, rows: Batch): Relation {
    return this.hooks.runNested(pipeline, rows);
  }

  declareColumns(columns: readonly Column[]): void {
    this.hooks.declareColumns(columns);
  }

  recordLost(conjunct: number, rows: Int32Array): void {
    this.hooks.recordLost(conjunct, rows);
  }

  checkDeadline(): void {
    this.state.checkDeadline(this.operator.keyword);
  }

  reserveMemory(bytes: number): void {
    if (this.state.holdBytes(bytes)) return;
    const { maxMemoryBytes } = this.limits;
    this.state.fail(tooMuchMemory(this.operator.kind, maxMemoryBytes, this.operator.keyword));
  }

  failLimit(message: string, hint: string): never {
    return this.state.fail(limitExceeded(this.operator.kind, message, hint, this.operator.keyword));
  }

  fail(code: string, message: string, span?: Span): never {
    return this.state.fail(kernelFailure(code, message, span ?? this.operator.keyword));
  }
}
