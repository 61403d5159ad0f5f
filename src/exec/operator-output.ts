import type { BoundExpression, BoundOperator, BoundPipeline, Column } from "../bind/bound.js";
import type { RunEnvironment } from "../functions/entry.js";
import { InternalError } from "../text/errors.js";
import type { Span } from "../text/span.js";
import type { Cell } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { selectTrue } from "../vector/selection.js";
import { cellAt, type Vector } from "../vector/vector.js";
import { kernelFailure, limitExceeded, tooManyRows, tooMuchMemory } from "./diagnostics.js";
import type { PipelineResult } from "./execute.js";
import type { Limits } from "./limits.js";
import type { LostRows, OperatorRun, Relation, Sink } from "./run.js";
import type { RunState } from "./run-state.js";
import type { Lineage, OperatorTrace, PipelineTrace } from "./trace.js";

type NestedRunner = (pipeline: BoundPipeline, rows: Batch, state: RunState) => PipelineResult;

/** One row without columns: what constants are evaluated over. */
const oneRow = Batch.of(1, []);

const noRelations: readonly Relation[] = [];

/**
 * Stands behind an operator: counts and bounds what it emits, records it if asked to, and passes it on. It is also the
 * operator's `run`; one object for both, for a run over a few rows makes little else.
 */
export class OperatorOutput implements Sink, OperatorRun {
  declaredColumns: readonly Column[] | undefined;
  inputOffset = 0;
  readonly inputs: readonly Relation[];
  readonly environment: RunEnvironment;
  readonly limits: Limits;
  readonly isRecording: boolean;
  private next: Sink | undefined;
  private nextOutput: OperatorOutput | undefined;
  private rowsOut = 0;
  private recorded: Recorded | undefined;

  constructor(
    private readonly operator: BoundOperator,
    private readonly inputResults: readonly PipelineResult[],
    private readonly state: RunState,
    private readonly nestedRunner: NestedRunner,
  ) {
    this.inputs = inputResults.length === 0 ? noRelations : inputResults.map(({ relation }) => relation);
    this.environment = state.options.environment;
    this.limits = state.options.limits;
    this.isRecording = state.isRecording;
  }

  /** Says where batches go; `nextOutput` stands behind the operator that takes them. */
  connect(next: Sink, nextOutput: OperatorOutput | undefined): void {
    this.next = next;
    this.nextOutput = nextOutput;
  }

  push(batch: Batch, lineage?: Lineage): void {
    if (batch.length === 0) return;
    const offset = this.rowsOut;
    this.rowsOut += batch.length;
    const { maxRows } = this.limits;
    if (this.rowsOut > maxRows)
      this.state.fail(tooManyRows(this.operator.kind, maxRows, this.operator.keyword));
    if (this.isRecording) {
      if (lineage === undefined) throw new InternalError(`${this.operator.kind} recorded no lineage`);
      this.record.emitted.push({ batch, lineage });
    }
    if (this.nextOutput !== undefined) this.nextOutput.inputOffset = offset;
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

  private get record(): Recorded {
    this.recorded ??= { emitted: [], lost: [], nested: [], nestedRows: [] };
    return this.recorded;
  }

  /** What was recorded; `rowsIn` are the rows that the operator in front emitted. */
  trace(rowsIn: number): OperatorTrace {
    const inputs: PipelineTrace[] = [];
    for (const { trace } of this.inputResults) if (trace !== undefined) inputs.push(trace);
    const evaluate: OperatorTrace["evaluate"] = (expression, batch) => this.evaluate(expression, batch);
    const columns = this.declaredColumns ?? this.operator.output.columns;
    const { rowsOut } = this;
    // Not one object spread out of the other: that took a third of a recorded run over 20 rows.
    return new RecordedOperator(this.operator, this.record, { rowsIn, rowsOut, columns, inputs, evaluate });
  }

  get rowsEmitted(): number {
    return this.rowsOut;
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

  runNested(pipeline: BoundPipeline, rows: Batch, origins?: Int32Array): Relation {
    const { relation, trace } = this.nestedRunner(pipeline, rows, this.state);
    if (trace !== undefined) {
      this.record.nested.push(trace);
      this.record.nestedRows.push(origins);
    }
    return relation;
  }

  declareColumns(columns: readonly Column[]): void {
    this.declaredColumns = columns;
  }

  recordLost(conjunct: number, loss: LostRows): void {
    this.record.lost.push({ conjunct, ...loss });
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

/** What an operator's trace is made of. */
interface Recorded {
  readonly emitted: { readonly batch: Batch; readonly lineage: Lineage }[];
  readonly lost: (LostRows & { readonly conjunct: number })[];
  readonly nested: PipelineTrace[];
  readonly nestedRows: (Int32Array | undefined)[];
}

type RecordedFacts = Pick<OperatorTrace, "rowsIn" | "rowsOut" | "columns" | "inputs" | "evaluate">;

/** Which condition lost each row is worked out when it is asked for. */
class RecordedOperator implements OperatorTrace {
  readonly kind: string;
  readonly span: Span;
  readonly evaluate: OperatorTrace["evaluate"];
  readonly columns: readonly Column[];
  readonly rowsIn: number;
  readonly rowsOut: number;
  readonly emitted: OperatorTrace["emitted"];
  readonly inputs: readonly PipelineTrace[];
  readonly nested: readonly PipelineTrace[];
  readonly nestedRows: OperatorTrace["nestedRows"];
  private readonly lost: Recorded["lost"];
  private lostByRow: Int32Array | undefined;

  constructor(
    readonly operator: BoundOperator,
    recorded: Recorded,
    facts: RecordedFacts,
  ) {
    this.kind = operator.kind;
    this.span = operator.span;
    this.evaluate = facts.evaluate;
    this.columns = facts.columns;
    this.rowsIn = facts.rowsIn;
    this.rowsOut = facts.rowsOut;
    this.emitted = recorded.emitted;
    this.inputs = facts.inputs;
    this.nested = recorded.nested;
    this.nestedRows = recorded.nestedRows;
    this.lost = recorded.lost;
  }

  get lostBy(): Int32Array | undefined {
    if (this.lost.length > 0) this.lostByRow ??= lostBy(this.lost, this.rowsIn);
    return this.lostByRow;
  }
}

function lostBy(lost: Recorded["lost"], rowsIn: number): Int32Array {
  const conjuncts = new Int32Array(rowsIn).fill(-1);
  for (const { conjunct, tested, testedCount, kept, offset } of lost) {
    for (let at = 0, next = 0; at < testedCount; at++) {
      if (kept[next] === at) next++;
      else conjuncts[offset + (tested === undefined ? at : tested[at])] = conjunct;
    }
  }
  return conjuncts;
}
