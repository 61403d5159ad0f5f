import type { BoundShape } from "../bind/bind-context.js";
import type { BoundPipeline } from "../bind/bound.js";
import { isUnsettled } from "../bind/open.js";
import { collectInput } from "../exec/collect.js";
import type { Expression, OperatorNode } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { InternalError } from "../text/errors.js";
import { notAFunctionCall } from "./diagnostics.js";
import { defineOperator } from "./operator.js";

/** `T | invoke f(1)`: calls a function with the rows as its first argument. */
export interface InvokeOperator extends OperatorNode {
  readonly kind: "invoke";
  /** A call; after `cluster(...).database(...)`, a member. */
  readonly call: Expression;
}

export const invokeSyntax = defineSyntax<InvokeOperator>({
  kind: "invoke",
  rule: "invokeOperator",
  lower: (cst, context) => ({
    kind: "invoke",
    ...context.head(cst),
    call: context.call(nodeOf(cst, "operand")),
  }),
  print: (node, printer) => `invoke ${printer.expression(node.call)}`,
});

interface InvokeShape extends BoundShape {
  readonly nested: BoundPipeline | undefined;
  readonly inputColumns: BoundShape["output"]["columns"];
}

function everyRow(length: number): Int32Array {
  return Int32Array.from({ length }, (_, row) => row);
}

/** What a function makes of the rows, handed to it as its first argument. */
export const invoke = defineOperator<InvokeOperator, InvokeShape>("invoke", {
  bind(node, context) {
    const inputColumns = context.input.columns;
    if (node.call.kind !== "call") {
      context.report(notAFunctionCall("invoke", node.call.span));
      return { output: { ...context.input, isOpen: true }, nested: undefined, inputColumns };
    }
    const nested = context.invoke(node.call, context.input);
    return { output: nested.output, nested, inputColumns };
  },
  start({ nested, inputColumns }, run, out) {
    return collectInput(inputColumns, run, (all) => {
      if (nested === undefined) throw new InternalError("a call that is none was run");
      const { batch, columns } = run.runNested(
        nested,
        all,
        run.isRecording ? everyRow(all.length) : undefined,
      );
      if (isUnsettled(nested.output)) run.declareColumns(columns);
      if (batch.length > 0) out.push(batch, run.isRecording ? { kind: "none" } : undefined);
      out.finish();
    });
  },
});
