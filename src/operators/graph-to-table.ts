import type { Name, OperatorNode, Property } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";

/** `G | graph-to-table nodes as N, edges as E`: the tables of a graph. */
export interface GraphOutput {
  readonly kind: "nodes" | "edges";
  readonly name?: Name;
  readonly parameters: readonly Property[];
}

export interface GraphToTableOperator extends OperatorNode {
  readonly kind: "graph-to-table";
  readonly outputs: readonly GraphOutput[];
}

export const graphToTableSyntax = defineSyntax<GraphToTableOperator>({
  kind: "graph-to-table",
  rule: "graphToTableOperator",
  lower: (cst, context) => ({
    kind: "graph-to-table",
    ...context.head(cst),
    outputs: nodesOf(cst, "graphOutput").map((output) => lowerOutput(output, context)),
  }),
  print: (node, printer) =>
    `graph-to-table ${node.outputs.map((output) => printOutput(output, printer)).join(", ")}`,
});

function lowerOutput(cst: CstNode, context: LowerContext): GraphOutput {
  return {
    kind: has(cst, "Nodes") ? "nodes" : "edges",
    ...(has(cst, "name") ? { name: context.name(nodeOf(cst, "name")) } : {}),
    parameters: context.parameters(cst),
  };
}

function printOutput({ kind, name, parameters }: GraphOutput, printer: Printer): string {
  const as = name === undefined ? "" : ` as ${printer.name(name)}`;
  return `${kind}${as} ${printer.parameters(parameters)}`.trimEnd();
}
