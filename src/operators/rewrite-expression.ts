import type { Expression } from "../syntax/ast.js";

/** An expression with parts replaced: `replace` gives what stands for a part, or undefined to look inside it. */
export function rewriteExpression(
  expression: Expression,
  replace: (part: Expression) => Expression | undefined,
): Expression {
  const replaced = replace(expression);
  if (replaced !== undefined) return replaced;
  const inside = (part: Expression): Expression => rewriteExpression(part, replace);
  switch (expression.kind) {
    case "member":
      return { ...expression, base: inside(expression.base) };
    case "index":
      return { ...expression, base: inside(expression.base), index: inside(expression.index) };
    case "call":
      return {
        ...expression,
        args: expression.args.map((arg) =>
          arg.value.kind === "pipeline" ? arg : { ...arg, value: inside(arg.value) },
        ),
      };
    case "unary":
      return { ...expression, operand: inside(expression.operand) };
    case "binary":
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case "logical":
      return { ...expression, operands: expression.operands.map(inside) };
    case "in":
      return {
        ...expression,
        left: inside(expression.left),
        right: expression.right.map((item) => (item.kind === "pipeline" ? item : inside(item))),
      };
    case "between":
      return {
        ...expression,
        value: inside(expression.value),
        low: inside(expression.low),
        high: inside(expression.high),
      };
    case "to-type":
      return { ...expression, value: inside(expression.value) };
    default:
      return expression;
  }
}
