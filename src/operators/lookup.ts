import type { BoundShape } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { addedColumns } from "./join-columns.js";
import { bindJoinKeys, type JoinKeys } from "./join-keys.js";
import { startJoin } from "./join-rows.js";
import { lowerJoin, printJoin } from "./join-syntax.js";
import { defineOperator } from "./operator.js";
import { parameterChoice } from "./parameters.js";

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

interface LookupShape extends BoundShape {
  readonly joinKind: "leftouter" | "inner";
  readonly keys: JoinKeys;
  readonly right: number;
  readonly added: readonly number[];
  readonly leftColumns: readonly Column[];
}

/** The rows of the left side with the columns of the matching rows of the right, but for its keys. */
export const lookup = defineOperator<LookupOperator, LookupShape>("lookup", {
  bind(node, context) {
    const kind = parameterChoice(node, "kind", ["leftouter", "inner"], context);
    const { index, output } = context.relation(node.right);
    const keys = bindJoinKeys(node, output, context);
    const left = context.input.columns;
    const added = addedColumns(left, output.columns, context, new Set(keys.rightNames));
    return {
      output: {
        columns: [...left, ...added.columns],
        isSerialized: false,
        isOpen: context.input.isOpen || output.isOpen,
      },
      joinKind: kind ?? "leftouter",
      keys,
      right: index,
      added: added.indexes,
      leftColumns: left,
    };
  },
  start: (bound, run, out) => startJoin(bound, run, out),
});
