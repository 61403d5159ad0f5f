import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, Column } from "../bind/bound.js";
import { type GraphType, graphTypeOf } from "../bind/graph.js";
import { collectInput } from "../exec/collect.js";
import { type Graph, graphOfRows } from "../exec/graph.js";
import { eachRow } from "../exec/lineage.js";
import type { OperatorRun } from "../exec/run.js";
import type { Name, OperatorNode, Property } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";
import type { Span } from "../text/span.js";
import { Batch } from "../vector/batch.js";
import { gather } from "../vector/gather.js";
import type { Vector } from "../vector/vector.js";
import { graphExpected, unsupportedPart } from "./diagnostics.js";
import { defineOperator } from "./operator.js";
import { parameterValue, parameterWord } from "./parameters.js";

export interface GraphOutput {
  readonly kind: "nodes" | "edges";
  readonly name?: Name;
  readonly parameters: readonly Property[];
}

/** `G | graph-to-table nodes as N, edges as E`: the tables of a graph. */
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

interface GraphToTableShape extends BoundShape {
  readonly inputColumns: readonly Column[];
  readonly type: GraphType;
  readonly part: GraphOutput["kind"];
  /** Which hashes of ids stand before what is told. */
  readonly hashes: readonly ("node" | "source" | "target")[];
  /** The hash of an id, over a batch with the ids alone. */
  readonly hash: BoundExpression | undefined;
}

/** What stands for the output of an operator that is written in part. */
const nothingNamed: GraphOutput = { kind: "nodes", parameters: [] };

const hashParameters = {
  nodes: { with_node_id: "node" },
  edges: { with_source_id: "source", with_target_id: "target" },
} as const;

/** What the nodes or the edges of a graph tell, a row each, behind the hashes of ids that are asked for. */
export const graphToTable = defineOperator<GraphToTableOperator, GraphToTableShape>("graph-to-table", {
  takesGraph: true,
  bind(node, context) {
    const { columns, isOpen } = context.input;
    const type = graphTypeOf(columns);
    if (type === undefined && !isOpen) context.report(graphExpected("graph-to-table", node.keyword));
    const [output = nothingNamed, second] = node.outputs;
    if (second !== undefined || output.name !== undefined)
      context.report(
        unsupportedPart("`graph-to-table` of one named table, or of two tables here,", node.keyword),
      );
    const asked = Object.entries(hashParameters[output.kind]).flatMap(([parameter, hash]) => {
      const name = parameterWord(output.parameters, parameter);
      return name === undefined ? [] : [{ name, hash, span: spanOf(output, parameter, node.keyword) }];
    });
    const known = type ?? { id: "string", nodes: [], edges: [] };
    if (type !== undefined && asked.length + type[output.kind].length === 0)
      context.report(
        unsupportedPart(
          "a table of nodes that tell nothing",
          node.keyword,
          "add `with_node_id=Id` to `make-graph`",
        ),
      );
    const names = asked.map(({ name }): Column => ({ name, type: "long" }));
    return {
      output: { columns: [...names, ...known[output.kind]], isSerialized: false, isOpen },
      inputColumns: columns,
      type: known,
      part: output.kind,
      hashes: asked.map(({ hash }) => hash),
      hash: asked.length === 0 ? undefined : bindHash(known, asked[0].span, context),
    };
  },
  namedTables: ({ outputs, ...node }) => {
    const named = outputs.flatMap(({ name, ...output }) =>
      name === undefined ? [] : [{ name: name.text, operator: { ...node, outputs: [output] } }],
    );
    return named.length === 2 ? named : [];
  },
  start: (bound, run, out) =>
    collectInput(bound.inputColumns, run, (rows) => {
      const graph = graphOfRows(rows, bound.type);
      const told = graph[bound.part];
      const table = Batch.of(told.length, hashesOf(graph, bound, run)).beside(told);
      const firstRow = bound.part === "nodes" ? 0 : graph.nodes.length;
      if (table.length > 0) out.push(table, eachRow(run, table.length, firstRow));
      out.finish();
    }),
});

function spanOf({ parameters }: GraphOutput, name: string, otherwise: Span): Span {
  return parameterValue(parameters, name)?.span ?? otherwise;
}

/** The engine's hash of a node is that of its id, as far as is known: of texts. */
function bindHash({ id }: GraphType, span: Span, context: BindContext): BoundExpression {
  if (id !== "string") context.report(unsupportedPart(`the hash of a node whose id is of type ${id}`, span));
  const name = { text: "id", span };
  const value = { kind: "name", name: name.text, isBracketed: true, hasWildcard: false, span } as const;
  const call = { kind: "call", callee: { text: "hash", span }, args: [{ value, span }], span } as const;
  return context.expression(call, [{ name: name.text, type: id }]);
}

function hashesOf(graph: Graph, { hashes, hash }: GraphToTableShape, run: OperatorRun): Vector[] {
  if (hash === undefined) return [];
  const ofNodes = run.evaluate(hash, Batch.of(graph.nodes.length, [graph.ids]));
  const ends = { source: graph.sources, target: graph.targets };
  return hashes.map((end) => (end === "node" ? ofNodes : gather(ofNodes, ends[end])));
}
