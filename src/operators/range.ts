import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundExpression } from "../bind/bound.js";
import { noLineage } from "../exec/lineage.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import { type SeriesAxis, seriesAxis } from "../exec/series-axis.js";
import type { Expression, Name, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { type Int64, negateInt64 } from "../types/int64.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { type Vector, vectorOf } from "../vector/vector.js";
import { badRange } from "./diagnostics.js";
import { defineOperator, generatorSink } from "./operator.js";

/** `range a from 1 to 10 step 1`: one column of values at equal distances, without input. */
export interface RangeOperator extends OperatorNode {
  readonly kind: "range";
  readonly column: Name;
  readonly from: Expression;
  readonly to: Expression;
  readonly step: Expression;
}

export const rangeSyntax = defineSyntax<RangeOperator>({
  kind: "range",
  rule: "rangeOperator",
  lower: (cst, context) => ({
    kind: "range",
    ...context.head(cst),
    column: context.name(nodeOf(cst, "name")),
    from: context.expression(nodeOf(cst, "from")),
    to: context.expression(nodeOf(cst, "to")),
    step: context.expression(nodeOf(cst, "step")),
  }),
  print: (node, printer) => {
    const bounds = `from ${printer.expression(node.from)} to ${printer.expression(node.to)}`;
    return `range ${printer.name(node.column)} ${bounds} step ${printer.expression(node.step)}`;
  },
});

interface RangeShape extends BoundShape {
  readonly type: KqlType;
  readonly from: BoundExpression;
  readonly to: BoundExpression;
  readonly step: BoundExpression;
}

/**
 * Values from one bound to the other, both included, at equal distances; none when the step leads away. They are in
 * order: https://learn.microsoft.com/kusto/query/series-outliers-function reads the row before right after `range`.
 */
export const range = defineOperator<RangeOperator, RangeShape>("range", {
  isSource: () => true,
  bind(node, context) {
    const type = rangeType(node, context);
    return {
      output: { columns: [{ name: node.column.text, type }], isSerialized: true, isOpen: false },
      type,
      from: context.runConstant(node.from, type),
      to: context.runConstant(node.to, type),
      step: context.runConstant(node.step, type === "datetime" ? "timespan" : type),
    };
  },
  start: (bound, run, out) => generatorSink(out, () => emitRange(bound, run, out)),
});

/** Bounds of int and long give longs; a real among them gives reals. */
function rangeType(node: RangeOperator, context: BindContext): KqlType {
  const types = [node.from, node.to, node.step].map((part) => context.runConstant(part).type);
  if (types[0] === "datetime" || types[0] === "timespan") return types[0];
  if (types.includes("real")) return "real";
  if (types[0] === "int" || types[0] === "long" || types[0] === "dynamic") return "long";
  context.report(badRange(types[0], node.from.span));
  return "long";
}

/** Rows of one batch. */
const stretch = 8192;

function emitRange({ type, from, to, step }: RangeShape, run: OperatorRun, out: Sink): void {
  const [start, end, distance] = [from, to, step].map((bound) => run.constant(bound));
  if (start === null || end === null || distance === null) return;
  const isDown = isNegative(distance);
  if (isZero(distance)) run.fail("KQL330", "the step of a `range` must not be zero", step.span);
  const axis = seriesAxis(type, isDown ? opposite(distance) : distance, start);
  const last = isDown ? axis.indexFrom(end) : axis.indexOf(end);
  const count = last === null ? 0 : Math.max(0, (isDown ? -last : last) + 1);
  for (let first = 0; first < count && out.isSatisfied?.() !== true; first += stretch) {
    run.checkDeadline();
    const length = Math.min(stretch, count - first);
    const sign = isDown ? -1 : 1;
    const numbers = new Float64Array(length);
    let isWide = false;
    for (let at = 0; at < length; at++) {
      const point = axis.point(sign * (first + at));
      numbers[at] = Number(point);
      isWide ||= typeof point === "bigint";
    }
    const vector = isWide ? widePoints(axis, type, sign * first, sign, length) : numberVector(type, numbers);
    out.push(Batch.of(length, [vector]), noLineage(run));
  }
}

function numberVector(type: KqlType, data: Float64Array): Vector {
  const { length } = data;
  if (type === "real") return { encoding: "real", type, length, data, validity: undefined };
  return {
    encoding: "number",
    type: type === "datetime" || type === "timespan" ? type : "long",
    length,
    data,
  };
}

/** Points that are not all safe integers. */
function widePoints(axis: SeriesAxis, type: KqlType, first: number, sign: number, length: number): Vector {
  return vectorOf(
    type,
    Array.from({ length }, (_, at) => axis.point(first + sign * at)),
  );
}

function isZero(step: Cell): boolean {
  return step === 0;
}

function isNegative(step: Cell): boolean {
  return (typeof step === "number" || typeof step === "bigint") && step < 0;
}

function opposite(step: Cell): Int64 {
  return negateInt64(step as Int64); // of a negative step, which is a number
}
