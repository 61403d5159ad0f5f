import type { BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, BoundPipeline, Column } from "../bind/bound.js";
import { collectInput } from "../exec/collect.js";
import { Grouping, listGroups } from "../exec/grouping.js";
import type { Expression, OperatorNode, Pipeline, Property } from "../syntax/ast.js";
import { type CstNode, nodeOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { unsupportedPart } from "./diagnostics.js";
import { nestedPipeline } from "./nested-pipeline.js";
import { defineOperator } from "./operator.js";

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

interface PartitionShape extends BoundShape {
  readonly key: BoundExpression;
  readonly nested: BoundPipeline | undefined;
  readonly inputColumns: readonly Column[];
}

/** Runs a sub-query over the rows of each value of the key, in order of first appearance, and puts the results together. */
export const partition = defineOperator<PartitionOperator, PartitionShape>("partition", {
  bind(node, context) {
    const key = context.expression(node.key);
    const inputColumns = context.input.columns;
    if (node.body.kind === "query") {
      context.report(
        unsupportedPart("a sub-query with a source of its own in `partition`", node.body.query.span),
      );
      const { output } = context.relation(node.body.query);
      return {
        output: { ...output, isSerialized: false },
        key,
        nested: undefined,
        inputColumns,
      };
    }
    const nested = context.nested(nestedPipeline(node.body.operators, node.span), context.input);
    return { output: { ...nested.output, isSerialized: false }, key, nested, inputColumns };
  },
  start({ key, nested, inputColumns }, run, out) {
    return collectInput(inputColumns, run, (all) => {
      const grouping = new Grouping([key.type]);
      const groups = grouping.add([run.evaluate(key, all)], all.length);
      run.reserveMemory(grouping.heldBytes);
      const { offsets, rows } = listGroups(groups, grouping.groupCount);
      for (let group = 0; nested !== undefined && group < grouping.groupCount; group++) {
        run.checkDeadline();
        const own = rows.slice(offsets[group], offsets[group + 1]);
        const { batch, columns } = run.runNested(nested, all.select(own), run.isRecording ? own : undefined);
        if (nested.output.isOpen) run.declareColumns(columns);
        if (batch.length > 0) out.push(batch, run.isRecording ? fromAll(own, batch.length) : undefined);
      }
      out.finish();
    });
  },
});

/** Any row of a partition's result may come from any of its rows. */
function fromAll(
  rows: Int32Array,
  length: number,
): { kind: "groups"; offsets: Int32Array; rows: Int32Array } {
  const offsets = Int32Array.from({ length: length + 1 }, (_, at) => at * rows.length);
  const repeated = new Int32Array(length * rows.length);
  for (let at = 0; at < length; at++) repeated.set(rows, at * rows.length);
  return { kind: "groups", offsets, rows: repeated };
}
