import type { BoundShape } from "../bind/bind-context.js";
import { collectInput } from "../exec/collect.js";
import { graphOfRows } from "../exec/graph.js";
import { searchPattern } from "../exec/graph-search.js";
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
        pushShortest(new GraphRun(graph, bound.query, run), bound.isAll, run, out);
        out.finish();
      }),
  },
);

/** Looks for longer and longer matches: those of one length count for pairs of nodes that no shorter one joins. */
function pushShortest(matched: GraphRun, isAll: boolean, run: OperatorRun, out: Sink): void {
  const { graph, shape } = matched;
  const { paths, nodeCount } = shape.pattern;
  const candidates = matched.candidates();
  const most = Math.min(sumOf(paths, "high"), graph.edges.length);
  const joined = new Set<number>();
  for (let length = sumOf(paths, "low"); length <= most; length++) {
    /** Pairs that paths of this length join. */
    const joinedNow = isAll ? new Set<number>() : joined;
    const flush = (list: MatchList): void => {
      const found = matched.tested(list.matches());
      matched.push(pickMatches(found, newlyJoined(found, { shape, joined, joinedNow, isAll }, run)), out);
    };
    const options = { graph, pattern: shape.pattern, candidates, cycles: "unique_edges", length } as const;
    let list = new MatchList(nodeCount, paths.length);
    searchPattern({ ...options, checkDeadline: () => run.checkDeadline() }, (match) => {
      list.add(match);
      if (list.length < matchesPerBatch) return;
      flush(list);
      list = new MatchList(nodeCount, paths.length);
    });
    flush(list);
    for (const pair of joinedNow) joined.add(pair);
  }
}

interface Joined {
  readonly shape: GraphQueryShape;
  readonly joined: ReadonlySet<number>;
  readonly joinedNow: Set<number>;
  readonly isAll: boolean;
}

/** The matches whose first and last node nothing has joined yet. */
function newlyJoined(
  found: Matches,
  { shape, joined, joinedNow, isAll }: Joined,
  run: OperatorRun,
): Int32Array {
  const { paths } = shape.pattern;
  const first = paths[0]?.left ?? 0;
  const last = paths.at(-1)?.right ?? 0;
  const rows: number[] = [];
  for (let row = 0; row < found.length; row++) {
    const [from, to] = [found.nodes[first][row], found.nodes[last][row]];
    if (from === to && first !== last)
      run.fail(
        "KQL324",
        "a path leads back to where it begins; whether Kusto takes that for a shortest path is not documented",
      );
    const pair = from * maxNodes + to;
    if (joined.has(pair) || (!isAll && joinedNow.has(pair))) continue;
    joinedNow.add(pair);
    rows.push(row);
  }
  return Int32Array.from(rows);
}

function sumOf(paths: GraphQueryShape["pattern"]["paths"], end: "low" | "high"): number {
  return paths.reduce((sum, path) => sum + path[end], 0);
}
