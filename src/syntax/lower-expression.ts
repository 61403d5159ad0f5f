/**
 * Expressions. The grammar reads operators as one flat list; here they are put in order of precedence with two stacks,
 * so that a chain of any length costs no recursion, and `and` and `or` become nodes with many operands.
 */

import type { Span } from "../text/span.js";
import { joinSpans } from "../text/span.js";
import type { BinaryExpression, CallExpression, Expression, Name, NamedExpression } from "./ast.js";
import {
  type CstNode,
  has,
  hasPlace,
  type IToken,
  nodeOf,
  nodesOf,
  spanOf,
  tokenOf,
  tokenSpan,
  tokensOf,
} from "./cst.js";
import {
  chainedComparison,
  expectedCall,
  expressionTooDeep,
  notAName,
  unexpectedList,
  unexpectedStar,
} from "./diagnostics.js";
import { maxExpressionDepth } from "./limits.js";
import type { Lowering } from "./lowering.js";

/** Levels of precedence, loosest first. */
const level = { or: 0, and: 1, equality: 2, relation: 3, sum: 4, product: 5, text: 6 } as const;

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

interface FlatOperator {
  readonly token: IToken;
  readonly precedence: number;
  /** Rule `operand`, `inList` or `betweenRange`. */
  readonly right: CstNode | undefined;
}

export function errorExpression(cst: CstNode | undefined): Expression {
  return { kind: "error", span: cst === undefined ? { start: 0, end: 0 } : spanOf(cst) };
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

/** Counts levels on the way down; false, with a diagnostic, beyond the limit. */
function enter(lowering: Lowering, weight: number, cst: CstNode): boolean {
  if (lowering.depth + weight > maxExpressionDepth) {
    lowering.report(expressionTooDeep(spanOf(cst)));
    return false;
  }
  lowering.depth += weight;
  return true;
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

// Operands

export function lowerOperand(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined) return errorExpression(cst);
  const primary = lowerPrimary(cst, lowering);
  const postfixes = nodesOf(cst, "postfix");
  const whole = postfixes.length === 0 ? primary : lowerPostfixes(primary, postfixes, lowering);
  const sign = tokenOf(cst, "Minus") ?? tokenOf(cst, "Plus");
  if (sign === undefined) return whole;
  if (whole.kind === "star") lowering.report(unexpectedStar(whole.span));
  const operator = sign.image === "-" ? "-" : "+";
  return { kind: "unary", operator, operand: whole, span: joinSpans(tokenSpan(sign), whole.span) };
}

/** As `lowerOperand`, where only a call has a meaning. */
export function lowerCall(cst: CstNode | undefined, lowering: Lowering): Expression {
  const operand = lowerOperand(cst, lowering);
  const called = operand.kind === "member" ? operand.member : operand;
  const isCall = "kind" in called && called.kind === "call";
  if (!isCall && operand.kind !== "error") lowering.report(expectedCall(operand.span));
  return operand;
}

function lowerPostfixes(primary: Expression, postfixes: readonly CstNode[], lowering: Lowering): Expression {
  if (!enter(lowering, postfixes.length, postfixes[postfixes.length - 1]))
    return errorExpression(postfixes[0]);
  let base = primary;
  for (const postfix of postfixes) {
    base = postfix.name === "indexAccess" ? index(base, postfix, lowering) : member(base, postfix, lowering);
  }
  lowering.depth -= postfixes.length;
  return base;
}

function index(base: Expression, cst: CstNode, lowering: Lowering): Expression {
  return {
    kind: "index",
    base,
    index: lowerExpression(nodeOf(cst, "expression"), lowering),
    span: joinSpans(base.span, spanOf(cst)),
  };
}

/** `.b`, `.f(x)`, `.["b"]`; `.[0]` is an index. */
function member(base: Expression, cst: CstNode, lowering: Lowering): Expression {
  const access = nodeOf(cst, "indexAccess");
  const span = joinSpans(base.span, spanOf(cst));
  if (access === undefined) {
    const name = lowering.context.nameOfToken(tokenOf(cst, "NameToken"));
    return { kind: "member", base, member: callOrName(name, cst, lowering), span };
  }
  const inside = lowerExpression(nodeOf(access, "expression"), lowering);
  if (inside.kind !== "literal" || typeof inside.value !== "string") {
    return { kind: "index", base, index: inside, span };
  }
  const name: Name = { text: inside.value, span: spanOf(access) };
  return { kind: "member", base, member: callOrName(name, cst, lowering), span };
}

function callOrName(name: Name, cst: CstNode, lowering: Lowering): Name | CallExpression {
  const args = nodeOf(cst, "callArguments");
  return args === undefined ? name : call(name, args, lowering);
}

function call(callee: Name, args: CstNode, lowering: Lowering): CallExpression {
  return {
    kind: "call",
    callee,
    args: lowerArguments(args, lowering),
    span: joinSpans(callee.span, spanOf(args)),
  };
}

export function lowerArguments(cst: CstNode | undefined, lowering: Lowering): CallExpression["args"] {
  if (cst === undefined) return [];
  return nodesOf(cst, "namedExpression").map((item) => {
    const { names, value, span } = lowerNamedOrStar(item, lowering);
    if (names.length > 1) lowering.report(notAName(span));
    return names.length === 0 ? { value, span } : { name: names[0], value, span };
  });
}

function lowerPrimary(cst: CstNode, lowering: Lowering): Expression {
  const nameToken = tokenOf(cst, "NameToken");
  if (nameToken !== undefined) {
    const name = lowering.context.nameOfToken(nameToken);
    const args = nodeOf(cst, "callArguments");
    if (args !== undefined) return call(name, args, lowering);
    return { kind: "name", name: name.text, isBracketed: false, hasWildcard: false, span: name.span };
  }
  const literal = tokenOf(cst, "Literal");
  if (literal !== undefined) return lowering.context.literal(literal);
  const strings = tokensOf(cst, "StringToken");
  if (strings.length > 0) return lowering.context.stringLiteral(strings);
  const star = tokenOf(cst, "Star");
  if (star !== undefined) return { kind: "star", span: tokenSpan(star) };
  return lowerPrimaryRule(cst, lowering);
}

function lowerPrimaryRule(cst: CstNode, lowering: Lowering): Expression {
  const { context } = lowering;
  for (const rule in cst.children) {
    const node = nodeOf(cst, rule);
    switch (rule) {
      case "parenthesized":
        return lowerParenthesized(node, lowering);
      case "bracketedName":
        return lowerBracketedName(node, cst, lowering);
      case "dynamicExpression":
        return context.dynamic(node);
      case "typeofExpression":
        return context.typeof(node);
      case "pipelineCall":
        return context.pipelineCall(node);
      case "datatableExpression":
        return context.datatable(node);
      case "externaldataExpression":
        return context.externaldata(node);
      case "entityGroupExpression":
        return context.entityGroup(node);
    }
  }
  return errorExpression(cst);
}

function lowerBracketedName(node: CstNode | undefined, parent: CstNode, lowering: Lowering): Expression {
  const name = lowering.context.name(node);
  const args = nodeOf(parent, "callArguments");
  if (args !== undefined) return call(name, args, lowering);
  return { kind: "name", name: name.text, isBracketed: true, hasWildcard: false, span: name.span };
}

function lowerParenthesized(cst: CstNode | undefined, lowering: Lowering): Expression {
  if (cst === undefined || !enter(lowering, 1, cst)) return errorExpression(cst);
  const inside = lowering.context.parenthesized(cst);
  lowering.depth -= 1;
  const list = nodesOf(cst, "expression");
  if (list.length > 1) lowering.report(unexpectedList(commaSpan(cst)));
  return inside;
}

function commaSpan(cst: CstNode): Span {
  const comma = tokenOf(cst, "Comma");
  return comma === undefined ? spanOf(cst) : tokenSpan(comma);
}

// Named expressions

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
  if (token !== undefined) return lowering.context.nameOfToken(token);
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
