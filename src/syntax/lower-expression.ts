/**
 * Expressions. The grammar reads operators as one flat list; here they are put in order of precedence with two stacks,
 * so that a chain of any length costs no recursion, and `and` and `or` become nodes with many operands.
 */
import { joinSpans, type Span } from "../text/span.js";
import type { BinaryExpression, Expression } from "./ast.js";
import { type CstNode, type IToken, nodeOf, nodesOf, spanOf, tokenSpan, tokensOf } from "./cst.js";
import { chainedComparison, unexpectedStar } from "./diagnostics.js";
import { lowerOperand } from "./lower-operand.js";
import { enter, errorExpression, type Lowering } from "./lowering.js";
import { isChainable, level, listPrecedence, precedenceOf } from "./precedence.js";

interface FlatOperator {
  readonly token: IToken;
  readonly precedence: number;
  /** Rule `operand`, `inList` or `betweenRange`. */
  readonly right: CstNode | undefined;
}

export function lowerExpression(cst: CstNode | undefined, lowering: Lowering): Expression {
  const expression = lowerExpressionOrStar(cst, lowering);
  if (expression.kind !== "star") return expression;
  lowering.report(unexpectedStar(expression.span));
  return errorExpression(cst);
}

/** As `lowerExpression`, where `*` may stand: `count(*)`, `distinct *`. */
export function lowerExpressionOrStar(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const operands = nodesOf(cst, "operand");
  if (operands.length === 0) return errorExpression(cst);
  const operators = flatOperators(cst, operands);
  if (operators.length === 0) return lowerOperand(operands[0], lowering);
  const weight = nestingOf(operators);
  if (!enter(lowering, weight, cst)) return errorExpression(cst);
  const expression = climb(operands[0], operators, lowering);
  lowering.depth -= weight;
  return expression;
}

/** No more levels than these can come out of a flat list: the longest run without `and` and `or`, and one for each. */
function nestingOf(operators: readonly FlatOperator[]): number {
  let longest = 0;
  let run = 0;
  let hasOr = false;
  let hasAnd = false;
  for (const { precedence } of operators) {
    run = precedence <= level.and ? 0 : run + 1;
    if (run > longest) longest = run;
    hasOr ||= precedence === level.or;
    hasAnd ||= precedence === level.and;
  }
  return longest + (hasOr ? 1 : 0) + (hasAnd ? 1 : 0);
}

/** Operators in source order, with what stands right of them. */
function flatOperators(cst: CstNode, operands: readonly CstNode[]): readonly FlatOperator[] {
  const operators: FlatOperator[] = tokensOf(cst, "BinaryOperator").map((token, at) => ({
    token,
    precedence: precedenceOf(token.image),
    right: operands[at + 1],
  }));
  const count = operators.length;
  appendWith(operators, tokensOf(cst, "InOperator"), nodesOf(cst, "inList"));
  appendWith(operators, tokensOf(cst, "BetweenOperator"), nodesOf(cst, "betweenRange"));
  if (operators.length > count && operators.length > 1) {
    operators.sort((a, b) => a.token.startOffset - b.token.startOffset);
  }
  return operators;
}

function appendWith(operators: FlatOperator[], tokens: readonly IToken[], rights: readonly CstNode[]): void {
  for (let at = 0; at < tokens.length; at++) {
    operators.push({ token: tokens[at], precedence: listPrecedence, right: rights[at] });
  }
}

/** Operands read so far, and for each the `and` or `or` chain that it is, while that may still grow. */
interface Stacks {
  readonly values: Expression[];
  readonly chains: (Expression[] | undefined)[];
  readonly pending: FlatOperator[];
}

function climb(first: CstNode, operators: readonly FlatOperator[], lowering: Lowering): Expression {
  const stacks: Stacks = { values: [lowerOperand(first, lowering)], chains: [undefined], pending: [] };
  for (const operator of operators) {
    reduceDownTo(operator, stacks, lowering);
    if (operator.token.image === "and" || operator.token.image === "or" || isBinary(operator)) {
      stacks.pending.push(operator);
      stacks.values.push(lowerOperand(operator.right, lowering));
      stacks.chains.push(undefined);
    } else {
      const left = stacks.values.pop() ?? errorExpression(undefined);
      stacks.values.push(lowerListOperator(left, operator, lowering));
    }
  }
  while (stacks.pending.length > 0) reduce(stacks, lowering);
  return stacks.values[0];
}

function isBinary({ right }: FlatOperator): boolean {
  return right === undefined || right.name === "operand";
}

function reduceDownTo(next: FlatOperator, stacks: Stacks, lowering: Lowering): void {
  const { pending } = stacks;
  for (
    let top = pending.at(-1);
    top !== undefined && top.precedence >= next.precedence;
    top = pending.at(-1)
  ) {
    if (top.precedence === next.precedence && !isChainable(top.precedence)) {
      lowering.report(chainedComparison(next.token.image, tokenSpan(next.token)));
    }
    reduce(stacks, lowering);
  }
  const left = stacks.values.at(-1);
  if (left?.kind === "in" || left?.kind === "between") reportChained(left.span, next, lowering);
}

/** Nothing but `and` and `or` may follow `x in (...)`; one in parentheses spans more than its operands. */
function reportChained(left: Span, next: FlatOperator, lowering: Lowering): void {
  const isParenthesized = lowering.text.charCodeAt(left.start) === 40;
  if (next.precedence > level.and && !isParenthesized) {
    lowering.report(chainedComparison(next.token.image, tokenSpan(next.token)));
  }
}

function reduce(stacks: Stacks, lowering: Lowering): void {
  const { token } = stacks.pending.pop() ?? { token: undefined };
  const right = stacks.values.pop() ?? errorExpression(undefined);
  stacks.chains.pop();
  const left = stacks.values.pop() ?? errorExpression(undefined);
  const chain = stacks.chains.pop();
  const operator = token?.image ?? "";
  const span = joinSpans(left.span, right.span);
  if (operator === "and" || operator === "or") {
    if (left.kind === "star") lowering.report(unexpectedStar(left.span));
    if (right.kind === "star") lowering.report(unexpectedStar(right.span));
    const operands =
      chain !== undefined && left.kind === "logical" && left.operator === operator ? chain : [left];
    operands.push(right);
    stacks.values.push({ kind: "logical", operator, operands, span });
    stacks.chains.push(operands);
  } else {
    stacks.values.push(binary(operator, token, left, right, lowering));
    stacks.chains.push(undefined);
  }
}

/** What `*` may stand left of. */
const starOperators: ReadonlySet<string> = new Set(["==", "!=", "<>", ":"]);

function binary(
  operator: string,
  token: IToken | undefined,
  left: Expression,
  right: Expression,
  lowering: Lowering,
): BinaryExpression {
  const takesStar = precedenceOf(operator) === level.text || starOperators.has(operator);
  if (left.kind === "star" && !takesStar) lowering.report(unexpectedStar(left.span));
  if (right.kind === "star") lowering.report(unexpectedStar(right.span));
  const operatorSpan = token === undefined ? left.span : tokenSpan(token);
  return { kind: "binary", operator, operatorSpan, left, right, span: joinSpans(left.span, right.span) };
}

function lowerListOperator(left: Expression, { token, right }: FlatOperator, lowering: Lowering): Expression {
  if (left.kind === "star") lowering.report(unexpectedStar(left.span));
  if (right === undefined) return left;
  const span = joinSpans(left.span, spanOf(right));
  if (right.name === "inList") {
    const list = lowering.context.list(nodeOf(right, "parenthesized"));
    return { kind: "in", operator: token.image, operatorSpan: tokenSpan(token), left, right: list, span };
  }
  const [low, high] = nodesOf(right, "expression");
  return {
    kind: "between",
    isNegated: token.image.startsWith("!"),
    value: left,
    low: lowerExpression(low, lowering),
    high: lowerExpression(high, lowering),
    span,
  };
}
