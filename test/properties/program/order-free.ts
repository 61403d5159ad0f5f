/** Random operators whose rows, as a set, do not depend on the order of their input. */
import { orderFreeAggregate } from "./aggregates.js";
import { kqlTypes } from "./cells.js";
import { pick, times } from "./choice.js";
import { anyCall, anyExpression, expression, predicate } from "./expressions.js";
import { joinKinds } from "./naive-join.js";
import {
  aggregates,
  anyColumn,
  col,
  columnNames,
  joinKeys,
  keys,
  named,
  nested,
  type OperatorTemplate,
  rightSide,
  sortKeys,
} from "./operator-parts.js";

/** `innerunique` keeps whichever row of a key comes first. */
const orderFreeKinds = joinKinds.filter((kind) => kind !== "innerunique");

/** Those that queries are mostly made of. */
export const commonOperators: readonly OperatorTemplate[] = [
  (scope) => `where ${predicate(scope, 3)}`,
  (scope) => `where ${predicate(scope, 2)} and ${predicate(scope, 2)}`,
  (scope) => `where ${anyColumn(scope)} in ((${scope.subquery?.() ?? "U"} | project ${anyColumn(scope)}))`,
  (scope) =>
    `extend ${times(1 + scope.choice.below(3), () => named(scope, anyExpression(scope, 3))).join(", ")}`,
  (scope) => `extend ${times(1 + scope.choice.below(3), () => named(scope, anyCall(scope, 2))).join(", ")}`,
  (scope) => `extend y = toscalar(${scope.subquery?.() ?? "U"} | summarize ${orderFreeAggregate(scope)})`,
  (scope) =>
    `project ${[...columnNames(scope, 5), ...times(scope.choice.below(3), () => named(scope, anyExpression(scope, 3)))].join(", ")}`,
  (scope) => `summarize ${aggregates(scope, orderFreeAggregate)}${keys(scope)}`,
  (scope) => `join kind=${pick(scope.choice, orderFreeKinds)} ${rightSide(scope)} on ${joinKeys(scope)}`,
  (scope) => `union ${pick(scope.choice, ["", "kind=inner ", "withsource=src "])}${rightSide(scope)}`,
  (scope) => `mv-expand ${col(scope, "dynamic")}`,
  (scope) => `sort by ${sortKeys(scope)}`,
];

export const orderFreeOperators: readonly OperatorTemplate[] = [
  (scope) => `project-away ${columnNames(scope, 2).join(", ")}`,
  (scope) => `project-keep ${columnNames(scope, 4).join(", ")}`,
  (scope) => `project-rename ${`n${scope.choice.below(9)}`} = ${anyColumn(scope)}`,
  (scope) => `project-reorder ${anyColumn(scope)}, * asc`,
  (scope) => `distinct ${columnNames(scope, 3).join(", ")}`,
  () => "count",
  (scope) =>
    `lookup kind=${pick(scope.choice, ["inner", "leftouter"])} ${rightSide(scope)} on ${joinKeys(scope)}`,
  (scope) => `union isfuzzy=true ${rightSide(scope)}, NoSuchTable, ${rightSide(scope)}`,
  (scope) => `mv-expand with_itemindex=n ${col(scope, "dynamic")} to typeof(${pick(scope.choice, kqlTypes)})`,
  (scope) =>
    `mv-expand ${pick(scope.choice, ["", "kind=array "])}e = ${expression(scope, "dynamic", 1)}, ${col(scope, "dynamic")}`,
  (scope) => `mv-apply e = ${col(scope, "dynamic")} to typeof(long) on (summarize z = sum(e))`,
  (scope) => `mv-apply e = ${col(scope, "dynamic")} on (where ${predicate(scope, 1)} | extend y = e)`,
  (scope) =>
    `mv-apply with_itemindex=n e = ${col(scope, "dynamic")} to typeof(string) on (summarize z = ${orderFreeAggregate(scope)}, w = max(n) by e)`,
  (scope) => `parse ${col(scope, "string")} with * "a" x1 "b" x2:long *`,
  (scope) => `parse kind=regex ${col(scope, "string")} with @"[a-z]+" x1 "=" x2:real`,
  (scope) =>
    `parse kind=regex flags=Ui ${col(scope, "string")} with * "A" x1:${pick(scope.choice, kqlTypes)} "[.]" *`,
  (scope) =>
    `parse kind=relaxed ${col(scope, "string")} with x1:${pick(scope.choice, kqlTypes)} "," x2:datetime`,
  (scope) => `parse tostring(${col(scope, "dynamic")}) with "[" x1:int "," x2 "]"`,
  (scope) => `parse-where ${col(scope, "string")} with x1 "." *`,
  (scope) => `parse-where kind=regex ${col(scope, "string")} with * @"\\d" x1:int *`,
  (scope) =>
    `parse-kv ${col(scope, "string")} as (x:long, y:string) with (pair_delimiter=";", kv_delimiter="=", quote="'")`,
  (scope) =>
    `parse-kv ${col(scope, "string")} as (a:real, b:string) with (greedy=true, pair_delimiter=",", kv_delimiter=":")`,
  (scope) => `search "${pick(scope.choice, ["a", "é", "1", "abc*", "*b*", "10.0.0.1"])}"`,
  (scope) => `search kind=case_sensitive "${pick(scope.choice, ["Abc", "a*", "É"])}" or k > 1`,
  (scope) =>
    `where * ${pick(scope.choice, ["has", "contains", "=="])} "${pick(scope.choice, ["a", "1", "É"])}"`,
  (scope) =>
    `make-series ${orderFreeAggregate(scope)} on ${col(scope, "datetime")} from datetime(2020-01-01) to datetime(2020-01-05) step 1d${keys(scope)}`,
  (scope) => `make-series z = count() default=7 on ${col(scope, "long")} from -3 to 12 step 2`,
  (scope) =>
    `make-series kind=nonempty z = ${orderFreeAggregate(scope)}, w = count() on bin(${col(scope, "real")}, 1.0) from -2.0 to 3.0 step 0.5`,
  () => "getschema",
  ({ choice }) => `render ${pick(choice, ["table", "timechart"])}`,
  () => "as hint.materialized=true A1",
  (scope) => `partition by ${col(scope, "string")} (summarize z = count(), y = max(${col(scope, "long")}))`,
  (scope) =>
    `partition hint.strategy=native by ${anyColumn(scope)} (summarize ${aggregates(scope, orderFreeAggregate)})`,
  (scope) => `evaluate bag_unpack(${col(scope, "dynamic")}, "p_")`,
  (scope) => `evaluate bag_unpack(${col(scope, "dynamic")}, columnsConflict="replace_source")`,
  (scope) =>
    `evaluate bag_unpack(${col(scope, "dynamic")}) : (*, a:${pick(scope.choice, kqlTypes)}, q:string)`,
  (scope) => `project s, k | evaluate pivot(s, ${pick(scope.choice, ["count()", "sum(k)", "max(k)"])})`,
  (scope) => `evaluate ipv4_lookup((U | project s, x), ${col(scope, "string")}, s, return_unmatched = true)`,
  (scope) =>
    `evaluate active_users_count(${col(scope, "string")}, ${col(scope, "datetime")}, datetime(2020-01-01), datetime(2020-01-10), 8d, 1d, 1, 7d)`,
  (scope) =>
    `evaluate activity_counts_metrics(${col(scope, "string")}, ${col(scope, "datetime")}, datetime(2020-01-01), datetime(2020-01-04), 1d)`,
  (scope) =>
    `evaluate sliding_window_counts(${col(scope, "string")}, ${col(scope, "datetime")}, datetime(2020-01-01), datetime(2020-01-07), 3d, 1d)`,
  (scope) =>
    `evaluate activity_engagement(${col(scope, "string")}, ${col(scope, "datetime")}, datetime(2020-01-01), datetime(2020-01-03), 1d, 7d)`,
  (scope) => `evaluate session_count(${col(scope, "string")}, ${col(scope, "long")}, 0, 50, 10, 4)`,
  (scope) => `evaluate activity_metrics(${col(scope, "string")}, ${col(scope, "long")}, 0, 4, 1)`,
  (scope) => `evaluate new_activity_metrics(${col(scope, "string")}, ${col(scope, "long")}, 0, 4, 1)`,
  (scope) =>
    `evaluate rolling_percentile(${col(scope, "long")}, 50, ${col(scope, "datetime")}, 1d, 3, ${col(scope, "string")})`,
  (scope) =>
    `evaluate funnel_sequence_completion(${col(scope, "string")}, ${col(scope, "long")}, 0, 10, 100, ${col(scope, "string")}, dynamic(["a", "b"]), dynamic([1, 10]))`,
  (scope) =>
    `evaluate narrow() | where Column != "${anyColumn(scope).replace(/["\\[\]]/g, "")}" | project Column, Value`,
];

/** Pipelines inside operators. */
export const nestingOperators: readonly OperatorTemplate[] = [
  (scope) => `partition hint.strategy=native by ${anyColumn(scope)} (${nested(scope)})`,
  (scope) => `partition by ${col(scope, "string")} (${nested(scope)})`,
  (scope) => `mv-apply ${col(scope, "dynamic")} on (${nested(scope)})`,
  (scope) =>
    `mv-apply e = ${col(scope, "dynamic")} to typeof(${pick(scope.choice, kqlTypes)}) on (${nested(scope)})`,
  (scope) => `as Q1 | union (Q1 | ${nested(scope)})`,
  (scope) => `as Q1 | join kind=leftouter (Q1 | ${nested(scope)}) on ${joinKeys(scope)}`,
];
