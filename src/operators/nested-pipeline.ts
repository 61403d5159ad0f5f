import type { OperatorNode, Pipeline } from "../syntax/ast.js";
import type { Span } from "../text/span.js";

/** Operators in parentheses as a pipeline over rows that are handed in. */
export function nestedPipeline(operators: readonly OperatorNode[], span: Span): Pipeline {
  const [first, ...rest] = operators;
  const source = first ?? ({ kind: "error", span } as const);
  return { kind: "pipeline", source, operators: rest, span };
}
