/** Random tabular operators over columns that are known. */
import { aggregate, groupKey, orderFreeAggregate } from "./aggregates.js";
import { kqlTypes } from "./cells.js";
import { type Choice, chance, pick, times } from "./choice.js";
import {
  anyExpression,
  columnOf,
  expression,
  literal,
  predicate,
  quoted,
  type Scope,
} from "./expressions.js";

type OperatorTemplate = (scope: Scope) => string;

const joinKinds = [
  "inner",
  "leftouter",
  "rightouter",
  "fullouter",
  "leftsemi",
  "leftanti",
  "rightsemi",
  "rightanti",
];

const columnNames = (scope: Scope, most: number): string[] => {
  const names = times(1 + scope.choice.below(most), () => anyColumn(scope));
  return [...new Set(names)];
};

function anyColumn({ choice, columns }: Scope): string {
  return quoted(pick(choice, columns).name);
}

function named(scope: Scope, value: string): string {
  const { choice } = scope;
  if (chance(choice, 30)) return value;
  return `${chance(choice, 30) ? anyColumn(scope) : `c${choice.below(9)}`} = ${value}`;
}

const sortable = kqlTypes.filter((type) => type !== "dynamic");

function sortKey(scope: Scope): string {
  const { choice } = scope;
  const direction = pick(choice, ["", " asc", " desc", " asc nulls last", " desc nulls first"]);
  return `${expression(scope, pick(choice, sortable), 1)}${direction}`;
}

function sortKeys(scope: Scope): string {
  return times(1 + scope.choice.below(2), () => sortKey(scope)).join(", ");
}

function aggregates(scope: Scope, make: (scope: Scope) => string): string {
  return times(1 + scope.choice.below(3), () => named(scope, make(scope))).join(", ");
}

function keys(scope: Scope): string {
  const { choice } = scope;
  return choice.below(4) === 0 ? "" : ` by ${times(1 + choice.below(2), () => groupKey(scope)).join(", ")}`;
}

function rightSide(choice: Choice): string {
  return pick(choice, ["U", "(U | where k > 0)", "(U | extend q = i + 1)", "(T | project k, s, t, r)"]);
}

function joinKeys({ choice }: Scope): string {
  return pick(choice, ["k", "s", "k, s", "$left.k == $right.i", "t", "r"]);
}

/** The rows that come out, as a set, do not depend on the order of those that go in. */
const orderFree: readonly OperatorTemplate[] = [
  (scope) => `where ${predicate(scope, 3)}`,
  (scope) => `where ${predicate(scope, 2)} and ${predicate(scope, 2)}`,
  (scope) =>
    `extend ${times(1 + scope.choice.below(2), () => named(scope, anyExpression(scope, 3))).join(", ")}`,
  (scope) =>
    `project ${times(1 + scope.choice.below(5), () => named(scope, anyExpression(scope, 2))).join(", ")}`,
  (scope) => `project ${columnNames(scope, 6).join(", ")}`,
  (scope) => `project-away ${columnNames(scope, 2).join(", ")}`,
  (scope) => `project-keep ${columnNames(scope, 6).join(", ")}`,
  (scope) => `project-rename w${scope.choice.below(9)} = ${anyColumn(scope)}`,
  (scope) => `project-reorder ${columnNames(scope, 2).join(", ")}, * asc`,
  (scope) => `summarize ${aggregates(scope, orderFreeAggregate)}${keys(scope)}`,
  (scope) => `distinct ${columnNames(scope, 3).join(", ")}`,
  (scope) => `sort by ${sortKeys(scope)}`,
  () => "count",
  ({ choice }) =>
    `join kind=${pick(choice, joinKinds)} ${rightSide(choice)} on ${joinKeys({ choice, columns: [] })}`,
  (scope) =>
    `lookup kind=${pick(scope.choice, ["leftouter", "inner"])} ${rightSide(scope.choice)} on ${joinKeys(scope)}`,
  ({ choice }) => `union ${pick(choice, ["", "kind=inner ", "withsource=src "])}${rightSide(choice)}`,
  (scope) => `mv-expand ${columnOf(scope, "dynamic") ?? "d"}`,
  (scope) =>
    `mv-expand with_itemindex=n ${columnOf(scope, "dynamic") ?? "d"} to typeof(${pick(scope.choice, kqlTypes)})`,
  (scope) =>
    `mv-expand ${pick(scope.choice, ["", "kind=array "])}e = ${expression(scope, "dynamic", 1)}, ${columnOf(scope, "dynamic") ?? "d"}`,
  (scope) => `mv-apply e = ${columnOf(scope, "dynamic") ?? "d"} to typeof(long) on (summarize z = sum(e))`,
  (scope) =>
    `mv-apply e = ${columnOf(scope, "dynamic") ?? "d"} on (where ${predicate(scope, 1)} | extend y = e)`,
  (scope) => `parse ${columnOf(scope, "string") ?? "s"} with * "a" x1 "b" x2:long *`,
  (scope) => `parse kind=regex ${columnOf(scope, "string") ?? "s"} with @"[a-z]+" x1 "=" x2:real`,
  (scope) => `parse kind=relaxed ${columnOf(scope, "string") ?? "s"} with x1:long "," x2:datetime`,
  (scope) => `parse-where ${columnOf(scope, "string") ?? "s"} with x1 "." *`,
  (scope) =>
    `parse-kv ${columnOf(scope, "string") ?? "s"} as (x:long, y:string) with (pair_delimiter=";", kv_delimiter="=", quote="'")`,
  (scope) => `search "${pick(scope.choice, ["a", "é", "1", "abc*", "*b*", "10.0.0.1"])}"`,
  (scope) =>
    `make-series ${orderFreeAggregate(scope)} on ${columnOf(scope, "datetime") ?? "t"} from datetime(2020-01-01) to datetime(2020-01-05) step 1d${keys(scope)}`,
  (scope) => `make-series z = count() default=7 on ${columnOf(scope, "long") ?? "k"} from -3 to 12 step 2`,
  () => "getschema",
  ({ choice }) => `render ${pick(choice, ["table", "timechart"])}`,
  () => "as hint.materialized=true A1",
  () => "consume",
  (scope) =>
    `partition by ${columnOf(scope, "string") ?? "s"} (summarize z = count(), y = max(${columnOf(scope, "long") ?? "k"}))`,
  (scope) => `evaluate bag_unpack(${columnOf(scope, "dynamic") ?? "d"}, "p_")`,
  (scope) => `project s, k | evaluate pivot(s, ${pick(scope.choice, ["count()", "sum(k)", "max(k)"])})`,
];

const orderBound: readonly OperatorTemplate[] = [
  (scope) => `evaluate narrow() | where Column != "${anyColumn(scope)}"`,
  (scope) => `take ${scope.choice.below(8)}`,
  (scope) => `top ${scope.choice.below(6)} by ${sortKey(scope)}`,
  (scope) => `summarize ${aggregates(scope, aggregate)}${keys(scope)}`,
  ({ choice }) => `join ${rightSide(choice)} on ${joinKeys({ choice, columns: [] })}`,
  (scope) => `serialize w1 = ${windowCall(scope)}`,
  (scope) => `sort by ${sortKeys(scope)} | extend w2 = ${windowCall(scope)}`,
  (scope) =>
    `top-nested ${1 + scope.choice.below(3)} of ${columnOf(scope, "string") ?? "s"} by ${orderFreeAggregate(scope)}, top-nested 2 of ${columnOf(scope, "long") ?? "k"} with others = -1 by count()`,
  (scope) => `top-hitters 3 of ${columnOf(scope, "string") ?? "s"} by ${columnOf(scope, "long") ?? "k"}`,
  (scope) => `partition by ${columnOf(scope, "long") ?? "k"} (top 2 by ${sortKey(scope)})`,
  (scope) =>
    `serialize | scan declare (acc:long=0) with (step s1 output=all: ${predicate(scope, 1)} => acc = s1.acc + 1; step s2: ${predicate(scope, 1)};)`,
  (scope) =>
    `make-series ${aggregate(scope)} on ${columnOf(scope, "datetime") ?? "t"} from datetime(2019-12-30) to datetime(2020-01-05) step 12h${keys(scope)}`,
  (scope) =>
    `mv-apply ${columnOf(scope, "dynamic") ?? "d"} on (${pick(scope.choice, ["take 1", "count", "summarize make_list(1)", "top 1 by tostring(d)"])})`,
];

function windowCall(scope: Scope): string {
  const { choice } = scope;
  const column = anyColumn(scope);
  switch (choice.below(5)) {
    case 0:
      return `prev(${column}, ${choice.below(3)})`;
    case 1:
      return `next(${column}, 1)`;
    case 2:
      return `row_number(${choice.below(3)}, ${predicate(scope, 1)})`;
    case 3:
      return `row_cumsum(${expression(scope, pick(choice, ["int", "long", "timespan"] as const), 1)}, ${predicate(scope, 1)})`;
    default:
      return `row_rank_dense(${columnOf(scope, "long") ?? "k"}, ${predicate(scope, 1)})`;
  }
}

export interface ProgramOptions {
  /** Only operators whose rows, as a set, do not depend on the order of their input. */
  readonly isOrderFree?: boolean;
}

export function operator(scope: Scope, { isOrderFree }: ProgramOptions): string {
  const templates = isOrderFree === true || chance(scope.choice, 70) ? orderFree : orderBound;
  return pick(scope.choice, templates)(scope);
}

/** Rows made without a table. */
export function generatedSource(scope: Scope): string {
  const { choice } = scope;
  const value = (): string => pick(choice, ["1", "3", "-1"]);
  switch (choice.below(3)) {
    case 0:
      return `range k from ${value()} to ${pick(choice, ["5", "0"])} step ${value()} | extend s = tostring(k), d = pack_array(k), t = datetime(2020-01-01) + k * 1h`;
    case 1:
      return `print k = ${literal(scope, "long")}, s = ${literal(scope, "string")}, d = ${literal(scope, "dynamic")}, t = ${literal(scope, "datetime")}`;
    default:
      return `datatable (k:long, s:string, d:dynamic, t:datetime) [${times(choice.below(4), () =>
        (["long", "string", "dynamic", "datetime"] as const).map((type) => literal(scope, type)).join(", "),
      ).join(", ")}]`;
  }
}
