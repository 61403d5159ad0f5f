import type { Name, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | as Name`: gives the rows a name for later in the query. */
export interface AsOperator extends OperatorNode {
  readonly kind: "as";
  readonly parameters: readonly Property[];
  readonly name: Name;
}

export const asSyntax = defineSyntax<AsOperator>({
  kind: "as",
  rule: "asOperator",
  lower: (cst, context) => ({
    kind: "as",
    ...context.head(cst),
    parameters: context.parameters(cst),
    name: context.name(nodeOf(cst, "name")),
  }),
  print: (node, printer) => `as ${printer.parameters(node.parameters)}${printer.name(node.name)}`,
});
