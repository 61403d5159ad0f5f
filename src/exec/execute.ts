/**
 * Runs bound pipelines. An operator's inputs are run first, to the end; then batches of the source are pushed through
 * the chain of sinks. The driver is a generator that an asynchronous run has yield whenever it needs the next batch of a
 * table, so that one and the same code serves synchronous runs and runs over streams.
 */
import type { BoundOperator, BoundPipeline, BoundSource, Column, ScanSource } from "../bind/bound.js";
import type { AnyOperator } from "../operators/operator.js";
import { InternalError } from "../text/errors.js";
import type { Span } from "../text/span.js";
import { Batch, CountedBatches } from "../vector/batch.js";
import { bytesPerBatch } from "./collect.js";
import { streamedTable, tooManyOperators, tooMuchMemory, unsupportedOperator } from "./diagnostics.js";
import { givenRowsOf } from "./given-rows.js";
import { joinRows } from "./lineage.js";
import { OperatorOutput } from "./operator-output.js";
import type { Relation, Sink } from "./run.js";
import type { RunState } from "./run-state.js";
import { filterByWindow, type ScanRecord } from "./scan.js";
import type { TableBatch, TableReader } from "./table.js";
import type { OperatorTrace, PipelineTrace, SourceTrace } from "./trace.js";

/** Asks for the next batch of a reader. */
interface BatchRequest {
  readonly reader: TableReader;
  readonly table: string;
  readonly span: Span;
}

type Steps<T> = Generator<BatchRequest, T, TableBatch | undefined>;

export interface PipelineResult {
  readonly relation: Relation;
  /** Present while recording. */
  readonly trace: PipelineTrace | undefined;
}

/** Operators by kind, as handed in by the engine. */
export type OperatorTable = ReadonlyMap<string, AnyOperator>;

/** Runs to the end; every table must be in memory. */
export function runSync(pipeline: BoundPipeline, state: RunState): PipelineResult {
  return driveSync(runPipeline(pipeline, state, undefined), state);
}

/** Runs to the end, waiting for streamed tables, and letting other work go on between batches. */
export async function runAsync(pipeline: BoundPipeline, state: RunState): Promise<PipelineResult> {
  state.isAsync = true;
  const steps = runPipeline(pipeline, state, undefined);
  let step = steps.next();
  while (step.done !== true) {
    const next = step.value.reader.next();
    await (next instanceof Promise ? undefined : state.pause());
    state.checkDeadline(step.value.span);
    step = steps.next(await next);
  }
  return step.value;
}

function driveSync<T>(steps: Steps<T>, state: RunState): T {
  let step = steps.next();
  while (step.done !== true) {
    step = steps.next(nextBatch(step.value, state));
  }
  return step.value;
}

/** The next batch of a table in memory. */
function nextBatch({ reader, table, span }: BatchRequest, state: RunState): TableBatch | undefined {
  const next = reader.next();
  if (!(next instanceof Promise)) return next;
  next.catch(() => undefined); // nobody will read it: the run ends here
  return state.fail(streamedTable(table, span));
}

/** Runs a pipeline, and what follows an operator with open output once its columns are known. */
function runPipeline(
  pipeline: BoundPipeline,
  state: RunState,
  given: Batch | undefined,
): Steps<PipelineResult> {
  const { rest } = pipeline;
  return rest === undefined ? runBound(pipeline, state, given) : runOpen(pipeline, rest, state, given);
}

function* runOpen(
  pipeline: BoundPipeline,
  bindRest: NonNullable<BoundPipeline["rest"]>,
  state: RunState,
  given: Batch | undefined,
): Steps<PipelineResult> {
  const first = yield* runBound(pipeline, state, given);
  const rest = bindRest(
    first.relation.columns,
    (open) => driveSync(runShared(open, state), state).relation.columns,
  );
  const second = yield* runGiven(rest, first.relation.batch, state);
  return { relation: second.relation, trace: joinTraces(first.trace, second.trace, pipeline.span) };
}

function joinTraces(
  first: PipelineTrace | undefined,
  second: PipelineTrace | undefined,
  span: Span,
): PipelineTrace | undefined {
  if (second === undefined) return undefined;
  // A pipeline that is nothing until open columns are known has no trace of its own.
  if (first === undefined) return { ...second, span };
  return { span, source: first.source, operators: [...first.operators, ...second.operators] };
}

/** Runs a pipeline at most once a run, however often it is named. */
function* runShared(pipeline: BoundPipeline, state: RunState): Steps<PipelineResult> {
  let result = state.shared.get(pipeline);
  if (result === undefined) {
    result = yield* runPipeline(pipeline, state, undefined);
    state.shared.set(pipeline, result);
  }
  return result;
}

const noResults: readonly PipelineResult[] = [];

/** An operator of a pipeline with what each run asks of it. */
interface Step {
  readonly operator: BoundOperator;
  readonly definition: AnyOperator;
  readonly inputs: readonly BoundPipeline[];
}

/** Each operator calls the next, and Node's stack ends at about a thousand of the costliest kind. */
const maxOperators = 500;

const knownSteps = new WeakMap<BoundPipeline, readonly Step[]>();

/** Worked out once a pipeline: bound operators differ in layout, so that asking each of them again takes its time. */
function stepsOf(pipeline: BoundPipeline, state: RunState): readonly Step[] {
  let steps = knownSteps.get(pipeline);
  if (steps === undefined) {
    const { source, operators } = pipeline;
    const all = source.kind === "generator" ? [source.operator, ...operators] : operators;
    if (all.length > maxOperators) state.fail(tooManyOperators(all[maxOperators], maxOperators));
    steps = all.map((operator) => ({
      operator,
      definition: definitionOf(operator, state),
      inputs: operator.inputs.map(soleSource),
    }));
    knownSteps.set(pipeline, steps);
  }
  return steps;
}

function* runBound(
  pipeline: BoundPipeline,
  state: RunState,
  given: Batch | undefined,
): Steps<PipelineResult> {
  const result = new ResultSink((pipeline.restInput ?? pipeline.output).columns, pipeline, state);
  const { source } = pipeline;
  const steps = stepsOf(pipeline, state);
  const outputs = new Array<OperatorOutput>(steps.length);
  for (let at = 0; at < steps.length; at++) {
    const { operator, inputs } = steps[at];
    let results = noResults;
    for (let input = 0; input < inputs.length; input++) {
      results = [...results, yield* runShared(inputs[input], state)];
    }
    outputs[at] = new OperatorOutput(operator, results, state, runNested);
  }
  let sink: Sink = result;
  for (let at = steps.length - 1; at >= 0; at--) {
    const output = outputs[at];
    output.connect(sink, outputs[at + 1]);
    sink = steps[at].definition.start(steps[at].operator, output, output);
  }
  const pump = new SourcePump(sink, outputs[0], state);
  let sourceTrace: SourceTrace | undefined;
  if (source.kind === "scan") {
    const scan = new Scan(source, state, pump);
    if (state.isAsync) yield* scan.pumpSteps();
    else scan.pumpAll();
    sourceTrace = scan.trace();
  } else sourceTrace = yield* pumpSource(source, pipeline, state, given, pump);
  sink.finish();
  if (steps.length === 0 && source.kind === "shared") {
    // What the plan says of open columns is a guess; the run has them.
    result.columns = (yield* runShared(source.pipeline, state)).relation.columns;
  }
  for (const output of outputs) result.columns = output.declaredColumns ?? result.columns;
  const traces = state.isRecording
    ? outputs.map((output, at) => output.trace(at === 0 ? pump.rowsOut : outputs[at - 1].rowsEmitted))
    : [];
  return { relation: result.relation(), trace: traceOf(pipeline, sourceTrace, traces) };
}

/** A pipeline that only names a shared one stands for it, so that its rows are not gathered twice. */
function soleSource(pipeline: BoundPipeline): BoundPipeline {
  let current = pipeline;
  while (current.source.kind === "shared" && current.operators.length === 0 && current.rest === undefined) {
    current = current.source.pipeline;
  }
  return current;
}

function definitionOf(operator: BoundOperator, state: RunState): AnyOperator {
  return (
    state.operators.get(operator.kind) ?? state.fail(unsupportedOperator(operator.kind, operator.keyword))
  );
}

function runNested(pipeline: BoundPipeline, rows: Batch, state: RunState): PipelineResult {
  return driveSync(runGiven(pipeline, rows, state), state);
}

/** Runs a pipeline over rows that are handed in; what it shares may read them, too. */
function* runGiven(pipeline: BoundPipeline, rows: Batch, state: RunState): Steps<PipelineResult> {
  const { sources, inputsRead } = givenRowsOf(pipeline);
  const heldBefore = state.heldBytes;
  if (!inputsRead) {
    const result = yield* runPipeline(pipeline, state, rows);
    state.heldBytes = heldBefore;
    return result;
  }
  const before = new Set(state.shared.keys());
  for (const source of sources) state.given.set(source, rows);
  const result = yield* runPipeline(pipeline, state, rows);
  // What has been made of these rows does not hold for those of the next call.
  for (const made of [...state.shared.keys()]) if (!before.has(made)) state.shared.delete(made);
  state.heldBytes = heldBefore;
  return result;
}

function traceOf(
  pipeline: BoundPipeline,
  source: SourceTrace | undefined,
  traces: readonly OperatorTrace[],
): PipelineTrace | undefined {
  if (pipeline.source.kind === "generator") {
    const [operator, ...operators] = traces;
    if (operator === undefined) return undefined;
    const { span } = pipeline.source;
    return {
      span: pipeline.span,
      source: { kind: "generator", span, operator, rowsOut: operator.rowsOut },
      operators,
    };
  }
  return source === undefined ? undefined : { span: pipeline.span, source, operators: traces };
}

/** Feeds the first sink of a chain. */
class SourcePump {
  rowsOut = 0;
  readonly batches: Batch[] = [];

  constructor(
    private readonly sink: Sink,
    private readonly firstOutput: OperatorOutput | undefined,
    private readonly state: RunState,
  ) {}

  get isSatisfied(): boolean {
    return this.sink.isSatisfied?.() ?? false;
  }

  push(batch: Batch): void {
    if (batch.length === 0) return;
    if (this.firstOutput !== undefined) this.firstOutput.inputOffset = this.rowsOut;
    this.rowsOut += batch.length;
    if (this.state.isRecording) this.batches.push(batch);
    this.sink.push(batch);
  }
}

/** Pumps all but scans. */
function* pumpSource(
  source: Exclude<BoundSource, ScanSource>,
  pipeline: BoundPipeline,
  state: RunState,
  given: Batch | undefined,
  pump: SourcePump,
): Steps<SourceTrace | undefined> {
  switch (source.kind) {
    case "shared": {
      const { relation, trace } = yield* runShared(source.pipeline, state);
      pumpBatch(relation.batch, pump, state, source.span);
      if (trace === undefined) return undefined;
      const { name, span } = source;
      return {
        kind: "shared",
        name,
        span,
        pipeline: trace,
        rowsOut: relation.rowCount,
        columns: relation.columns,
      };
    }
    case "given": {
      // A pipeline that is nothing until open columns are known begins with no rows of no columns.
      if (given === undefined && source.columns.length === 0) return undefined;
      const batch = state.given.get(source) ?? given;
      if (batch === undefined) throw new InternalError("a nested pipeline runs without rows");
      pumpBatch(batch, pump, state, source.span);
      if (!state.isRecording) return undefined;
      return { kind: "given", span: source.span, rowsOut: batch.length, columns: source.columns, batch };
    }
    case "generator":
      state.checkDeadline(pipeline.span);
      return undefined;
  }
}

/** Batches are cut to this many rows: small enough for the caches, large enough to hide the cost of a step. */
const batchSize = 8192;

function pumpBatch(batch: Batch, pump: SourcePump, state: RunState, span: Span): void {
  for (let from = 0; from < batch.length && !pump.isSatisfied; from += batchSize) {
    state.checkDeadline(span);
    pump.push(batch.slice(from, Math.min(batch.length, from + batchSize)));
  }
}

/** A table that is being read. */
class Scan {
  private readonly record: ScanRecord = { rowsRead: 0, late: 0, rows: [] };
  private readonly request: BatchRequest;

  constructor(
    private readonly source: ScanSource,
    private readonly state: RunState,
    private readonly pump: SourcePump,
  ) {
    const reader = state.table(source).read({ used: source.used });
    this.request = { reader, table: source.table, span: source.span };
  }

  /** Pumps the rows of a table in memory. */
  pumpAll(): void {
    while (!this.pump.isSatisfied && this.push(nextBatch(this.request, this.state)));
  }

  /** As `pumpAll`, asking for each batch. */
  *pumpSteps(): Steps<void> {
    while (!this.pump.isSatisfied && this.push(yield this.request));
  }

  /** False when the table has been read to its end. */
  private push(batch: TableBatch | undefined): boolean {
    if (batch === undefined) return false;
    const { source, state, pump, record } = this;
    state.checkDeadline(source.span);
    if (!state.holdBytes(0))
      state.fail(tooMuchMemory(source.table, state.options.limits.maxMemoryBytes, source.span));
    pump.push(filterByWindow(batch, source, state, record));
    return true;
  }

  trace(): SourceTrace | undefined {
    const { source, state, pump, record } = this;
    if (!state.isRecording) return undefined;
    return {
      kind: "scan",
      table: source.table,
      span: source.span,
      columns: source.columns,
      rowsInTable: record.rowsRead,
      rowsArrivedLate: record.late,
      rowsOut: pump.rowsOut,
      rows: joinRows(record.rows),
      batches: pump.batches,
    };
  }
}

/** Keeps what a pipeline yields. */
class ResultSink implements Sink {
  private readonly batches: Batch[] = [];
  private readonly counted = new CountedBatches();
  private rowCount = 0;

  constructor(
    public columns: readonly Column[],
    private readonly pipeline: BoundPipeline,
    private readonly state: RunState,
  ) {}

  push(batch: Batch): void {
    if (batch.length === 0) return;
    this.rowCount += batch.length;
    this.batches.push(batch);
    this.hold(bytesPerBatch + batch.estimateBytes(this.counted));
  }

  private hold(bytes: number): void {
    if (this.state.holdBytes(bytes)) return;
    const { operators, source, span } = this.pipeline;
    const last = operators.at(-1) ?? (source.kind === "generator" ? source.operator : undefined);
    const { maxMemoryBytes } = this.state.options.limits;
    this.state.fail(tooMuchMemory(last?.kind ?? "the table", maxMemoryBytes, last?.keyword ?? span));
  }

  finish(): void {
    // The rows are read by `relation`.
  }

  relation(): Relation {
    const { columns, rowCount } = this;
    return { columns, rowCount, batch: Batch.concat(columns, this.batches, (bytes) => this.hold(bytes)) };
  }
}
