import type { BoundShape } from "../bind/bind-context.js";
import { collectInput } from "../exec/collect.js";
import { graphOfRows } from "../exec/graph.js";
import { type Cycles, searchPattern } from "../exec/graph-search.js";
import type { Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { MatchList } from "./graph-matches.js";
import { type GraphPattern, lowerGraphQuery, printGraphQuery } from "./graph-pattern.js";
import { bindGraphQuery, type GraphQueryShape } from "./graph-query.js";
import { GraphRun } from "./graph-run.js";
import { defineOperator } from "./operator.js";
import { parameterChoice } from "./parameters.js";

/** `G | graph-match (a)-[e]->(b) where a.x project b.y`: a row for each place where a pattern fits a graph. */
export interface GraphMatchOperator extends OperatorNode {
  readonly kind: "graph-match";
  readonly parameters: readonly Property[];
  readonly patterns: readonly GraphPattern[];
  readonly where?: Expression;
  readonly project: readonly NamedExpression[];
}

export const graphMatchSyntax = defineSyntax<GraphMatchOperator>({
  kind: "graph-match",
  rule: "graphMatchOperator",
  lower: (cst, context) => ({
    kind: "graph-match",
    ...context.head(cst),
    ...lowerGraphQuery(cst, context),
  }),
  print: (node, printer) => `graph-match ${printGraphQuery(node, printer)}`,
});

interface GraphMatchShape extends BoundShape {
  readonly query: GraphQueryShape;
  readonly cycles: Cycles;
}

const matchesPerBatch = 4096;

/** A row for each place where the pattern fits the graph, in no order that Kusto promises. */
export const graphMatch = defineOperator<GraphMatchOperator, GraphMatchShape>("graph-match", {
  takesGraph: true,
  bind(node, context) {
    const query = bindGraphQuery(node, context);
    return {
      output: { columns: query.outputColumns, isSerialized: false, isOpen: context.input.isOpen },
      query,
      cycles: parameterChoice(node, "cycles", ["all", "none", "unique_edges"], context) ?? "unique_edges",
    };
  },
  start: ({ query, cycles }, run, out) =>
    collectInput(query.inputColumns, run, (rows) => {
      const { pattern, type } = query;
      const graph = graphOfRows(rows, type);
      const matched = new GraphRun(graph, query, run);
      const candidates = matched.candidates();
      const newList = () => new MatchList(pattern.nodeCount, pattern.paths.length);
      let list = newList();
      const flush = (): void => {
        matched.push(matched.tested(list.matches()), out);
        list = newList();
      };
      const checkDeadline = () => run.checkDeadline();
      searchPattern({ graph, pattern, candidates, cycles, checkDeadline }, (match) => {
        list.add(match);
        if (list.length === matchesPerBatch) flush();
      });
      flush();
      out.finish();
    }),
});
