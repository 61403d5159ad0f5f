/** Random operators that may answer otherwise for rows in another order. */
import { aggregate, orderFreeAggregate } from "./aggregates.js";
import { pick } from "./choice.js";
import { expression, predicate, type Scope } from "./expressions.js";
import {
  aggregates,
  anyColumn,
  col,
  joinKeys,
  keys,
  type OperatorTemplate,
  rightSide,
  sortKey,
  sortKeys,
} from "./operator-parts.js";

export const orderBoundOperators: readonly OperatorTemplate[] = [
  () => "evaluate narrow()",
  (scope) => `take ${scope.choice.below(8)}`,
  (scope) => `top ${scope.choice.below(6)} by ${sortKey(scope)}`,
  (scope) => `summarize ${aggregates(scope, aggregate)}${keys(scope)}`,
  (scope) => `summarize arg_max(${expression(scope, "long", 1)}, *)${keys(scope)}`,
  (scope) => `summarize take_any(*)${keys(scope)}`,
  (scope) => `join ${rightSide(scope)} on ${joinKeys(scope)}`,
  (scope) => `serialize w1 = ${windowCall(scope)}`,
  (scope) => `sort by ${sortKeys(scope)} | extend w2 = ${windowCall(scope)}`,
  (scope) => `sort by ${sortKeys(scope)} | where ${windowPredicate(scope)}`,
  (scope) =>
    `top-nested ${1 + scope.choice.below(3)} of ${col(scope, "string")} by ${orderFreeAggregate(scope)}, top-nested 2 of ${col(scope, "long")} with others = -1 by count()`,
  (scope) => `top-nested of ${col(scope, "bool")} by ${aggregate(scope)} asc`,
  (scope) => `top-hitters 3 of ${col(scope, "string")} by ${col(scope, "long")}`,
  (scope) => `top-hitters 2 of ${anyColumn(scope)}`,
  (scope) => `partition by ${col(scope, "long")} (top 2 by ${sortKey(scope)})`,
  (scope) =>
    `partition hint.strategy=native by ${anyColumn(scope)} (sort by ${sortKeys(scope)} | extend w3 = ${windowCall(scope)})`,
  (scope) =>
    `serialize | scan declare (acc:long=0) with (step s1 output=all: ${predicate(scope, 1)} => acc = s1.acc + 1; step s2: ${predicate(scope, 1)};)`,
  (scope) =>
    `sort by ${sortKeys(scope)} | scan with_match_id=id_ declare (q1:${pick(scope.choice, ["long", "string", "real"])}) with (step s1 output=${pick(scope.choice, ["all", "last", "none"])}: ${predicate(scope, 1)}; step s2: ${predicate(scope, 1)} => q1 = s1.${anyColumn(scope)};)`,
  (scope) =>
    `make-series ${aggregate(scope)} on ${col(scope, "datetime")} from datetime(2019-12-30) to datetime(2020-01-05) step 12h${keys(scope)}`,
  (scope) =>
    `mv-apply ${col(scope, "dynamic")} on (${pick(scope.choice, ["take 1", "count", "summarize make_list(1)", "top 1 by tostring(d)"])})`,
  (scope) => `serialize | evaluate rows_near(${predicate(scope, 1)}, 1, 2)`,
  (scope) =>
    `evaluate sequence_detect(${col(scope, "datetime")}, 1d, 3d, one_=(${predicate(scope, 1)}), two_=(${predicate(scope, 1)}), ${col(scope, "string")})`,
  (scope) => `evaluate preview(2) | where ${predicate(scope, 1)}`,
];

function windowPredicate(scope: Scope): string {
  return pick(scope.choice, [
    `row_number() % 2 == 0`,
    `prev(${col(scope, "long")}) < ${col(scope, "long")}`,
    `${windowCall(scope)} == ${col(scope, "long")}`,
  ]);
}

function windowCall(scope: Scope): string {
  const { choice } = scope;
  const column = anyColumn(scope);
  switch (choice.below(8)) {
    case 0:
      return `prev(${column}, ${choice.below(3)})`;
    case 1:
      return `next(${column}, 1)`;
    case 2:
      return `row_number(${choice.below(3)}, ${predicate(scope, 1)})`;
    case 3:
      return `row_cumsum(${expression(scope, pick(choice, ["int", "long", "real"] as const), 1)}, ${predicate(scope, 1)})`;
    case 4:
      return `row_rank_min(${column}, ${predicate(scope, 1)})`;
    case 5:
      return `row_window_session(${col(scope, "datetime")}, ${pick(choice, ["1d", "1tick", "10000d"])}, ${pick(choice, ["1h", "5000d"])}, ${predicate(scope, 1)})`;
    case 6:
      return `prev(${col(scope, "long")}, ${choice.below(4)}, -1)`;
    default:
      return `row_rank_dense(${expression(scope, pick(choice, ["long", "string", "real"] as const), 1)}, ${predicate(scope, 1)})`;
  }
}
