import type { BoundShape } from "../bind/bind-context.js";
import type { BoundPipeline, Column } from "../bind/bound.js";
import { isUnsettled } from "../bind/open.js";
import { collectInput } from "../exec/collect.js";
import type { Name, OperatorNode } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { nestedPipeline } from "./nested-pipeline.js";
import { defineOperator } from "./operator.js";

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

interface ForkShape extends BoundShape {
  readonly branches: readonly BoundPipeline[];
  readonly inputColumns: readonly Column[];
}

/** Runs several sub-queries over the rows, a table each; what follows goes on with the first. */
export const fork = defineOperator<ForkOperator, ForkShape>("fork", {
  bind(node, context) {
    const branches = node.branches.map(({ operators }) =>
      context.nested(nestedPipeline(operators, node.span), context.input),
    );
    // A text that ends too early has no branch.
    const output = branches[0]?.output ?? context.input;
    return { output, branches, inputColumns: context.input.columns };
  },
  start({ branches, inputColumns }, run, out) {
    return collectInput(inputColumns, run, (all) => {
      const { batch, columns } = run.runNested(branches[0], all);
      if (isUnsettled(branches[0].output)) run.declareColumns(columns);
      if (batch.length > 0) out.push(batch, run.isRecording ? { kind: "none" } : undefined);
      out.finish();
    });
  },
  tables: ({ branches }) => branches.map(({ operators }) => operators),
});
