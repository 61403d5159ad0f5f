import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | invoke f(1)`: calls a function with the rows as its first argument. */
export interface InvokeOperator extends OperatorNode {
  readonly kind: "invoke";
  /** A call; after `cluster(...).database(...)`, a member. */
  readonly call: Expression;
}

export const invokeSyntax = defineSyntax<InvokeOperator>({
  kind: "invoke",
  rule: "invokeOperator",
  lower: (cst, context) => ({
    kind: "invoke",
    ...context.head(cst),
    call: context.operand(nodeOf(cst, "operand")),
  }),
  print: (node, printer) => `invoke ${printer.expression(node.call)}`,
});
