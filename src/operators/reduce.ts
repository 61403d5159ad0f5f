import type { BoundShape } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import { unsupportedOperator, wrongType } from "../bind/diagnostics.js";
import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { defineOperator } from "./operator.js";
import { parameterChoice } from "./parameters.js";

/** `T | reduce by a with threshold=0.1`: groups texts that are alike. */
export interface ReduceOperator extends OperatorNode {
  readonly kind: "reduce";
  readonly parameters: readonly Property[];
  readonly value: Expression;
  readonly properties: readonly Property[];
}

export const reduceSyntax = defineSyntax<ReduceOperator>({
  kind: "reduce",
  rule: "reduceOperator",
  lower: (cst, context) => ({
    kind: "reduce",
    ...context.head(cst),
    parameters: context.parameters(cst),
    value: context.expression(nodeOf(cst, "expression")),
    properties: context.properties(cst),
  }),
  print: (node, printer) => {
    const head = `reduce ${printer.parameters(node.parameters)}by ${printer.expression(node.value)}`;
    return node.properties.length === 0 ? head : `${head} with ${printer.properties(node.properties)}`;
  },
});

const added: readonly Column[] = [
  { name: "Pattern", type: "string" },
  { name: "Count", type: "long" },
  { name: "Representative", type: "string" },
];

const instead =
  'group by the texts without what varies in them: `summarize count() by replace_regex(Text, @"\\d+", "*")`';

/** Bound for its columns only: how Kusto finds the patterns is not published, so no answer could be called right. */
export const reduce = defineOperator<ReduceOperator, BoundShape>("reduce", {
  bind(node, context) {
    context.report(unsupportedOperator("reduce", node.keyword, instead));
    const value = context.expression(node.value);
    if (value.type !== "string" && value.isTypeOpen !== true)
      context.report(wrongType(value.span, "a string", value.type));
    const kept = parameterChoice(node, "kind", ["source"], context) ? context.input.columns : [];
    return { output: { columns: [...kept, ...added], isSerialized: false, isOpen: false } };
  },
  start: (_, __, out) => out,
});
