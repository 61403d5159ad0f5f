/** Why a value that should be there is absent. */
import type { BoundExpression } from "../bind/bound.js";
import { hasWindow, partsOf } from "../exec/expression-traits.js";
import { hasAggregates, isJoin } from "../rules/plan/operator-shapes.js";
import { columnsIn, isEmptyCell } from "./conditions.js";
import type { ColumnPlace, NamedCell } from "./findings.js";
import type { OperatorPlace, Place } from "./flow.js";
import { inputRows } from "./group.js";
import { type Making, makingOf } from "./made-of.js";
import { cellOfRow, readerAt } from "./rows.js";

/** Why a value is absent: by the source, or although the source columns have values. */
export type EmptyCause =
  /** A column of a table, or a path into it. */
  | {
      readonly kind: "source";
      readonly table: string;
      readonly column: string;
      readonly path: ColumnPlace["path"];
    }
  /** An expression makes nothing of what it reads. */
  | {
      readonly kind: "function";
      readonly place: OperatorPlace;
      readonly expression: BoundExpression;
      readonly inputs: readonly NamedCell[];
    }
  /** The texts do not have the form that `parse` asks for. */
  | { readonly kind: "parse"; readonly place: OperatorPlace; readonly rows: readonly number[] }
  /** An outer join found no partner. */
  | { readonly kind: "join"; readonly place: OperatorPlace; readonly rows: readonly number[] };

/** Most steps from one expression to the next. */
const mostSteps = 50;

/** Undefined where the value comes from where nothing can be told. */
export function emptyCause(from: Making): EmptyCause | undefined {
  let at = from;
  for (let step = 0; step < mostSteps; step++) {
    if (at.kind === "place") {
      const counted = aggregatedBy(at);
      if (counted === undefined) return placeCause(at);
      at = counted;
    }
    const [row] = at.rows;
    if (row === undefined || hasWindow(at.expression)) return undefined;
    const empty = smallestEmpty(at.place, at.expression, row);
    if (empty.kind !== "column") {
      const source = sourcePath(at.place, empty, at.rows);
      if (source !== undefined) return source;
      return {
        kind: "function",
        place: at.place,
        expression: empty,
        inputs: inputsOf(at.place, empty, row),
      };
    }
    at = makingOf(at.place, empty, at.rows);
  }
  return undefined;
}

function placeCause({ place, column, rows }: Extract<Making, { kind: "place" }>): EmptyCause | undefined {
  if (place.operator === undefined) return sourceColumn(place, column);
  if (rows.length === 0) return undefined;
  if (place.kind === "parse") return { kind: "parse", place, rows };
  return isJoin(place.operator.operator) ? { kind: "join", place, rows } : undefined;
}

function sourceColumn({ source }: Place, column: number): SourceCause | undefined {
  if (source?.kind !== "scan") return undefined;
  return { kind: "source", table: source.table, column: source.columns[column].name, path: [] };
}

type SourceCause = Extract<EmptyCause, { kind: "source" }>;

/** A path of names into a column of a source. */
function sourcePath(
  place: OperatorPlace,
  expression: BoundExpression,
  rows: readonly number[],
): SourceCause | undefined {
  if (expression.kind === "conversion") return sourcePath(place, expression.operand, rows);
  if (expression.kind === "member") {
    const base = sourcePath(place, expression.base, rows);
    const path = expression.path.flatMap((step) => (typeof step === "object" ? [] : [step]));
    const isPlain = path.length === expression.path.length;
    return base === undefined || !isPlain ? undefined : { ...base, path: [...base.path, ...path] };
  }
  const making = makingOf(place, expression, rows);
  return making.kind === "place" ? sourceColumn(making.place, making.column) : undefined;
}

/** What an aggregate read that found nothing in its rows. */
function aggregatedBy({
  place,
  column,
  rows,
}: Extract<Making, { kind: "place" }>): MadeByExpression | undefined {
  if (place.operator === undefined || !hasAggregates(place.operator.operator)) return undefined;
  const { keys, aggregates } = place.operator.operator;
  const output = aggregates.outputs[column - keys.length]?.expression;
  if (output?.kind !== "column") return undefined;
  const argument = aggregates.aggregates.flatMap(({ args, columns }) => columns.map((_, at) => args[at]))[
    output.index
  ];
  if (argument === undefined) return undefined;
  const read = inputRows(place, rows);
  const value = readerAt(place, argument, read);
  const isAbsent = read.length > 0 && read.every((_, at) => isEmptyCell(value(at)));
  return isAbsent ? { kind: "expression", place, expression: argument, rows: read } : undefined;
}

type MadeByExpression = Extract<Making, { kind: "expression" }>;

/** The innermost part that is absent in a row; what it reads is there. */
function smallestEmpty(place: OperatorPlace, expression: BoundExpression, row: number): BoundExpression {
  const isEmpty = (part: BoundExpression) => isEmptyCell(cellOfRow(place, part, row));
  const search = (whole: BoundExpression): BoundExpression => {
    const part = partsOf(whole).find((inner) => inner.isRunConstant !== true && isEmpty(inner));
    if (part !== undefined) return search(part);
    // Of nothing some functions make something: `split("", ":")` is an array with one empty text.
    const columns = columnsIn(whole);
    return columns.length > 0 && columns.every(isEmpty) ? columns[0] : whole;
  };
  return search(expression);
}

function inputsOf(place: OperatorPlace, expression: BoundExpression, row: number): NamedCell[] {
  return columnsIn(expression).map((column) => ({
    name: column.name,
    type: column.type,
    cell: cellOfRow(place, column, row),
  }));
}
