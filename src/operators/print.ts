import type { BoundShape } from "../bind/bind-context.js";
import type { BoundOutput } from "../bind/bound.js";
import { noLineage } from "../exec/lineage.js";
import type { NamedExpression, OperatorNode } from "../syntax/ast.js";
import { nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { defineOperator, generatorSink } from "./operator.js";

/** `print a, b = c`: one row of values, without input. */
export interface PrintOperator extends OperatorNode {
  readonly kind: "print";
  readonly columns: readonly NamedExpression[];
}

export const printSyntax = defineSyntax<PrintOperator>({
  kind: "print",
  rule: "printOperator",
  lower: (cst, context) => ({
    kind: "print",
    ...context.head(cst),
    columns: context.namedList(nodesOf(cst, "namedExpression")),
  }),
  print: (node, printer) => `print ${printer.namedList(node.columns)}`,
});

interface PrintShape extends BoundShape {
  readonly outputs: readonly BoundOutput[];
}

/** One row of values. */
export const print = defineOperator<PrintOperator, PrintShape>("print", {
  isSource: () => true,
  bind(node, context) {
    const outputs = context.outputs(node.columns, "print");
    const columns = outputs.map(({ column }) => column);
    return { output: { columns, isSerialized: false, isOpen: false }, outputs };
  },
  start({ outputs }, run, out) {
    return generatorSink(out, () => {
      const oneRow = Batch.of(1, []);
      const vectors = outputs.map(({ expression }) => run.evaluate(expression, oneRow));
      out.push(Batch.of(1, vectors), noLineage(run));
    });
  },
});
