import type { ColumnDeclaration, Expression, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | parse-kv a as (b:long) with (pair_delimiter=",")`: columns out of pairs of keys and values in text. */
export interface ParseKvOperator extends OperatorNode {
  readonly kind: "parse-kv";
  readonly text: Expression;
  readonly columns: readonly ColumnDeclaration[];
  readonly properties: readonly Property[];
}

export const parseKvSyntax = defineSyntax<ParseKvOperator>({
  kind: "parse-kv",
  rule: "parseKvOperator",
  lower: (cst, context) => ({
    kind: "parse-kv",
    ...context.head(cst),
    text: context.expression(nodeOf(cst, "expression")),
    columns: context.columns(nodeOf(cst, "rowSchema")),
    properties: context.properties(nodeOf(cst, "withProperties")),
  }),
  print: (node, printer) => {
    const head = `parse-kv ${printer.expression(node.text)} as ${printer.columns(node.columns)}`;
    return node.properties.length === 0 ? head : `${head} with (${printer.properties(node.properties)})`;
  },
});
