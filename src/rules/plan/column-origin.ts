import type { BoundExpression, BoundOperator, Column } from "../../bind/bound.js";
import { partsOf } from "../../exec/expression-traits.js";

/** Where the values of a column come from, when they are those of one source column, perhaps reshaped. */
export interface ColumnOrigin {
  readonly table: string;
  readonly column: string;
  /** Path into a dynamic column. */
  readonly path: readonly (string | number)[];
  /** Functions and aggregates between source and here, innermost first: `tostring`, `tolower`, `bin`, `max`. */
  readonly through: readonly string[];
  /** Rows in which it is empty have been dropped. */
  readonly isNotEmpty: boolean;
}

/** What is known of a column of a relation. */
export interface ColumnInfo {
  readonly origin: ColumnOrigin | undefined;
  /** The aggregate whose value it is, and the operator that worked it out. */
  readonly aggregate: AggregateUse | undefined;
}

export interface AggregateUse {
  readonly name: string;
  readonly operator: BoundOperator;
}

export const nothingKnown: ColumnInfo = { origin: undefined, aggregate: undefined };

export function sourceColumn(table: string, column: Column): ColumnOrigin {
  return { table, column: column.name, path: [], through: [], isNotEmpty: false };
}

/** True for a source column as it is: nothing taken out of it, nothing done to it. */
export function isPlain(origin: ColumnOrigin): boolean {
  return origin.path.length === 0 && origin.through.length === 0;
}

/** Name of the hidden column that `ingestion_time()` reads. */
const ingestionTime = "$ingestion_time";

/** Which of an event's times a column holds, when it holds one unchanged. */
export function eventClock(origin: ColumnOrigin | undefined): "generated" | "ingested" | undefined {
  if (origin === undefined || !isPlain(origin)) return undefined;
  if (origin.column === ingestionTime) return "ingested";
  return origin.column === "TimeGenerated" ? "generated" : undefined;
}

/** What is known of an expression over columns. */
export function expressionInfo(expression: BoundExpression, columns: readonly ColumnInfo[]): ColumnInfo {
  if (expression.kind === "column") return columns[expression.index] ?? nothingKnown;
  if (expression.kind === "conversion") return expressionInfo(expression.operand, columns);
  const origin = expressionOrigin(expression, columns);
  return origin === undefined ? nothingKnown : { origin, aggregate: undefined };
}

/** The origin of an expression's values: a column, a part of it, or what functions of one argument make of it. */
export function expressionOrigin(
  expression: BoundExpression,
  columns: readonly ColumnInfo[],
): ColumnOrigin | undefined {
  switch (expression.kind) {
    case "column":
      return columns[expression.index]?.origin;
    case "member": {
      const base = expressionOrigin(expression.base, columns);
      const path = expression.path.filter((step) => typeof step !== "object");
      const isStraight =
        base !== undefined && base.through.length === 0 && path.length === expression.path.length;
      return isStraight ? { ...base, path: [...base.path, ...path] } : undefined;
    }
    case "conversion":
      return expressionOrigin(expression.operand, columns);
    case "call": {
      // `bin(TimeGenerated, 1h)`, `substring(x, 0, 5)`: one column, the rest constant.
      const sources = expression.args.filter((arg) => arg.isRunConstant !== true);
      const [only] = sources;
      const origin = sources.length === 1 ? expressionOrigin(only, columns) : undefined;
      return origin === undefined ? undefined : { ...origin, through: [...origin.through, expression.name] };
    }
    case "constant":
    case "window":
    case "logical":
    case "scalar-input":
    case "list-input":
      return undefined;
  }
}

/** Whether an expression is made by `predicate` anywhere inside. */
export function anyPart(expression: BoundExpression, predicate: (part: BoundExpression) => boolean): boolean {
  return predicate(expression) || partsOf(expression).some((part) => anyPart(part, predicate));
}
