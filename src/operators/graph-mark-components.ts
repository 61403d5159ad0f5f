import type { BoundShape } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import { type GraphType, graphColumns, graphTypeOf } from "../bind/graph.js";
import { collectInput } from "../exec/collect.js";
import { graphOfRows, rowsOfGraph } from "../exec/graph.js";
import { strongComponents, weakComponents } from "../exec/graph-components.js";
import { eachRow } from "../exec/lineage.js";
import type { OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { vectorFrom } from "../vector/vector-from.js";
import { graphExpected, unsupportedPart } from "./diagnostics.js";
import { defineOperator } from "./operator.js";
import { parameterChoice, parameterWord } from "./parameters.js";

/** `G | graph-mark-components kind=weak`: tells which nodes hang together. */
export interface GraphMarkComponentsOperator extends OperatorNode {
  readonly kind: "graph-mark-components";
  readonly parameters: readonly Property[];
}

export const graphMarkComponentsSyntax = defineSyntax<GraphMarkComponentsOperator>({
  kind: "graph-mark-components",
  rule: "graphMarkComponentsOperator",
  lower: (cst, context) => ({
    kind: "graph-mark-components",
    ...context.head(cst),
    parameters: context.parameters(cst),
  }),
  print: (node, printer) => `graph-mark-components ${printer.parameters(node.parameters)}`.trimEnd(),
});

interface MarkShape extends BoundShape {
  readonly inputColumns: readonly Column[];
  readonly type: GraphType;
  readonly marked: GraphType;
  readonly isStrong: boolean;
}

/** The graph with one more property of its nodes: the number of the component, in the order of their first nodes. */
export const graphMarkComponents = defineOperator<GraphMarkComponentsOperator, MarkShape>(
  "graph-mark-components",
  {
    takesGraph: true,
    bind(node, context) {
      const { columns, isOpen } = context.input;
      const found = graphTypeOf(columns);
      if (found === undefined && !isOpen) context.report(graphExpected(node.kind, node.keyword));
      const type = found ?? { id: "string", nodes: [], edges: [] };
      const name = parameterWord(node.parameters, "with_component_id") ?? "ComponentId";
      if (type.nodes.some((column) => column.name === name))
        context.report(
          unsupportedPart(`a component id that is called as a property, \`${name}\`,`, node.keyword),
        );
      const marked = { ...type, nodes: [...type.nodes, { name, type: "long" } as const] };
      return {
        output: { columns: graphColumns(marked), isSerialized: false, isOpen },
        inputColumns: columns,
        type,
        marked,
        isStrong: parameterChoice(node, "kind", ["weak", "strong"], context) === "strong",
      };
    },
    start: ({ inputColumns, type, marked, isStrong }, run, out) =>
      collectInput(inputColumns, run, (rows) => {
        const graph = graphOfRows(rows, type);
        const { length } = graph.nodes;
        const components = isStrong ? strongComponents(graph) : weakComponents(graph);
        const ids = vectorFrom("long", length, (node) => components[node]);
        const nodes = graph.nodes.beside(Batch.of(length, [ids]));
        if (rows.length > 0) out.push(rowsOfGraph({ ...graph, nodes }, marked), eachRow(run, rows.length, 0));
        out.finish();
      }),
  },
);
