import type { Argument, Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";

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
