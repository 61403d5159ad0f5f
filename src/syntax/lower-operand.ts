/** Operands: names, calls, literals, paths, and what stands in brackets. */
import { joinSpans, type Span } from "../text/span.js";
import type { CallExpression, Expression, Name } from "./ast.js";
import { type CstNode, nodeOf, nodesOf, spanOf, tokenOf, tokenSpan, tokensOf } from "./cst.js";
import { expectedCall, notAName, unexpectedList, unexpectedStar } from "./diagnostics.js";
import { enter, errorExpression, type Lowering } from "./lowering.js";

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
    index: lowering.context.expression(nodeOf(cst, "expression")),
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
  const inside = lowering.context.expression(nodeOf(access, "expression"));
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
    const { names, value, span } = lowering.context.namedOrStar(item);
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
