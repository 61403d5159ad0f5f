/** Rows that a `where` lost, nearest to passing first. */
import type { BoundExpression, Column } from "../bind/bound.js";
import type { PipelineTrace } from "../exec/trace.js";
import type { Span } from "../text/span.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { cellReader, type Vector } from "../vector/vector.js";
import { conjunctsIn, groupingOf } from "./bound-parts.js";
import { type ComparisonOperator, comparisonOf } from "./conditions.js";
import { rowsInto } from "./rows.js";

/** A value with the type that says how to print it. */
export interface TypedCell {
  readonly cell: Cell;
  readonly type: KqlType;
}

export interface NamedCell extends TypedCell {
  readonly name: string;
}

/** A condition that a row fails. */
export interface FailedCondition {
  readonly span: Span;
  /** The two sides, for comparisons. */
  readonly comparison:
    | {
        readonly left: TypedCell;
        readonly leftSpan: Span;
        readonly operator: ComparisonOperator;
        readonly right: TypedCell;
        readonly rightSpan: Span;
      }
    | undefined;
  /** How far the left side is from passing, relative to the right; undefined where that is not a number. */
  readonly gap: number | undefined;
}

export interface NearMiss {
  /** Row of what went into the operator. */
  readonly row: number;
  /** What tells the row from others: the keys it was grouped by, else its first columns. */
  readonly label: readonly NamedCell[];
  readonly failed: readonly FailedCondition[];
}

interface Judged {
  readonly condition: BoundExpression;
  readonly holds: Vector;
  readonly sides: { readonly left: Vector; readonly right: Vector } | undefined;
}

/** The rows that came nearest to passing the `where` at a place of a pipeline: fewest failed conditions, least gaps. */
export function nearMisses(pipeline: PipelineTrace, at: number, count: number): NearMiss[] {
  const trace = pipeline.operators[at];
  const { batch, columns } = rowsInto(pipeline, at);
  const judged = conjunctsIn(trace.operator).map((condition): Judged => {
    const comparison = comparisonOf(condition);
    return {
      condition,
      holds: trace.evaluate(condition, batch),
      sides:
        comparison === undefined
          ? undefined
          : {
              left: trace.evaluate(comparison.left, batch),
              right: trace.evaluate(comparison.right, batch),
            },
    };
  });
  const label = labelColumns(pipeline, at, columns);
  const readers = label.map((col) => ({ column: columns[col], read: cellReader(batch.column(col)) }));
  const failedOf = failedConditions(judged);
  return Array.from({ length: batch.length }, (_, row) => ({ row, failed: failedOf(row) }))
    .filter(({ failed }) => failed.length > 0)
    .sort((a, b) => a.failed.length - b.failed.length || totalGap(a.failed) - totalGap(b.failed))
    .slice(0, count)
    .map(({ row, failed }) => ({
      row,
      failed,
      label: readers.map(({ column, read }) => ({ name: column.name, type: column.type, cell: read(row) })),
    }));
}

/** Columns that the rows were last grouped by, as far as they are still there under their names. */
function labelColumns(pipeline: PipelineTrace, at: number, columns: readonly Column[]): number[] {
  for (let before = at - 1; before >= 0; before--) {
    const grouping = groupingOf(pipeline.operators[before].operator);
    if (grouping === undefined) continue;
    const names = new Set(grouping.keys.map(({ column }) => column.name));
    return columns.flatMap(({ name }, col) => (names.has(name) ? [col] : []));
  }
  return [];
}

function failedConditions(judged: readonly Judged[]): (row: number) => FailedCondition[] {
  const readers = judged.map(({ condition, holds, sides }) => {
    const comparison = comparisonOf(condition);
    return {
      condition,
      comparison,
      holds: cellReader(holds),
      left: sides === undefined ? undefined : cellReader(sides.left),
      right: sides === undefined ? undefined : cellReader(sides.right),
    };
  });
  return (row) =>
    readers.flatMap(({ condition, comparison, holds, left, right }): FailedCondition[] => {
      if (holds(row) === true) return [];
      if (comparison === undefined || left === undefined || right === undefined) {
        return [{ span: condition.span, comparison: undefined, gap: undefined }];
      }
      const sides = {
        left: { cell: left(row), type: comparison.left.type },
        leftSpan: comparison.left.span,
        operator: comparison.operator,
        right: { cell: right(row), type: comparison.right.type },
        rightSpan: comparison.right.span,
      };
      return [
        { span: condition.span, comparison: sides, gap: relativeGap(sides.left.cell, sides.right.cell) },
      ];
    });
}

function relativeGap(left: Cell, right: Cell): number | undefined {
  if (!isNumber(left) || !isNumber(right)) return undefined;
  const gap = Math.abs(Number(left) - Number(right));
  return gap / Math.max(1, Math.abs(Number(right)));
}

function isNumber(cell: Cell): cell is number | bigint {
  return typeof cell === "number" || typeof cell === "bigint";
}

function totalGap(failed: readonly FailedCondition[]): number {
  return failed.reduce((sum, { gap }) => sum + (gap ?? 1), 0);
}
