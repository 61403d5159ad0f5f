import type { BoundShape } from "../bind/bind-context.js";
import type { BoundOutput } from "../bind/bound.js";
import { openConstant } from "../bind/nodes.js";
import { GroupLineage } from "../exec/group-lineage.js";
import { Grouping } from "../exec/grouping.js";
import type { Expression, OperatorNode } from "../syntax/ast.js";
import { has, nodeOf, nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { vectorOf } from "../vector/vector.js";
import { columnExpected } from "./diagnostics.js";
import { reportDynamicKeys } from "./group-keys.js";
import { nestedPipeline } from "./nested-pipeline.js";
import { defineOperator } from "./operator.js";

/** `T | facet by a, b with (where c)`: a table of values for each column, and one of the operators. */
export interface FacetOperator extends OperatorNode {
  readonly kind: "facet";
  readonly columns: readonly Expression[];
  /** What `with` gives; undefined without one. */
  readonly operators?: readonly OperatorNode[];
}

export const facetSyntax = defineSyntax<FacetOperator>({
  kind: "facet",
  rule: "facetOperator",
  lower: (cst, context) => ({
    kind: "facet",
    ...context.head(cst),
    columns: nodesOf(cst, "namedExpression").map((column) => context.unnamed(column)),
    ...(has(cst, "With") ? { operators: context.operators(nodeOf(cst, "subPipeline") ?? cst) } : {}),
  }),
  print: (node, printer) => {
    const head = `facet by ${printer.expressions(node.columns)}`;
    return node.operators === undefined ? head : `${head} with ${printer.operators(node.operators)}`;
  },
});

interface FacetShape extends BoundShape {
  readonly column: BoundOutput;
}

/** Stands in a text that ends before it names a column. */
function columnMissing({ span }: FacetOperator): BoundOutput {
  return { column: { name: "", type: "dynamic" }, expression: openConstant(span), span };
}

/** A table of values and their counts for each column, then one of `with`; what follows goes on with the first. */
export const facet = defineOperator<FacetOperator, FacetShape>("facet", {
  bind(node, context) {
    const outputs = context.outputs(
      node.columns.map((value) => ({ names: [], value, span: value.span })),
      "project",
    );
    for (const { kind, span } of node.columns) if (kind !== "name") context.report(columnExpected(span));
    reportDynamicKeys("facet", outputs, context);
    if (node.operators !== undefined)
      context.nested(nestedPipeline(node.operators, node.span), context.input);
    const column = outputs[0] ?? columnMissing(node);
    const count = { name: `count_${column.column.name}`, type: "long" as const };
    return { output: { columns: [column.column, count], isSerialized: false, isOpen: false }, column };
  },
  start({ column }, run, out) {
    const grouping = new Grouping([column.column.type], run);
    const lineage = run.isRecording ? new GroupLineage() : undefined;
    const counts: number[] = [];
    return {
      push(batch) {
        const groups = grouping.add([run.evaluate(column.expression, batch)], batch.length);
        lineage?.add(groups);
        for (const group of groups) counts[group] = (counts[group] ?? 0) + 1;
      },
      finish() {
        const { groupCount } = grouping;
        const vectors = [...grouping.keys(), vectorOf("long", counts)];
        if (groupCount > 0) out.push(Batch.of(groupCount, vectors), lineage?.finish(groupCount));
        out.finish();
      },
    };
  },
  tables: ({ columns, operators, ...node }) => {
    const facets = columns.map((column): readonly FacetOperator[] => [{ ...node, columns: [column] }]);
    return operators === undefined ? facets : [...facets, operators];
  },
});
