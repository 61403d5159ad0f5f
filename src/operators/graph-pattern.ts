/** The patterns of `graph-match` and `graph-shortest-paths`: nodes in parentheses, joined by edges. */
import type { Expression, Name, NamedExpression, Property } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf, tokenOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import type { Printer } from "../syntax/printer.js";

export interface GraphPattern {
  /** One more than edges; unnamed ones are undefined. */
  readonly nodes: readonly (Name | undefined)[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphEdge {
  readonly name?: Name;
  readonly direction: "right" | "left" | "none";
  /** `*1..3`: how many edges in a row. */
  readonly repeat?: { readonly low: number; readonly high: number };
  /** Without brackets: `-->`. */
  readonly isBare: boolean;
}

export interface GraphQueryParts {
  readonly parameters: readonly Property[];
  readonly patterns: readonly GraphPattern[];
  readonly where?: Expression;
  readonly project: readonly NamedExpression[];
}

/** Rule `graphQuery` below a node. */
export function lowerGraphQuery(cst: CstNode, context: LowerContext): GraphQueryParts {
  const query = nodeOf(cst, "graphQuery") ?? cst;
  const where = nodeOf(query, "expression");
  return {
    parameters: context.parameters(query),
    patterns: nodesOf(query, "graphPattern").map((pattern) => lowerPattern(pattern, context)),
    ...(where === undefined ? {} : { where: context.expression(where) }),
    project: context.namedList(nodesOf(query, "namedExpression")),
  };
}

function lowerPattern(cst: CstNode, context: LowerContext): GraphPattern {
  return {
    nodes: nodesOf(cst, "graphNode").map((node) =>
      has(node, "name") ? context.name(nodeOf(node, "name")) : undefined,
    ),
    edges: nodesOf(cst, "graphEdge").map((edge) => lowerEdge(edge, context)),
  };
}

function lowerEdge(cst: CstNode, context: LowerContext): GraphEdge {
  const low = Number(tokenOf(cst, "low")?.image);
  const high = Number(tokenOf(cst, "high")?.image);
  return {
    ...(has(cst, "name") ? { name: context.name(nodeOf(cst, "name")) } : {}),
    direction: has(cst, "Less") ? "left" : has(cst, "Greater") ? "right" : "none",
    ...(has(cst, "Star") ? { repeat: { low, high } } : {}),
    isBare: !has(cst, "OpenBracket"),
  };
}

/** Everything after the operator's word. */
export function printGraphQuery(parts: GraphQueryParts, printer: Printer): string {
  const patterns = parts.patterns.map((pattern) => printPattern(pattern, printer)).join(", ");
  const where = parts.where === undefined ? "" : ` where ${printer.expression(parts.where)}`;
  const project = parts.project.length === 0 ? "" : ` project ${printer.namedList(parts.project)}`;
  return `${printer.parameters(parts.parameters)}${patterns}${where}${project}`;
}

function printPattern({ nodes, edges }: GraphPattern, printer: Printer): string {
  const texts = nodes.map((name) => `(${name === undefined ? "" : printer.name(name)})`);
  return texts.map((node, at) => (at === 0 ? node : `${printEdge(edges[at - 1], printer)}${node}`)).join("");
}

function printEdge({ name, direction, repeat, isBare }: GraphEdge, printer: Printer): string {
  const range = repeat === undefined ? "" : `*${repeat.low}..${repeat.high}`;
  const inside = isBare ? "" : `[${name === undefined ? "" : printer.name(name)}${range}]`;
  return `${direction === "left" ? "<" : ""}-${inside}-${direction === "right" ? ">" : ""}`;
}
