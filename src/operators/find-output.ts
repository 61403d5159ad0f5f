/** The columns that `find` shows: those listed, all but some, or those in question with a bag of the rest. */
import type { BindContext } from "../bind/bind-context.js";
import type { Column } from "../bind/bound.js";
import { derivedColumn, wildcardMatcher } from "../bind/columns.js";
import type { ColumnDeclaration, Expression, NameExpression, StarExpression } from "../syntax/ast.js";
import { type CstNode, has, nodeOf, nodesOf, tokenOf } from "../syntax/cst.js";
import type { LowerContext } from "../syntax/lower-context.js";
import type { Printer } from "../syntax/printer.js";
import type { Leg } from "./table-legs.js";
import { uniteColumns } from "./union-columns.js";

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

export function lowerOutput(cst: CstNode, context: LowerContext): FindOutput {
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

export function printOutput(output: FindOutput, printer: Printer): string {
  if (output.kind === "smart") return "";
  if (output.kind === "away") return ` project-away ${printer.expressions(output.columns)}`;
  const columns = output.columns.map(({ column, type }) =>
    type === undefined ? printer.expression(column) : `${printer.expression(column)}:${type}`,
  );
  return ` project ${columns.join(", ")}`;
}

/** A column of the output. */
export interface ShownColumn {
  readonly column: Column;
  /** Where it stands in each table; -1 where that lacks it. */
  readonly indexes: readonly number[];
}

interface Shown {
  readonly shown: readonly ShownColumn[];
  readonly hasPack: boolean;
  /** The bag holds the columns shown, too. */
  readonly packsAll: boolean;
}

/** @param referenced names in the predicate that may be columns */
export function shownColumns(
  output: FindOutput,
  legs: readonly Leg[],
  referenced: ReadonlySet<string>,
  context: BindContext,
): Shown {
  if (output.kind === "columns") return listedColumns(output.columns, legs, context);
  const { columns, sources } = uniteColumns(
    legs.map((leg) => leg.output),
    "outer",
  );
  const united = columns.map(
    (column, at): ShownColumn => ({ column, indexes: sources.map((indexes) => indexes[at]) }),
  );
  if (output.kind === "away") {
    const tests = output.columns.map((column) => wildcardMatcher(column.kind === "star" ? "*" : column.name));
    const kept = united.filter(({ column }) => !tests.some((matches) => matches(column.name)));
    return { shown: kept, hasPack: false, packsAll: false };
  }
  const shown = united.filter(
    ({ indexes }) => indexes.every((index) => index >= 0) || referenced.has(nameIn(indexes, legs)),
  );
  const seen = new Set(shown);
  const mixed = new Set(mixedNames(united, legs).filter((name) => !referenced.has(name)));
  const common = [...mixed].map((name) => columnNamed(name, undefined, legs));
  const hasPack = united.some((column) => !seen.has(column) && !mixed.has(nameIn(column.indexes, legs)));
  return { shown: [...shown, ...common], hasPack, packsAll: false };
}

/** Names that all tables have, of types that differ. */
function mixedNames(united: readonly ShownColumn[], legs: readonly Leg[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { indexes } of united) {
    const name = nameIn(indexes, legs);
    const isWhole = indexes.every((index) => index >= 0);
    const own = indexes.filter((index) => index >= 0).length;
    if (!isWhole) counts.set(name, (counts.get(name) ?? 0) + own);
  }
  return [...counts].flatMap(([name, count]) => (count === legs.length ? [name] : []));
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
    const found = columnNamed(column.name, type, legs);
    if (found.indexes.every((index) => index < 0)) {
      context.expression({ ...column, isBracketed: true }, []); // reports that no table has it
    }
    shown.push(found);
  }
  return { shown, hasPack, packsAll: hasPack };
}

/** The column of a name in all tables that have it; where their types differ, a dynamic column loses nothing. */
function columnNamed(name: string, type: Column["type"] | undefined, legs: readonly Leg[]): ShownColumn {
  const indexes = legs.map(({ output }) => output.columns.findIndex((column) => column.name === name));
  const origins = legs.flatMap(({ output }, leg) => output.columns[indexes[leg]] ?? []);
  const types = new Set(origins.map((origin) => origin.type));
  const found = type ?? (types.size > 1 ? "dynamic" : (origins[0]?.type ?? "string"));
  return { column: derivedColumn({ name, type: found }, origins), indexes };
}
