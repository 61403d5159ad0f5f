import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf, nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";

/** `search in (T*) "x" and a: "y"`: rows of many tables with a term in any column. */
export interface SearchOperator extends OperatorNode {
  readonly kind: "search";
  readonly parameters: readonly Property[];
  /** Empty: all tables, or the input. */
  readonly tables: readonly Expression[];
  readonly predicate: Expression;
}

export const searchSyntax = defineSyntax<SearchOperator>({
  kind: "search",
  rule: "searchOperator",
  lower: (cst, context) => ({
    kind: "search",
    ...context.head(cst),
    parameters: context.parameters(cst),
    tables: nodesOf(nodeOf(cst, "tableList") ?? cst, "tableReference").map((table) => context.table(table)),
    predicate: context.expressionOrStar(nodeOf(cst, "expression")),
  }),
  print: (node, printer) => {
    const tables = node.tables.length === 0 ? "" : `in (${printer.expressions(node.tables)}) `;
    return `search ${printer.parameters(node.parameters)}${tables}${printer.expression(node.predicate)}`;
  },
});
