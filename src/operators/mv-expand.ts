import type { BoundShape } from "../bind/bind-context.js";
import { chosenRows } from "../exec/lineage.js";
import type { Expression, NamedExpression, OperatorNode, Property } from "../syntax/ast.js";
import { has, nodesOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { lowerExpanded, lowerLimit, printExpanded } from "./expanded-columns.js";
import { type BoundExpansion, bindExpansion, startExpansion } from "./expanded-rows.js";
import { appendColumns } from "./extended-columns.js";
import { defineOperator } from "./operator.js";

/** `T | mv-expand a, b to typeof(long) limit 10`: a row for each item of a list. */
export interface MvExpandOperator extends OperatorNode {
  readonly kind: "mv-expand";
  readonly parameters: readonly Property[];
  /** A `to-type` value holds the type that `to typeof(...)` asks for. */
  readonly columns: readonly NamedExpression[];
  readonly limit?: Expression;
  /** Written `mvexpand`: at most 128 rows from one unless there is a limit. */
  readonly isLegacy: boolean;
}

export const mvExpandSyntax = defineSyntax<MvExpandOperator>({
  kind: "mv-expand",
  rule: "mvExpandOperator",
  lower: (cst, context) => ({
    kind: "mv-expand",
    ...context.head(cst),
    parameters: context.parameters(cst),
    columns: nodesOf(cst, "expandedColumn").map((column) => lowerExpanded(column, context)),
    ...(has(cst, "rowLimit") ? { limit: lowerLimit(cst, context) } : {}),
    isLegacy: has(cst, "Mvexpand"),
  }),
  print: (node, printer) => `${node.isLegacy ? "mvexpand" : "mv-expand"} ${printExpanded(node, printer)}`,
});

interface MvExpandShape extends BoundShape {
  readonly expansion: BoundExpansion;
  /** Where each output column is found: among those of the input, then the expanded ones, then the item index. */
  readonly indexes: readonly number[];
}

/**
 * A row for each element of a dynamic array or bag, the other columns repeated. A column expanded under its own name is
 * replaced where it stands; others, and the item index, come after those of the input.
 */
export const mvExpand = defineOperator<MvExpandOperator, MvExpandShape>("mv-expand", {
  bind(node, context) {
    const defaultLimit = node.isLegacy ? 128 : undefined;
    const expansion = bindExpansion(node, context, defaultLimit);
    const { columns, indexes } = appendColumns(context.input.columns, expansion.columns);
    return { output: { ...context.input, columns }, expansion, indexes };
  },
  start({ expansion, indexes }, run, out) {
    const expandRows = startExpansion(expansion, run);
    return {
      push(batch) {
        const { rows, items } = expandRows(batch);
        if (rows.length === 0) return;
        out.push(batch.select(rows).beside(items).project(indexes), chosenRows(run, rows, run.inputOffset));
      },
      finish: () => out.finish(),
      isSatisfied: () => out.isSatisfied?.() ?? false,
    };
  },
});
