import type { BindContext } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import { derivedColumn } from "../bind/columns.js";
import { convertTo } from "../bind/nodes.js";
import { uniqueName } from "../bind/outputs.js";
import type { Expression, NamedExpression, OperatorNode } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Printer } from "../syntax/printer.js";
import { reportDynamicKeys } from "./group-keys.js";
import { defineOperator } from "./operator.js";
import { type NestedLevel, startTopNested, type TopNestedShape } from "./top-nested-rows.js";

/** `T | top-nested 3 of a with others="x" by sum(b), top-nested 2 of c by max(d)`: the top groups, level by level. */
export interface TopNestedLevel {
  /** Undefined: all groups. */
  readonly count?: Expression;
  readonly value: NamedExpression;
  /** The group that gathers the rest. */
  readonly others?: Expression;
  readonly aggregate: NamedExpression;
  readonly direction?: "asc" | "desc";
}

export interface TopNestedOperator extends OperatorNode {
  readonly kind: "top-nested";
  readonly levels: readonly TopNestedLevel[];
}

export const topNestedSyntax = defineSyntax<TopNestedOperator>({
  kind: "top-nested",
  rule: "topNestedOperator",
  lower: (cst, context) => ({
    kind: "top-nested",
    ...context.head(cst),
    levels: nodesOf(cst, "topNestedClause").map((clause) => lowerLevel(clause, context)),
  }),
  print: (node, printer) => node.levels.map((level) => printLevel(level, printer)).join(", "),
});

function lowerLevel(cst: CstNode, context: LowerContext): TopNestedLevel {
  return {
    ...(has(cst, "count") ? { count: context.expression(nodeOf(cst, "count")) } : {}),
    value: context.named(nodeOf(cst, "value")),
    ...(has(cst, "others") ? { others: context.expression(nodeOf(cst, "others")) } : {}),
    aggregate: context.named(nodeOf(cst, "aggregate")),
    ...(has(cst, "Asc") ? { direction: "asc" } : has(cst, "Desc") ? { direction: "desc" } : {}),
  };
}

function printLevel(level: TopNestedLevel, printer: Printer): string {
  const count = level.count === undefined ? "" : ` ${printer.expression(level.count)}`;
  const others = level.others === undefined ? "" : ` with others=${printer.expression(level.others)}`;
  const direction = level.direction === undefined ? "" : ` ${level.direction}`;
  const value = printer.named(level.value);
  return `top-nested${count} of ${value}${others} by ${printer.named(level.aggregate)}${direction}`;
}

/**
 * The groups with the largest aggregates, and inside each of them those of the next level, and so on: the value and the
 * aggregate of each level. What did not make it may be gathered into one more group.
 */
export const topNested = defineOperator<TopNestedOperator, TopNestedShape>("top-nested", {
  bind(node, context) {
    const taken = new Set<string>();
    const suffixes = new Map<string, number>();
    const claim = (name: string): string => {
      const own = uniqueName(name, taken, suffixes);
      taken.add(own);
      return own;
    };
    const levels = node.levels.map((level) => bindLevel(level, claim, context));
    const columns = levels.flatMap(({ value, aggregates }): Column[] => [
      value.column,
      ...aggregates.outputs.slice(0, 1).map(({ column }) => column),
    ]);
    return {
      output: { columns, isSerialized: false, isOpen: false },
      levels,
      inputColumns: context.input.columns,
    };
  },
  start: startTopNested,
});

/** @param claim makes a name that no column before has */
function bindLevel(
  level: TopNestedLevel,
  claim: (name: string) => string,
  context: BindContext,
): NestedLevel {
  const [named] = context.outputs([level.value], "by");
  reportDynamicKeys("top-nested", [named], context);
  const name = claim(named.column.name);
  const value = { ...named, column: derivedColumn({ ...named.column, name }, [named.column]) };
  const { aggregate } = level;
  const [given] = aggregate.names;
  const own = { text: claim(given?.text ?? `aggregated_${name}`), span: given?.span ?? aggregate.span };
  const names = [own, ...aggregate.names.slice(1)];
  const aggregates = context.aggregates([{ ...aggregate, names }], [], [value]);
  return {
    value,
    aggregates,
    count: level.count === undefined ? undefined : context.runConstant(level.count, "long"),
    others:
      level.others === undefined
        ? undefined
        : convertTo(value.column.type, context.runConstant(level.others)),
    isDescending: level.direction !== "asc",
  };
}
