import type { BoundShape } from "../bind/bind-context.js";
import type { OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { defineOperator } from "./operator.js";

/** `T | consume`: reads the rows and returns none. */
export interface ConsumeOperator extends OperatorNode {
  readonly kind: "consume";
  readonly parameters: readonly Property[];
}

export const consumeSyntax = defineSyntax<ConsumeOperator>({
  kind: "consume",
  rule: "consumeOperator",
  lower: (cst, context) => ({
    kind: "consume",
    ...context.head(cst),
    parameters: context.parameters(cst),
  }),
  print: (node, printer) => `consume ${printer.parameters(node.parameters)}`.trimEnd(),
});

/** Reads the rows and gives none. */
export const consume = defineOperator<ConsumeOperator, BoundShape>("consume", {
  bind: () => ({ output: { columns: [], isSerialized: false, isOpen: false } }),
  start: (_, __, out) => ({
    push() {
      // Reading was all there is to do.
    },
    finish: () => out.finish(),
  }),
});
