/** The tables of `find` and `search`: `in (T, U*)`. */
import type { BindContext } from "../bind/bind-context.js";
import type { Expression } from "../syntax/ast.js";
import { type CstNode, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import type { Printer } from "../syntax/printer.js";
import { allTables, inputLegs, type Leg, legsOf } from "./table-legs.js";

/** Rule `tableList` below a node; empty where there is none. */
export function lowerTables(cst: CstNode, context: LowerContext): Expression[] {
  return nodesOf(nodeOf(cst, "tableList") ?? cst, "tableReference").map((table) => context.table(table));
}

/** With a blank behind it. */
export function printTables(tables: readonly Expression[], printer: Printer): string {
  return tables.length === 0 ? "" : `in (${printer.expressions(tables)}) `;
}

/** The rows that stream in and the tables listed; where there are neither, every table. */
export function listedLegs(tables: readonly Expression[], context: BindContext): readonly Leg[] {
  const legs = [...inputLegs(context), ...tables.flatMap((table) => legsOf(table, "required", context))];
  return legs.length > 0 ? legs : allTables(context);
}
