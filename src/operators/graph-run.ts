/** Runs of patterns over a graph: which nodes and edges may stand where, and what becomes of the matches. */
import type { Graph } from "../exec/graph.js";
import type { Candidates } from "../exec/graph-search.js";
import { applyLayout } from "../exec/outputs.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { Lineage } from "../exec/trace.js";
import { newBytes, newInts } from "../vector/allocate.js";
import { selectTrue } from "../vector/selection.js";
import {
  batchOfMatches,
  type Elements,
  eachElement,
  elementsOf,
  type Matches,
  pickMatches,
} from "./graph-matches.js";
import type { CandidateTest, FoldTest, GraphQueryShape, MatchTest } from "./graph-query.js";

export class GraphRun {
  readonly elements: Elements;

  constructor(
    readonly graph: Graph,
    readonly shape: GraphQueryShape,
    private readonly run: OperatorRun,
  ) {
    this.elements = elementsOf(graph, shape.idText, run);
  }

  candidates(): Candidates {
    const { pattern, candidateTests, foldTests } = this.shape;
    const found = {
      nodes: new Array<Uint8Array | undefined>(pattern.nodeCount).fill(undefined),
      edges: new Array<Uint8Array | undefined>(pattern.paths.length).fill(undefined),
      inner: new Array<Uint8Array | undefined>(pattern.paths.length).fill(undefined),
    };
    for (const test of candidateTests) narrow(found[test.place], test.at, this.passing(test));
    for (const { fold } of foldTests)
      narrow(found[fold.over === "nodes" ? "inner" : "edges"], fold.at, this.passingFold({ fold }));
    return found;
  }

  /** The nodes or edges that pass a test, 1 for each of them. */
  private passing({ place, at, predicate, sources }: CandidateTest): Uint8Array {
    const count = this.elements[place === "nodes" ? "nodes" : "edges"].length;
    const each = eachElement(count);
    const alone: Matches =
      place === "nodes"
        ? { length: count, nodes: atPlace(each.items, at), edges: [], inner: [] }
        : { length: count, nodes: [], edges: atPlace(each, at), inner: [] };
    return marked(count, this.run.select(predicate, batchOfMatches(alone, sources, this.elements, this.run)));
  }

  private passingFold({ fold }: FoldTest): Uint8Array {
    const elements = this.elements[fold.over];
    return marked(elements.length, selectTrue(this.run.evaluate(fold.expression, elements)));
  }

  /** The matches that pass all tests that need whole matches. */
  tested(matches: Matches): Matches {
    return this.shape.matchTests.reduce((left, test) => this.testedBy(left, test), matches);
  }

  private testedBy(matches: Matches, { predicate, sources }: MatchTest): Matches {
    if (matches.length === 0) return matches;
    const rows = this.run.select(predicate, batchOfMatches(matches, sources, this.elements, this.run));
    return rows.length === matches.length ? matches : pickMatches(matches, rows);
  }

  push(matches: Matches, out: Sink): void {
    if (matches.length === 0) return;
    const { sources, layout } = this.shape;
    const batch = batchOfMatches(matches, sources, this.elements, this.run);
    out.push(applyLayout(layout, batch, this.run), this.lineageOf(matches));
  }

  /** From the edges of the match; from its nodes where it has no edge. */
  private lineageOf({ length, nodes, edges }: Matches): Lineage | undefined {
    if (!this.run.isRecording) return undefined;
    const firstEdge = this.graph.nodes.length;
    const rows: number[] = [];
    const offsets = newInts(length + 1);
    for (let match = 0; match < length; match++) {
      for (const { starts, items } of edges)
        for (let at = starts[match]; at < starts[match + 1]; at++) rows.push(firstEdge + items[at]);
      if (rows.length === offsets[match]) for (const list of nodes) rows.push(list[match]);
      offsets[match + 1] = rows.length;
    }
    return { kind: "groups", offsets, rows: Int32Array.from(rows) };
  }
}

function atPlace<T>(item: T, at: number): T[] {
  const list: T[] = [];
  list[at] = item;
  return list;
}

function marked(count: number, rows: Int32Array): Uint8Array {
  const marks = newBytes(count);
  for (const row of rows) marks[row] = 1;
  return marks;
}

/** What passes this test, too. */
function narrow(found: (Uint8Array | undefined)[], at: number, passing: Uint8Array): void {
  const before = found[at];
  found[at] = before === undefined ? passing : passing.map((mark, place) => mark & before[place]);
}
