import type { BindContext } from "../bind/bind-context.js";
import type { NameExpression, StarExpression } from "../syntax/ast.js";
import { nothingLike } from "./diagnostics.js";

/** Indexes of the columns that a name, also with `*` in it, stands for. A pattern that matches none is a mistake. */
export function matchedColumns(
  column: NameExpression | StarExpression,
  context: BindContext,
): readonly number[] {
  if (column.kind === "star") return context.columnsLike("*");
  if (column.hasWildcard) {
    const matched = context.columnsLike(column.name);
    if (matched.length === 0 && !context.input.isOpen) context.report(nothingLike(column.name, column.span));
    return matched;
  }
  const index = context.column({ text: column.name, span: column.span });
  return index === undefined ? [] : [index];
}
