/**
 * Periods of a series and its decomposition into seasonal, trend and residual parts.
 *
 * A period must stand out twice, as in Vlachos, Yu and Castelli, "On Periodicity Detection and Structural Periodic
 * Similarity": its frequency carries more power than noise would (periodogram), and the series resembles itself
 * moved by the period (a hill of the autocorrelation). The engine's own measure of significance is not documented;
 * here it is the autocorrelation. Decompositions depend on the period alone, so they agree wherever it is found.
 */
import { fourierTransform } from "./fourier.js";
import { fitLine } from "./line-fit.js";

/** Shorter periods are not looked for. */
const shortestPeriod = 4;

export interface Period {
  readonly length: number;
  /** 0 to 1. */
  readonly score: number;
}

/** Periods of a series, best first; none longer than half of it. */
function detectPeriods(values: Float64Array): readonly Period[] {
  const length = values.length;
  if (length < 2 * shortestPeriod) return [];
  const spread = deviations(values);
  const power = powerShares(spread);
  if (power === undefined) return [];
  const correlation = autocorrelation(spread);
  const least = significantShare(length);
  const scores = new Map<number, number>();
  for (let bin = 2; bin < power.length; bin++) {
    const isPeak = power[bin] >= power[bin - 1] && power[bin] >= (power[bin + 1] ?? 0);
    if (!isPeak || power[bin] < least) continue;
    const lag = highestHill(correlation, length / (bin + 1), length / (bin - 1));
    if (lag !== undefined) scores.set(lag, Math.min(1, correlation[lag]));
  }
  return Array.from(scores, ([lag, score]) => ({ length: lag, score })).sort((a, b) => b.score - a.score);
}

/** The lag between two others where the autocorrelation has its highest hill above zero. */
function highestHill(correlation: Float64Array, from: number, to: number): number | undefined {
  let best: number | undefined;
  const last = Math.min(Math.floor(to), Math.floor(correlation.length / 2));
  for (let lag = Math.max(shortestPeriod, Math.ceil(from)); lag <= last; lag++) {
    const height = correlation[lag];
    const isHill = height > 0 && height > correlation[lag - 1] && height >= correlation[lag + 1];
    if (isHill && (best === undefined || height > correlation[best])) best = lag;
  }
  return best;
}

function deviations(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** Share of each frequency in the power of a series, by whole cycles in its length; undefined for a flat one. */
function powerShares(values: Float64Array): Float64Array | undefined {
  const { real, imaginary } = fourierTransform({ real: values, imaginary: new Float64Array(values.length) });
  const half = Math.floor(values.length / 2);
  const power = new Float64Array(half + 1);
  let total = 0;
  for (let at = 1; at <= half; at++) {
    const isMirrored = at * 2 !== values.length;
    power[at] = (real[at] ** 2 + imaginary[at] ** 2) * (isMirrored ? 2 : 1);
    total += power[at];
  }
  return total > 0 ? power.map((value) => value / total) : undefined;
}

/** Share that the strongest of all frequencies of white noise passes once in a hundred series. */
function significantShare(length: number): number {
  const frequencies = length / 2;
  return (Math.log(frequencies) - Math.log(0.01)) / frequencies;
}

/** By lag, each divided by the number of pairs (unbiased), relative to the variance. */
function autocorrelation(spread: Float64Array): Float64Array {
  const length = spread.length;
  let size = 1;
  while (size < 2 * length) size *= 2;
  const padded = new Float64Array(size);
  padded.set(spread);
  const { real, imaginary } = fourierTransform({ real: padded, imaginary: new Float64Array(size) });
  const spectrum = real.map((value, at) => value ** 2 + imaginary[at] ** 2);
  const products = fourierTransform({ real: spectrum, imaginary: new Float64Array(size) }).real;
  return Float64Array.from({ length }, (_, lag) => ((products[lag] / products[0]) * length) / (length - lag));
}

/** The median of the values at the same place of each period, repeated to a length. Zeros without a period. */
export function seasonalPart(values: Float64Array, period: number, length: number): Float64Array {
  const seasonal = new Float64Array(length);
  if (period < 1) return seasonal;
  const phases = Array.from({ length: Math.min(period, length) }, (_, phase) =>
    medianOf(values.filter((_value, at) => at % period === phase)),
  );
  return seasonal.map((_, at) => phases[at % period]);
}

function medianOf(values: Float64Array): number {
  if (values.length === 0) return 0;
  const ordered = values.slice().sort();
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
}

export type Trend = "avg" | "linefit" | "none";

export interface DecomposeOptions {
  /** Bins of a period; -1 to find it, 0 for no season. */
  readonly period: number;
  readonly trend: Trend;
  /** Points at the end that nothing is learned from. */
  readonly testPoints: number;
  /** Least score of a period that is found. */
  readonly threshold: number;
}

export interface Decomposition {
  readonly baseline: Float64Array;
  readonly seasonal: Float64Array;
  readonly trend: Float64Array;
  readonly residual: Float64Array;
}

/** Splits a series into season, trend and rest; the last `testPoints` are foretold from those before. */
export function decompose(values: Float64Array, options: DecomposeOptions): Decomposition {
  const { length } = values;
  const known = values.subarray(0, Math.max(0, length - Math.max(0, options.testPoints)));
  const seasonal = seasonalPart(known, periodFor(known, options.period, options.threshold), length);
  const trend = trendPart(
    known.map((value, at) => value - seasonal[at]),
    options.trend,
    length,
  );
  const baseline = seasonal.map((value, at) => value + trend[at]);
  const residual = values.map((value, at) => value - baseline[at]);
  return { baseline, seasonal, trend, residual };
}

/** The period asked for; the best one where it is to be found and is good enough; else 0. */
export function periodFor(values: Float64Array, period: number, threshold: number): number {
  if (period !== -1) return Math.max(0, period);
  const [best] = detectPeriods(values);
  return best !== undefined && best.score >= threshold ? best.length : 0;
}

function trendPart(deseasoned: Float64Array, trend: Trend, length: number): Float64Array {
  const part = new Float64Array(length);
  if (trend === "none" || deseasoned.length === 0) return part;
  if (trend === "avg") {
    return part.fill(deseasoned.reduce((sum, value) => sum + value, 0) / deseasoned.length);
  }
  const { slope, interception } = fitLine(deseasoned);
  return part.map((_, at) => slope * (at + 1) + interception);
}

/** Percentiles, 0 to 100, between which a series is normal. */
export interface NormalRange {
  readonly low: number;
  readonly high: number;
}

/**
 * Tukey's test: how many ranges a value lies above the upper quantile (or below the lower, then negative). Elements
 * that are NaN, and those of the test points, do not count for the quantiles; NaN scores 0.
 */
export function outlierScores(
  values: Float64Array,
  { low, high }: NormalRange,
  testPoints: number,
): Float64Array {
  const learned = values.subarray(0, Math.max(0, values.length - Math.max(0, testPoints)));
  const ordered = learned.filter((value) => !Number.isNaN(value)).sort();
  if (ordered.length === 0) return new Float64Array(values.length);
  const lower = quantileOf(ordered, low);
  const upper = quantileOf(ordered, high);
  const range = upper - lower;
  return values.map((value) => {
    if (value > upper) return (value - upper) / range;
    return value < lower ? (value - lower) / range : 0;
  });
}

/** Between neighbours by linear interpolation. */
function quantileOf(ordered: Float64Array, percentile: number): number {
  const place = (percentile / 100) * (ordered.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ordered.length - 1);
  return ordered[below] + (place - below) * (ordered[above] - ordered[below]);
}
