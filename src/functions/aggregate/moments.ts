/** Variance, standard deviation and covariance, by running means. */
import { Decimal } from "decimal.js";
import type { Cell } from "../../types/value.js";
import {
  type Accumulator,
  type AggregateCall,
  type ArgumentInfo,
  aggregateFamily,
  signature,
} from "../entry.js";
import { liftAggregate } from "./lift.js";
import { named } from "./result-name.js";

/** How many degrees of freedom a sample takes away: `stdev` 1, `stdevp` 0. */
type Freedom = 0 | 1;

interface Moments {
  count: number;
  meanX: number;
  meanY: number;
  /** Sum of the products of the deviations from the means. */
  products: number;
}

const noMoments = (): Moments => ({ count: 0, meanX: 0, meanY: 0, products: 0 });

function addPair(moments: Moments, x: number, y: number): void {
  moments.count++;
  const deviation = x - moments.meanX;
  moments.meanX += deviation / moments.count;
  moments.meanY += (y - moments.meanY) / moments.count;
  moments.products += deviation * (y - moments.meanY);
}

/** The engine gives variances with ten decimals: 55/6 is 9.1666666667, and stdev is the root of that. */
function varianceOf({ count, products }: Moments, freedom: Freedom): number {
  return count <= freedom ? 0 : roundToTen(products / (count - freedom));
}

/** Beyond this, ten decimals are more than a double holds. */
const roundable = 900_000;

function roundToTen(value: number): number {
  return Math.abs(value) < roundable ? Math.round(value * 1e10) / 1e10 : value;
}

function doubleOf(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint") return Number(cell);
  return Decimal.isDecimal(cell) ? cell.toNumber() : undefined;
}

function createVariance(
  freedom: Freedom,
  finish: (variance: number) => number,
): (call: AggregateCall) => Accumulator {
  return (call) =>
    liftAggregate(call, {
      init: noMoments,
      add(moments: Moments, cell) {
        const value = doubleOf(cell);
        if (value !== undefined) addPair(moments, value, value);
      },
      finish: (moments) => finish(varianceOf(moments, freedom)),
    });
}

function createCovariance(freedom: Freedom): (call: AggregateCall) => Accumulator {
  return (call) =>
    liftAggregate(call, {
      init: noMoments,
      add(moments: Moments, first, second) {
        const x = doubleOf(first);
        const y = doubleOf(second);
        if (x !== undefined && y !== undefined) addPair(moments, x, y);
      },
      finish: (moments) => varianceOf(moments, freedom),
    });
}

const itself = (variance: number): number => variance;
const plain = [signature({ expr: "summable" }, "real")];
const conditional = [signature({ expr: "summable", predicate: "bool" }, "real")];
const pair = [signature({ expr1: "summable", expr2: "summable" }, "real")];
const conditionalPair = [signature({ expr1: "summable", expr2: "summable", predicate: "bool" }, "real")];

/** Unlike other aggregates, these are named after both arguments. */
function namedForBoth(prefix: string): (args: readonly ArgumentInfo[]) => string {
  return ([first, second]) => `${prefix}_${first?.columnName ?? ""}_${second?.columnName ?? ""}`;
}

const oneToFour = "range x from 1 to 4 step 1";

export const momentAggregates = aggregateFamily({
  stdev: {
    summary: "Standard deviation of a sample (divides by n - 1).",
    page: "stdev-aggregation-function",
    signatures: plain,
    examples: { "toscalar(range x from 1 to 3 step 1 | summarize stdev(x))": "1.0" },
    resultName: named("stdev"),
    create: createVariance(1, Math.sqrt),
  },
  stdevif: {
    summary: "Standard deviation of a sample, over rows for which a predicate is true.",
    page: "stdevif-aggregation-function",
    signatures: conditional,
    examples: { [`toscalar(${oneToFour} | summarize stdevif(x, x < 4))`]: "1.0" },
    isConditional: true,
    resultName: named("stdevif"),
    create: createVariance(1, Math.sqrt),
  },
  stdevp: {
    summary: "Standard deviation of a whole population (divides by n).",
    page: "stdevp-aggregation-function",
    signatures: plain,
    examples: { [`toscalar(${oneToFour} | summarize stdevp(x * 2))`]: "sqrt(5.0)" },
    resultName: named("stdevp"),
    create: createVariance(0, Math.sqrt),
  },
  variance: {
    summary: "Variance of a sample (divides by n - 1), to ten decimals.",
    page: "variance-aggregation-function",
    signatures: plain,
    examples: { "toscalar(range x from 1 to 5 step 1 | summarize variance(x))": "2.5" },
    resultName: named("variance"),
    create: createVariance(1, itself),
  },
  varianceif: {
    summary: "Variance of a sample, over rows for which a predicate is true.",
    page: "varianceif-aggregation-function",
    signatures: conditional,
    examples: { "toscalar(range x from 1 to 100 step 1 | summarize varianceif(x, x % 2 == 0))": "850.0" },
    isConditional: true,
    resultName: named("varianceif"),
    create: createVariance(1, itself),
  },
  variancep: {
    summary: "Variance of a whole population (divides by n), to ten decimals.",
    page: "variancep-aggregation-function",
    signatures: plain,
    examples: { "toscalar(range x from 1 to 5 step 1 | summarize variancep(x))": "2.0" },
    resultName: named("variancep"),
    create: createVariance(0, itself),
  },
  variancepif: {
    summary: "Variance of a whole population, over rows for which a predicate is true.",
    page: "variancepif-aggregation-function",
    signatures: conditional,
    examples: { "toscalar(range x from 1 to 100 step 1 | summarize variancepif(x, x % 2 == 0))": "833.0" },
    isConditional: true,
    resultName: named("variancepif"),
    create: createVariance(0, itself),
  },
  covariance: {
    summary: "Covariance of two columns of a sample (divides by n - 1), to ten decimals.",
    page: "covariance-aggregation-function",
    signatures: pair,
    examples: { [`toscalar(${oneToFour} | summarize covariance(x, x * 3))`]: "5.0" },
    resultName: namedForBoth("covariance"),
    create: createCovariance(1),
  },
  covarianceif: {
    summary: "Covariance of two columns of a sample, over rows for which a predicate is true.",
    page: "covarianceif-aggregation-function",
    signatures: conditionalPair,
    examples: { [`toscalar(${oneToFour} | summarize covarianceif(x, x * 3, x < 4))`]: "3.0" },
    isConditional: true,
    resultName: namedForBoth("covarianceif"),
    create: createCovariance(1),
  },
  covariancep: {
    summary: "Covariance of two columns of a whole population (divides by n), to ten decimals.",
    page: "covariancep-aggregation-function",
    signatures: pair,
    examples: { [`toscalar(${oneToFour} | summarize covariancep(x, x * 4))`]: "5.0" },
    resultName: namedForBoth("covariancep"),
    create: createCovariance(0),
  },
  covariancepif: {
    summary: "Covariance of two columns of a whole population, over rows for which a predicate is true.",
    page: "covariancepif-aggregation-function",
    signatures: conditionalPair,
    examples: { [`toscalar(${oneToFour} | summarize covariancepif(x, x * 3, x < 4))`]: "2.0" },
    isConditional: true,
    resultName: namedForBoth("covariancepif"),
    create: createCovariance(0),
  },
});
