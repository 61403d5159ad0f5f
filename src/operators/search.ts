import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, Column } from "../bind/bound.js";
import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import { Batch } from "../vector/batch.js";
import { constVector } from "../vector/vector.js";
import { noTableFound } from "./diagnostics.js";
import { legLineage, legsSink, unitedRows } from "./leg-rows.js";
import { defineOperator } from "./operator.js";
import { parameterChoice } from "./parameters.js";
import { expandTerms } from "./search-predicate.js";
import { constantText } from "./table-legs.js";
import { listedLegs, lowerTables, printTables } from "./table-list.js";
import { uniteColumns } from "./union-columns.js";

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
    tables: lowerTables(cst, context),
    predicate: context.expressionOrStar(nodeOf(cst, "expression")),
  }),
  print: (node, printer) => {
    const head = `search ${printer.parameters(node.parameters)}${printTables(node.tables, printer)}`;
    return `${head}${printer.expression(node.predicate)}`;
  },
});

interface SearchShape extends BoundShape {
  /** Columns of all tables, and the predicate over them. */
  readonly columns: readonly Column[];
  readonly predicate: BoundExpression;
  readonly legs: readonly SearchLeg[];
}

interface SearchLeg {
  readonly input: number | undefined;
  readonly name: string;
  readonly indexes: readonly number[];
}

/** The rows of all tables for which the predicate is true, with the name of their table in a first column. */
export const search = defineOperator<SearchOperator, SearchShape>("search", {
  isSource: ({ tables }) => tables.length > 0,
  bind(node, context) {
    const legs = listedLegs(node.tables, context);
    if (legs.length === 0) context.report(noTableFound(node.keyword));
    const { columns, sources } = uniteColumns(
      legs.map(({ output }) => output),
      "outer",
    );
    const isOpen = legs.some(({ output }) => output.isOpen);
    const over = context.over({ columns, isSerialized: false, isOpen });
    const predicate = over.predicate(
      expandTerms(node.predicate, {
        isCaseSensitive: isCaseSensitive(node, context),
        textOf: (name) => constantText(name, over),
      }),
    );
    return {
      output: { columns: [{ name: "$table", type: "string" }, ...columns], isSerialized: false, isOpen },
      columns,
      predicate,
      legs: legs.map(
        ({ input, name }, at): SearchLeg => ({
          input,
          name: name ?? `search_arg${at}`,
          indexes: sources[at],
        }),
      ),
    };
  },
  start({ columns, predicate, legs }, run, out) {
    const emit = (leg: SearchLeg, batch: Batch, offset: number): void => {
      const united = unitedRows(leg.indexes, columns, batch);
      const rows = run.select(predicate, united);
      if (rows.length === 0) return;
      const found = Batch.of(rows.length, [constVector("string", leg.name, rows.length)]);
      out.push(found.beside(united.select(rows)), legLineage(leg.input, rows, offset, run));
    };
    return legsSink(legs, run, out, emit);
  },
});

function isCaseSensitive(node: SearchOperator, context: BindContext): boolean {
  const kinds = ["default", "case_insensitive", "case_sensitive"] as const;
  return parameterChoice(node, "kind", kinds, context) === "case_sensitive";
}
