import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `union kind=outer T, (U | where a)`: the rows of several tables. */
export interface UnionOperator extends OperatorNode {
  readonly kind: "union";
  readonly parameters: readonly Property[];
  readonly tables: readonly Expression[];
}

export const unionSyntax = defineSyntax<UnionOperator>({
  kind: "union",
  rule: "unionOperator",
  lower: (cst, context) => ({
    kind: "union",
    ...context.head(cst),
    parameters: context.parameters(cst),
    tables: nodesOf(cst, "tableReference").map((table) => context.table(table)),
  }),
  print: (node, printer) =>
    `union ${printer.parameters(node.parameters)}${node.tables.map(printer.table).join(", ")}`,
});
