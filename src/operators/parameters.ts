/** Reading `name = value` parameters of operators. */
import type { Expression, Property } from "../syntax/ast.js";

/** The expression of a parameter; the last one counts. */
export function parameterValue(parameters: readonly Property[], name: string): Expression | undefined {
  return parameters.findLast((parameter) => parameter.name.text === name)?.value;
}

/** A parameter whose value is a word, bare or in quotes: `kind=inner`, `kind="inner"`. */
export function parameterWord(parameters: readonly Property[], name: string): string | undefined {
  const value = parameterValue(parameters, name);
  if (value === undefined) return undefined;
  if (value.kind === "name") return value.name;
  if (value.kind === "literal") return value.type === "string" ? String(value.value) : value.raw;
  return undefined;
}
