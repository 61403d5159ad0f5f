import type { OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | getschema`: the columns of the input, a row each. */
export interface GetschemaOperator extends OperatorNode {
  readonly kind: "getschema";
  readonly parameters: readonly Property[];
}

export const getschemaSyntax = defineSyntax<GetschemaOperator>({
  kind: "getschema",
  rule: "getschemaOperator",
  lower: (cst, context) => ({
    kind: "getschema",
    ...context.head(cst),
    parameters: context.parameters(cst),
  }),
  print: (node, printer) => `getschema ${printer.parameters(node.parameters)}`.trimEnd(),
});
