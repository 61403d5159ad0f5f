import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { lowerJoin, printJoin } from "./join-syntax.js";

/** `T | lookup kind=leftouter (U) on a`: columns of a smaller table, by key. */
export interface LookupOperator extends OperatorNode {
  readonly kind: "lookup";
  readonly parameters: readonly Property[];
  readonly right: Expression;
  /** Names and equalities of `on`; empty without one. */
  readonly on: readonly Expression[];
  /** The condition of `where`, which may stand in place of `on`. */
  readonly where?: Expression;
}

export const lookupSyntax = defineSyntax<LookupOperator>({
  kind: "lookup",
  rule: "lookupOperator",
  lower: (cst, context) => ({
    kind: "lookup",
    ...context.head(cst),
    ...lowerJoin(cst, context),
  }),
  print: (node, printer) => `lookup ${printJoin(node, printer)}`,
});
