import type { BoundShape } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { addedColumns } from "./join-columns.js";
import { bindJoinKeys, type JoinKeys } from "./join-keys.js";
import { type JoinKind, startJoin } from "./join-rows.js";
import { lowerJoin, printJoin } from "./join-syntax.js";
import { defineOperator } from "./operator.js";
import { parameterChoice, strategies } from "./parameters.js";

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

interface JoinShape extends BoundShape {
  readonly joinKind: JoinKind;
  readonly keys: JoinKeys;
  /** Which input is the right side. */
  readonly right: number;
  /** Columns of the right side that are added to those of the left. */
  readonly added: readonly number[];
  readonly leftColumns: readonly Column[];
}

const kinds: Readonly<Record<string, JoinKind>> = {
  innerunique: "innerunique",
  inner: "inner",
  leftouter: "leftouter",
  rightouter: "rightouter",
  fullouter: "fullouter",
  leftsemi: "leftsemi",
  rightsemi: "rightsemi",
  leftanti: "leftanti",
  anti: "leftanti",
  leftantisemi: "leftanti",
  rightanti: "rightanti",
  rightantisemi: "rightanti",
};

/**
 * Rows of two tables with equal keys, side by side: all columns of the left, then all of the right. Null keys are equal
 * to one another. Rows come in the order of the left side; those that only the right side has come last, in its order.
 */
export const join = defineOperator<JoinOperator, JoinShape>("join", {
  bind(node, context) {
    parameterChoice(node, "hint.strategy", strategies, context);
    const kind = parameterChoice(node, "kind", Object.keys(kinds), context);
    const joinKind = kinds[kind ?? "innerunique"];
    const { index, output } = context.relation(node.right);
    const keys = bindJoinKeys(node, output, context);
    const isOpen = context.input.isOpen || output.isOpen;
    const shape = { joinKind, keys, right: index, added: [], leftColumns: context.input.columns };
    if (joinKind === "leftsemi" || joinKind === "leftanti") {
      return { ...shape, output: { ...context.input, isSerialized: false } };
    }
    if (joinKind === "rightsemi" || joinKind === "rightanti") {
      return { ...shape, output: { ...output, isSerialized: false } };
    }
    const added = addedColumns(context.input.columns, output.columns, context);
    const columns = [...context.input.columns, ...added.columns];
    return { ...shape, added: added.indexes, output: { columns, isSerialized: false, isOpen } };
  },
  start: (bound, run, out) => startJoin(bound, run, out),
});
