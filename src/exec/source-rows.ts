/** From result rows back to the rows of source tables, along the lineage of a recorded run. */
import type { Lineage, OperatorTrace, PipelineTrace, SourceTrace } from "./trace.js";

/** A row of a source table. */
export interface SourceRow {
  readonly table: string;
  readonly row: number;
}

/** The source rows of a row of a pipeline's result, each once, in no particular order. */
export function sourceRowsOf(trace: PipelineTrace, row: number): readonly SourceRow[] {
  const found = new Map<string, SourceRow>();
  collectFromPipeline(trace, [row], found);
  return [...found.values()];
}

type Found = Map<string, SourceRow>;

function collectFromPipeline(trace: PipelineTrace, rows: readonly number[], found: Found): void {
  let current = rows;
  for (let at = trace.operators.length - 1; at >= 0 && current.length > 0; at--) {
    current = stepBack(trace.operators[at], current, found);
  }
  if (current.length > 0) collectFromSource(trace.source, current, found);
}

function collectFromSource(source: SourceTrace, rows: readonly number[], found: Found): void {
  switch (source.kind) {
    case "scan":
      for (const row of rows) {
        const tableRow = source.rows[row];
        found.set(`${source.table} ${tableRow}`, { table: source.table, row: tableRow });
      }
      break;
    case "shared":
      collectFromPipeline(source.pipeline, rows, found);
      break;
    case "generator":
      stepBack(source.operator, rows, found);
      break;
    case "given":
      break; // followed by the operator that hands the rows in
  }
}

/** Rows of the operator's stream that some of its output rows come from; rows of its inputs are followed at once. */
function stepBack(operator: OperatorTrace, rows: readonly number[], found: Found): readonly number[] {
  const stream = new Set<number>();
  const inputs = new Map<number, Set<number>>();
  const target: Target = {
    stream,
    input(index) {
      const known = inputs.get(index) ?? new Set<number>();
      inputs.set(index, known);
      return known;
    },
  };
  const sorted = [...rows].sort((a, b) => a - b);
  let next = 0;
  let start = 0;
  for (const { batch, lineage } of operator.emitted) {
    const end = start + batch.length;
    for (; next < sorted.length && sorted[next] < end; next++) origins(lineage, sorted[next] - start, target);
    start = end;
  }
  for (const [index, inputRows] of inputs) {
    const input = operator.inputs[index];
    if (input !== undefined) collectFromPipeline(input, [...inputRows], found);
  }
  return [...stream];
}

interface Target {
  readonly stream: Set<number>;
  readonly input: (index: number) => Set<number>;
}

function origins(lineage: Lineage, row: number, target: Target): void {
  switch (lineage.kind) {
    case "rows":
      addRow(target.stream, lineage.rows[row]);
      break;
    case "groups":
      for (let at = lineage.offsets[row]; at < lineage.offsets[row + 1]; at++)
        target.stream.add(lineage.rows[at]);
      break;
    case "pairs":
      addRow(target.stream, lineage.left[row]);
      addRow(target.input(lineage.input), lineage.right[row]);
      break;
    case "input":
      addRow(target.input(lineage.input), lineage.rows[row]);
      break;
    case "none":
      break;
  }
}

function addRow(rows: Set<number>, row: number): void {
  if (row >= 0) rows.add(row);
}
