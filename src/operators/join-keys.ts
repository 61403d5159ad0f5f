/** The keys of `join` and `lookup`: names that both sides have, or equalities between `$left` and `$right`. */
import type { BindContext } from "../bind/bind-context.js";
import type { BoundExpression, Column, RelationType } from "../bind/bound.js";
import { convertTo, openConstant } from "../bind/nodes.js";
import type { Expression, Name } from "../syntax/ast.js";
import type { KqlType } from "../types/kql-type.js";
import { badJoinCondition, dynamicKey, keyTypesDiffer, missingJoinKeys, notInSide } from "./diagnostics.js";

export interface JoinKeys {
  /** Over the rows of the left side, and of the right; pairs have one type. */
  readonly left: readonly BoundExpression[];
  readonly right: readonly BoundExpression[];
  /** Names of the key columns of the right side. */
  readonly rightNames: readonly string[];
}

export interface JoinNode {
  readonly kind: string;
  readonly on: readonly Expression[];
  readonly where?: Expression;
  readonly keyword: Name["span"];
}

type Side = "left" | "right";

/** One equality: a column of each side. */
interface KeyPair {
  readonly left: Name;
  readonly right: Name;
}

/** Pairs of keys, in the order written. */
export function bindJoinKeys(node: JoinNode, right: RelationType, context: BindContext): JoinKeys {
  const conditions = node.where === undefined ? node.on : [...node.on, node.where];
  const pairs = conditions.flatMap((condition) => keyPairs(condition, node.kind, context));
  if (conditions.length === 0) context.report(missingJoinKeys(node.kind, node.keyword));
  const keys = pairs.map((pair) => bindPair(pair, node.kind, right, context));
  return {
    left: keys.map((key) => key.left),
    right: keys.map((key) => key.right),
    rightNames: pairs.map((pair) => pair.right.text),
  };
}

function keyPairs(condition: Expression, operator: string, context: BindContext): readonly KeyPair[] {
  if (condition.kind === "name") {
    const name = { text: condition.name, span: condition.span };
    return [{ left: name, right: name }];
  }
  if (condition.kind === "logical" && condition.operator === "and") {
    return condition.operands.flatMap((operand) => keyPairs(operand, operator, context));
  }
  if (condition.kind === "binary" && condition.operator === "==") {
    const [first, second] = [sideColumn(condition.left), sideColumn(condition.right)];
    if (first !== undefined && second !== undefined && first.side !== second.side) {
      return first.side === "left"
        ? [{ left: first.name, right: second.name }]
        : [{ left: second.name, right: first.name }];
    }
  }
  context.report(badJoinCondition(operator, condition.span));
  return [];
}

/** `$left.a`, `$right["a"]`. */
function sideColumn(expression: Expression): { readonly side: Side; readonly name: Name } | undefined {
  if (expression.kind !== "member" && expression.kind !== "index") return undefined;
  const { base } = expression;
  if (base.kind !== "name" || (base.name !== "$left" && base.name !== "$right")) return undefined;
  const side = base.name === "$left" ? "left" : "right";
  if (expression.kind === "member") {
    return "text" in expression.member ? { side, name: expression.member } : undefined;
  }
  const { index } = expression;
  if (index.kind !== "literal" || typeof index.value !== "string") return undefined;
  return { side, name: { text: index.value, span: index.span } };
}

function bindPair(
  pair: KeyPair,
  operator: string,
  right: RelationType,
  context: BindContext,
): { readonly left: BoundExpression; readonly right: BoundExpression } {
  const keys = {
    left: keyColumn(pair.left, "left", context.input, context),
    right: keyColumn(pair.right, "right", right, context),
  };
  if (keys.left.isTypeOpen === true || keys.right.isTypeOpen === true) return keys;
  const { span } = pair.left;
  if (keys.left.type === "dynamic" || keys.right.type === "dynamic") {
    context.report(dynamicKey(operator, span));
    return keys;
  }
  const type = keyType(keys.left.type, keys.right.type);
  if (type === undefined) {
    context.report(keyTypesDiffer(keys.left.type, keys.right.type, span));
    return keys;
  }
  return { left: convertTo(type, keys.left), right: convertTo(type, keys.right) };
}

/** Whole numbers of either size compare; no others of different types do. */
function keyType(left: KqlType, right: KqlType): KqlType | undefined {
  if (left === right) return left;
  return isWhole(left) && isWhole(right) ? "long" : undefined;
}

function isWhole(type: KqlType): boolean {
  return type === "int" || type === "long";
}

function keyColumn(name: Name, side: Side, relation: RelationType, context: BindContext): BoundExpression {
  const { columns, isOpen } = relation;
  if (!columns.some((column) => column.name === name.text)) {
    if (!isOpen) context.report(notInSide(side, name.text, name.span, visibleNames(columns)));
    return openConstant(name.span);
  }
  const node = {
    kind: "name",
    name: name.text,
    isBracketed: true,
    hasWildcard: false,
    span: name.span,
  } as const;
  return context.expression(node, columns);
}

function visibleNames(columns: readonly Column[]): string[] {
  return columns.filter(({ isHidden }) => isHidden !== true).map(({ name }) => name);
}
