/** Precedence of the two-sided operators, for reading and for printing. */

/** Levels of precedence, loosest first. */
export const level = { or: 0, and: 1, equality: 2, relation: 3, sum: 4, product: 5, text: 6 } as const;

const levels: ReadonlyMap<string, number> = new Map([
  ["or", level.or],
  ["and", level.and],
  ...["==", "!=", "<>"].map((operator): [string, number] => [operator, level.equality]),
  ...["<", "<=", ">", ">="].map((operator): [string, number] => [operator, level.relation]),
  ["+", level.sum],
  ["-", level.sum],
  ["*", level.product],
  ["/", level.product],
  ["%", level.product],
]);

/** Precedence of a two-sided operator; the operators on text bind tightest. */
export function precedenceOf(operator: string): number {
  return levels.get(operator) ?? level.text;
}

/** `a == b == c` is no expression; `a + b + c` is. */
export function isChainable(precedence: number): boolean {
  return precedence <= level.and || precedence === level.sum || precedence === level.product;
}

/** Precedence of `in`, `has_any`, `between` and their like. */
export const listPrecedence = level.equality;
