import type { BoundShape, BoundSortKey } from "../bind/bind-context.js";
import { collectInput } from "../exec/collect.js";
import { chosenRows } from "../exec/lineage.js";
import type { OperatorNode, Property, SortKey } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { defineOperator } from "./operator.js";
import { sortByKeys } from "./sorted-rows.js";

/** `T | sort by a asc nulls first`, also `order`: rows in order. */
export interface SortOperator extends OperatorNode {
  readonly kind: "sort";
  readonly parameters: readonly Property[];
  readonly keys: readonly SortKey[];
}

export const sortSyntax = defineSyntax<SortOperator>({
  kind: "sort",
  rule: "sortOperator",
  lower: (cst, context) => ({
    kind: "sort",
    ...context.head(cst),
    parameters: context.parameters(cst),
    keys: nodesOf(cst, "sortKey").map((key) => context.sortKey(key)),
  }),
  print: (node, printer) =>
    `sort ${printer.parameters(node.parameters)}by ${node.keys.map(printer.sortKey).join(", ")}`,
});

interface SortShape extends BoundShape {
  readonly keys: readonly BoundSortKey[];
}

/** All rows in order of the keys, descending unless told otherwise; rows with equal keys keep their order. */
export const sort = defineOperator<SortOperator, SortShape>("sort", {
  bind(node, context) {
    return { output: { ...context.input, isSerialized: true }, keys: context.sortKeys(node.keys) };
  },
  start({ keys, output }, run, out) {
    const collected = collectInput(output.columns, run, (all) => {
      const rows = sortByKeys(keys, all, run);
      out.push(all.select(rows), chosenRows(run, rows, 0));
      out.finish();
    });
    return {
      push(batch) {
        // Keys will be made anyway; made now, they count among what is held.
        for (const { value } of keys) if (value.kind === "column") batch.column(value.index);
        collected.push(batch);
      },
      finish: () => collected.finish(),
    };
  },
});
