/** What a run tells about itself when recording is on. Plain data. */

import type { BoundExpression, BoundOperator, Column } from "../bind/bound.js";
import type { Span } from "../text/span.js";
import type { Batch } from "../vector/batch.js";
import type { Vector } from "../vector/vector.js";

/**
 * How the rows of one emitted batch come from rows that came in. Rows are ordinals: the n-th row that the operator
 * (or its input, for `pairs` and `input`) got since it started.
 */
export type Lineage =
  /** Row i from row `rows[i]`; -1 from none. */
  | { readonly kind: "rows"; readonly rows: Int32Array }
  /** Row i from rows `rows[offsets[i]]` to `rows[offsets[i + 1] - 1]`. */
  | { readonly kind: "groups"; readonly offsets: Int32Array; readonly rows: Int32Array }
  /** Row i from row `left[i]` of the operator's stream and row `right[i]` of its input number `input`; -1: none. */
  | { readonly kind: "pairs"; readonly left: Int32Array; readonly input: number; readonly right: Int32Array }
  /** Row i from row `rows[i]` of input number `input`. */
  | { readonly kind: "input"; readonly input: number; readonly rows: Int32Array }
  /** From no row: `print`, `range`, defaults. */
  | { readonly kind: "none" };

export interface OperatorTrace {
  readonly kind: string;
  /** What ran: its expressions are what explanations evaluate. */
  readonly operator: BoundOperator;
  /** Evaluates an expression over rows as the operator itself did: with its inputs and the run's clock. */
  readonly evaluate: (expression: BoundExpression, batch: Batch) => Vector;
  readonly span: Span;
  readonly columns: readonly Column[];
  readonly rowsIn: number;
  readonly rowsOut: number;
  /** Emitted batches with their lineage, in order. */
  readonly emitted: readonly { readonly batch: Batch; readonly lineage: Lineage }[];
  /** For `where`: the ordinal of the conjunct (source order) that lost each lost row; -1 for kept rows. */
  readonly lostBy?: Int32Array | undefined;
  /** Traces of the operator's inputs, in order. */
  readonly inputs: readonly PipelineTrace[];
  /** Runs of nested pipelines (`mv-apply`, `partition`), in order. */
  readonly nested: readonly PipelineTrace[];
  /** For each nested run: the row of this operator's stream that each row handed in comes from; undefined where not told. */
  readonly nestedRows: readonly (Int32Array | undefined)[];
}

export interface PipelineTrace {
  readonly span: Span;
  readonly source: SourceTrace;
  readonly operators: readonly OperatorTrace[];
}

export type SourceTrace =
  | {
      readonly kind: "scan";
      readonly table: string;
      readonly span: Span;
      readonly columns: readonly Column[];
      readonly rowsInTable: number;
      /** Rows inside the run's window that were not there yet. */
      readonly rowsArrivedLate: number;
      readonly rowsOut: number;
      /** Table row of each row that the scan emitted. */
      readonly rows: Int32Array;
      readonly batches: readonly Batch[];
    }
  | {
      readonly kind: "shared";
      readonly name: string;
      readonly span: Span;
      readonly pipeline: PipelineTrace;
      readonly rowsOut: number;
      readonly columns: readonly Column[];
    }
  | {
      readonly kind: "generator";
      readonly span: Span;
      readonly operator: OperatorTrace;
      readonly rowsOut: number;
    }
  | {
      readonly kind: "given";
      readonly span: Span;
      readonly rowsOut: number;
      readonly columns: readonly Column[];
      readonly batch: Batch;
    };
