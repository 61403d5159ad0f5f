import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import { notLiteralCell, wrongType } from "../bind/diagnostics.js";
import { noLineage } from "../exec/lineage.js";
import type { DataTableExpression, Expression, OperatorNode } from "../syntax/ast.js";
import { convertCell } from "../types/convert.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { widensTo } from "../types/widening.js";
import { Batch } from "../vector/batch.js";
import { vectorOf } from "../vector/vector.js";
import { incompleteRow } from "./diagnostics.js";
import { defineOperator, generatorSink } from "./operator.js";

/** A literal table, as a source of rows. */
type DataTableNode = DataTableExpression & OperatorNode;

interface DataTableShape extends BoundShape {
  readonly rows: Batch;
}

export const datatable = defineOperator<DataTableNode, DataTableShape>("datatable", {
  bind(node, context) {
    const columns = context.columnDeclarations(node.columns);
    const cells = columns.map((): Cell[] => []);
    if (columns.length === 0 || node.cells.length % columns.length !== 0) {
      context.report(incompleteRow(node.cells.length, columns.length, node.keyword));
    } else {
      node.cells.forEach((cell, at) => {
        const col = at % columns.length;
        cells[col].push(literalCell(cell, columns[col], context));
      });
    }
    const vectors = columns.map(({ type }, col) => vectorOf(type, cells[col]));
    const rows = Batch.of(cells[0]?.length ?? 0, vectors);
    return { output: { columns, isSerialized: false, isOpen: false }, rows };
  },
  start({ rows }, run, out) {
    return generatorSink(out, () => {
      if (rows.length > 0) out.push(rows, noLineage(run));
    });
  },
});

function literalCell(expression: Expression, { type }: Column, context: BindContext): Cell {
  if (!isLiteral(expression)) {
    context.report(notLiteralCell(expression.span));
    return null;
  }
  const constant = context.constant(expression);
  if (constant === undefined) return null;
  const { value, type: own } = constant;
  if (!fits(own, type, value)) {
    context.report(wrongType(expression.span, type, own));
    return null;
  }
  return convertCell(value, own, type);
}

function isLiteral(expression: Expression): boolean {
  if (expression.kind === "unary") return isLiteral(expression.operand);
  return expression.kind === "literal" || expression.kind === "dynamic-literal";
}

/** Text is read as the column's type; nulls and dynamic values fit everywhere, numbers where they lose nothing. */
function fits(from: KqlType, to: KqlType, value: Cell): boolean {
  if (value === null || from === "string" || from === "dynamic" || to === "dynamic") return true;
  return widensTo(from, to) || (from === "long" && (to === "int" || to === "bool"));
}
