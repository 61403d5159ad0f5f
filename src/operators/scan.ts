import type {
  Expression,
  FunctionParameter,
  Name,
  NamedExpression,
  OperatorNode,
  Property,
  SortKey,
} from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf, tokenOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";

/** `T | scan declare (a:long=0) with (step s: b > 1 => a = s.a + 1;)`: matches sequences of rows. */
export interface ScanStep {
  readonly name: Name;
  readonly isOptional: boolean;
  /** `all`, `last` or `none`. */
  readonly output?: Name;
  readonly condition: Expression;
  readonly assignments: readonly NamedExpression[];
}

export interface ScanOperator extends OperatorNode {
  readonly kind: "scan";
  readonly parameters: readonly Property[];
  readonly orderBy: readonly SortKey[];
  readonly partitionBy: readonly Expression[];
  readonly declared: readonly FunctionParameter[];
  readonly steps: readonly ScanStep[];
}

export const scanSyntax = defineSyntax<ScanOperator>({
  kind: "scan",
  rule: "scanOperator",
  lower: (cst, context) => ({
    kind: "scan",
    ...context.head(cst),
    parameters: context.parameters(cst),
    orderBy: nodesOf(cst, "sortKey").map((key) => context.sortKey(key)),
    partitionBy: context.expressions(nodesOf(cst, "expression")),
    declared: context.parameterList(nodeOf(cst, "parameterList")),
    steps: nodesOf(cst, "scanStep").map((step) => lowerStep(step, context)),
  }),
  print: (node, printer) => {
    const order =
      node.orderBy.length === 0 ? "" : `order by ${node.orderBy.map(printer.sortKey).join(", ")} `;
    const partition =
      node.partitionBy.length === 0 ? "" : `partition by ${printer.expressions(node.partitionBy)} `;
    const declared = node.declared.length === 0 ? "" : `declare ${printer.parameterList(node.declared)} `;
    const steps = node.steps.map((step) => printStep(step, printer));
    return `scan ${printer.parameters(node.parameters)}${order}${partition}${declared}with ${printer.lines("(", steps, ")")}`;
  },
});

function lowerStep(cst: CstNode, context: LowerContext): ScanStep {
  return {
    name: context.name(nodeOf(cst, "name")),
    isOptional: has(cst, "Optional"),
    ...(has(cst, "Output") ? { output: context.nameOfToken(tokenOf(cst, "AnyWord")) } : {}),
    condition: context.expression(nodeOf(cst, "expression")),
    assignments: context.namedList(nodesOf(cst, "namedExpression")),
  };
}

function printStep(step: ScanStep, printer: Printer): string {
  const optional = step.isOptional ? " optional" : "";
  const output = step.output === undefined ? "" : ` output=${step.output.text}`;
  const assignments = step.assignments.length === 0 ? "" : ` => ${printer.namedList(step.assignments)}`;
  const head = `step ${printer.name(step.name)}${optional}${output}`;
  return `${head}: ${printer.expression(step.condition)}${assignments};`;
}
