/** The arguments of plugins: by place, or by name as `name = value`. */
import type { BindContext } from "../../bind/bind-context.js";
import type { BoundExpression, Column } from "../../bind/bound.js";
import { missingArgument, unknownParameter, wrongArgumentCount } from "../../bind/diagnostics.js";
import type { CallExpression, Expression, Pipeline } from "../../syntax/ast.js";
import type { KqlType } from "../../types/kql-type.js";
import { columnExpected } from "../diagnostics.js";

/** The arguments of a call for some parameters; undefined for those left out. `rest` holds what comes after them. */
export interface PluginArguments {
  get(parameter: string): Expression | Pipeline | undefined;
  readonly rest: readonly (Expression | Pipeline)[];
}

export interface ParameterList {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** Further arguments may follow. */
  readonly isOpen?: boolean;
}

export function pluginArguments(
  call: CallExpression,
  { required, optional = [], isOpen = false }: ParameterList,
  context: BindContext,
): PluginArguments {
  const names = [...required, ...optional];
  const values = new Map<string, Expression | Pipeline>();
  const rest: (Expression | Pipeline)[] = [];
  const byPlace = call.args.filter(({ name }) => name === undefined);
  byPlace.forEach(({ value }, at) => {
    if (at < names.length) values.set(names[at], value);
    else rest.push(value);
  });
  for (const { name, value } of call.args) {
    if (name === undefined) continue;
    const known = names.find((candidate) => candidate.toLowerCase() === name.text.toLowerCase());
    if (known === undefined) context.report(unknownParameter(name.text, name.span, names));
    else values.set(known, value);
  }
  if (rest.length > 0 && !isOpen) {
    const { callee, args } = call;
    context.report(wrongArgumentCount(callee.text, callee.span, args.length, required.length, names.length));
  }
  for (const name of required) {
    if (!values.has(name)) context.report(missingArgument(name, call.callee.text, call.callee.span));
  }
  return { get: (parameter) => values.get(parameter), rest };
}

/** Index of a column of the input that an argument names; undefined, after a diagnostic, when it is none. */
export function columnArgument(
  value: Expression | Pipeline | undefined,
  context: BindContext,
): number | undefined {
  if (value === undefined) return undefined;
  if (value.kind === "name") return context.column({ text: value.name, span: value.span });
  context.report(columnExpected(value.span));
  return undefined;
}

/** An argument over the rows of the input. */
export function rowArgument(
  value: Expression | Pipeline | undefined,
  context: BindContext,
): BoundExpression | undefined {
  if (value === undefined) return undefined;
  if (value.kind !== "pipeline") return context.expression(value);
  context.report(columnExpected(value.span));
  return undefined;
}

/** An argument with one value for the whole run. */
export function constantArgument(
  value: Expression | Pipeline | undefined,
  context: BindContext,
  type?: KqlType,
): BoundExpression | undefined {
  if (value === undefined) return undefined;
  if (value.kind !== "pipeline") return context.runConstant(value, type);
  context.report(columnExpected(value.span));
  return undefined;
}

/** The text of an argument that is known while binding. */
export function textArgument(
  value: Expression | Pipeline | undefined,
  context: BindContext,
): string | undefined {
  if (value === undefined || value.kind === "pipeline") return undefined;
  const text = context.constant(value)?.value;
  return typeof text === "string" ? text : undefined;
}

/** Visible columns of the input. */
export function visibleColumns({
  input,
}: BindContext): { readonly column: Column; readonly index: number }[] {
  return input.columns.flatMap((column, index) => (column.isHidden === true ? [] : [{ column, index }]));
}
