import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, Column, RelationType } from "../bind/bound.js";
import { derivedColumn } from "../bind/columns.js";
import { nullRows } from "../exec/null-rows.js";
import type { Expression, OperatorNode, Property } from "../syntax/ast.js";
import { nodeOf } from "../syntax/cst.js";
import { defineSyntax } from "../syntax/operator-syntax.js";
import type { Batch } from "../vector/batch.js";
import { noTableFound } from "./diagnostics.js";
import { type FindOutput, lowerOutput, printOutput, shownColumns } from "./find-output.js";
import { type FoundColumns, foundRows } from "./find-rows.js";
import { legLineage, legsSink } from "./leg-rows.js";
import { defineOperator } from "./operator.js";
import { parameterWord } from "./parameters.js";
import { rewriteExpression } from "./rewrite-expression.js";
import { expandTerms } from "./search-predicate.js";
import { constantText, type Leg } from "./table-legs.js";
import { listedLegs, lowerTables, printTables } from "./table-list.js";

/** `find in (T*) where a == 1 project b`: rows of many tables that match, with the columns in question. */
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
    tables: lowerTables(cst, context),
    predicate: context.expressionOrStar(nodeOf(cst, "expression")),
    output: lowerOutput(cst, context),
  }),
  print: (node, printer) => {
    const head = `find ${printer.parameters(node.parameters)}${printTables(node.tables, printer)}`;
    return `${head}where ${printer.expression(node.predicate)}${printOutput(node.output, printer)}`;
  },
});

interface FindShape extends BoundShape {
  readonly legs: readonly FindLeg[];
}

interface FindLeg extends FoundColumns {
  readonly input: number | undefined;
  /** Columns of the predicate that the table lacks; they are null and stand after its own. */
  readonly missing: readonly Column[];
  readonly predicate: BoundExpression;
}

/**
 * The rows of many tables for which the predicate is true, with the name of their table. Unless the columns are listed,
 * those of the predicate and those that all tables have are shown, and the rest of each row stands in a bag.
 */
export const find = defineOperator<FindOperator, FindShape>("find", {
  bind(node, context) {
    const all = listedLegs(node.tables, context);
    const referenced = columnNames(node.predicate);
    const legs = referenced.size === 0 ? all : all.filter(({ output }) => hasAny(output, referenced));
    if (legs.length === 0) context.report(noTableFound(node.keyword));
    const { shown, hasPack, packsAll } = shownColumns(node.output, legs, referenced, context);
    const known = firstColumns(legs, referenced);
    const source = parameterWord(node.parameters, "withsource") ?? "source_";
    const columns: Column[] = [
      { name: source, type: "string" },
      ...shown.map(({ column }) => column),
      ...(hasPack ? [packColumn(legs)] : []),
    ];
    return {
      output: { columns, isSerialized: false, isOpen: legs.some(({ output }) => output.isOpen) },
      legs: legs.map((leg, at): FindLeg => {
        const missing = missingColumns(leg, known);
        const indexes = shown.map((column) => column.indexes[at]);
        const left = leg.output.columns.flatMap(({ name, isHidden }, index): [string, number][] =>
          isHidden === true || (!packsAll && indexes.includes(index)) ? [] : [[name, index]],
        );
        return {
          input: leg.input,
          name: leg.name ?? `find_arg${at}`,
          missing,
          predicate: bindPredicate(node, leg, missing, context),
          shown: indexes,
          packed: hasPack ? left : undefined,
        };
      }),
    };
  },
  start({ legs, output }, run, out) {
    const types = output.columns.slice(1).map(({ type }) => type);
    const emit = (leg: FindLeg, batch: Batch, offset: number): void => {
      const whole = leg.missing.length === 0 ? batch : batch.beside(nullRows(leg.missing, batch.length));
      const rows = run.select(leg.predicate, whole);
      if (rows.length > 0)
        out.push(foundRows(leg, batch.select(rows), types), legLineage(leg.input, rows, offset, run));
    };
    return legsSink(legs, run, out, emit);
  },
});

function packColumn(legs: readonly Leg[]): Column {
  return derivedColumn(
    { name: "pack_", type: "dynamic" },
    legs.flatMap(({ output }) => output.columns),
  );
}

/** Names in a predicate that may be columns. */
function columnNames(predicate: Expression): Set<string> {
  const names = new Set<string>();
  rewriteExpression(predicate, (part) => {
    if (part.kind === "name") names.add(part.name);
    return undefined;
  });
  return names;
}

function hasAny({ columns, isOpen }: RelationType, names: ReadonlySet<string>): boolean {
  return isOpen || columns.some(({ name }) => names.has(name));
}

function missingColumns({ output }: Leg, known: ReadonlyMap<string, Column>): readonly Column[] {
  const own = new Set(output.columns.map(({ name }) => name));
  return [...known.values()].filter(({ name }) => !own.has(name));
}

/** Names of the predicate that are columns of a table, with their types in the first that has them. */
function firstColumns(legs: readonly Leg[], names: ReadonlySet<string>): ReadonlyMap<string, Column> {
  const known = new Map<string, Column>();
  for (const { output } of legs) {
    for (const { name, type } of output.columns) {
      if (names.has(name) && !known.has(name)) known.set(name, { name, type });
    }
  }
  return known;
}

function bindPredicate(
  node: FindOperator,
  { output }: Leg,
  missing: readonly Column[],
  context: BindContext,
): BoundExpression {
  const over = context.over({
    columns: [...output.columns, ...missing],
    isSerialized: false,
    isOpen: output.isOpen,
  });
  const textOf = (name: Expression): string | undefined => constantText(name, over);
  return over.predicate(expandTerms(node.predicate, { isCaseSensitive: false, textOf }));
}
