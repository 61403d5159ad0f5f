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

/** Nodes that lead to one another: Tarjan's algorithm, with a stack of its own. */
export function strongComponents({ sources, targets, nodes }: Ends): Int32Array {
  const { starts, edges } = edgesByEnd(sources, nodes.length);
  const orders = newInts(nodes.length);
  const lows = newInts(nodes.length);
  const components = newInts(nodes.length).fill(-1);
  const next = starts.slice(0, -1);
  const open: number[] = [];
  let visited = 0;
  const enter = (node: number, path: number[]): void => {
    visited++;
    orders[node] = visited;
    lows[node] = visited;
    open.push(node);
    path.push(node);
  };
  const close = (node: number): void => {
    if (lows[node] !== orders[node]) return;
    for (let member = -1; member !== node; ) {
      member = open.pop() ?? node;
      components[member] = node;
    }
  };
  for (let root = 0; root < nodes.length; root++) {
    if (orders[root] !== 0) continue;
    const path: number[] = [];
    enter(root, path);
    while (path.length > 0) {
      const node = path[path.length - 1];
      if (next[node] < starts[node + 1]) {
        const target = targets[edges[next[node]++]];
        if (orders[target] === 0) enter(target, path);
        else if (components[target] < 0) lows[node] = Math.min(lows[node], orders[target]);
        continue;
      }
      path.pop();
      close(node);
      const parent = path[path.length - 1];
      if (parent !== undefined) lows[parent] = Math.min(lows[parent], lows[node]);
    }
  }
  return renumbered(components);
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
