/** Reading `name = value` parameters of operators. */
import type { BindContext } from "../bind/bind-context.js";
import type { Expression, Property } from "../syntax/ast.js";
import { unknownKind } from "./diagnostics.js";

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

/** How `join` and `distinct` may be spread over nodes. */
export const strategies = ["auto", "broadcast", "centralized", "shuffle"] as const;

/** A parameter that is one of some words; undefined without it, and for any other word, which is reported. */
export function parameterChoice<Word extends string>(
  { kind, parameters }: { readonly kind: string; readonly parameters: readonly Property[] },
  name: string,
  choices: readonly Word[],
  context: BindContext,
): Word | undefined {
  const value = parameterValue(parameters, name);
  if (value === undefined) return undefined;
  const word = parameterWord(parameters, name) ?? "";
  const choice = choices.find((one) => one === word);
  if (choice === undefined) context.report(unknownKind(kind, name, word, choices, value.span));
  return choice;
}
