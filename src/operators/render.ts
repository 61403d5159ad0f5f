import type { BoundShape } from "../bind/bind-context.js";
import type { Name, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf, nodesOf, tokenOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { unknownKind, unknownProperty } from "./diagnostics.js";
import { defineOperator, passRows } from "./operator.js";
import { parameterWord } from "./parameters.js";

/** `T | render timechart with (title="x")`: how to draw the rows; they stay as they are. */
export interface RenderOperator extends OperatorNode {
  readonly kind: "render";
  readonly chart: Name;
  readonly by: readonly Name[];
  readonly properties: readonly Property[];
}

export const renderSyntax = defineSyntax<RenderOperator>({
  kind: "render",
  rule: "renderOperator",
  lower: (cst, context) => ({
    kind: "render",
    ...context.head(cst),
    chart: context.nameOfToken(tokenOf(cst, "AnyWord")),
    by: nodesOf(cst, "name").map((name) => context.name(name)),
    properties: [...context.bareProperties(cst), ...context.properties(nodeOf(cst, "withProperties"))],
  }),
  print: (node, printer) => {
    const by = node.by.length === 0 ? "" : ` by ${node.by.map(printer.name).join(", ")}`;
    const properties = node.properties.length === 0 ? "" : ` with (${printer.properties(node.properties)})`;
    return `render ${node.chart.text}${by}${properties}`;
  },
});

const charts = [
  "table list barchart piechart ladderchart timechart linechart anomalychart pivotchart areachart stackedareachart",
  "scatterchart timepivot columnchart timeline 3Dchart card treemap plotly graph sankey",
].flatMap((names) => names.split(" "));

const propertyNames = [
  "kind title accumulate with by xcolumn ycolumns anomalycolumns series xtitle ytitle xaxis yaxis legend ysplit",
  "ymin ymax xmin xmax",
].flatMap((names) => names.split(" "));

/** How a result is to be drawn. */
export interface Visual {
  readonly chart: string;
  readonly properties: Readonly<Record<string, string>>;
}

interface RenderShape extends BoundShape {
  readonly visual: Visual;
}

/** The rows as they are. Reports find the visual in the plan. */
export const render = defineOperator<RenderOperator, RenderShape>("render", {
  bind(node, context) {
    const { chart } = node;
    if (!charts.includes(chart.text))
      context.report(unknownKind("render", "chart", chart.text, charts, chart.span));
    for (const { name } of node.properties) {
      if (!propertyNames.includes(name.text))
        context.report(unknownProperty("render", name.text, propertyNames, name.span));
    }
    const properties = node.properties.map(({ name }): [string, string] => [
      name.text,
      parameterWord(node.properties, name.text) ?? "",
    ]);
    return {
      output: context.input,
      visual: { chart: chart.text, properties: Object.fromEntries(properties) },
    };
  },
  start: (_, run, out) => passRows(run, out),
});
