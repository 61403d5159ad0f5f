/** The state of one lowering. */
import type { Diagnostic } from "../text/diagnostic.js";
import type { Expression } from "./ast.js";
import { type CstNode, spanOf } from "./cst.js";
import { expressionTooDeep } from "./diagnostics.js";
import { maxExpressionDepth } from "./limits.js";
import type { LowerContext } from "./lower-context.js";
import type { OperatorSyntaxTable } from "./operator-syntax.js";

export interface Lowering {
  readonly text: string;
  readonly table: OperatorSyntaxTable;
  /** Entry points of the other lowering files, which call each other through it. */
  readonly context: LowerContext;
  /** Levels of expression around the current place. */
  depth: number;
  report(diagnostic: Diagnostic): void;
}

/** What stands for an expression that recovery left out. */
export function errorExpression(cst: CstNode | undefined): Expression {
  return { kind: "error", span: cst === undefined ? { start: 0, end: 0 } : spanOf(cst) };
}

/** Counts levels on the way down; false, with a diagnostic, beyond the limit. */
export function enter(lowering: Lowering, weight: number, cst: CstNode): boolean {
  if (lowering.depth + weight > maxExpressionDepth) {
    lowering.report(expressionTooDeep(spanOf(cst)));
    return false;
  }
  lowering.depth += weight;
  return true;
}
