/** The runs of a nested pipeline, one for each row or group, put together as one run over all their rows. */
import { joinRows, shifted } from "../exec/lineage.js";
import type { Lineage, OperatorTrace, PipelineTrace } from "../exec/trace.js";
import { Batch } from "../vector/batch.js";

/** A pipeline over rows of an operator's stream: row i that it is given is row `rows[i]` of the stream. */
export interface NestedRuns {
  readonly trace: PipelineTrace;
  readonly rows: Int32Array;
}

/** Undefined when the runs differ in their operators, or read other pipelines besides. */
export function mergedNested(
  traces: readonly PipelineTrace[],
  origins: readonly (Int32Array | undefined)[],
): NestedRuns | undefined {
  const [first] = traces;
  if (first === undefined || first.source.kind !== "given" || !traces.every((trace) => isLike(trace, first)))
    return undefined;
  if (origins.some((rows) => rows === undefined)) return undefined;
  const given = traces.flatMap(({ source }) => (source.kind === "given" ? [source] : []));
  const { columns, span } = first.source;
  const batch = Batch.concat(
    columns,
    given.map((source) => source.batch),
  );
  const operators = first.operators.map((_, at) =>
    mergedOperator(traces.map((trace) => trace.operators[at])),
  );
  return {
    trace: {
      span: first.span,
      source: { kind: "given", span, columns, batch, rowsOut: batch.length },
      operators,
    },
    rows: joinRows(origins.flatMap((rows) => (rows === undefined ? [] : [rows]))),
  };
}

function isLike(trace: PipelineTrace, first: PipelineTrace): boolean {
  return (
    trace.source.kind === "given" &&
    trace.operators.length === first.operators.length &&
    trace.operators.every(
      ({ operator, inputs }, at) => operator === first.operators[at].operator && inputs.length === 0,
    )
  );
}

function mergedOperator(traces: readonly OperatorTrace[]): OperatorTrace {
  const [first] = traces;
  let rowsIn = 0;
  let rowsOut = 0;
  const emitted: { readonly batch: Batch; readonly lineage: Lineage }[] = [];
  const nested: PipelineTrace[] = [];
  const nestedRows: (Int32Array | undefined)[] = [];
  const lost: Int32Array[] = [];
  for (const trace of traces) {
    for (const { batch, lineage } of trace.emitted)
      emitted.push({ batch, lineage: shiftedLineage(lineage, rowsIn) });
    nested.push(...trace.nested);
    for (const rows of trace.nestedRows) nestedRows.push(rows?.map((row) => row + rowsIn));
    lost.push(trace.lostBy ?? new Int32Array(trace.rowsIn).fill(-1));
    rowsIn += trace.rowsIn;
    rowsOut += trace.rowsOut;
  }
  const isLosing = traces.some(({ lostBy }) => lostBy !== undefined);
  const { lostBy: _, ...rest } = first;
  return {
    ...rest,
    rowsIn,
    rowsOut,
    emitted,
    nested,
    nestedRows,
    ...(isLosing ? { lostBy: joinRows(lost) } : {}),
  };
}

function shiftedLineage(lineage: Lineage, offset: number): Lineage {
  if (offset === 0) return lineage;
  switch (lineage.kind) {
    case "rows":
    case "groups":
      return { ...lineage, rows: shifted(lineage.rows, offset) };
    case "pairs":
      return { ...lineage, left: shifted(lineage.left, offset) };
    case "input":
    case "none":
      return lineage;
  }
}
