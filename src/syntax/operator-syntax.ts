/** The syntax of one tabular operator: how its concrete tree becomes a node, and its node text. */
import type { CstNode } from "chevrotain";
import type { OperatorNode } from "./ast.js";
import type { LowerContext } from "./lower-context.js";
import type { Printer } from "./printer.js";

export interface OperatorSyntax<Node extends OperatorNode> {
  readonly kind: Node["kind"];
  /** Rule of the grammar whose tree `lower` takes. */
  readonly rule: string;
  lower(cst: CstNode, context: LowerContext): Node;
  /** The operator without the `|` before it. */
  print(node: Node, printer: Printer): string;
}

/** An operator's syntax whose node the table need not know. */
export interface AnyOperatorSyntax {
  readonly kind: string;
  readonly rule: string;
  readonly lower: (cst: CstNode, context: LowerContext) => OperatorNode;
  readonly print: (node: OperatorNode, printer: Printer) => string;
}

export function defineSyntax<Node extends OperatorNode>(syntax: OperatorSyntax<Node>): AnyOperatorSyntax {
  return {
    kind: syntax.kind,
    rule: syntax.rule,
    lower: syntax.lower,
    // Printing looks the syntax up by `kind`, so it gets back the nodes that it made itself.
    print: (node, printer) => syntax.print(node as Node, printer),
  };
}

/** All operators, by rule of the grammar and by kind. */
export interface OperatorSyntaxTable {
  readonly byRule: ReadonlyMap<string, AnyOperatorSyntax>;
  readonly byKind: ReadonlyMap<string, AnyOperatorSyntax>;
}

export function operatorSyntaxTable(list: readonly AnyOperatorSyntax[]): OperatorSyntaxTable {
  return {
    byRule: new Map(list.map((syntax) => [syntax.rule, syntax])),
    byKind: new Map(list.map((syntax) => [syntax.kind, syntax])),
  };
}
