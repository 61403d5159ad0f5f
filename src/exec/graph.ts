/** Graphs while operators work on them: nodes and edges in batches, and which edges leave and enter each node. */
import { type GraphType, graphColumns } from "../bind/graph.js";
import { newInts } from "../vector/allocate.js";
import { Batch } from "../vector/batch.js";
import { cellReader, constVector, type Vector } from "../vector/vector.js";
import { vectorFrom } from "../vector/vector-from.js";

export interface Graph {
  /** The id of each node. */
  readonly ids: Vector;
  readonly nodes: Batch;
  readonly edges: Batch;
  /** Rows of `nodes`, for each edge. */
  readonly sources: Int32Array;
  readonly targets: Int32Array;
}

const endCount = 2;

/** A graph as rows; see `graphColumns`. */
export function rowsOfGraph(graph: Graph, type: GraphType): Batch {
  const { ids, nodes, edges, sources, targets } = graph;
  const columns = graphColumns(type);
  const nothing = (count: number, from: number, to: number): Batch =>
    Batch.of(
      count,
      columns.slice(from, to).map((column) => constVector(column.type, null, count)),
    );
  const nodesEnd = endCount + 1 + type.nodes.length;
  const asLongs = (rows: Int32Array): Vector => vectorFrom("long", rows.length, (edge) => rows[edge]);
  const nodeRows = nothing(nodes.length, 0, endCount)
    .beside(Batch.of(nodes.length, [ids]))
    .beside(nodes)
    .beside(nothing(nodes.length, nodesEnd, columns.length));
  const edgeRows = Batch.of(edges.length, [asLongs(sources), asLongs(targets)])
    .beside(nothing(edges.length, endCount, nodesEnd))
    .beside(edges);
  return Batch.concat(columns, [nodeRows, edgeRows]);
}

/** The graph whose rows these are. */
export function graphOfRows(rows: Batch, type: GraphType): Graph {
  const sources = cellReader(rows.column(0));
  const targets = cellReader(rows.column(1));
  let nodeCount = 0;
  while (nodeCount < rows.length && sources(nodeCount) === null) nodeCount++;
  const edgeCount = rows.length - nodeCount;
  const ends = (read: (row: number) => unknown): Int32Array => {
    const places = newInts(edgeCount);
    for (let edge = 0; edge < edgeCount; edge++) places[edge] = Number(read(nodeCount + edge));
    return places;
  };
  const firstNodeColumn = endCount + 1;
  const firstEdgeColumn = firstNodeColumn + type.nodes.length;
  const nodeRows = rows.slice(0, nodeCount);
  return {
    ids: nodeRows.column(endCount),
    nodes: nodeRows.project([...type.nodes.keys()].map((at) => firstNodeColumn + at)),
    edges: rows
      .slice(nodeCount, rows.length)
      .project([...type.edges.keys()].map((at) => firstEdgeColumn + at)),
    sources: ends(sources),
    targets: ends(targets),
  };
}

/** The edges at each node, one after the other: those of node n stand from `starts[n]` to `starts[n + 1]`. */
export interface Adjacency {
  readonly starts: Int32Array;
  readonly edges: Int32Array;
}

/** The edges that each node is an end of. */
export function edgesByEnd(ends: Int32Array, nodeCount: number): Adjacency {
  const starts = newInts(nodeCount + 1);
  for (const node of ends) starts[node + 1]++;
  for (let node = 0; node < nodeCount; node++) starts[node + 1] += starts[node];
  const next = starts.slice();
  const edges = newInts(ends.length);
  ends.forEach((node, edge) => {
    edges[next[node]++] = edge;
  });
  return { starts, edges };
}
