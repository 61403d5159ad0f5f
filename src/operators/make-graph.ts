import type { Expression, Name, OperatorNode, Property } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";

/** `T | make-graph a --> b with N on c`: a graph of edges and nodes. */
/** A table of nodes and the column that holds their identity. */
export interface GraphTable {
  readonly table: Expression;
  readonly key: Name;
}

export interface MakeGraphOperator extends OperatorNode {
  readonly kind: "make-graph";
  readonly source: Name;
  readonly isDirected: boolean;
  readonly target: Name;
  readonly nodes: readonly GraphTable[];
  readonly parameters: readonly Property[];
  readonly partition?: { readonly column: Name; readonly operators: readonly OperatorNode[] };
}

export const makeGraphSyntax = defineSyntax<MakeGraphOperator>({
  kind: "make-graph",
  rule: "makeGraphOperator",
  lower: (cst, context) => ({
    kind: "make-graph",
    ...context.head(cst),
    source: context.name(nodeOf(cst, "source")),
    isDirected: has(cst, "Greater"),
    target: context.name(nodeOf(cst, "target")),
    nodes: nodesOf(cst, "graphTable").map((item) => lowerNodes(item, context)),
    parameters: context.parameters(cst),
    ...(has(cst, "partition") ? { partition: lowerPartition(cst, context) } : {}),
  }),
  print: (node, printer) => {
    const edge = `${printer.name(node.source)} ${node.isDirected ? "-->" : "--"} ${printer.name(node.target)}`;
    const nodes = node.nodes
      .map(({ table, key }) => `${printer.table(table)} on ${printer.name(key)}`)
      .join(", ");
    const parts = [nodes === "" ? "" : ` with ${nodes}`, printer.parameters(node.parameters).trimEnd()];
    return `make-graph ${edge}${parts[0]}${parts[1] === "" ? "" : ` ${parts[1]}`}${printPartition(node, printer)}`;
  },
});

function lowerNodes(cst: CstNode, context: LowerContext): GraphTable {
  return { table: context.table(nodeOf(cst, "tableReference")), key: context.name(nodeOf(cst, "name")) };
}

function lowerPartition(
  cst: CstNode,
  context: LowerContext,
): { readonly column: Name; readonly operators: readonly OperatorNode[] } {
  const operators = context.operators(nodeOf(cst, "subPipeline"));
  return { column: context.name(nodeOf(cst, "partition")), operators };
}

function printPartition({ partition }: MakeGraphOperator, printer: Printer): string {
  if (partition === undefined) return "";
  return ` partitioned-by ${printer.name(partition.column)} ${printer.operators(partition.operators)}`;
}
