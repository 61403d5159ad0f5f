/** The runs of a nested pipeline, one for each row or group, put together as one run over all their rows. */
import { joinRows, shifted } from "../exec/lineage.js";
import type { Lineage, OperatorTrace, PipelineTrace, SourceTrace } from "../exec/trace.js";
import { Batch } from "../vector/batch.js";

/** A pipeline over rows of an operator's stream: row i that it is given is row `rows[i]` of the stream. */
export interface NestedRuns {
  readonly trace: PipelineTrace;
  readonly rows: Int32Array;
}

/** Rows of tables that are put together, a table once for each run that reads it. */
const mostRows = 2_000_000;

/** Undefined when the runs are not alike, or read so much that it is not worth it. */
export function mergedNested(
  traces: readonly PipelineTrace[],
  origins: readonly (Int32Array | undefined)[],
): NestedRuns | undefined {
  if (traces.length === 0 || origins.some((rows) => rows === undefined)) return undefined;
  if (traces.reduce((sum, trace) => sum + rowsRead(trace), 0) > mostRows) return undefined;
  const trace = mergedPipeline(traces);
  if (trace === undefined) return undefined;
  return { trace, rows: joinRows(origins.flatMap((rows) => (rows === undefined ? [] : [rows]))) };
}

/** Rows that a pipeline and its inputs begin with. */
function rowsRead({ source, operators }: PipelineTrace): number {
  const inputs = operators.flatMap((operator) => operator.inputs);
  const behind = source.kind === "shared" ? [source.pipeline, ...inputs] : inputs;
  return behind.reduce((sum, input) => sum + rowsRead(input), source.rowsOut);
}

function mergedPipeline(traces: readonly PipelineTrace[]): PipelineTrace | undefined {
  const [{ span, operators: own }] = traces;
  const source = mergedSource(traces.map((trace) => trace.source));
  if (source === undefined || traces.some(({ operators }) => operators.length !== own.length))
    return undefined;
  const operators = own.flatMap((_, at) => mergedOperator(traces.map((trace) => trace.operators[at])) ?? []);
  return operators.length === own.length ? { span, source, operators } : undefined;
}

type SourceOf<Kind extends SourceTrace["kind"]> = Extract<SourceTrace, { readonly kind: Kind }>;

function mergedSource(sources: readonly SourceTrace[]): SourceTrace | undefined {
  const [first] = sources;
  const alike = <Kind extends SourceTrace["kind"]>(kind: Kind): SourceOf<Kind>[] =>
    sources.filter((source): source is SourceOf<Kind> => source.kind === kind);
  if (alike(first.kind).length !== sources.length) return undefined;
  const rowsOut = sum(sources, (source) => source.rowsOut);
  switch (first.kind) {
    case "given": {
      const batches = alike("given").map(({ batch }) => batch);
      return { ...first, rowsOut, batch: Batch.concat(first.columns, batches) };
    }
    case "scan": {
      const scans = alike("scan");
      return {
        ...first,
        rowsOut,
        rowsInTable: sum(scans, (scan) => scan.rowsInTable),
        rowsArrivedLate: sum(scans, (scan) => scan.rowsArrivedLate),
        rows: joinRows(scans.map(({ rows }) => rows)),
        batches: scans.flatMap(({ batches }) => batches),
      };
    }
    case "shared": {
      const pipeline = mergedPipeline(alike("shared").map((source) => source.pipeline));
      return pipeline === undefined ? undefined : { ...first, rowsOut, pipeline };
    }
    case "generator": {
      const operator = mergedOperator(alike("generator").map((source) => source.operator));
      return operator === undefined ? undefined : { ...first, rowsOut, operator };
    }
  }
}

function sum<T>(items: readonly T[], number: (item: T) => number): number {
  return items.reduce((total, item) => total + number(item), 0);
}

/** One operator of all runs. Undefined when they are not the same, or their inputs are not alike. */
function mergedOperator(traces: readonly OperatorTrace[]): OperatorTrace | undefined {
  const [first] = traces;
  if (traces.some(({ operator }) => operator !== first.operator)) return undefined;
  const inputs = first.inputs.flatMap(
    (_, at) => mergedPipeline(traces.map((trace) => trace.inputs[at])) ?? [],
  );
  if (inputs.length !== first.inputs.length) return undefined;
  const emitted: { readonly batch: Batch; readonly lineage: Lineage }[] = [];
  const nestedRows: (Int32Array | undefined)[] = [];
  let rowsIn = 0;
  const before = inputs.map(() => 0);
  for (const trace of traces) {
    for (const { batch, lineage } of trace.emitted)
      emitted.push({ batch, lineage: shiftedLineage(lineage, rowsIn, before) });
    for (const rows of trace.nestedRows)
      nestedRows.push(rows === undefined ? undefined : shifted(rows, rowsIn));
    rowsIn += trace.rowsIn;
    trace.inputs.forEach((input, at) => {
      before[at] += (input.operators.at(-1) ?? input.source).rowsOut;
    });
  }
  const isLosing = traces.some(({ lostBy }) => lostBy !== undefined);
  const lost = traces.map((trace) => trace.lostBy ?? new Int32Array(trace.rowsIn).fill(-1));
  const { lostBy: _, ...rest } = first;
  return {
    ...rest,
    rowsIn,
    rowsOut: sum(traces, (trace) => trace.rowsOut),
    emitted,
    inputs,
    nested: traces.flatMap(({ nested }) => nested),
    nestedRows,
    ...(isLosing ? { lostBy: joinRows(lost) } : {}),
  };
}

/** @param offset rows of the stream before; `inputs` those of each input */
function shiftedLineage(lineage: Lineage, offset: number, inputs: readonly number[]): Lineage {
  switch (lineage.kind) {
    case "rows":
    case "groups":
      return { ...lineage, rows: shifted(lineage.rows, offset) };
    case "pairs":
      return {
        ...lineage,
        left: shifted(lineage.left, offset),
        right: shifted(lineage.right, inputs[lineage.input]),
      };
    case "input":
      return { ...lineage, rows: shifted(lineage.rows, inputs[lineage.input]) };
    case "none":
      return lineage;
  }
}
