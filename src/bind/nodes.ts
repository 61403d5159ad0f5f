/** Makers of bound expressions. What can be known while binding (constants, their conversions) is worked out here. */
import type { Span } from "../text/span.js";
import { convertCell } from "../types/convert.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import type { BoundConstant, BoundExpression } from "./bound.js";

export function constantOf(type: KqlType, value: Cell, span: Span): BoundConstant {
  return { kind: "constant", type, value, span, isRunConstant: true };
}

/** Stands where an expression could not be bound or has no type yet. Everything accepts it, so nothing follows from it. */
export function openConstant(span: Span, type: KqlType = "dynamic"): BoundConstant {
  return {
    kind: "constant",
    type,
    value: type === "string" ? "" : null,
    span,
    isRunConstant: true,
    isTypeOpen: true,
  };
}

/** Stands where an expression is right but cannot run: its type is known. Never in a plan that runs. */
export function typedPlaceholder(span: Span, type: KqlType): BoundExpression {
  return { kind: "column", type, index: -1, name: "", span };
}

/**
 * The value of a parameter while its function is checked where it is declared: constant, but known only at a call.
 * Texts made of one count too.
 */
export function isKnownAtCall(bound: BoundExpression): boolean {
  if (bound.kind === "column") return bound.isRunConstant === true && bound.index < 0;
  if (bound.kind === "conversion") return isKnownAtCall(bound.operand);
  return bound.kind === "call" && bound.isRunConstant === true && bound.args.some(isKnownAtCall);
}

/** The expression in another type. Constants are converted at once. */
export function convertTo(type: KqlType, operand: BoundExpression): BoundExpression {
  if (operand.type === type) return operand;
  const { span } = operand;
  if (operand.isTypeOpen) return openConstant(span, type);
  if (operand.kind === "constant") {
    return constantOf(type, convertCell(operand.value, operand.type, type), span);
  }
  return {
    kind: "conversion",
    type,
    operand,
    span,
    ...(operand.isRunConstant ? { isRunConstant: true } : {}),
  };
}
