/** Which nodes of a graph hang together. Components are numbered from 0 in the order of their first nodes. */
import { newInts, noInts } from "../vector/allocate.js";
import { edgesByEnd, type Graph } from "./graph.js";

type Ends = Pick<Graph, "sources" | "targets" | "nodes">;

/** Nodes that edges join, whatever their direction. */
export function weakComponents({ sources, targets, nodes }: Ends): Int32Array {
  const parents = newInts(nodes.length).map((_, node) => node);
  const rootOf = (node: number): number => {
    let root = node;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  };
  for (let edge = 0; edge < sources.length; edge++) parents[rootOf(sources[edge])] = rootOf(targets[edge]);
  return renumbered(parents.map((_, node) => rootOf(node)));
}

/** Nodes that lead to one another. */
export function strongComponents(ends: Ends): Int32Array {
  return renumbered(new ComponentSearch(ends).run());
}

/** Tarjan's algorithm, with a stack of its own instead of calls. */
class ComponentSearch {
  private readonly starts: Int32Array;
  private readonly edges: Int32Array;
  private readonly targets: Int32Array;
  private readonly next: Int32Array;
  /** When each node was reached, from 1; 0: not yet. */
  private readonly orders: Int32Array;
  private readonly lows: Int32Array;
  private readonly components: Int32Array;
  private readonly open: number[] = [];
  private readonly path: number[] = [];
  private visited = 0;

  constructor({ sources, targets, nodes }: Ends) {
    const { starts, edges } = edgesByEnd(sources, nodes.length);
    this.starts = starts;
    this.edges = edges;
    this.targets = targets;
    this.next = starts.slice(0, -1);
    this.orders = newInts(nodes.length);
    this.lows = newInts(nodes.length);
    this.components = newInts(nodes.length).fill(-1);
  }

  run(): Int32Array {
    for (let root = 0; root < this.orders.length; root++) {
      if (this.orders[root] === 0) this.enter(root);
      while (this.path.length > 0) this.advance(this.path[this.path.length - 1]);
    }
    return this.components;
  }

  private enter(node: number): void {
    this.visited++;
    this.orders[node] = this.visited;
    this.lows[node] = this.visited;
    this.open.push(node);
    this.path.push(node);
  }

  private advance(node: number): void {
    if (this.next[node] === this.starts[node + 1]) {
      this.leave(node);
      return;
    }
    const target = this.targets[this.edges[this.next[node]++]];
    if (this.orders[target] === 0) this.enter(target);
    else if (this.components[target] < 0) this.lower(node, this.orders[target]);
  }

  private leave(node: number): void {
    this.path.pop();
    if (this.lows[node] === this.orders[node]) {
      let member: number | undefined;
      do {
        member = this.open.pop();
        if (member !== undefined) this.components[member] = node;
      } while (member !== undefined && member !== node);
    }
    const parent = this.path.at(-1);
    if (parent !== undefined) this.lower(parent, this.lows[node]);
  }

  private lower(node: number, to: number): void {
    if (to < this.lows[node]) this.lows[node] = to;
  }
}

function renumbered(roots: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return roots.length === 0
    ? noInts
    : roots.map((root) => {
        const number = numbers.get(root) ?? numbers.size;
        numbers.set(root, number);
        return number;
      });
}
