/** The tables that `union`, `search` and `find` read: names, wildcards, pipelines. */
import type { BindContext } from "../bind/bind-context.js";
import type { RelationType } from "../bind/bound.js";
import type { Expression, OperatorNode, Pipeline } from "../syntax/ast.js";

export interface Leg {
  /** Which input; absent for the rows that stream in. */
  readonly input: number | undefined;
  readonly output: RelationType;
  /** The table's name, or that given by `as`. */
  readonly name: string | undefined;
}

/** Tables of an expression: several for a wildcard, none for an unknown table that is optional (`isfuzzy`). */
export function legsOf(
  table: Expression,
  presence: "required" | "optional",
  context: BindContext,
): readonly Leg[] {
  if (table.kind === "name" && table.hasWildcard) {
    return context.tablesLike(table.name).map(({ name, index, output }) => ({ name, input: index, output }));
  }
  const relation = presence === "optional" ? context.relationIfKnown(table) : context.relation(table);
  if (relation === undefined) return [];
  const name = nameGiven(table) ?? relation.sourceName;
  return [{ name, input: relation.index, output: relation.output }];
}

/** The rows that stream in, as a leg; none for an operator without input. */
export function inputLegs(context: BindContext): readonly Leg[] {
  const { input, inputName } = context;
  return input.columns.length === 0 && !input.isOpen
    ? []
    : [{ input: undefined, output: input, name: inputName }];
}

/** Every table there is. */
export function allTables(context: BindContext): readonly Leg[] {
  return context.tablesLike("*").map(({ name, index, output }) => ({ name, input: index, output }));
}

/** The text of a name that stands for constant text, and for no column; undefined for anything else. */
export function constantText(name: Expression, context: BindContext): string | undefined {
  if (name.kind !== "name" || context.input.columns.some((column) => column.name === name.name))
    return undefined;
  const bound = context.expression(name);
  return bound.kind === "constant" && typeof bound.value === "string" ? bound.value : undefined;
}

/** `(T | as Name)`. */
function nameGiven(table: Expression | Pipeline): string | undefined {
  if (table.kind === "pipeline-expression") return nameGiven(table.pipeline);
  if (table.kind !== "pipeline") return undefined;
  const last: OperatorNode | undefined = table.operators.at(-1);
  if (last?.kind !== "as" || !("name" in last)) return undefined;
  const { name } = last;
  return typeof name === "object" && name !== null && "text" in name ? String(name.text) : undefined;
}
