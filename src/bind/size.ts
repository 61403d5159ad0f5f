/**
 * How large an expression is when it is evaluated. A let or an argument is one object however often it is named, so a
 * few lines can make an expression that takes for ever: `let b = a + a; let c = b + b; ...`.
 */
import type { BoundExpression } from "./bound.js";
import { tooDeep, tooLarge } from "./diagnostics.js";
import { openConstant } from "./nodes.js";
import type { Session } from "./session.js";

interface Measure {
  readonly size: number;
  readonly depth: number;
}

const maxSize = 200_000;
const maxDepth = 1_500;
const measures = new WeakMap<BoundExpression, Measure>();

/** The expression; a null constant, after a diagnostic, when it is too large to be named. */
export function boundedValue(expression: BoundExpression, session: Session): BoundExpression {
  const { size, depth } = measure(expression);
  if (size <= maxSize && depth <= maxDepth) return expression;
  const { span, type } = expression;
  session.report(size > maxSize ? tooLarge(span, maxSize) : tooDeep(span, maxDepth));
  return openConstant(span, type);
}

function measure(expression: BoundExpression): Measure {
  const parts = partsOf(expression);
  if (parts.length === 0) return { size: 1, depth: 1 };
  const known = measures.get(expression);
  if (known !== undefined) return known;
  let size = 1;
  let depth = 0;
  for (const part of parts) {
    const inner = measure(part);
    size += inner.size;
    depth = Math.max(depth, inner.depth);
  }
  const made = { size, depth: depth + 1 };
  measures.set(expression, made);
  return made;
}

const none: readonly BoundExpression[] = [];

function partsOf(expression: BoundExpression): readonly BoundExpression[] {
  switch (expression.kind) {
    case "call":
    case "window":
      return expression.args;
    case "logical":
      return expression.operands;
    case "conversion":
      return [expression.operand];
    case "list-input":
      return [expression.left];
    case "member":
      return [expression.base, ...expression.path.filter((step) => typeof step === "object")];
    default:
      return none;
  }
}
