import type { BoundShape } from "../bind/bind-context.js";
import type { Name, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { defineOperator, passRows } from "./operator.js";

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

/** The rows as they are. The binder has given them their name. */
export const as = defineOperator<AsOperator, BoundShape>("as", {
  bind: (_, context) => ({ output: context.input }),
  start: (_, run, out) => passRows(run, out),
});
