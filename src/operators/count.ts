import type { BoundShape } from "../bind/bind-context.js";
import { GroupLineage } from "../exec/group-lineage.js";
import type { Name, OperatorNode } from "../syntax/ast.js";
import { has, nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { vectorOf } from "../vector/vector.js";
import { defineOperator } from "./operator.js";

/** `T | count`: how many rows there are; `count as Name` names the column. */
export interface CountOperator extends OperatorNode {
  readonly kind: "count";
  readonly name?: Name;
}

export const countSyntax = defineSyntax<CountOperator>({
  kind: "count",
  rule: "countOperator",
  lower: (cst, context) => ({
    kind: "count",
    ...context.head(cst),
    ...(has(cst, "name") ? { name: context.name(nodeOf(cst, "name")) } : {}),
  }),
  print: (node, printer) => (node.name === undefined ? "count" : `count as ${printer.name(node.name)}`),
});

/** One row with the number of rows, in a column `Count` unless named. */
export const count = defineOperator<CountOperator, BoundShape>("count", {
  bind(node) {
    const columns = [{ name: node.name?.text ?? "Count", type: "long" as const }];
    return { output: { columns, isSerialized: false, isOpen: false } };
  },
  start(_, run, out) {
    const lineage = run.isRecording ? new GroupLineage() : undefined;
    let rows = 0;
    return {
      push(batch) {
        rows += batch.length;
        lineage?.add(new Int32Array(batch.length));
      },
      finish() {
        out.push(Batch.of(1, [vectorOf("long", [rows])]), lineage?.finish(1));
        out.finish();
      },
    };
  },
});
