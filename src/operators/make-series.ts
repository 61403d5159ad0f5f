import type { BindContext } from "../bind/bind-context.js";
import type { BoundExpression, BoundOutput, Column } from "../bind/bound.js";
import { convertTo } from "../bind/nodes.js";
import type { Argument, Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";
import { badRange, badSeriesRange, unsupportedPart } from "./diagnostics.js";
import { reportDynamicKeys } from "./group-keys.js";
import { defineOperator } from "./operator.js";
import { parameterChoice } from "./parameters.js";
import { type MakeSeriesShape, type SeriesBounds, startSeries } from "./series-rows.js";

/** `T | make-series n = count() default=0 on t from a to b step 1h by c`: an array of values per group. */
export interface SeriesAggregate {
  readonly value: NamedExpression;
  /** What stands where there are no rows. */
  readonly defaultValue?: Expression;
}

export type SeriesRange =
  | {
      readonly kind: "step";
      readonly from?: Expression;
      readonly to?: Expression;
      readonly step: Expression;
    }
  /** `in range(from, to, step)`: the end belongs to the range. */
  | { readonly kind: "in-range"; readonly args: readonly Argument[] };

export interface MakeSeriesOperator extends OperatorNode {
  readonly kind: "make-series";
  readonly parameters: readonly Property[];
  readonly aggregates: readonly SeriesAggregate[];
  readonly axis: NamedExpression;
  readonly range: SeriesRange;
  readonly by: readonly NamedExpression[];
}

export const makeSeriesSyntax = defineSyntax<MakeSeriesOperator>({
  kind: "make-series",
  rule: "makeSeriesOperator",
  lower: (cst, context) => ({
    kind: "make-series",
    ...context.head(cst),
    parameters: context.parameters(cst),
    aggregates: nodesOf(cst, "seriesAggregate").map((item) => lowerAggregate(item, context)),
    axis: context.named(nodeOf(cst, "axis")),
    range: lowerRange(cst, context),
    by: context.namedList(nodesOf(cst, "by")),
  }),
  print: (node, printer) => {
    const aggregates = node.aggregates.map((item) => printAggregate(item, printer)).join(", ");
    const head = `make-series ${printer.parameters(node.parameters)}${aggregates}`;
    const by = node.by.length === 0 ? "" : ` by ${printer.namedList(node.by)}`;
    return `${head} on ${printer.named(node.axis)}${printRange(node.range, printer)}${by}`;
  },
});

function lowerAggregate(cst: CstNode, context: LowerContext): SeriesAggregate {
  const value = context.named(nodeOf(cst, "namedExpression"));
  if (!has(cst, "Default")) return { value };
  return { value, defaultValue: context.expression(nodeOf(cst, "expression")) };
}

function lowerRange(cst: CstNode, context: LowerContext): SeriesRange {
  const args = nodeOf(cst, "callArguments");
  if (args !== undefined) return { kind: "in-range", args: context.callArguments(args) };
  return {
    kind: "step",
    ...(has(cst, "from") ? { from: context.expression(nodeOf(cst, "from")) } : {}),
    ...(has(cst, "to") ? { to: context.expression(nodeOf(cst, "to")) } : {}),
    step: context.expression(nodeOf(cst, "step")),
  };
}

function printAggregate({ value, defaultValue }: SeriesAggregate, printer: Printer): string {
  const suffix = defaultValue === undefined ? "" : ` default=${printer.expression(defaultValue)}`;
  return `${printer.named(value)}${suffix}`;
}

function printRange(range: SeriesRange, printer: Printer): string {
  if (range.kind === "in-range") return ` in range(${printer.args(range.args)})`;
  const from = range.from === undefined ? "" : ` from ${printer.expression(range.from)}`;
  const to = range.to === undefined ? "" : ` to ${printer.expression(range.to)}`;
  return `${from}${to} step ${printer.expression(range.step)}`;
}

/**
 * One row for each combination of keys: the keys, an array of values for each aggregate, one for each point, and the
 * array of points. Without bounds a series reaches from its own first point to its last.
 */
export const makeSeries = defineOperator<MakeSeriesOperator, MakeSeriesShape>("make-series", {
  bind(node, context) {
    const named = context.outputs([...node.by, node.axis], "by");
    const keys = named.slice(0, -1);
    reportDynamicKeys("make-series", keys, context);
    const axis = named[named.length - 1];
    const taken = [...keys, axis].map(({ column }) => column.name);
    const items = node.aggregates.map(({ value }) => value);
    const aggregates = context.aggregates(items, taken, named);
    const columns: Column[] = [
      ...keys.map(({ column }) => column),
      ...aggregates.outputs.map(({ column }): Column => ({ name: column.name, type: "dynamic" })),
      { name: axis.column.name, type: "dynamic" },
    ];
    return {
      output: { columns, isSerialized: false, isOpen: false },
      keys,
      axis,
      bounds: bindBounds(node, axis, context),
      aggregates,
      defaults: node.aggregates.map(({ defaultValue }, at) =>
        bindDefault(defaultValue, aggregates.outputs[at], context),
      ),
      isNonempty: parameterChoice(node, "kind", ["nonempty"], context) !== undefined,
    };
  },
  start: startSeries,
});

function bindDefault(
  value: SeriesAggregate["defaultValue"],
  output: BoundOutput | undefined,
  context: BindContext,
): BoundExpression | undefined {
  if (value === undefined || output === undefined) return undefined;
  const { type } = output.column;
  const constant = context.runConstant(value);
  // Whether the engine cuts it, or makes the series one of reals, is not known.
  if ((type === "int" || type === "long") && isFraction(constant))
    context.report(unsupportedPart(`a default of parts for values of type ${type}`, constant.span));
  return convertTo(type, constant);
}

function isFraction(expression: BoundExpression): boolean {
  return expression.kind === "constant" && typeof expression.value === "number" && expression.value % 1 !== 0;
}

function bindBounds(
  { range, keyword }: MakeSeriesOperator,
  axis: BoundOutput,
  context: BindContext,
): SeriesBounds {
  const { type, isTypeOpen } = axis.expression;
  const isOrdered = type !== "string" && type !== "bool" && type !== "guid" && type !== "dynamic";
  if (!isOrdered && !isTypeOpen) context.report(badRange(type, axis.span));
  const stepType = type === "datetime" ? "timespan" : type;
  if (range.kind === "step") {
    return {
      from: range.from === undefined ? undefined : context.runConstant(range.from, type),
      to: range.to === undefined ? undefined : context.runConstant(range.to, type),
      step: context.runConstant(range.step, stepType),
      isBinned: false,
    };
  }
  const [from, to, step] = range.args.map(({ value }) => (value.kind === "pipeline" ? undefined : value));
  if (range.args.length !== 3 || from === undefined || to === undefined || step === undefined) {
    context.report(badSeriesRange(keyword));
    const none = context.runConstant({ kind: "error", span: keyword }, stepType);
    return { from: undefined, to: undefined, step: none, isBinned: true };
  }
  return {
    from: context.runConstant(from, type),
    to: context.runConstant(to, type),
    step: context.runConstant(step, stepType),
    isBinned: true,
  };
}
