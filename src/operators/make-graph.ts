import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundPipeline, Column, RelationType } from "../bind/bound.js";
import { type GraphType, graphColumns } from "../bind/graph.js";
import { collectInput } from "../exec/collect.js";
import { edgesByEnd, type Graph, rowsOfGraph } from "../exec/graph.js";
import { noLineage } from "../exec/lineage.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { Lineage } from "../exec/trace.js";
import type { Expression, Name, OperatorNode, Property } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";
import type { Span } from "../text/span.js";
import type { KqlType } from "../types/kql-type.js";
import { newInts } from "../vector/allocate.js";
import { keyTypesDiffer, unsupportedPart } from "./diagnostics.js";
import {
  buildGraph,
  type GraphRows,
  type GraphSource,
  graphPartitions,
  type NodeTable,
} from "./make-graph-rows.js";
import { nestedPipeline } from "./nested-pipeline.js";
import { defineOperator } from "./operator.js";
import { parameterWord } from "./parameters.js";

/** A table of nodes and the column that holds their identity. */
export interface GraphTable {
  readonly table: Expression;
  readonly key: Name;
}

/** `T | make-graph a --> b with N on c`: a graph of edges and nodes. */

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

interface MakeGraphShape extends BoundShape {
  readonly type: GraphType;
  readonly source: GraphSource;
  readonly partition?: GraphPartition;
}

/** An operator that runs over the graph of each value of a column, which edges and nodes have. */
interface GraphPartition {
  /** Of the edges, then of each table of nodes. */
  readonly columns: readonly number[];
  readonly types: readonly KqlType[];
  readonly nested: BoundPipeline;
}

/**
 * A graph with an edge for each row, and a node for each id that the edges or the tables of nodes have. What the tables
 * tell of one node is put together; of what they tell twice, the first that is something counts.
 */
export const makeGraph = defineOperator<MakeGraphOperator, MakeGraphShape>("make-graph", {
  bind(node, context) {
    const { input } = context;
    if (!node.isDirected) context.report(unsupportedPart("a graph without directions", node.source.span));
    const source = context.column(node.source) ?? 0;
    const target = context.column(node.target) ?? 0;
    const tables = node.nodes.map((table) => bindNodes(table, context));
    const isOpen = input.isOpen || tables.some(({ output }) => output.isOpen);
    const ends = [
      { column: input.columns[source], span: node.source.span },
      { column: input.columns[target], span: node.target.span },
      ...tables.map(({ columns, key }, at) => ({ column: columns[key], span: node.nodes[at].key.span })),
    ];
    const id = ends[0].column?.type ?? "string";
    if (!isOpen) checkIds(ends, context);
    const shown = [...input.columns.keys()].filter((index) => input.columns[index].isHidden !== true);
    const idName = parameterWord(node.parameters, "with_node_id");
    if (idName !== undefined && tables.length > 0)
      context.report(unsupportedPart("`with_node_id` beside tables of nodes", node.source.span));
    const type = {
      id,
      nodes: idName === undefined ? mergeNodes(tables, node, context) : [{ name: idName, type: id }],
      edges: shown.map((index) => input.columns[index]),
    };
    const graph: RelationType = { columns: graphColumns(type), isSerialized: false, isOpen };
    const shape = { type, source: { edgeColumns: input.columns, shown, source, target, tables } };
    if (node.partition === undefined) return { output: graph, ...shape };
    const partition = bindPartition(
      node.partition,
      [input, ...tables.map(({ output }) => output)],
      graph,
      context,
    );
    return { output: partition.nested.output, ...shape, partition };
  },
  start: (bound, run, out) =>
    collectInput(bound.source.edgeColumns, run, (edges) => {
      const rows = { edges, tables: bound.source.tables.map(({ input }) => run.inputs[input].batch) };
      if (bound.partition === undefined) pushGraph(bound, rows, run, out);
      else runPartitions(bound, bound.partition, rows, run, out);
      out.finish();
    }),
});

function bindNodes(
  { table, key }: GraphTable,
  context: BindContext,
): NodeTable & { readonly output: RelationType } {
  const { index, output } = context.relation(table);
  return { input: index, key: context.over(output).column(key) ?? 0, columns: output.columns, output };
}

function checkIds(
  ends: readonly { readonly column: Column | undefined; readonly span: Span }[],
  context: BindContext,
): void {
  const [first, ...others] = ends;
  const id = first.column?.type;
  if (id === undefined) return;
  if (id === "dynamic") context.report(unsupportedPart("a dynamic id of a node", first.span));
  for (const { column, span } of others)
    if (column !== undefined && column.type !== id) context.report(keyTypesDiffer(id, column.type, span));
}

/** What all tables tell of nodes, each name once. */
function mergeNodes(tables: readonly NodeTable[], node: MakeGraphOperator, context: BindContext): Column[] {
  const merged = new Map<string, Column>();
  tables.forEach(({ columns }, at) => {
    const { table } = node.nodes[at];
    for (const column of columns) {
      if (column.isHidden === true) continue;
      const known = merged.get(column.name);
      if (known === undefined) merged.set(column.name, column);
      else if (known.type !== column.type)
        context.report(unsupportedPart(`\`${column.name}\` of two types`, table.span));
    }
  });
  return [...merged.values()];
}

function bindPartition(
  { column, operators }: NonNullable<MakeGraphOperator["partition"]>,
  relations: readonly RelationType[],
  graph: RelationType,
  context: BindContext,
): GraphPartition {
  const columns = relations.map((relation) => context.over(relation).column(column) ?? 0);
  return {
    columns,
    types: relations.map((relation, at) => relation.columns[columns[at]]?.type ?? "string"),
    nested: context.nested(nestedPipeline(operators, column.span), graph),
  };
}

function pushGraph({ source, type }: MakeGraphShape, rows: GraphRows, run: OperatorRun, out: Sink): void {
  const graph = buildGraph(source, type, rows, run);
  const made = rowsOfGraph(graph, type);
  if (made.length > 0) out.push(made, run.isRecording ? lineageOfGraph(graph) : undefined);
}

/** A node comes from the rows of all its edges, an edge from its row. */
function lineageOfGraph({ nodes, edges, sources, targets }: Graph): Lineage {
  const leaving = edgesByEnd(sources, nodes.length);
  const entering = edgesByEnd(targets, nodes.length);
  const rows: number[] = [];
  const offsets = newInts(nodes.length + edges.length + 1);
  for (let node = 0; node < nodes.length; node++) {
    const own = [leaving, entering].flatMap((list) => [
      ...list.edges.subarray(list.starts[node], list.starts[node + 1]),
    ]);
    for (const edge of new Set(own)) rows.push(edge);
    offsets[node + 1] = rows.length;
  }
  for (let edge = 0; edge < edges.length; edge++) {
    rows.push(edge);
    offsets[nodes.length + edge + 1] = rows.length;
  }
  return { kind: "groups", offsets, rows: Int32Array.from(rows) };
}

function runPartitions(
  { source, type }: MakeGraphShape,
  { columns, types, nested }: GraphPartition,
  rows: GraphRows,
  run: OperatorRun,
  out: Sink,
): void {
  for (const part of graphPartitions(rows, types, columns)) {
    const { batch } = run.runNested(nested, rowsOfGraph(buildGraph(source, type, part, run), type));
    if (batch.length > 0) out.push(batch, noLineage(run));
  }
}
