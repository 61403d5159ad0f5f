/**
 * Finds where a pattern fits a graph: a walk from node to node of the pattern, depth first, that takes back its steps.
 * A path is a run of edges between two nodes of the pattern; an edge of the pattern is a path of one edge.
 */
import { newBytes, newInts } from "../vector/allocate.js";
import { type Adjacency, edgesByEnd, type Graph } from "./graph.js";

export interface PatternPath {
  /** Nodes of the pattern. */
  readonly left: number;
  readonly right: number;
  /** Where its edges lead, seen from the left. */
  readonly direction: "right" | "left" | "none";
  /** How many edges. */
  readonly low: number;
  readonly high: number;
}

/** What its paths join hangs together. */
export interface Pattern {
  readonly nodeCount: number;
  readonly paths: readonly PatternPath[];
}

/** Which nodes and edges of the graph may stand where, 1 for those that may; undefined: all. By node or path of the pattern. */
export interface Candidates {
  readonly nodes: readonly (Uint8Array | undefined)[];
  readonly edges: readonly (Uint8Array | undefined)[];
  /** The nodes inside of a path. */
  readonly inner: readonly (Uint8Array | undefined)[];
}

/** `unique_edges`: no edge twice in a match; `none`: no node twice either. */
export type Cycles = "all" | "none" | "unique_edges";

/** Where the pattern fits. The lists are those of the search, and change when it goes on. */
export interface Match {
  /** For each node of the pattern. */
  readonly nodes: Int32Array;
  /** For each path of the pattern, from left to right. */
  readonly edges: readonly (readonly number[])[];
  /** The nodes inside of each path. */
  readonly inner: readonly (readonly number[])[];
}

export interface SearchOptions {
  readonly graph: Graph;
  readonly pattern: Pattern;
  readonly candidates: Candidates;
  readonly cycles: Cycles;
  /** How many edges a match must have in all; undefined: any number. */
  readonly length?: number;
  /** Called every few thousand steps. */
  readonly checkDeadline: () => void;
}

interface Step {
  readonly path: number;
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly isReversed: boolean;
  readonly leaves: boolean;
  readonly enters: boolean;
}

const stepsPerCheck = 4096;

/** Calls `visit` for each match. */
export function searchPattern(options: SearchOptions, visit: (match: Match) => void): void {
  new PatternSearch(options, visit).run();
}

class PatternSearch {
  private readonly nodes: Int32Array;
  private readonly edges: number[][];
  /** The node that each edge of a path leads to, in the order of the walk. */
  private readonly hops: number[][];
  private readonly steps: readonly Step[];
  private readonly outgoing: Adjacency;
  private readonly incoming: Adjacency;
  private readonly usedEdges: Uint8Array;
  private readonly usedNodes: Uint8Array;
  private readonly length: number;
  private walked = 0;
  private sinceCheck = 0;

  constructor(
    private readonly options: SearchOptions,
    private readonly visit: (match: Match) => void,
  ) {
    const { graph, pattern, candidates, length } = options;
    const nodeCount = graph.nodes.length;
    this.nodes = newInts(pattern.nodeCount).fill(-1);
    this.edges = pattern.paths.map(() => []);
    this.hops = pattern.paths.map(() => []);
    this.outgoing = edgesByEnd(graph.sources, nodeCount);
    this.incoming = edgesByEnd(graph.targets, nodeCount);
    this.usedEdges = newBytes(graph.edges.length);
    this.usedNodes = newBytes(nodeCount);
    this.length = length ?? Number.POSITIVE_INFINITY;
    this.steps = stepsOf(pattern, rarestNode(candidates, nodeCount));
  }

  run(): void {
    const { graph, pattern, candidates } = this.options;
    const start = this.steps[0]?.from ?? 0;
    if (pattern.nodeCount === 0) return;
    for (let node = 0; node < graph.nodes.length; node++) {
      if (candidates.nodes[start]?.[node] === 0) continue;
      this.nodes[start] = node;
      this.usedNodes[node] = 1;
      this.take(0);
      this.usedNodes[node] = 0;
    }
  }

  /** Goes the step at a place, and those after it. */
  private take(at: number): void {
    if (at < this.steps.length) this.walk(at, this.nodes[this.steps[at].from], 0);
    else if (this.options.length === undefined || this.walked === this.length) this.report();
  }

  private walk(at: number, node: number, depth: number): void {
    this.tick();
    const step = this.steps[at];
    if (depth >= step.low) this.arrive(at, node);
    if (depth === step.high || this.walked >= this.length) return;
    if (depth > 0 && this.options.candidates.inner[step.path]?.[node] === 0) return;
    const { sources, targets } = this.options.graph;
    if (step.leaves) this.follow(at, node, depth, this.outgoing, targets);
    if (step.enters) this.follow(at, node, depth, this.incoming, sources);
  }

  /** Goes along the edges at a node. */
  private follow(
    at: number,
    node: number,
    depth: number,
    { starts, edges }: Adjacency,
    ends: Int32Array,
  ): void {
    const { candidates, cycles } = this.options;
    const { path, leaves } = this.steps[at];
    const allowed = candidates.edges[path];
    for (let place = starts[node]; place < starts[node + 1]; place++) {
      const edge = edges[place];
      const next = ends[edge];
      if (allowed?.[edge] === 0) continue;
      if (cycles !== "all" && this.usedEdges[edge] > 0) continue;
      if (cycles === "none" && this.usedNodes[next] > 0) continue;
      // An edge from a node to itself leads to the same place in both directions.
      if (next === node && leaves && ends === this.options.graph.sources) continue;
      this.usedEdges[edge]++;
      this.usedNodes[next]++;
      this.walked++;
      this.edges[path].push(edge);
      this.hops[path].push(next);
      this.walk(at, next, depth + 1);
      this.hops[path].pop();
      this.edges[path].pop();
      this.walked--;
      this.usedNodes[next]--;
      this.usedEdges[edge]--;
    }
  }

  /** Ends a path at a node, if that may stand there. */
  private arrive(at: number, node: number): void {
    const { to } = this.steps[at];
    const before = this.nodes[to];
    if (before >= 0) {
      if (before === node) this.take(at + 1);
      return;
    }
    if (this.options.candidates.nodes[to]?.[node] === 0) return;
    this.nodes[to] = node;
    this.take(at + 1);
    this.nodes[to] = -1;
  }

  private report(): void {
    const inner = this.hops.map((hops) => hops.slice(0, -1));
    const edges = this.edges.map((list) => list.slice());
    for (const { path, isReversed } of this.steps) {
      if (!isReversed) continue;
      edges[path].reverse();
      inner[path].reverse();
    }
    this.visit({ nodes: this.nodes, edges, inner });
  }

  private tick(): void {
    if (++this.sinceCheck < stepsPerCheck) return;
    this.sinceCheck = 0;
    this.options.checkDeadline();
  }
}

/** The node of the pattern that the fewest nodes of the graph may be. */
function rarestNode({ nodes }: Candidates, nodeCount: number): number {
  const counts = nodes.map((allowed) =>
    allowed === undefined ? nodeCount : allowed.reduce((sum, one) => sum + one, 0),
  );
  return Math.max(0, counts.indexOf(Math.min(...counts)));
}

/** The paths in an order in which each begins where one before it ends; those that close a ring as early as can be. */
function stepsOf({ nodeCount, paths }: Pattern, start: number): Step[] {
  const reached = new Array<boolean>(nodeCount).fill(false);
  reached[start] = true;
  const open = new Set(paths.keys());
  const steps: Step[] = [];
  while (open.size > 0) {
    const usable = [...open].filter((path) => reached[paths[path].left] || reached[paths[path].right]);
    const closing = usable.find((path) => reached[paths[path].left] && reached[paths[path].right]);
    const path = closing ?? usable[0];
    if (path === undefined) break;
    open.delete(path);
    const { left, right, direction, low, high } = paths[path];
    const isReversed = !reached[left];
    const [from, to] = isReversed ? [right, left] : [left, right];
    reached[to] = true;
    const forward = isReversed ? "left" : "right";
    steps.push({
      path,
      from,
      to,
      low,
      high,
      isReversed,
      leaves: direction === "none" || direction === forward,
      enters: direction === "none" || direction !== forward,
    });
  }
  return steps;
}
