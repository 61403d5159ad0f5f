import type { BindContext } from "../bind/bind-context.js";
import type { NameExpression, StarExpression } from "../syntax/ast.js";

/** Indexes of the columns that a name, also with `*` in it, stands for. A pattern may match none. */
export function matchedColumns(
  column: NameExpression | StarExpression,
  context: BindContext,
): readonly number[] {
  if (column.kind === "star") return context.columnsLike("*");
  if (column.hasWildcard) return context.columnsLike(column.name);
  const index = context.column({ text: column.name, span: column.span });
  return index === undefined ? [] : [index];
}
