import type { Name, OperatorNode } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | fork a=(where x) (count)`: several pipelines over the same rows, a table each. */
export interface ForkBranch {
  readonly name?: Name;
  readonly operators: readonly OperatorNode[];
}

export interface ForkOperator extends OperatorNode {
  readonly kind: "fork";
  readonly branches: readonly ForkBranch[];
}

export const forkSyntax = defineSyntax<ForkOperator>({
  kind: "fork",
  rule: "forkOperator",
  lower: (cst, context) => ({
    kind: "fork",
    ...context.head(cst),
    branches: nodesOf(cst, "forkBranch").map((branch) => lowerBranch(branch, context)),
  }),
  print: (node, printer) => {
    const branches = node.branches.map(({ name, operators }) =>
      [name === undefined ? "" : `${printer.name(name)}=`, printer.operators(operators)].join(""),
    );
    return `fork ${branches.join(" ")}`;
  },
});

function lowerBranch(cst: CstNode, context: LowerContext): ForkBranch {
  const operators = context.operators(nodeOf(cst, "subPipeline"));
  return has(cst, "name") ? { name: context.name(nodeOf(cst, "name")), operators } : { operators };
}
