import type { Expression, OperatorNode, Pipeline, Property } from "../syntax/ast.js";
import { type CstNode, nodeOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `T | partition by a (top 1 by b)`: operators over the rows of each value of a column. */
export type PartitionBody =
  | { readonly kind: "operators"; readonly operators: readonly OperatorNode[] }
  /** `{ T | where ... }`: a pipeline of its own. */
  | { readonly kind: "query"; readonly query: Expression | Pipeline };

export interface PartitionOperator extends OperatorNode {
  readonly kind: "partition";
  readonly parameters: readonly Property[];
  readonly key: Expression;
  readonly body: PartitionBody;
}

export const partitionSyntax = defineSyntax<PartitionOperator>({
  kind: "partition",
  rule: "partitionOperator",
  lower: (cst, context) => ({
    kind: "partition",
    ...context.head(cst),
    parameters: context.parameters(cst),
    key: context.namePath(nodeOf(cst, "namePath")),
    body: lowerBody(cst, context),
  }),
  print: (node, printer) => {
    const head = `partition ${printer.parameters(node.parameters)}by ${printer.expression(node.key)}`;
    const { body } = node;
    return body.kind === "operators"
      ? `${head} ${printer.operators(body.operators)}`
      : `${head} ${printer.braced(body.query)}`;
  },
});

function lowerBody(cst: CstNode, context: LowerContext): PartitionBody {
  const query = nodeOf(cst, "pipeline");
  if (query !== undefined) return { kind: "query", query: context.pipeline(query) };
  return { kind: "operators", operators: context.operators(nodeOf(cst, "subPipeline")) };
}
