/** Equations of aggregates: what one gives follows from the rows in another way. */
import { aggregate } from "./aggregates.js";
import { type Choice, pick } from "./choice.js";
import { boundPredicate, type Equation, scopeOf, someKey } from "./equations.js";
import { expression } from "./expressions.js";
import { binding } from "./programs.js";

/** An aggregate with a condition, and that without. */
const conditional: readonly (readonly [withTest: string, plain: string, columns: readonly string[]])[] = [
  ["countif(@)", "count()", [""]],
  ["sumif(#, @)", "sum(#)", ["i", "l", "m", "p", "r"]],
  ["avgif(#, @)", "avg(#)", ["i", "l", "m", "p", "r", "t"]],
  ["minif(#, @)", "min(#)", ["i", "l", "m", "p", "r", "t", "s", "b"]],
  ["maxif(#, @)", "max(#)", ["i", "l", "m", "p", "r", "t", "s", "b"]],
  ["dcountif(#, @)", "dcount(#)", ["i", "l", "m", "p", "r", "t", "s", "b", "g", "d"]],
  ["count_distinctif(#, @)", "count_distinct(#)", ["i", "l", "m", "p", "t", "s", "g"]],
  ["make_list_if(#, @)", "make_list(#)", ["i", "l", "m", "p", "r", "t", "s", "b", "g", "d"]],
  ["make_set_if(#, @)", "make_set(#)", ["i", "l", "m", "p", "r", "t", "s", "b", "g", "d"]],
  ["make_bag_if(#, @)", "make_bag(#)", ["d", "a"]],
  ["stdevif(#, @)", "stdev(#)", ["i", "l", "r"]],
  ["varianceif(#, @)", "variance(#)", ["i", "l", "r"]],
  ["variancepif(#, @)", "variancep(#)", ["i", "l", "r"]],
  ["covarianceif(#, i, @)", "covariance(#, i)", ["l", "r"]],
  ["take_anyif(#, @)", "take_any(#)", ["i", "l", "s", "t", "g", "d"]],
];

function conditionIsFilter(choice: Choice): Equation {
  const test = boundPredicate(scopeOf(choice), 2);
  const [withTest, plain, columns] = pick(choice, conditional);
  const column = pick(choice, columns);
  const call = withTest.replace("#", () => column).replace("@", () => test);
  return {
    left: `T | summarize z = ${call}`,
    right: `T | where ${test} | summarize z = ${plain.replace("#", column)}`,
  };
}

const numbers = ["i", "l", "p", "t"] as const;

export const aggregateEquations: Readonly<Record<string, (choice: Choice) => Equation>> = {
  "a condition of an aggregate is a filter": conditionIsFilter,
  "a percentile is an element of the sorted list": (choice) => {
    const column = pick(choice, ["i", "l"]);
    const share = pick(choice, [0, 1, 10, 50, 75, 99, 100]);
    const place = `max_of(0, toint(ceiling(array_length(all_) * ${share} / 100.0)) - 1)`;
    return {
      left: `T | summarize z = tolong(percentile(${column}, ${share})) by b`,
      right: `T | summarize all_ = array_sort_asc(make_list(${column})) by b | project b, z = tolong(all_[${place}])`,
    };
  },
  "the number of distinct values is that of groups": (choice) => {
    const column = pick(choice, ["i", "l", "m", "t", "p", "g", "b"]);
    const call = pick(choice, ["dcount", "count_distinct"]);
    return {
      left: `T | summarize z = ${call}(${column})`,
      right: `T | where isnotnull(${column}) | distinct ${column} | summarize z = count()`,
    };
  },
  "a mean is a sum by a count": (choice) => {
    const column = pick(choice, ["i", "l"]);
    return {
      left: `T | summarize z = avg(${column}) by k`,
      right: `T | summarize z = todouble(sum(${column})) / countif(isnotnull(${column})) by k`,
    };
  },
  "the least of a column comes first in order": (choice) => {
    const column = pick(choice, [...numbers, "m", "b"]);
    const [call, direction] = pick(choice, [
      ["min", "asc"],
      ["max", "desc"],
    ]);
    return {
      left: `T | where isnotnull(${column}) | summarize z = ${call}(${column}) | where isnotnull(z)`,
      right: `T | where isnotnull(${column}) | top 1 by ${column} ${direction} | project z = ${column}`,
    };
  },
  "arg_max is the first row in order": (choice) => {
    const [call, direction] = pick(choice, [
      ["arg_max", "desc"],
      ["arg_min", "asc"],
    ]);
    const column = pick(choice, numbers);
    const rows = `T | where isnotnull(${column}) | serialize n = row_number()`;
    return {
      left: `${rows} | summarize ${call}(${column}, n, s, d) by k | project k, ${column}, n, s, d`,
      right: `${rows} | sort by ${column} ${direction}, n asc | partition hint.strategy=native by k (take 1) | project k, ${column}, n, s, d`,
    };
  },
  "a series holds the summary of each bin": (choice) => {
    const value = pick(choice, ["count()", "sum(l)", "max(i)", "dcount(s)", "countif(b)"]);
    const range = "t >= datetime(2020-01-01) and t < datetime(2026-05-01)";
    return {
      left: `T | make-series z = ${value}, n = count() default=-1 on t from datetime(2020-01-01) to datetime(2026-05-01) step 100d by k | mv-expand z to typeof(long), n to typeof(long), t to typeof(datetime) | where n != -1 | project k, t, z`,
      right: `T | where ${range} | summarize z = tolong(${value}) by k, t = bin_at(t, 100d, datetime(2020-01-01)) | project k, t, z`,
    };
  },
  "groups of groups are groups": (choice) => {
    const [one, other] = [someKey(scopeOf(choice)), someKey(scopeOf(choice))];
    return {
      left: `T | summarize n = count(), z = sum(l) by q1 = ${one}, q2 = ${other} | summarize n = sum(n), z = sum(z) by q1`,
      right: `T | summarize n = count(), z = sum(l) by q1 = ${one}`,
    };
  },
  "a partition summarized is a summary by its key": (choice) => {
    const scope = scopeOf(choice);
    const key = pick(choice, ["k", "s", "b", "i", "t"]);
    const value = binding(
      () => aggregate(scope),
      (text) => `T | summarize z = ${text}`,
      "count()",
    );
    return {
      left: `T | partition hint.strategy=native by ${key} (summarize z = ${value} by ${key})`,
      right: `T | summarize z = ${value} by ${key}`,
    };
  },
  "an array taken apart and put together again is itself": (choice) => {
    const column = pick(choice, ["d", "a"]);
    return {
      left: `T | serialize n = row_number() | where array_length(${column}) > 0 | mv-expand e = ${column} | summarize z = make_list(pack_array(e)) by n | project z = tostring(z)`,
      right: `T | where array_length(${column}) > 0 | project z = tostring(${column})`,
    };
  },
  "what mv-apply sums is the sum of the array": (choice) => {
    const column = pick(choice, ["d", "a"]);
    const rows = `T | where array_length(${column}) > 0 and isnotnull(array_sum(${column}))`;
    return {
      left: `${rows} | mv-apply e = ${column} to typeof(real) on (summarize z = sum(e)) | project z`,
      right: `${rows} | project z = array_sum(${column})`,
    };
  },
  "a running sum is a scan": () => ({
    left: "T | where isnotnull(k) | serialize | extend z = row_cumsum(k) | project z",
    right:
      "T | where isnotnull(k) | serialize | scan declare (z:long = 0) with (step s_: true => z = s_.z + k;) | project z",
  }),
  "a neighbour is the row of the next number": (choice) => {
    const [call, by] = pick(choice, [
      ["prev", 1],
      ["next", -1],
    ]);
    const column = pick(choice, ["k", "s", "r", "t", "g", "m"]);
    return {
      left: `T | serialize | project z = ${call}(${column})`,
      right: `T | serialize n = row_number() | join kind=leftouter (T | serialize n = row_number() + (${by}) | project n, v = ${column}) on n | project z = v`,
    };
  },
  "values are the same before and after a table of their own": (choice) => {
    const scope = scopeOf(choice);
    const value = binding(
      () => expression(scope, "long", 2),
      (text) => `T | project z = ${text}`,
      "k",
    );
    return {
      left: `T | summarize z = sum(${value})`,
      right: `T | project v = ${value} | summarize z = sum(v)`,
    };
  },
};
