/** Equations between queries: two texts that must give the same rows of the same tables. */
import { orderFreeAggregate } from "./aggregates.js";
import { kqlTypes, type Value, valuesOf } from "./cells.js";
import { type Choice, pick, times } from "./choice.js";
import { columnOf, expression, predicate, type Scope } from "./expressions.js";
import { binding } from "./programs.js";
import { columnsOfTable } from "./tables.js";

export interface Equation {
  readonly left: string;
  readonly right: string;
}

export const scopeOf = (choice: Choice): Scope => ({ choice, columns: columnsOfTable("T") });

export const boundPredicate = (scope: Scope, depth: number): string =>
  binding(
    () => predicate(scope, depth),
    (test) => `T | where ${test}`,
    "k > 0",
  );

export const boundExpression = (scope: Scope, depth: number): string =>
  binding(
    () => expression(scope, pick(scope.choice, kqlTypes), depth),
    (value) => `T | project ${value}`,
    "k",
  );

const sortable = kqlTypes.filter((type) => type !== "dynamic");

export function someKey(scope: Scope): string {
  return columnOf(scope, pick(scope.choice, sortable)) ?? "k";
}

/**
 * Aggregates that can be made of the aggregates of parts: the whole, and how a part's results are joined. Of decimals
 * not even sums merge: the order decides which digits are cut.
 */
const merged: readonly (readonly [part: string, whole: string])[] = [
  ["count()", "sum"],
  ["countif(b)", "sum"],
  ["sum(l)", "sum"],
  ["sum(p)", "sum"],
  ["sumif(i, k > 0)", "sum"],
  ["min(l)", "min"],
  ["max(l)", "max"],
  ["min(t)", "min"],
  ["max(p)", "max"],
  ["max(r)", "max"],
  ["min(m)", "min"],
  ["binary_all_xor(l)", "binary_all_xor"],
  ["binary_all_or(k)", "binary_all_or"],
  ["make_set(s)", "make_set"],
  ["make_set(l)", "make_set"],
  ["make_list(s)", "make_list"],
];

function mergedSummaries(choice: Choice): Equation {
  const scope = scopeOf(choice);
  const [part, whole] = pick(choice, merged);
  const test = boundPredicate(scope, 2);
  const key = someKey(scope);
  const finish = /^make/.test(whole) ? "| extend z = array_sort_asc(z)" : "";
  const half = (condition: string): string =>
    `(T | where ${condition} | summarize z = ${part} by q = ${key})`;
  return {
    left: `T | summarize z = ${part} by q = ${key} ${finish}`,
    right: `union ${half(`iff(${test}, true, false)`)}, ${half(`not(iff(${test}, true, false))`)} | summarize z = ${whole}(z) by q ${finish}`,
  };
}

export const equations: Readonly<Record<string, (choice: Choice) => Equation>> = {
  "filters in a row are one conjunction": (choice) => {
    const scope = scopeOf(choice);
    const [a, b] = times(2, () => boundPredicate(scope, 3));
    return { left: `T | where ${a} | where ${b}`, right: `T | where ${a} and ${b}` };
  },
  "a conjunction has no order": (choice) => {
    const scope = scopeOf(choice);
    const [a, b] = times(2, () => boundPredicate(scope, 3));
    return { left: `T | where ${a} and ${b}`, right: `T | where ${b} and ${a}` };
  },
  "negation goes inside": (choice) => {
    const scope = scopeOf(choice);
    const [a, b] = times(2, () => boundPredicate(scope, 3));
    return { left: `T | where not(${a} and ${b})`, right: `T | where not(${a}) or not(${b})` };
  },
  "a filter that is true keeps all rows": () => ({ left: "T | where true", right: "T" }),
  "a filter and its complement give all rows": (choice) => {
    const test = boundPredicate(scopeOf(choice), 3);
    return { left: "T", right: `union (T | where ${test}), (T | where not(iff(${test}, true, false)))` };
  },
  "a filter may come before or after a computed column": (choice) => {
    const scope = scopeOf(choice);
    const value = boundExpression(scope, 3);
    const test = boundPredicate(scope, 3);
    return {
      left: `T | extend z = ${value} | where ${test}`,
      right: `T | where ${test} | extend z = ${value}`,
    };
  },
  "summaries of parts merge into that of the whole": mergedSummaries,
  "distinct is a summary without aggregates": (choice) => {
    const scope = scopeOf(choice);
    const keys = [...new Set(times(1 + choice.below(3), () => someKey(scope)))].join(", ");
    return { left: `T | distinct ${keys}`, right: `T | summarize by ${keys}` };
  },
  "a summary by a key filtered is the filter's summary": (choice) => {
    const scope = scopeOf(choice);
    const test = boundPredicate({ choice, columns: [{ name: "k", type: "long" }] }, 2);
    const value = orderFreeAggregate(scope);
    return {
      left: `T | summarize z = ${value} by k | where ${test}`,
      right: `T | where ${test} | summarize z = ${value} by k`,
    };
  },
  "top is sort and take": (choice) => {
    const key = someKey(scopeOf(choice));
    const direction = pick(choice, ["asc", "desc", "asc nulls last", "desc nulls first"]);
    const count = choice.below(8);
    // Rows that tie may be any; only the keys are compared.
    return {
      left: `T | top ${count} by ${key} ${direction} | project z = ${key}`,
      right: `T | sort by ${key} ${direction} | take ${count} | project z = ${key}`,
    };
  },
  "a list is a disjunction": (choice) => {
    const scope = scopeOf(choice);
    const type = pick(choice, sortable);
    const column = columnOf(scope, type) ?? "k";
    const items = times(1 + choice.below(4), () => pick(choice, valuesOf(type))).filter(
      ({ cell }) => cell !== null,
    );
    if (items.length === 0) return { left: "T", right: "T" };
    const list = items.map(({ literal }) => literal);
    return {
      left: `T | where ${column} in (${list.join(", ")})`,
      right: `T | where ${list.map((item) => `${column} == ${item}`).join(" or ")}`,
    };
  },
  "a pattern of operators over text agrees with its negation": (choice) => {
    const scope = scopeOf(choice);
    const sign = pick(choice, [
      "has",
      "contains",
      "startswith",
      "endswith",
      "hasprefix",
      "hassuffix",
      "has_cs",
    ]);
    const [text, part] = times(2, () => expression(scope, "string", 1));
    return { left: `T | where ${text} !${sign} ${part}`, right: `T | where not(${text} ${sign} ${part})` };
  },
  "a join of a side with itself by row keeps the rows": () => ({
    left: "T | serialize z = row_number() | join kind=inner (T | serialize z = row_number()) on z | project-away *1 | project-away z",
    right: "T",
  }),
  "anti and semi joins share out the rows": (choice) => {
    const key = pick(choice, ["k", "s", "t", "r"]);
    return {
      left: `union (T | join kind=leftsemi U on ${key}), (T | join kind=leftanti U on ${key})`,
      right: "T",
    };
  },
  "a right join is a left join turned round": (choice) => {
    const key = pick(choice, ["k", "s", "t", "r"]);
    const columns = "project a1 = l, a2 = s2, b1 = x, b2 = i1";
    return {
      left: `T | join kind=rightouter (U | project-rename i1 = i) on ${key} | ${columns}`,
      right: `U | project-rename i1 = i | join kind=leftouter T on ${key} | ${columns}`,
    };
  },
  "lookup is a join without the right key": (choice) => {
    const key = pick(choice, ["k", "s", "t", "r"]);
    const kind = pick(choice, ["inner", "leftouter"]);
    return {
      left: `T | lookup kind=${kind} (U | project ${key}, x) on ${key}`,
      right: `T | join kind=${kind} (U | project ${key}, x) on ${key} | project-away ${key}1`,
    };
  },
};

/** An expression whose columns are let constants, and over a row that holds the same. */
export interface FoldedExpression {
  readonly lets: string;
  readonly text: string;
  readonly row: readonly Value[];
}

export function foldedExpression(choice: Choice): FoldedExpression {
  const columns = columnsOfTable("T");
  const row = columns.map(({ type }) => pick(choice, valuesOf(type)));
  const text = boundExpression({ choice, columns }, 4);
  const lets = columns.map(({ name }, col) => `let ${name} = ${row[col].literal};`).join("\n");
  return { lets, text, row };
}
