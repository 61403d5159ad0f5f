import type { BoundShape } from "../bind/bind-context.js";
import type { BoundAggregateList, BoundOutput } from "../bind/bound.js";
import { type Aggregation, startAggregation } from "../exec/aggregation.js";
import { GroupLineage } from "../exec/group-lineage.js";
import { Grouping } from "../exec/grouping.js";
import type { OperatorRun, Sink } from "../exec/run.js";
import type { NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { newInts, noInts } from "../vector/allocate.js";
import { Batch } from "../vector/batch.js";
import type { Vector } from "../vector/vector.js";
import { reportDynamicKeys } from "./group-keys.js";
import { defineOperator } from "./operator.js";
import { parameterChoice } from "./parameters.js";

/** `T | summarize n = count() by a`: one row a group. */
export interface SummarizeOperator extends OperatorNode {
  readonly kind: "summarize";
  readonly parameters: readonly Property[];
  readonly aggregates: readonly NamedExpression[];
  readonly by: readonly NamedExpression[];
}

export const summarizeSyntax = defineSyntax<SummarizeOperator>({
  kind: "summarize",
  rule: "summarizeOperator",
  lower: (cst, context) => ({
    kind: "summarize",
    ...context.head(cst),
    parameters: context.parameters(cst),
    aggregates: context.namedList(nodesOf(cst, "namedExpression")),
    by: context.namedList(nodesOf(cst, "by")),
  }),
  print: (node, printer) => {
    const aggregates = printer.namedList(node.aggregates);
    const by = node.by.length === 0 ? "" : ` by ${printer.namedList(node.by)}`;
    return `summarize ${printer.parameters(node.parameters)}${aggregates}${by}`
      .trimEnd()
      .replace("  by", " by");
  },
});

interface SummarizeShape extends BoundShape {
  readonly keys: readonly BoundOutput[];
  readonly aggregates: BoundAggregateList;
  /** Outputs of the aggregates that the query reads, by index. */
  readonly read: ReadonlySet<number>;
}

/**
 * One row for each combination of key values, in order of first appearance: the keys, then the aggregates. Nulls are a
 * key like any other. Without keys there is always one row; with keys, none for no input.
 */
export const summarize = defineOperator<SummarizeOperator, SummarizeShape>("summarize", {
  bind(node, context) {
    parameterChoice(node, "hint.strategy", ["shuffle"], context);
    const keys = context.outputs(node.by, "by");
    reportDynamicKeys("summarize", keys, context);
    const taken = keys.map(({ column }) => column.name);
    const aggregates = context.aggregates(node.aggregates, taken, keys);
    const columns = [...keys, ...aggregates.outputs].map(({ column }) => column);
    const read = context.madeColumns(aggregates.outputs.map(({ column }) => column));
    return { output: { columns, isSerialized: false, isOpen: aggregates.isOpen }, keys, aggregates, read };
  },
  start({ keys, aggregates, read }, run, out) {
    const aggregation = startAggregation(aggregates, run, run.isRecording ? undefined : read);
    return keys.length === 0
      ? summarizeAll(aggregation, run, out)
      : new KeyedSummary(keys, aggregation, run, out);
  },
});

function summarizeAll(aggregation: Aggregation, run: OperatorRun, out: Sink): Sink {
  const lineage = run.isRecording ? new GroupLineage() : undefined;
  let groups = noInts;
  return {
    push(batch) {
      if (groups.length < batch.length) groups = newInts(batch.length);
      lineage?.add(groups.subarray(0, batch.length));
      aggregation.add(batch, groups, 1);
    },
    finish() {
      out.push(aggregation.finish(1), lineage?.finish(1));
      out.finish();
    },
  };
}

class KeyedSummary implements Sink {
  private readonly grouping: Grouping;
  private readonly lineage: GroupLineage | undefined;

  constructor(
    private readonly keys: readonly BoundOutput[],
    private readonly aggregation: Aggregation,
    private readonly run: OperatorRun,
    private readonly out: Sink,
  ) {
    this.lineage = run.isRecording ? new GroupLineage() : undefined;
    this.grouping = new Grouping(
      keys.map(({ column }) => column.type),
      run,
    );
  }

  push(batch: Batch): void {
    const { keys, grouping, run } = this;
    const vectors = new Array<Vector>(keys.length);
    for (let at = 0; at < keys.length; at++) vectors[at] = run.evaluate(keys[at].expression, batch);
    const groups = grouping.add(vectors, batch.length);
    this.lineage?.add(groups);
    this.aggregation.add(batch, groups, grouping.groupCount);
  }

  finish(): void {
    const { grouping, out } = this;
    const { groupCount } = grouping;
    if (groupCount > 0) {
      const rows = Batch.of(groupCount, grouping.keys()).beside(this.aggregation.finish(groupCount));
      out.push(rows, this.lineage?.finish(groupCount));
    }
    out.finish();
  }
}
