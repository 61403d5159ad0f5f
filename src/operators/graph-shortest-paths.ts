import type { BoundShape } from "../bind/bind-context.js";
import { collectInput } from "../exec/collect.js";
import { graphOfRows } from "../exec/graph.js";
import { type Candidates, type Pattern, searchPattern } from "../exec/graph-search.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { badGraphPattern } from "./diagnostics.js";
import { type Matches, MatchList, pickMatches } from "./graph-matches.js";
import { type GraphPattern, lowerGraphQuery, printGraphQuery } from "./graph-pattern.js";
import { bindGraphQuery, type GraphQueryShape } from "./graph-query.js";
import { GraphRun } from "./graph-run.js";
import { defineOperator } from "./operator.js";
import { parameterChoice } from "./parameters.js";

/** `G | graph-shortest-paths (a)-[e*1..5]->(b) project e`: the shortest of the paths that fit a pattern. */
export interface GraphShortestPathsOperator extends OperatorNode {
  readonly kind: "graph-shortest-paths";
  readonly parameters: readonly Property[];
  readonly patterns: readonly GraphPattern[];
  readonly where?: Expression;
  readonly project: readonly NamedExpression[];
}

export const graphShortestPathsSyntax = defineSyntax<GraphShortestPathsOperator>({
  kind: "graph-shortest-paths",
  rule: "graphShortestPathsOperator",
  lower: (cst, context) => ({
    kind: "graph-shortest-paths",
    ...context.head(cst),
    ...lowerGraphQuery(cst, context),
  }),
  print: (node, printer) => `graph-shortest-paths ${printGraphQuery(node, printer)}`,
});

interface ShortestPathsShape extends BoundShape {
  readonly query: GraphQueryShape;
  /** All shortest paths between two nodes, not just one. */
  readonly isAll: boolean;
}

const matchesPerBatch = 4096;
/** Numbers of nodes lie below. */
const maxNodes = 2 ** 26;

/** The shortest of the paths that fit the pattern, for each node that they lead from and each that they lead to. */
export const graphShortestPaths = defineOperator<GraphShortestPathsOperator, ShortestPathsShape>(
  "graph-shortest-paths",
  {
    takesGraph: true,
    bind(node, context) {
      const query = bindGraphQuery(node, context);
      const [sequence, ...others] = node.patterns;
      const hasPath = sequence?.edges.some(({ repeat }) => repeat !== undefined);
      if (others.length > 0 || hasPath !== true)
        context.report(
          badGraphPattern(
            "the pattern of `graph-shortest-paths` is one sequence with a path in it, `-[e*1..5]->`",
            node.keyword,
          ),
        );
      return {
        output: { columns: query.outputColumns, isSerialized: false, isOpen: context.input.isOpen },
        query,
        isAll: parameterChoice(node, "output", ["any", "all"], context) === "all",
      };
    },
    start: (bound, run, out) =>
      collectInput(bound.query.inputColumns, run, (rows) => {
        const graph = graphOfRows(rows, bound.query.type);
        new ShortestPaths(new GraphRun(graph, bound.query, run), bound.isAll, run, out).push();
        out.finish();
      }),
  },
);

/** Looks for longer and longer matches: those of one length count for pairs of nodes that no shorter one joins. */
class ShortestPaths {
  private readonly joined = new Set<number>();
  /** Pairs that paths of the length looked for join. */
  private readonly joinedNow = new Set<number>();
  private readonly first: number;
  private readonly last: number;

  constructor(
    private readonly matched: GraphRun,
    private readonly isAll: boolean,
    private readonly run: OperatorRun,
    private readonly out: Sink,
  ) {
    const { paths } = matched.shape.pattern;
    this.first = paths[0]?.left ?? 0;
    this.last = paths.at(-1)?.right ?? 0;
  }

  push(): void {
    const { graph, shape } = this.matched;
    const { paths } = shape.pattern;
    const candidates = this.matched.candidates();
    const most = Math.min(sumOf(paths, "high"), graph.edges.length);
    const pairs = this.countAt(candidates, this.first) * this.countAt(candidates, this.last);
    for (let length = sumOf(paths, "low"); length <= most && this.joined.size < pairs; length++) {
      this.pushOfLength(length, candidates);
      for (const pair of this.joinedNow) this.joined.add(pair);
      this.joinedNow.clear();
    }
  }

  /** How many nodes may stand at one place of the pattern. */
  private countAt({ nodes }: Candidates, place: number): number {
    return nodes[place]?.reduce((sum, mark) => sum + mark, 0) ?? this.matched.graph.nodes.length;
  }

  private pushOfLength(length: number, candidates: Candidates): void {
    const { graph, shape } = this.matched;
    const { pattern } = shape;
    const newList = () => new MatchList(pattern.nodeCount, pattern.paths.length);
    let list = newList();
    const flush = (): void => {
      const found = this.matched.tested(list.matches());
      this.matched.push(pickMatches(found, this.newlyJoined(found)), this.out);
      list = newList();
    };
    const checkDeadline = (): void => this.run.checkDeadline();
    const options = { graph, pattern, candidates, cycles: "unique_edges", length, checkDeadline } as const;
    searchPattern(options, (match) => {
      list.add(match);
      if (list.length === matchesPerBatch) flush();
    });
    flush();
  }

  /** The matches whose first and last node nothing shorter has joined. */
  private newlyJoined({ length, nodes }: Matches): Int32Array {
    const rows: number[] = [];
    for (let row = 0; row < length; row++) {
      const [from, to] = [nodes[this.first][row], nodes[this.last][row]];
      if (from === to && this.first !== this.last)
        this.run.fail(
          "KQL324",
          "a path leads back to where it begins; whether Kusto takes that for a shortest path is not documented",
        );
      const pair = from * maxNodes + to;
      if (this.joined.has(pair) || (!this.isAll && this.joinedNow.has(pair))) continue;
      this.joinedNow.add(pair);
      rows.push(row);
    }
    return Int32Array.from(rows);
  }
}

function sumOf(paths: Pattern["paths"], end: "low" | "high"): number {
  return paths.reduce((sum, path) => sum + path[end], 0);
}
