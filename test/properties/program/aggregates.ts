/** Random aggregate calls, by the entries' signatures. */
import type { AggregateEntry, Signature } from "../../../src/functions/entry.js";
import { aggregateFamilies } from "../../../src/functions/index.js";
import { parametersFor } from "./calls.js";
import { kqlTypes } from "./cells.js";
import { chance, pick } from "./choice.js";
import { argument, columnOf, expression, type Scope } from "./expressions.js";

interface AggregateCallable {
  readonly name: string;
  readonly signature: Signature;
}

const all: readonly AggregateCallable[] = aggregateFamilies.flatMap((family) =>
  Object.entries(family).flatMap(([name, { signatures }]: [string, AggregateEntry]) =>
    signatures.map((signature) => ({ name, signature })),
  ),
);

/** Neither order of rows nor rounding shows in these. */
const wholeTypes = ["int", "long", "decimal", "timespan"] as const;
const orderFreeCalls: readonly ((scope: Scope) => string)[] = [
  () => "count()",
  (scope) => `countif(${expression(scope, "bool", 2)})`,
  (scope) => `sum(${expression(scope, pick(scope.choice, ["int", "long", "timespan"] as const), 1)})`,
  (scope) => `min(${ordered(scope)})`,
  (scope) => `max(${ordered(scope)})`,
  (scope) => `minif(${ordered(scope)}, ${expression(scope, "bool", 1)})`,
  (scope) => `dcount(${expression(scope, pick(scope.choice, kqlTypes), 1)})`,
  (scope) => `count_distinct(${ordered(scope)})`,
  (scope) =>
    `array_sort_asc(make_set(${expression(scope, pick(scope.choice, ["long", "string"] as const), 1)}))`,
  (scope) =>
    `array_sort_asc(make_list(${expression(scope, pick(scope.choice, ["long", "string"] as const), 1)}))`,
  (scope) =>
    `percentile(${expression(scope, pick(scope.choice, wholeTypes), 1)}, ${pick(scope.choice, [0, 50, 90])})`,
  (scope) => `binary_all_xor(${expression(scope, "long", 1)})`,
];

function ordered(scope: Scope): string {
  return expression(
    scope,
    pick(scope.choice, ["int", "long", "real", "decimal", "string", "datetime", "timespan"] as const),
    1,
  );
}

export function orderFreeAggregate(scope: Scope): string {
  return pick(scope.choice, orderFreeCalls)(scope);
}

export function aggregate(scope: Scope): string {
  const { choice } = scope;
  if (chance(choice, 40)) return orderFreeAggregate(scope);
  const { name, signature } = pick(choice, all);
  const same = pick(choice, kqlTypes);
  const parameters = parametersFor(signature, 1 + choice.below(2), choice.below(2));
  const list = parameters.map((parameter) => argument(scope, parameter, same, 1));
  if (/^arg_?m/.test(name) && chance(choice, 30)) list.splice(1, list.length, "*");
  if (/^(take_)?any$/.test(name) && chance(choice, 30)) list.splice(0, list.length, "*");
  return `${name}(${list.join(", ")})`;
}

export function groupKey(scope: Scope): string {
  const { choice } = scope;
  const column = columnOf(scope, pick(choice, kqlTypes));
  if (column !== undefined && chance(choice, 70)) return column;
  switch (choice.below(3)) {
    case 0:
      return `bin(${expression(scope, "long", 1)}, 2)`;
    case 1:
      return `bin(${expression(scope, "datetime", 1)}, 1d)`;
    default:
      return expression(scope, pick(choice, ["string", "bool", "real", "int"] as const), 1);
  }
}
