import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { lowerJoin, printJoin } from "./join-syntax.js";

/** `T | join kind=inner (U) on a, $left.b == $right.c`: pairs of rows with equal keys. */
export interface JoinOperator extends OperatorNode {
  readonly kind: "join";
  readonly parameters: readonly Property[];
  readonly right: Expression;
  /** Names and equalities of `on`; empty without one. */
  readonly on: readonly Expression[];
  /** The condition of `where`, which may stand in place of `on`. */
  readonly where?: Expression;
}

export const joinSyntax = defineSyntax<JoinOperator>({
  kind: "join",
  rule: "joinOperator",
  lower: (cst, context) => ({
    kind: "join",
    ...context.head(cst),
    ...lowerJoin(cst, context),
  }),
  print: (node, printer) => `join ${printJoin(node, printer)}`,
});
