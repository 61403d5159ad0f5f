import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { has, nodeOf } from "../syntax/cst.js";
import type { RowSchema } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";

/** `T | evaluate plugin(a, b) : (c:long)`: runs a plugin; a schema may follow that says what it gives. */
export interface EvaluateOperator extends OperatorNode {
  readonly kind: "evaluate";
  readonly parameters: readonly Property[];
  /** A call; after `cluster(...).database(...)`, a member. */
  readonly call: Expression;
  readonly schema?: RowSchema;
}

export const evaluateSyntax = defineSyntax<EvaluateOperator>({
  kind: "evaluate",
  rule: "evaluateOperator",
  lower: (cst, context) => ({
    kind: "evaluate",
    ...context.head(cst),
    parameters: context.parameters(cst),
    call: context.operand(nodeOf(cst, "operand")),
    ...(has(cst, "rowSchema") ? { schema: context.schema(nodeOf(cst, "rowSchema")) } : {}),
  }),
  print: (node, printer) => {
    const call = `evaluate ${printer.parameters(node.parameters)}${printer.expression(node.call)}`;
    return node.schema === undefined ? call : `${call} : ${printSchema(node.schema, printer)}`;
  },
});

function printSchema({ columns, isOpen, isOpenFirst }: RowSchema, printer: Printer): string {
  if (!isOpen || isOpenFirst) return printer.columns(columns, isOpen);
  return `${printer.columns(columns).slice(0, -1)}, *)`;
}
