import type { BindContext, BoundShape } from "../bind/bind-context.js";
import type { BoundExpression, Column, RelationType } from "../bind/bound.js";
import { derivedColumn, wildcardMatcher } from "../bind/columns.js";
import { nullRows, nullVector } from "../exec/null-rows.js";
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
import { convertCell, packCell } from "../types/convert.js";
import { setSlot } from "../types/json.js";
import type { KqlType } from "../types/kql-type.js";
import type { DynamicValue } from "../types/value.js";
import { Batch } from "../vector/batch.js";
import { cellReader, constVector, type Vector, vectorOf } from "../vector/vector.js";
import { noTableFound } from "./diagnostics.js";
import { eachBatch, legLineage } from "./leg-rows.js";
import { defineOperator } from "./operator.js";
import { parameterWord } from "./parameters.js";
import { rewriteExpression } from "./rewrite-expression.js";
import { expandTerms } from "./search-predicate.js";
import { allTables, constantText, inputLegs, type Leg, legsOf } from "./table-legs.js";
import { uniteColumns } from "./union-columns.js";

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

interface FindShape extends BoundShape {
  readonly legs: readonly FindLeg[];
}

interface FindLeg {
  readonly input: number | undefined;
  readonly name: string;
  /** Columns of the predicate that the table lacks; they are null and stand after its own. */
  readonly missing: readonly Column[];
  readonly predicate: BoundExpression;
  /** Where the columns shown stand in the table; -1 where it lacks them. */
  readonly shown: readonly number[];
  /** Columns that go into the bag of the rest; absent without one. */
  readonly packed: readonly (readonly [name: string, index: number])[] | undefined;
}

/** A column of the output. */
interface ShownColumn {
  readonly column: Column;
  /** Where it stands in each table; -1 where that lacks it. */
  readonly indexes: readonly number[];
}

/**
 * The rows of many tables for which the predicate is true, with the name of their table. Unless the columns are listed,
 * those of the predicate and those that all tables have are shown, and the rest of each row stands in a bag.
 */
export const find = defineOperator<FindOperator, FindShape>("find", {
  bind(node, context) {
    const own = inputLegs(context);
    const listed = node.tables.flatMap((table) => legsOf(table, false, context));
    const all = own.length + listed.length > 0 ? [...own, ...listed] : allTables(context);
    const referenced = columnNames(node.predicate);
    const legs = referenced.size === 0 ? all : all.filter(({ output }) => hasAny(output, referenced));
    if (legs.length === 0) context.report(noTableFound(node.keyword));
    const { shown, hasPack, packsAll } = shownColumns(node.output, legs, referenced, context);
    const source = parameterWord(node.parameters, "withsource") ?? "source_";
    const columns: Column[] = [
      { name: source, type: "string" },
      ...shown.map(({ column }) => column),
      ...(hasPack ? [packColumn(legs)] : []),
    ];
    return {
      output: { columns, isSerialized: false, isOpen: legs.some(({ output }) => output.isOpen) },
      legs: legs.map((leg, at): FindLeg => {
        const missing = missingColumns(leg, legs, referenced);
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
    const isSatisfied = (): boolean => out.isSatisfied?.() ?? false;
    return {
      push: (batch) => emit(legs[0], batch, run.inputOffset),
      finish() {
        for (const leg of legs) {
          if (leg.input === undefined) continue;
          eachBatch(leg.input, run, (batch, offset) => emit(leg, batch, offset), isSatisfied);
        }
        out.finish();
      },
      isSatisfied,
    };
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

function missingColumns({ output }: Leg, legs: readonly Leg[], names: ReadonlySet<string>): Column[] {
  const own = new Set(output.columns.map(({ name }) => name));
  return [...names].flatMap((name) => {
    if (own.has(name)) return [];
    for (const other of legs) {
      const column = other.output.columns.find((candidate) => candidate.name === name);
      if (column !== undefined) return [{ name, type: column.type }];
    }
    return [];
  });
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

interface Shown {
  readonly shown: readonly ShownColumn[];
  readonly hasPack: boolean;
  /** The bag holds the columns shown, too. */
  readonly packsAll: boolean;
}

function shownColumns(
  output: FindOutput,
  legs: readonly Leg[],
  referenced: ReadonlySet<string>,
  context: BindContext,
): Shown {
  if (output.kind === "columns") return listedColumns(output.columns, legs, context);
  const { columns, sources } = uniteColumns(
    legs.map((leg) => leg.output),
    "outer",
    context,
  );
  const united = columns.map(
    (column, at): ShownColumn => ({ column, indexes: sources.map((indexes) => indexes[at]) }),
  );
  if (output.kind === "away") {
    const tests = output.columns.map((column) => wildcardMatcher(column.kind === "star" ? "*" : column.name));
    const kept = united.filter(({ column }) => !tests.some((matches) => matches(column.name)));
    return { shown: kept, hasPack: false, packsAll: false };
  }
  const isShown = ({ indexes }: ShownColumn): boolean =>
    indexes.every((index) => index >= 0) || referenced.has(nameIn(indexes, legs));
  const shown = united.filter(isShown);
  return { shown, hasPack: shown.length < united.length, packsAll: false };
}

/** What a column is called in the tables that have it. */
function nameIn(indexes: readonly number[], legs: readonly Leg[]): string {
  const leg = indexes.findIndex((index) => index >= 0);
  return legs[leg]?.output.columns[indexes[leg]]?.name ?? "";
}

function listedColumns(listed: readonly FindColumn[], legs: readonly Leg[], context: BindContext): Shown {
  const shown: ShownColumn[] = [];
  let hasPack = false;
  for (const { column, type } of listed) {
    if (column.kind !== "name") {
      hasPack = true;
      continue;
    }
    const indexes = legs.map(({ output }) => output.columns.findIndex(({ name }) => name === column.name));
    const origins = legs.flatMap(({ output }, leg) => output.columns[indexes[leg]] ?? []);
    const types = new Set(origins.map((origin) => origin.type));
    // The reference asks for a type where tables differ; without one a dynamic column loses nothing.
    const found = type ?? (types.size > 1 ? "dynamic" : (origins[0]?.type ?? "string"));
    if (origins.length === 0) {
      context.expression({ ...column, isBracketed: true }, []); // reports that no table has it
    }
    shown.push({ column: derivedColumn({ name: column.name, type: found }, origins), indexes });
  }
  return { shown, hasPack, packsAll: hasPack };
}

function foundRows({ name, shown, packed }: FindLeg, rows: Batch, types: readonly KqlType[]): Batch {
  const { length } = rows;
  const cells = shown.map(
    (index, at) => () => (index < 0 ? nullVector(types[at], length) : asType(rows.column(index), types[at])),
  );
  const bags = packed === undefined ? [] : [() => packRows(packed, rows)];
  return Batch.lazy(length, [() => constVector("string", name, length), ...cells, ...bags]);
}

function asType(vector: Vector, type: KqlType): Vector {
  if (vector.type === type) return vector;
  const read = cellReader(vector);
  return vectorOf(
    type,
    Array.from({ length: vector.length }, (_, row) => convertCell(read(row), vector.type, type)),
  );
}

function packRows(packed: readonly (readonly [name: string, index: number])[], rows: Batch): Vector {
  const columns = packed.map(([name, index]) => ({
    name,
    read: cellReader(rows.column(index)),
    type: rows.column(index).type,
  }));
  const bags = Array.from({ length: rows.length }, (_, row) => {
    const bag: Record<string, DynamicValue> = {};
    for (const { name, read, type } of columns) setSlot(bag, name, packCell(read(row), type));
    return bag;
  });
  return vectorOf("dynamic", bags);
}
