/** Operators of expressions: arithmetic, comparisons, text tests, `and`, `or`, `between`, `in`. */
import { namedScalar } from "../functions/registry.js";
import type {
  BetweenExpression,
  BinaryExpression,
  Expression,
  InExpression,
  LogicalExpression,
  UnaryExpression,
} from "../syntax/ast.js";
import type { Span } from "../text/span.js";
import { isNumericType, type KqlType } from "../types/kql-type.js";
import { widensTo } from "../types/widening.js";
import type { BoundExpression, BoundLogical } from "./bound.js";
import { columnReference, markUsed } from "./columns.js";
import {
  expectedScalar,
  noSuchOperation,
  noTermList,
  unsupportedComparison,
  unsupportedNegation,
  unsupportedOperator,
  wrongType,
} from "./diagnostics.js";
import { tableOnly } from "./graph.js";
import { constantOf, convertTo, openConstant, typedPlaceholder } from "./nodes.js";
import { tryScalarCall } from "./scalar-call.js";
import { type CallSite, type Place, spanIn } from "./session.js";
import { isTabular } from "./tabular.js";

const arithmetic = new Set(["+", "-", "*", "/", "%"]);
const membership = new Set(["in", "!in"]);
const termOperators = new Set(
  ["has", "hasprefix", "hassuffix"].flatMap((name) => [name, `!${name}`, `${name}_cs`, `!${name}_cs`]),
);
const comparisons = new Set(["==", "!=", "<>", "<", "<=", ">", ">="]);
const equalities = new Set(["==", "!=", "<>"]);

/** Operands on the left of one another, as in `a + b + c`, are bound in a loop: a chain may be as long as the text. */
export function bindBinary(expression: BinaryExpression, place: Place): BoundExpression {
  const chain: BinaryExpression[] = [];
  let innermost: Expression = expression;
  while (innermost.kind === "binary") {
    chain.push(innermost);
    innermost = innermost.left;
  }
  let left: BoundExpression | undefined;
  for (let at = chain.length - 1; at >= 0; at--) {
    const node = chain[at];
    left =
      left === undefined && node.left.kind === "star"
        ? bindStarTest(node, place)
        : bindOperation(node, left ?? place.session.parts.expression(node.left, place), place);
  }
  return left ?? openConstant(expression.span);
}

function bindOperation(node: BinaryExpression, left: BoundExpression, place: Place): BoundExpression {
  const right = place.session.parts.expression(node.right, place);
  return applyOperator(node.operator, left, right, siteOf(node, place));
}

function siteOf(node: { span: Span; operatorSpan: Span }, { session }: Place): CallSite {
  return { session, span: spanIn(session, node.span), nameSpan: spanIn(session, node.operatorSpan) };
}

/** `* has "x"`: the test on any of the columns that it can be put to. */
function bindStarTest(node: BinaryExpression, place: Place): BoundExpression {
  const site = siteOf(node, place);
  const right = place.session.parts.expression(node.right, place);
  const operands: BoundExpression[] = [];
  place.columns.forEach((column, index) => {
    if (column.isHidden) return;
    const { type } = column;
    const reference = columnReference(
      place.session,
      place.columns,
      index,
      spanIn(place.session, node.left.span),
    );
    const isText = !arithmetic.has(node.operator) && !comparisons.has(node.operator);
    if (!isText && type !== right.type && !(isNumericType(type) && isNumericType(right.type))) return;
    operands.push(
      applyOperator(node.operator, isText ? convertTo("string", reference) : reference, right, site),
    );
  });
  return anyOf(operands, site.span);
}

function anyOf(operands: readonly BoundExpression[], span: Span): BoundExpression {
  if (operands.length === 0) return constantOf("bool", false, span);
  return operands.length === 1
    ? operands[0]
    : { kind: "logical", operator: "or", type: "bool", operands, span };
}

/** A two-sided operator on bound operands. */
function applyOperator(
  operator: string,
  left: BoundExpression,
  right: BoundExpression,
  site: CallSite,
): BoundExpression {
  const named = namedScalar(operator);
  if (named === undefined) {
    site.session.report(unsupportedOperator(operator, site.nameSpan));
    return openConstant(site.span, "bool");
  }
  const isComparison = comparisons.has(operator);
  if (isComparison && !left.isTypeOpen && !right.isTypeOpen) {
    const sides = comparedSides(operator, left, right);
    if (sides === "unknown") {
      site.session.report(unsupportedComparison(operator, left.type, right.type, site.nameSpan));
      return typedPlaceholder(site.span, "bool");
    }
    if (sides === "refused") {
      site.session.report(noSuchOperation(operator, site.nameSpan, left.type, right.type));
      return openConstant(site.span, "bool");
    }
    [left, right] = sides;
  }
  if (termOperators.has(operator) && right.kind === "constant" && right.isDynamicLiteral === true) {
    site.session.report(noTermList(operator, site.nameSpan, left.type));
    return openConstant(site.span, "bool");
  }
  const call = tryScalarCall(named, [left, right], site, {
    takesDynamicNumbers: takesDynamicNumbers(operator, left.type, right.type),
  });
  if (call !== undefined) return call;
  site.session.report(noSuchOperation(operator, site.nameSpan, left.type, right.type));
  return openConstant(site.span, arithmetic.has(operator) ? left.type : "bool");
}

/** One side may be dynamic, of a product or quotient of numbers only. */
function takesDynamicNumbers(operator: string, left: KqlType, right: KqlType): boolean {
  if (!arithmetic.has(operator) || (left === "dynamic") === (right === "dynamic")) return false;
  return operator === "+" || operator === "-" || (left !== "timespan" && right !== "timespan");
}

/** The sides of a comparison made comparable. Text beside a number is compared with the number's text. */
function comparedSides(
  operator: string,
  left: BoundExpression,
  right: BoundExpression,
): readonly [BoundExpression, BoundExpression] | "refused" | "unknown" {
  if (left.type === "dynamic" && right.type === "dynamic") return "refused";
  const isEquality = equalities.has(operator);
  if (!isEquality && !(hasOrder(left.type, right.type) && hasOrder(right.type, left.type))) return "refused";
  if (left.type === right.type || left.type === "dynamic" || right.type === "dynamic") return [left, right];
  if (widensTo(left.type, right.type) || widensTo(right.type, left.type)) return [left, right];
  if (!isEquality) return isFlagBesideNumber(left.type, right.type) ? "unknown" : "refused";
  if (left.type === "string") return textSide(left, right) ?? "unknown";
  if (right.type === "string") {
    const swapped = textSide(right, left);
    return swapped === undefined ? "unknown" : [swapped[1], swapped[0]];
  }
  if (left.type === "bool") return flagSide(left, right) ?? "unknown";
  const swapped = right.type === "bool" ? flagSide(right, left) : undefined;
  return swapped === undefined ? "unknown" : [swapped[1], swapped[0]];
}

function isFlagBesideNumber(left: KqlType, right: KqlType): boolean {
  return (left === "bool" && isNumericType(right)) || (right === "bool" && isNumericType(left));
}

/** `flag == 0`: only against 0 and 1 is it sure what a bool equals; any other number stays unsupported. */
function flagSide(
  flag: BoundExpression,
  other: BoundExpression,
): readonly [BoundExpression, BoundExpression] | undefined {
  if (other.kind !== "constant" || !isNumericType(other.type)) return undefined;
  const isFlag = other.value === 0 || other.value === 1 || other.value === 0n || other.value === 1n;
  return isFlag ? [flag, constantOf("bool", Number(other.value) === 1, other.span)] : undefined;
}

/** Whether a side can be less or more than the other; a dynamic one only than a number. */
function hasOrder(type: KqlType, other: KqlType): boolean {
  return type !== "guid" && (type !== "dynamic" || isNumericType(other));
}

function textSide(
  text: BoundExpression,
  other: BoundExpression,
): readonly [BoundExpression, BoundExpression] | undefined {
  if (isNumericType(other.type)) return [text, convertTo("string", other)];
  return [convertTo(other.type, text), other];
}

export function bindUnary(expression: UnaryExpression, place: Place): BoundExpression {
  const { session } = place;
  const operand = session.parts.expression(expression.operand, place);
  const span = spanIn(session, expression.span);
  const named = namedScalar("negate");
  if (named === undefined) return operand;
  if (expression.operator === "+") return bindPlus(operand, session);
  if (operand.type === "dynamic" && !operand.isTypeOpen) {
    session.report(unsupportedNegation(span));
    return typedPlaceholder(span, "dynamic");
  }
  const call = tryScalarCall(named, [operand], { session, span, nameSpan: span });
  if (call !== undefined) return call;
  session.report(wrongType(operand.span, "a number or a timespan", operand.type));
  return openConstant(span, "long");
}

function bindPlus(operand: BoundExpression, session: Place["session"]): BoundExpression {
  if (operand.type === "int") return convertTo("long", operand);
  const isSigned = operand.isTypeOpen === true || !["string", "bool", "guid"].includes(operand.type);
  if (!isSigned) session.report(wrongType(operand.span, "a number, a time or a timespan", operand.type));
  return operand;
}

export function bindLogical(expression: LogicalExpression, place: Place): BoundExpression {
  const { operator } = expression;
  const operands = expression.operands.map((operand) => bindCondition(operand, place));
  const span = spanIn(place.session, expression.span);
  const logical: BoundLogical = { kind: "logical", operator, type: "bool", operands, span };
  if (operands.some(({ isTypeOpen }) => isTypeOpen)) return logical;
  if (operands.every(({ kind }) => kind === "constant")) return foldLogical(logical);
  return operands.every(({ isRunConstant }) => isRunConstant) ? { ...logical, isRunConstant: true } : logical;
}

/** An operand that must be of type bool. */
function bindCondition(operand: Expression, place: Place): BoundExpression {
  const bound = place.session.parts.expression(operand, place);
  if (bound.type === "bool") return bound;
  if (bound.isTypeOpen) return openConstant(bound.span, "bool");
  if (bound.type === "dynamic") return convertTo("bool", bound);
  place.session.report(wrongType(bound.span, "a bool", bound.type));
  return openConstant(bound.span, "bool");
}

function foldLogical({ operator, operands, span }: BoundLogical): BoundExpression {
  const deciding = operator === "or";
  let value: boolean | null = !deciding;
  for (const operand of operands) {
    if (operand.kind !== "constant") continue;
    if (operand.value === deciding) return constantOf("bool", deciding, span);
    if (operand.value === null) value = null;
  }
  return constantOf("bool", value, span);
}

export function bindBetween(expression: BetweenExpression, place: Place): BoundExpression {
  const { session } = place;
  const value = session.parts.expression(expression.value, place);
  const low = session.parts.expression(expression.low, place);
  const written = session.parts.expression(expression.high, place);
  const span = spanIn(session, expression.span);
  const site = { session, span, nameSpan: span };
  const wrong = [value, low, written].find((part) => !isRangeable(part, value, low, written));
  if (wrong !== undefined) {
    session.report(wrongType(wrong.span, "a number, a datetime or a timespan", wrong.type));
    return openConstant(span, "bool");
  }
  // A timespan after a datetime is a distance from it.
  const isDistance = low.type === "datetime" && written.type === "timespan";
  const high = isDistance ? applyOperator("+", low, written, { ...site, nameSpan: written.span }) : written;
  const [atLeast, atMost, operator] = expression.isNegated
    ? (["<", ">", "or"] as const)
    : ([">=", "<=", "and"] as const);
  const operands = [applyOperator(atLeast, value, low, site), applyOperator(atMost, value, high, site)];
  const logical: BoundLogical = { kind: "logical", operator, type: "bool", operands, span };
  if (operands.some(({ isTypeOpen }) => isTypeOpen)) return logical;
  if (operands.every(({ kind }) => kind === "constant")) return foldLogical(logical);
  return operands.every(({ isRunConstant }) => isRunConstant) ? { ...logical, isRunConstant: true } : logical;
}

/** Numbers and times; a dynamic value between numbers, or a number between dynamic values. */
function isRangeable(
  { type, isTypeOpen }: BoundExpression,
  ...[value, low, high]: BoundExpression[]
): boolean {
  if (isTypeOpen || isNumericType(type) || type === "datetime" || type === "timespan") return true;
  if (type !== "dynamic" || low.type !== high.type) return false;
  return isNumericType(value.type) || isNumericType(low.type);
}

export function bindIn(expression: InExpression, place: Place): BoundExpression {
  const { session } = place;
  const { operator, right } = expression;
  const site = siteOf(expression, place);
  const left = session.parts.expression(expression.left, place);
  return bindMembership(operator, left, right, site, place);
}

function bindMembership(
  operator: string,
  left: BoundExpression,
  right: InExpression["right"],
  site: CallSite,
  place: Place,
): BoundExpression {
  const { session } = place;
  const named = namedScalar(operator);
  const [only] = right;
  if (only !== undefined && right.length === 1 && isTabular(only, viewOf(place))) {
    const list = session.parts.pipeline(only, { session, scope: place.scope });
    const input = place.inputs.add(list);
    const [first] = tableOnly(list.output, list.span, session).columns;
    if (first !== undefined) markUsed(session, first);
    if (named !== undefined && tryScalarCall(named, [left, openConstant(site.span)], site) === undefined) {
      session.report(noSuchOperation(operator, site.nameSpan, left.type, "string"));
      return openConstant(site.span, "bool");
    }
    return { kind: "list-input", operator, left, input, type: "bool", span: site.span };
  }
  const written = right.map((item) => bindItem(item, place));
  const items = membership.has(operator)
    ? written.map((item) => comparedItem(operator, left, item, site))
    : written;
  if (named === undefined) {
    session.report(unsupportedOperator(operator, site.nameSpan));
    return openConstant(site.span, "bool");
  }
  const call = tryScalarCall(named, [left, ...items], site);
  if (call !== undefined) return call;
  session.report(noSuchOperation(operator, site.nameSpan, left.type, items[0]?.type ?? "string"));
  return openConstant(site.span, "bool");
}

/** An item as `==` takes it beside the left side. */
function comparedItem(
  operator: string,
  left: BoundExpression,
  item: BoundExpression,
  site: CallSite,
): BoundExpression {
  const types = [left.type, item.type];
  if (left.type === item.type || types.includes("dynamic") || left.isTypeOpen || item.isTypeOpen) return item;
  const sides = comparedSides("==", left, item);
  if (typeof sides !== "string" && sides[0] === left) return sides[1];
  // The operator itself compares a number beside text by its text.
  if (types.includes("string") && types.some(isNumericType)) return item;
  site.session.report(unsupportedComparison(operator, left.type, item.type, item.span));
  return item;
}

function bindItem(item: InExpression["right"][number], place: Place): BoundExpression {
  const { session } = place;
  if (item.kind !== "pipeline") return session.parts.expression(item, place);
  const span = spanIn(session, item.span);
  session.report(expectedScalar(span));
  return openConstant(span);
}

function viewOf({ session, scope, columns }: Place) {
  return { catalog: session.catalog, scope, columns };
}
