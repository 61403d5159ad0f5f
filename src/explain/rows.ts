/** The rows that passed a place of a recorded run. */
import type { Column } from "../bind/bound.js";
import type { OperatorTrace, PipelineTrace, SourceTrace } from "../exec/trace.js";
import { Batch } from "../vector/batch.js";

/** Rows with the columns that they have at one place of a pipeline. */
export interface RowSet {
  readonly columns: readonly Column[];
  readonly batch: Batch;
}

const made = new WeakMap<object, RowSet>();

function once(key: object, make: () => RowSet): RowSet {
  let rows = made.get(key);
  if (rows === undefined) {
    rows = make();
    made.set(key, rows);
  }
  return rows;
}

/** What an operator emitted. */
export function rowsOutOf(operator: OperatorTrace): RowSet {
  const { columns } = operator;
  return once(operator, () => ({
    columns,
    batch: Batch.concat(
      columns,
      operator.emitted.map(({ batch }) => batch),
    ),
  }));
}

/** What a source emitted. */
export function rowsOfSource(source: SourceTrace): RowSet {
  switch (source.kind) {
    case "scan":
      return once(source, () => ({
        columns: source.columns,
        batch: Batch.concat(source.columns, source.batches),
      }));
    case "shared":
      return resultRows(source.pipeline);
    case "generator":
      return rowsOutOf(source.operator);
    case "given":
      return { columns: source.columns, batch: source.batch };
  }
}

/** What came out at the end of a pipeline. */
export function resultRows({ source, operators }: PipelineTrace): RowSet {
  const last = operators.at(-1);
  return last === undefined ? rowsOfSource(source) : rowsOutOf(last);
}

/** What went into the operator at a place of a pipeline. */
export function rowsInto({ source, operators }: PipelineTrace, at: number): RowSet {
  return at === 0 ? rowsOfSource(source) : rowsOutOf(operators[at - 1]);
}
