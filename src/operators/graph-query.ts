/** Binding of `graph-match` and `graph-shortest-paths`: the pattern, what its parts must be, and what is told of them. */
import type { BindContext } from "../bind/bind-context.js";
import type { BoundExpression, BoundOutput, Column } from "../bind/bound.js";
import { type GraphType, graphTypeOf } from "../bind/graph.js";
import type { Pattern, PatternPath } from "../exec/graph-search.js";
import type { Layout } from "../exec/outputs.js";
import type { Expression, Name, NamedExpression } from "../syntax/ast.js";
import type { Span } from "../text/span.js";
import { badGraphPattern, graphExpected, unsupportedPart } from "./diagnostics.js";
import { projectLayout } from "./extended-columns.js";
import type { FoldColumn, MatchColumn } from "./graph-matches.js";
import type { GraphEdge, GraphQueryParts } from "./graph-pattern.js";
import { elementColumns, type GraphNames, GraphScope, type PatternElement } from "./graph-scope.js";

/** A test of matches: over the columns that `sources` gives. */
export interface MatchTest {
  readonly predicate: BoundExpression;
  readonly sources: readonly MatchColumn[];
}

/** What one node or path of the pattern must be, whatever the others are. */
export interface CandidateTest extends MatchTest {
  readonly place: "nodes" | "edges" | "inner";
  readonly at: number;
}

/** What the edges of a path, or the nodes inside of it, must all be. */
export interface FoldTest {
  readonly fold: FoldColumn;
}

export interface GraphQueryShape {
  readonly inputColumns: readonly Column[];
  readonly type: GraphType;
  readonly pattern: Pattern;
  readonly candidateTests: readonly CandidateTest[];
  readonly foldTests: readonly FoldTest[];
  readonly matchTests: readonly MatchTest[];
  readonly sources: readonly MatchColumn[];
  readonly layout: Layout;
  readonly outputColumns: readonly Column[];
  /** The id of a node as text, over a batch with the ids alone. */
  readonly idText: BoundExpression;
}

type QueryNode = GraphQueryParts & { readonly kind: string; readonly keyword: Span };

/** A path longer than this is a mistake. */
const longestPath = 1000;

export function bindGraphQuery(node: QueryNode, context: BindContext): GraphQueryShape {
  const { columns, isOpen } = context.input;
  const found = graphTypeOf(columns);
  if (found === undefined && !isOpen) context.report(graphExpected(node.kind, node.keyword));
  const type = found ?? { id: "string", nodes: [], edges: [] };
  const { pattern, elements } = bindPattern(node, context);
  const names: GraphNames = {
    elements,
    columns: elementColumns(type),
    isOpen: isOpen || found === undefined,
  };
  const tests = conjuncts(node.where).map((test) => bindTest(test, names, context));
  const outputs = bindProject(node, names, context);
  return {
    inputColumns: columns,
    type,
    pattern,
    candidateTests: tests.flatMap((test) => candidateTest(test, pattern) ?? []),
    foldTests: tests.flatMap((test) => foldTest(test) ?? []),
    matchTests: tests.filter(
      (test) => candidateTest(test, pattern) === undefined && foldTest(test) === undefined,
    ),
    idText: bindIdText(type, node.keyword, context),
    ...outputs,
  };
}

function bindIdText({ id }: GraphType, span: Span, context: BindContext): BoundExpression {
  const value = { kind: "name", name: "id", isBracketed: true, hasWildcard: false, span } as const;
  const callee = { text: "tostring", span };
  return context.expression({ kind: "call", callee, args: [{ value, span }], span }, [
    { name: "id", type: id },
  ]);
}

interface NamedPattern {
  readonly pattern: Pattern;
  readonly elements: ReadonlyMap<string, PatternElement>;
}

function bindPattern({ patterns, keyword }: QueryNode, context: BindContext): NamedPattern {
  const elements = new Map<string, PatternElement>();
  const paths: PatternPath[] = [];
  let nodeCount = 0;
  const nodeOf = (name: Name | undefined): number => {
    const known = name === undefined ? undefined : elements.get(name.text);
    if (known?.kind === "node") return known.at;
    if (known !== undefined && name !== undefined) context.report(namedTwice(name));
    if (name !== undefined) elements.set(name.text, { kind: "node", at: nodeCount });
    return nodeCount++;
  };
  const addEdge = (edge: GraphEdge, left: number, right: number): void => {
    const { name, direction, repeat } = edge;
    if (name !== undefined && elements.has(name.text)) context.report(namedTwice(name));
    if (name !== undefined)
      elements.set(name.text, { kind: repeat === undefined ? "edge" : "path", at: paths.length });
    const { low, high } = repeat ?? { low: 1, high: 1 };
    checkLength(low, high, name?.span ?? keyword, context);
    paths.push({ left, right, direction, low, high });
  };
  for (const { nodes, edges } of patterns) {
    const places = nodes.map(nodeOf);
    edges.forEach((edge, at) => {
      addEdge(edge, places[at], places[at + 1]);
    });
  }
  if (!hangsTogether(nodeCount, paths))
    context.report(
      badGraphPattern(
        "the sequences of the pattern share no node",
        keyword,
        "name a node of one in the other, too",
      ),
    );
  return { pattern: { nodeCount, paths }, elements };
}

const namedTwice = ({ text, span }: Name) =>
  badGraphPattern(`\`${text}\` names two parts of the pattern`, span, "only a node may be named again");

function checkLength(low: number, high: number, span: Span, context: BindContext): void {
  if (low > high) context.report(badGraphPattern(`no path has ${low} to ${high} edges`, span));
  if (high > longestPath) context.report(unsupportedPart(`a path of more than ${longestPath} edges`, span));
}

function hangsTogether(nodeCount: number, paths: readonly PatternPath[]): boolean {
  const reached = new Set([0]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const { left, right } of paths) {
      if (reached.has(left)) reached.add(right);
      if (reached.has(right)) reached.add(left);
    }
  }
  return reached.size >= nodeCount;
}

/** The parts of `a and b and c`. */
function conjuncts(where: Expression | undefined): Expression[] {
  if (where === undefined) return [];
  return where.kind === "logical" && where.operator === "and" ? where.operands.flatMap(conjuncts) : [where];
}

function bindTest(test: Expression, names: GraphNames, context: BindContext): MatchTest {
  const scope = new GraphScope(names, context);
  const resolved = scope.resolve(test);
  return { predicate: context.predicate(resolved, scope.columns), sources: scope.sources };
}

/** A test that reads one node, or one edge that is no path. */
function candidateTest(test: MatchTest, { paths }: Pattern): CandidateTest | undefined {
  const [first, ...others] = test.sources;
  if (first?.kind !== "element") return undefined;
  const { of, at } = first;
  const isOne = others.every((source) => source.kind === "element" && source.of === of && source.at === at);
  if (!isOne || (of === "edges" && paths[at] === undefined)) return undefined;
  return { ...test, place: of, at };
}

/** `all(e, ...)`, when it reads nothing but the edges or the nodes of the path. */
function foldTest({ predicate, sources }: MatchTest): FoldTest | undefined {
  const [fold, ...others] = sources;
  const isBare = predicate.kind === "column" && others.length === 0;
  return isBare && fold?.kind === "fold" && fold.how === "all" && fold.outer.length === 0
    ? { fold }
    : undefined;
}

function bindProject(
  { project, kind, keyword }: QueryNode,
  names: GraphNames,
  context: BindContext,
): Pick<GraphQueryShape, "sources" | "layout" | "outputColumns"> {
  if (project.length === 0) context.report(badGraphPattern(`\`${kind}\` needs \`project\``, keyword));
  const scope = new GraphScope(names, context);
  const items = project.map((item): NamedExpression => {
    const value = scope.resolve(item.value);
    const own = value.kind === "name" && item.names.length === 0 ? scope.written(value.name) : undefined;
    return own === undefined
      ? { ...item, value }
      : { ...item, names: [{ text: own, span: item.span }], value };
  });
  const over = context.over({ columns: scope.columns, isSerialized: false, isOpen: context.input.isOpen });
  const taken = new Set<string>();
  const outputs = over.outputs(items, "project").map((output): BoundOutput => {
    const name = scope.written(output.column.name);
    if (name === undefined) context.report(badGraphPattern("the column needs a name", output.span));
    const own = context.uniqueName(name ?? "", taken);
    taken.add(own);
    return { ...output, column: { ...output.column, name: own } };
  });
  const { columns, layout } = projectLayout(scope.columns, outputs);
  return { sources: scope.sources, layout, outputColumns: columns };
}
