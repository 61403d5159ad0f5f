/** What expressions read of the places where a pattern fits a graph, a row each. */
import type { BoundExpression } from "../bind/bound.js";
import type { Graph } from "../exec/graph.js";
import type { Match } from "../exec/graph-search.js";
import type { OperatorRun } from "../exec/run.js";
import { packCell } from "../types/convert.js";
import type { Cell, DynamicValue } from "../types/value.js";
import { newInts } from "../vector/allocate.js";
import { Batch } from "../vector/batch.js";
import { gather } from "../vector/gather.js";
import { cellReader, constVector, type Vector } from "../vector/vector.js";
import { vectorFrom } from "../vector/vector-from.js";

/** Nodes and edges with what can be asked of them. */
export interface Elements {
  readonly nodes: Batch;
  readonly edges: Batch;
}

/** A column of matches. */
export type MatchColumn = ElementColumn | FoldColumn | LengthColumn;

/** What a node, or the one edge of a path, tells. */
export interface ElementColumn {
  readonly kind: "element";
  readonly of: "nodes" | "edges";
  /** Node or path of the pattern. */
  readonly at: number;
  /** Of the nodes or the edges. */
  readonly column: number;
}

/** What is worked out of each edge of a path, or of each node inside of it. */
export interface FoldColumn {
  readonly kind: "fold";
  readonly how: "all" | "any" | "map";
  /** Path of the pattern. */
  readonly at: number;
  readonly over: "nodes" | "edges";
  /** Over the columns of the nodes or the edges, then over `outer`. */
  readonly expression: BoundExpression;
  /** What it reads of the match. */
  readonly outer: readonly MatchColumn[];
}

/** How many edges a path has. */
export interface LengthColumn {
  readonly kind: "length";
  readonly at: number;
}

/** Places in the graph, one after the other; those of match m stand from `starts[m]` to `starts[m + 1]`. */
interface Runs {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

export interface Matches {
  readonly length: number;
  /** By node of the pattern. */
  readonly nodes: readonly Int32Array[];
  /** By path of the pattern. */
  readonly edges: readonly Runs[];
  readonly inner: readonly Runs[];
}

/** Gathers matches while they are found. */
export class MatchList {
  length = 0;
  private readonly nodes: number[][];
  private readonly edges: RunList[];
  private readonly inner: RunList[];

  constructor(nodeCount: number, pathCount: number) {
    this.nodes = Array.from({ length: nodeCount }, () => []);
    this.edges = Array.from({ length: pathCount }, () => new RunList());
    this.inner = Array.from({ length: pathCount }, () => new RunList());
  }

  add({ nodes, edges, inner }: Match): void {
    this.length++;
    for (const [at, list] of this.nodes.entries()) list.push(nodes[at]);
    for (const [at, list] of this.edges.entries()) list.add(edges[at]);
    for (const [at, list] of this.inner.entries()) list.add(inner[at]);
  }

  matches(): Matches {
    return {
      length: this.length,
      nodes: this.nodes.map((list) => Int32Array.from(list)),
      edges: this.edges.map((list) => list.runs()),
      inner: this.inner.map((list) => list.runs()),
    };
  }
}

class RunList {
  private readonly starts = [0];
  private readonly items: number[] = [];

  add(items: readonly number[]): void {
    for (const item of items) this.items.push(item);
    this.starts.push(this.items.length);
  }

  runs(): Runs {
    return { starts: Int32Array.from(this.starts), items: Int32Array.from(this.items) };
  }
}

/** Some of the matches. */
export function pickMatches({ nodes, edges, inner }: Matches, rows: Int32Array): Matches {
  return {
    length: rows.length,
    nodes: nodes.map((list) => rows.map((row) => list[row])),
    edges: edges.map((runs) => pickRuns(runs, rows)),
    inner: inner.map((runs) => pickRuns(runs, rows)),
  };
}

function pickRuns({ starts, items }: Runs, rows: Int32Array): Runs {
  const picked = newInts(rows.length + 1);
  rows.forEach((row, at) => {
    picked[at + 1] = picked[at] + starts[row + 1] - starts[row];
  });
  const chosen = newInts(picked[rows.length]);
  rows.forEach((row, at) => {
    chosen.set(items.subarray(starts[row], starts[row + 1]), picked[at]);
  });
  return { starts: picked, items: chosen };
}

/** Every node or edge as a match of its own, to find out which may stand at a place of the pattern. */
export function eachElement(count: number): Runs {
  const starts = newInts(count + 1).map((_, row) => row);
  return { starts, items: starts.subarray(0, count) };
}

/** The columns of matches as a batch; each is made when it is first read. */
export function batchOfMatches(
  matches: Matches,
  columns: readonly MatchColumn[],
  elements: Elements,
  run: OperatorRun,
): Batch {
  return Batch.lazy(
    matches.length,
    columns.map((column) => () => columnOf(matches, column, elements, run)),
  );
}

function columnOf(matches: Matches, column: MatchColumn, elements: Elements, run: OperatorRun): Vector {
  if (column.kind === "fold") return foldMatches(matches, column, elements, run);
  if (column.kind === "length") {
    const { starts } = matches.edges[column.at];
    return vectorFrom("long", matches.length, (match) => starts[match + 1] - starts[match]);
  }
  const rows = column.of === "nodes" ? matches.nodes[column.at] : matches.edges[column.at].items;
  return gather(elements[column.of].column(column.column), rows);
}

function foldMatches(matches: Matches, fold: FoldColumn, elements: Elements, run: OperatorRun): Vector {
  const { starts, items } = (fold.over === "nodes" ? matches.inner : matches.edges)[fold.at];
  const owners = newInts(items.length);
  for (let match = 0; match < matches.length; match++) owners.fill(match, starts[match], starts[match + 1]);
  const outer = batchOfMatches(matches, fold.outer, elements, run);
  const batch = elements[fold.over].select(items).beside(outer.select(owners));
  const told = cellReader(run.evaluate(fold.expression, batch));
  return collectFold(fold, starts, told, matches.length);
}

function collectFold(
  { how, expression }: FoldColumn,
  starts: Int32Array,
  told: (item: number) => Cell,
  length: number,
): Vector {
  const cellsOf = (match: number): Cell[] =>
    Array.from({ length: starts[match + 1] - starts[match] }, (_, at) => told(starts[match] + at));
  if (how === "map") {
    const pack = (cell: Cell): DynamicValue => packCell(cell, expression.type);
    return vectorFrom("dynamic", length, (match) => cellsOf(match).map(pack));
  }
  return vectorFrom("bool", length, (match) =>
    how === "all"
      ? cellsOf(match).every((cell) => cell === true)
      : cellsOf(match).some((cell) => cell === true),
  );
}

/** Names of what can be asked of nodes and edges beside their properties; no query can write them. */
export const nodeExtras = [
  { name: "\0degree in", type: "long" },
  { name: "\0degree out", type: "long" },
  { name: "\0id", type: "string" },
  { name: "\0labels", type: "dynamic" },
] as const;
export const edgeExtras = [{ name: "\0labels", type: "dynamic" }] as const;

/** The nodes and edges with the columns of `nodeExtras` and `edgeExtras` behind what they tell. Nothing here has labels. */
export function elementsOf(graph: Graph, idText: BoundExpression, run: OperatorRun): Elements {
  const { nodes, edges, sources, targets, ids } = graph;
  const degrees = (ends: Int32Array): Vector => {
    const counts = newInts(nodes.length);
    for (const node of ends) counts[node]++;
    return vectorFrom("long", nodes.length, (node) => counts[node]);
  };
  const noLabels = (count: number): Vector => constVector("dynamic", [], count);
  const extras = Batch.lazy(nodes.length, [
    () => degrees(targets),
    () => degrees(sources),
    () => run.evaluate(idText, Batch.of(nodes.length, [ids])),
    () => noLabels(nodes.length),
  ]);
  return {
    nodes: nodes.beside(extras),
    edges: edges.beside(Batch.lazy(edges.length, [() => noLabels(edges.length)])),
  };
}
