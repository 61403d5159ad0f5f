/** Expressions with names: `a = b`, `(a, b) = f(x)`. */
import type { Expression, Name, NamedExpression } from "./ast.js";
import { type CstNode, has, hasPlace, nodeOf, nodesOf, spanOf, tokenOf, tokenSpan } from "./cst.js";
import { notAName, unexpectedNamed, unexpectedStar } from "./diagnostics.js";
import { lowerExpressionOrStar } from "./lower-expression.js";
import { lowerDeclaredToken } from "./lower-literals.js";
import { errorExpression, type Lowering } from "./lowering.js";

export function lowerNamed(cst: CstNode | undefined, lowering: Lowering): NamedExpression {
  const named = lowerNamedOrStar(cst, lowering);
  if (named.value.kind === "star") lowering.report(unexpectedStar(named.value.span));
  return named;
}

/** As `lowerNamed`, where `*` may stand. */
export function lowerNamedOrStar(cst: CstNode | undefined, lowering: Lowering): NamedExpression {
  if (cst === undefined) return { names: [], value: errorExpression(cst), span: { start: 0, end: 0 } };
  const left = nodeOf(cst, "expression");
  const right = nodeOf(cst, "value");
  const span = spanOf(cst);
  if (right === undefined) {
    const value = has(cst, "Assign") ? errorExpression(cst) : lowerExpressionOrStar(left, lowering);
    return { names: [], value, span };
  }
  const names = left === undefined ? undefined : namesOf(left, lowering);
  if (names === undefined && left !== undefined && hasPlace(left)) lowering.report(notAName(spanOf(left)));
  return { names: names ?? [], value: lowerExpressionOrStar(right, lowering), span };
}

/** `a`, `['a']` or `(a, b)`; undefined for anything else. */
function namesOf(expression: CstNode, lowering: Lowering): readonly Name[] | undefined {
  const single = nameOf(expression, lowering);
  if (single !== undefined) return [single];
  const parenthesized = nodeOf(operandAlone(expression) ?? expression, "parenthesized");
  if (parenthesized === undefined || has(parenthesized, "Pipe")) return undefined;
  const names = nodesOf(parenthesized, "expression").map((item) => nameOf(item, lowering));
  return names.length > 0 && names.every((name) => name !== undefined) ? names : undefined;
}

function nameOf(expression: CstNode, lowering: Lowering): Name | undefined {
  const operand = operandAlone(expression);
  if (operand === undefined || has(operand, "callArguments")) return undefined;
  const token = tokenOf(operand, "NameToken");
  if (token !== undefined) return lowerDeclaredToken(token, lowering);
  const bracketed = nodeOf(operand, "bracketedName");
  return bracketed === undefined ? undefined : lowering.context.name(bracketed);
}

/** The operand of an expression without operators, signs and postfixes. */
function operandAlone(expression: CstNode): CstNode | undefined {
  const operand = nodeOf(expression, "operand");
  const isAlone =
    !has(expression, "BinaryOperator") &&
    !has(expression, "InOperator") &&
    !has(expression, "BetweenOperator");
  if (operand === undefined || !isAlone) return undefined;
  return has(operand, "postfix") || has(operand, "Minus") || has(operand, "Plus") ? undefined : operand;
}

/** An expression in a place where the grammar also reads `name =`. */
export function lowerUnnamed(cst: CstNode | undefined, lowering: Lowering): Expression {
  const named = lowerNamed(cst, lowering);
  const assign = cst === undefined ? undefined : tokenOf(cst, "Assign");
  if (assign !== undefined) lowering.report(unexpectedNamed(tokenSpan(assign)));
  return named.value;
}
