/** Numbers that sum a series up: totals, products of two series, statistics. */
import { type Cell, type DynamicValue, dynamicReal, isDynamicArray } from "../../types/value.js";
import { type Kernel, optional, optionalConstant, scalarFamily, signature } from "../entry.js";
import { cellsOfColumns, columnsNamed, elementOf, elementsOf } from "../series.js";

/** A total over the numbers of an array: nulls are passed over; null when empty or where something is no number. */
function total(
  start: number,
  step: (total: number, value: number) => number,
): (series: DynamicValue) => Cell {
  return (series) => {
    if (!isDynamicArray(series) || series.length === 0) return null;
    let result = start;
    for (const item of series) {
      if (item === null) continue;
      const value = elementOf(item);
      if (value === undefined) return null;
      result = step(result, value);
    }
    return result;
  };
}

/** Sum of the products over the shorter length; elements that are no numbers are passed over. */
function dotProduct(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const product = a[at] * b[at];
    if (!Number.isNaN(product)) sum += product;
  }
  return sum;
}

function dotOf(first: DynamicValue, second: DynamicValue): Cell {
  const [a, b] = [elementsOf(first), elementsOf(second)];
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return null;
  return dotProduct(a, b);
}

function dotWithNumber(series: DynamicValue, factor: number): Cell {
  const elements = elementsOf(series);
  if (elements === undefined || elements.length === 0) return null;
  return dotProduct(elements, new Float64Array(elements.length).fill(factor));
}

function magnitudeOf(series: DynamicValue): Cell {
  const elements = elementsOf(series);
  return elements === undefined || elements.length === 0 ? null : Math.sqrt(dotProduct(elements, elements));
}

function cosineSimilarity(first: DynamicValue, second: DynamicValue, ...magnitudes: number[]): Cell {
  const [a, b] = [elementsOf(first), elementsOf(second)];
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) return null;
  const length = Math.min(a.length, b.length);
  const [left, right] = [a.subarray(0, length), b.subarray(0, length)];
  const magnitude1 = magnitudes[0] ?? Math.sqrt(dotProduct(left, left));
  const magnitude2 = magnitudes[1] ?? Math.sqrt(dotProduct(right, right));
  return dotProduct(left, right) / (magnitude1 * magnitude2);
}

function pearsonCorrelation(first: DynamicValue, second: DynamicValue): Cell {
  const [a, b] = [elementsOf(first), elementsOf(second)];
  if (a === undefined || b === undefined || a.length !== b.length || a.length === 0) return null;
  if (a.some(Number.isNaN) || b.some(Number.isNaN)) return null;
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [left, right] = [a[at] - meanA, b[at] - meanB];
    products += left * right;
    squaresA += left * left;
    squaresB += right * right;
  }
  return products / Math.sqrt(squaresA * squaresB);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface Statistics {
  readonly min: number;
  readonly minIndex: number;
  readonly max: number;
  readonly maxIndex: number;
  readonly average: number;
  readonly variance: number;
  readonly sum: number;
}

/** Undefined without a number, and where an element is not finite unless those are left out. */
function statisticsOf(elements: Float64Array, ignoresNonfinite: boolean): Statistics | undefined {
  const finite = elements.filter(Number.isFinite);
  if (finite.length === 0 || (finite.length < elements.length && !ignoresNonfinite)) return undefined;
  const min = finite.reduce((best, value) => Math.min(best, value));
  const max = finite.reduce((best, value) => Math.max(best, value));
  const average = meanOf(finite);
  const squares = finite.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return {
    min,
    minIndex: elements.indexOf(min),
    max,
    maxIndex: elements.indexOf(max),
    average,
    variance: finite.length > 1 ? squares / (finite.length - 1) : 0,
    sum: finite.reduce((sum, value) => sum + value, 0),
  };
}

function statsCells(series: DynamicValue, ignoresNonfinite = false): Cell {
  const elements = elementsOf(series);
  const stats = elements === undefined ? undefined : statisticsOf(elements, ignoresNonfinite);
  if (stats === undefined) return cellsOfColumns(null, null, null, null, null, null, null);
  const { min, minIndex, max, maxIndex, average, variance } = stats;
  return cellsOfColumns(min, minIndex, max, maxIndex, average, Math.sqrt(variance), variance);
}

function statsBag(series: DynamicValue, ignoresNonfinite = false): Cell {
  const elements = elementsOf(series);
  const stats = elements === undefined ? undefined : statisticsOf(elements, ignoresNonfinite);
  if (elements === undefined || stats === undefined) return null;
  return {
    min: dynamicReal(stats.min),
    min_idx: stats.minIndex,
    max: dynamicReal(stats.max),
    max_idx: stats.maxIndex,
    avg: dynamicReal(stats.average),
    stdev: dynamicReal(Math.sqrt(stats.variance)),
    variance: dynamicReal(stats.variance),
    sum: dynamicReal(stats.sum),
    len: elements.length,
  };
}

const swapped =
  (kernel: (series: DynamicValue, factor: number) => Cell): Kernel =>
  (factor: number, series: DynamicValue) =>
    kernel(series, factor);

const oneSeries = [signature({ series: "dynamic" }, "real")];

export const seriesMeasureFunctions = scalarFamily({
  series_sum: {
    summary: "Sum of the elements.",
    page: "series-sum-function",
    signatures: oneSeries,
    nulls: "propagate",
    examples: { "series_sum(dynamic([1,2,3,4]))": "10.0" },
    kernel: total(0, (sum, value) => sum + value),
  },
  series_product: {
    summary: "Product of the elements.",
    page: "series-product-function",
    signatures: oneSeries,
    nulls: "propagate",
    examples: { "series_product(dynamic([1,2,3,4]))": "24.0" },
    kernel: total(1, (product, value) => product * value),
  },
  series_magnitude: {
    summary: "Root of the sum of the squares.",
    page: "series-magnitude-function",
    signatures: oneSeries,
    nulls: "propagate",
    examples: { "series_magnitude(dynamic([3,4]))": "5.0" },
    kernel: magnitudeOf,
  },
  series_dot_product: {
    summary: "Sum of the products of the elements of two series, or of one and a number.",
    page: "series-dot-product-function",
    signatures: [
      signature({ series1: "dynamic", series2: "dynamic" }, "real", { kernel: dotOf }),
      signature({ series: "dynamic", number: "real" }, "real", { kernel: dotWithNumber }),
      signature({ number: "real", series: "dynamic" }, "real", { kernel: swapped(dotWithNumber) }),
    ],
    nulls: "propagate",
    examples: {
      "series_dot_product(dynamic([1,2,4]), dynamic([4,2,1]))": "12.0",
      "series_dot_product(dynamic([1,2,3]), 10)": "60.0",
    },
  },
  series_cosine_similarity: {
    summary: "Cosine of the angle between two series as vectors.",
    page: "series-cosine-similarity-function",
    signatures: [
      signature(
        {
          series1: "dynamic",
          series2: "dynamic",
          magnitude1: optional("real"),
          magnitude2: optional("real"),
        },
        "real",
      ),
    ],
    nulls: "propagate",
    examples: { "series_cosine_similarity(dynamic([3,4]), dynamic([6,8]))": "1.0" },
    kernel: cosineSimilarity,
  },
  series_pearson_correlation: {
    summary: "Pearson's correlation coefficient of two series.",
    page: "series-pearson-correlation-function",
    signatures: [signature({ series1: "dynamic", series2: "dynamic" }, "real")],
    nulls: "propagate",
    examples: { "round(series_pearson_correlation(dynamic([1,2,3]), dynamic([2,4,6])), 9)": "1.0" },
    kernel: pearsonCorrelation,
  },
  series_stats: {
    summary: "Smallest, largest and mean value of a series, its standard deviation and variance.",
    page: "series-stats-function",
    signatures: [signature({ series: "dynamic", ignoreNonfinite: optionalConstant("bool") }, "dynamic")],
    nulls: "custom",
    examples: {
      "toscalar(print x = dynamic([1,2,6]) | project series_stats(x) | project series_stats_x_avg)": "3.0",
    },
    columns: columnsNamed("series_stats", {
      min: "real",
      min_idx: "long",
      max: "real",
      max_idx: "long",
      avg: "real",
      stdev: "real",
      variance: "real",
    }),
    kernel: statsCells,
  },
  series_stats_dynamic: {
    summary: "Statistics of a series as a bag.",
    page: "series-stats-dynamic-function",
    signatures: [signature({ series: "dynamic", ignoreNonfinite: optionalConstant("bool") }, "dynamic")],
    nulls: "propagate",
    examples: { "todouble(series_stats_dynamic(dynamic([1,2,6])).variance)": "7.0" },
    kernel: statsBag,
  },
});
