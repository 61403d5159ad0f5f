import type { Expression, Name, OperatorNode, Property, Statement } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `macro-expand entity_group [a, b] as X (X.T | count)`: a query once per database. Parsed, never run. */
export interface MacroExpandOperator extends OperatorNode {
  readonly kind: "macro-expand";
  readonly parameters: readonly Property[];
  readonly group: Expression;
  readonly name: Name;
  readonly body: readonly Statement[];
}

export const macroExpandSyntax = defineSyntax<MacroExpandOperator>({
  kind: "macro-expand",
  rule: "macroExpandOperator",
  lower: (cst, context) => ({
    kind: "macro-expand",
    ...context.head(cst),
    parameters: context.parameters(cst),
    group: context.operand(nodeOf(cst, "operand")),
    name: context.name(nodeOf(cst, "name")),
    body: context.statements(nodeOf(cst, "statements")),
  }),
  print: (node, printer) => {
    const head = `macro-expand ${printer.parameters(node.parameters)}${printer.expression(node.group)}`;
    return `${head} as ${printer.name(node.name)} ${printer.block("(", node.body, ")")}`;
  },
});
