/** The list of function families: one table a file. Kept by scripts/list-functions.mjs. */
import { collectAggregates } from "./aggregate/collect.js";
import { countAggregates } from "./aggregate/count.js";
import { distinctAggregates } from "./aggregate/distinct.js";
import { sumAggregates } from "./aggregate/sum.js";
import type { AggregateTable, ScalarTable, WindowTable } from "./entry.js";
import { arithmeticOperators } from "./scalar/arithmetic.js";
import { comparisonOperators } from "./scalar/comparison.js";
import { listOperators } from "./scalar/list-operators.js";
import { textOperators } from "./scalar/text-operators.js";

export const scalarFamilies: readonly ScalarTable[] = [
  arithmeticOperators,
  comparisonOperators,
  listOperators,
  textOperators,
];

export const aggregateFamilies: readonly AggregateTable[] = [
  collectAggregates,
  countAggregates,
  distinctAggregates,
  sumAggregates,
];

export const windowFamilies: readonly WindowTable[] = [
];
