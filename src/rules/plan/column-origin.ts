import type { BoundExpression, BoundOperator, Column } from "../../bind/bound.js";
import { partsOf } from "../../exec/expression-traits.js";
import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from "../../types/calendar.js";

/** Where the values of a column come from, when they are those of one source column, perhaps reshaped. */
export interface ColumnOrigin {
  readonly table: string;
  /** Every place where a table is read for it: one, or one for each leg of a union. */
  readonly scans: readonly ScanPlace[];
  readonly column: string;
  /** Path into a dynamic column. */
  readonly path: readonly (string | number)[];
  /** Functions and aggregates between source and here, innermost first: `tostring`, `tolower`, `bin`, `max`. */
  readonly through: readonly string[];
  /** Rows in which it is empty have been dropped. */
  readonly isNotEmpty: boolean;
}

export interface ScanPlace {
  readonly table: string;
  /** Where the query names the table. */
  readonly start: number;
}

/** What is known of a column of a relation. */
export interface ColumnInfo {
  readonly origin: ColumnOrigin | undefined;
  /** The aggregate whose value it is, and the operator that worked it out. */
  readonly aggregate: AggregateUse | undefined;
  /** The times whose difference it is. */
  readonly gap?: TimeGap;
  /** Whether it is the same in all rows, such as `now()`. */
  readonly isSame?: boolean;
  /** The width of the bins of event time that it tells. */
  readonly binTicks?: number;
}

/** A column where it is read. */
export interface NamedInfo extends ColumnInfo {
  /** Absent for what an expression makes of columns. */
  readonly name: string | undefined;
}

/** The time from one event to another, as a number of units. */
export interface TimeGap {
  readonly later: NamedInfo;
  readonly earlier: NamedInfo;
  readonly unitTicks: number;
  /** From an event to the scheduled time. */
  readonly isAge: boolean;
}

export interface AggregateUse {
  readonly name: string;
  readonly operator: BoundOperator;
}

export const nothingKnown: ColumnInfo = { origin: undefined, aggregate: undefined };

export function sourceColumn(scan: ScanPlace, column: Column): ColumnOrigin {
  const { table } = scan;
  return { table, scans: [scan], column: column.name, path: [], through: [], isNotEmpty: false };
}

/** True for a source column as it is: nothing taken out of it, nothing done to it. */
function isPlain(origin: ColumnOrigin): boolean {
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
  if (expression.isRunConstant === true) return { ...nothingKnown, isSame: true };
  const gap = gapOf(expression, columns);
  if (gap !== undefined) return { ...nothingKnown, gap };
  const origin = expressionOrigin(expression, columns);
  if (origin === undefined) return nothingKnown;
  const binTicks = binWidth(expression, columns);
  return { origin, aggregate: undefined, ...(binTicks === undefined ? {} : { binTicks }) };
}

/** Functions that leave a number of units what it is, near enough. */
const keepsNumber: ReadonlySet<string> = new Set(
  "abs round toint tolong toreal todouble totimespan".split(" "),
);

const unitTicks: ReadonlyMap<string, number> = new Map([
  ["second", ticksPerSecond],
  ["minute", ticksPerMinute],
  ["hour", ticksPerHour],
  ["day", ticksPerDay],
]);

/** `t2 - t1`, `(t2 - t1) / 1m`, `datetime_diff("minute", t2, t1)`. */
function gapOf(expression: BoundExpression, columns: readonly ColumnInfo[]): TimeGap | undefined {
  if (expression.kind !== "call") return undefined;
  const { name, args } = expression;
  const [first, second, third] = args;
  if (name === "-" && first.type === "datetime" && second?.type === "datetime")
    return gapBetween({ later: first, earlier: second, unitTicks: 1 }, columns);
  if (name === "datetime_diff" && first.kind === "constant" && third !== undefined) {
    const unit = unitTicks.get(String(first.value).toLowerCase());
    return unit === undefined
      ? undefined
      : gapBetween({ later: second, earlier: third, unitTicks: unit }, columns);
  }
  if (name === "/" && second?.kind === "constant" && second.type === "timespan") {
    const { gap } = expressionInfo(first, columns);
    const isUnit = typeof second.value === "number" && second.value > 0;
    return gap === undefined || !isUnit ? undefined : { ...gap, unitTicks: Number(second.value) };
  }
  return keepsNumber.has(name) ? expressionInfo(first, columns).gap : undefined;
}

interface GapParts {
  readonly later: BoundExpression;
  readonly earlier: BoundExpression;
  readonly unitTicks: number;
}

function gapBetween({ later, earlier, unitTicks: unit }: GapParts, columns: readonly ColumnInfo[]): TimeGap {
  const isAge = anyPart(later, (part) => part.kind === "call" && part.entry.readsEnvironment === true);
  return { later: namedInfo(later, columns), earlier: namedInfo(earlier, columns), unitTicks: unit, isAge };
}

export function namedInfo(expression: BoundExpression, columns: readonly ColumnInfo[]): NamedInfo {
  return { ...expressionInfo(expression, columns), name: columnName(expression) };
}

/** Name of an expression that is a column, or the conversion of one. */
export function columnName(expression: BoundExpression): string | undefined {
  if (expression.kind === "conversion") return columnName(expression.operand);
  return expression.kind === "column" ? expression.name : undefined;
}

const binning: ReadonlySet<string> = new Set(["bin", "floor", "startofday"]);

/** The width of `bin(TimeGenerated, w)`, and of the day of `startofday(TimeGenerated)`. */
function binWidth(expression: BoundExpression, columns: readonly ColumnInfo[]): number | undefined {
  if (expression.kind !== "call" || !binning.has(expression.name)) return undefined;
  const [time, width] = expression.args;
  if (eventClock(expressionInfo(time, columns).origin) !== "generated") return undefined;
  if (expression.name === "startofday") return width === undefined ? ticksPerDay : undefined;
  return width?.kind === "constant" && typeof width.value === "number" ? width.value : undefined;
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
