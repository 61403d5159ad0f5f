/** What a condition compares: a value of the row with another value. */
import type { BoundExpression } from "../bind/bound.js";
import type { Span } from "../text/span.js";

export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** `left operator right`. `right` is the side that is the same for every row, if either is. */
export interface Comparison {
  readonly left: BoundExpression;
  readonly operator: ComparisonOperator;
  readonly right: BoundExpression;
  readonly span: Span;
}

const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

export function comparisonOf(condition: BoundExpression): Comparison | undefined {
  if (condition.kind !== "call" || !Object.hasOwn(mirrored, condition.name)) return undefined;
  const operator = condition.name as ComparisonOperator; // by the test before
  const [left, right] = condition.args;
  const { span } = condition;
  if (left.isRunConstant === true && right.isRunConstant !== true) {
    return { left: right, operator: mirrored[operator], right: left, span };
  }
  return { left, operator, right, span };
}
