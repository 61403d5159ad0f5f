import type { Name, OperatorNode } from "../syntax/ast.js";
import { has, nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | count`: how many rows there are; `count as Name` names the column. */
export interface CountOperator extends OperatorNode {
  readonly kind: "count";
  readonly name?: Name;
}

export const countSyntax = defineSyntax<CountOperator>({
  kind: "count",
  rule: "countOperator",
  lower: (cst, context) => ({
    kind: "count",
    ...context.head(cst),
    ...(has(cst, "name") ? { name: context.name(nodeOf(cst, "name")) } : {}),
  }),
  print: (node, printer) => (node.name === undefined ? "count" : `count as ${printer.name(node.name)}`),
});
