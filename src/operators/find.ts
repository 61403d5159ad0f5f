import type {
  ColumnDeclaration,
  Expression,
  NameExpression,
  OperatorNode,
  Property,
  StarExpression,
} from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf, tokenOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";

/** `find in (T*) where a == 1 project b`: rows of many tables that match, with the columns in question. */
export interface FindColumn {
  /** A column, or the call `pack(*)`. */
  readonly column: Expression;
  readonly type?: ColumnDeclaration["type"];
}

export type FindOutput =
  /** The columns of the predicate, and `pack_` of the rest. */
  | { readonly kind: "smart" }
  | { readonly kind: "columns"; readonly columns: readonly FindColumn[] }
  | { readonly kind: "away"; readonly columns: readonly (NameExpression | StarExpression)[] };

export interface FindOperator extends OperatorNode {
  readonly kind: "find";
  readonly parameters: readonly Property[];
  /** Empty: all tables. */
  readonly tables: readonly Expression[];
  readonly predicate: Expression;
  readonly output: FindOutput;
}

export const findSyntax = defineSyntax<FindOperator>({
  kind: "find",
  rule: "findOperator",
  lower: (cst, context) => ({
    kind: "find",
    ...context.head(cst),
    parameters: context.parameters(cst),
    tables: nodesOf(nodeOf(cst, "tableList") ?? cst, "tableReference").map((table) => context.table(table)),
    predicate: context.expressionOrStar(nodeOf(cst, "expression")),
    output: lowerOutput(cst, context),
  }),
  print: (node, printer) => {
    const tables = node.tables.length === 0 ? "" : `in (${printer.expressions(node.tables)}) `;
    const head = `find ${printer.parameters(node.parameters)}${tables}where ${printer.expression(node.predicate)}`;
    return `${head}${printOutput(node.output, printer)}`;
  },
});

function lowerOutput(cst: CstNode, context: LowerContext): FindOutput {
  if (has(cst, "ProjectAway")) {
    const columns = nodesOf(cst, "wildcardColumn").map((column) => context.wildcard(column));
    return { kind: "away", columns };
  }
  if (!has(cst, "Project")) return { kind: "smart" };
  return { kind: "columns", columns: nodesOf(cst, "findColumn").map((item) => lowerColumn(item, context)) };
}

function lowerColumn(cst: CstNode, context: LowerContext): FindColumn {
  const column = context.operand(nodeOf(cst, "operand"));
  const type = tokenOf(cst, "AnyWord");
  return type === undefined ? { column } : { column, type: context.type(type) };
}

function printOutput(output: FindOutput, printer: Printer): string {
  if (output.kind === "smart") return "";
  if (output.kind === "away") return ` project-away ${printer.expressions(output.columns)}`;
  const columns = output.columns.map(({ column, type }) =>
    type === undefined ? printer.expression(column) : `${printer.expression(column)}:${type}`,
  );
  return ` project ${columns.join(", ")}`;
}
