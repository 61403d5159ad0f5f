/** What random operators are made of: names, keys, lists, right sides. */
import type { KqlType } from "../../../src/types/kql-type.js";
import { groupKey } from "./aggregates.js";
import { kqlTypes } from "./cells.js";
import { type Choice, chance, pick, times } from "./choice.js";
import { columnOf, expression, quoted, type Scope } from "./expressions.js";

export type OperatorTemplate = (scope: Scope) => string;

const fallbacks: Readonly<Record<KqlType, string>> = {
  bool: "b",
  int: "i",
  long: "k",
  real: "r",
  decimal: "m",
  string: "s",
  datetime: "t",
  timespan: "p",
  guid: "g",
  dynamic: "d",
};

/** A column of a type; where there is none, the name that tables have for one, which then does not bind. */
export function col(scope: Scope, type: KqlType): string {
  return columnOf(scope, type) ?? fallbacks[type];
}

export function columnNames(scope: Scope, most: number): string[] {
  const names = times(1 + scope.choice.below(most), () => anyColumn(scope));
  return [...new Set(names)];
}

export function anyColumn({ choice, columns }: Scope): string {
  return columns.length === 0 ? "k" : quoted(pick(choice, columns).name);
}

export function named(scope: Scope, value: string): string {
  const { choice } = scope;
  if (chance(choice, 30)) return value;
  return `${chance(choice, 30) ? anyColumn(scope) : `c${choice.below(9)}`} = ${value}`;
}

const sortable = kqlTypes.filter((type) => type !== "dynamic");

export function sortKey(scope: Scope): string {
  const { choice } = scope;
  const direction = pick(choice, ["", " asc", " desc", " asc nulls last", " desc nulls first"]);
  return `${expression(scope, pick(choice, sortable), 1)}${direction}`;
}

export function sortKeys(scope: Scope): string {
  return times(1 + scope.choice.below(2), () => sortKey(scope)).join(", ");
}

export function aggregates(scope: Scope, make: (scope: Scope) => string): string {
  return times(1 + scope.choice.below(3), () => named(scope, make(scope))).join(", ");
}

export function keys(scope: Scope): string {
  const { choice } = scope;
  return choice.below(4) === 0 ? "" : ` by ${times(1 + choice.below(2), () => groupKey(scope)).join(", ")}`;
}

export function rightSide(scope: Scope): string {
  const sides = ["U", "(U | where k > 0)", "(U | extend q = i + 1)", "(T | project k, s, t, r)", "T"];
  const { choice, subquery } = scope;
  return subquery !== undefined && chance(choice, 30) ? `(${subquery()})` : pick(choice, sides);
}

const joinKeyLists = [
  "k",
  "s",
  "k, s",
  "$left.k == $right.i",
  "t",
  "r",
  "k, s, t, r",
  "s, $left.l == $right.k",
];

export function joinKeys({ choice }: { readonly choice: Choice }): string {
  return pick(choice, joinKeyLists);
}

/** Some operators over the rows of the scope, for those that run a pipeline of their own. */
export function nested(scope: Scope): string {
  const { choice, operator } = scope;
  const first = operator === undefined ? "where true" : operator();
  const rest = ["", "", " | count", " | where k > 0", ` | summarize z = count() by ${anyColumn(scope)}`];
  return `${first}${pick(choice, rest)}`;
}
