/** The syntax that `parse` and `parse-where` share. */
import type { ColumnDeclaration, Expression, LiteralExpression, Name, Property } from "../syntax/ast.js";
import { type CstNode, nodeOf, nodesOf, tokenOf, tokensOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import type { Printer } from "../syntax/printer.js";

export type ParsePart =
  /** `*`: any text. */
  | { readonly kind: "skip" }
  /** Text to find; a pattern when the kind is `regex`. */
  | { readonly kind: "text"; readonly literal: LiteralExpression }
  | { readonly kind: "column"; readonly name: Name; readonly type?: ColumnDeclaration["type"] };

export interface ParseParts {
  readonly parameters: readonly Property[];
  readonly text: Expression;
  readonly pattern: readonly ParsePart[];
}

/** Rule `parseTail` below a node. */
export function lowerParse(cst: CstNode, context: LowerContext): ParseParts {
  const tail = nodeOf(cst, "parseTail") ?? cst;
  return {
    parameters: context.parameters(tail),
    text: context.expression(nodeOf(tail, "expression")),
    pattern: nodesOf(tail, "parsePart").map((part) => lowerPart(part, context)),
  };
}

function lowerPart(cst: CstNode, context: LowerContext): ParsePart {
  const strings = tokensOf(cst, "StringToken");
  if (strings.length > 0) return { kind: "text", literal: context.stringLiteral(strings) };
  const name = nodeOf(cst, "declaredName");
  if (name === undefined) return { kind: "skip" };
  const type = tokenOf(cst, "AnyWord");
  const column = { kind: "column" as const, name: context.name(name) };
  return type === undefined ? column : { ...column, type: context.type(type) };
}

/** Everything after the operator's word. */
export function printParse({ parameters, text, pattern }: ParseParts, printer: Printer): string {
  const parts = pattern.map((part) => printPart(part, printer)).join(" ");
  return `${printer.parameters(parameters)}${printer.expression(text)} with ${parts}`;
}

function printPart(part: ParsePart, printer: Printer): string {
  if (part.kind === "skip") return "*";
  if (part.kind === "text") return printer.expression(part.literal);
  return part.type === undefined ? printer.name(part.name) : `${printer.name(part.name)}:${part.type}`;
}
