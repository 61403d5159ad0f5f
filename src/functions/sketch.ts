/**
 * What `hll()` and `tdigest()` hand out. The engine's values are estimates in a format of its own that nobody may
 * rely on; these hold the distinct values, and the values with their weights, so that all that is read from them is
 * exact.
 */
import { compareDynamic } from "../types/compare.js";
import { saturateToInt64 } from "../types/int64.js";
import { type DynamicBag, type DynamicValue, isDynamicArray, isDynamicBag } from "../types/value.js";
import { unlikeAccuracies } from "./diagnostics.js";
import { elementKey, numberIn } from "./dynamic-content.js";
import { nearestWeightedRank } from "./nearest-rank.js";

/** Distinct values by their keys. */
export type DistinctValues = Map<ReturnType<typeof elementKey>, DynamicValue>;

/** Of equal values, the first is kept. */
export function addDistinct(values: DistinctValues, value: DynamicValue): void {
  const key = elementKey(value);
  if (!values.has(key)) values.set(key, value);
}

/** What `hll` was told about its accuracy: 0 to 4. */
export const defaultAccuracy = 1;

/** Distinct values, and the accuracy of the sketch that holds them. */
export interface Hll {
  readonly values: readonly DynamicValue[];
  readonly accuracy: number;
}

export function hllOf(values: DistinctValues, accuracy: number): DynamicBag {
  return { hll: [...values.values()], accuracy };
}

/** The content of an `hll`; undefined for anything else. */
export function readHll(value: DynamicValue): Hll | undefined {
  if (!isDynamicBag(value)) return undefined;
  const { hll, accuracy } = value;
  if (hll === undefined || accuracy === undefined || !isDynamicArray(hll)) return undefined;
  return { values: hll, accuracy: numberIn(accuracy) ?? defaultAccuracy };
}

/** Distinct values of sketches of one accuracy, gathered one sketch after the other. */
export interface MergedHll {
  readonly values: DistinctValues;
  /** Undefined before the first sketch. */
  accuracy: number | undefined;
}

/** @throws KernelError for a sketch of another accuracy than those before: the engine does not merge them */
export function mergeHllInto(merged: MergedHll, { values, accuracy }: Hll): void {
  merged.accuracy ??= accuracy;
  if (merged.accuracy !== accuracy) throw unlikeAccuracies(merged.accuracy, accuracy);
  for (const value of values) addDistinct(merged.values, value);
}

/** Null where nothing was merged. */
export function mergedHll({ values, accuracy }: MergedHll): DynamicBag | null {
  return accuracy === undefined || values.size === 0 ? null : hllOf(values, accuracy);
}

/** Counters of a sketch by its accuracy, a byte each (page dcount-aggregation-function). */
const counters: readonly number[] = [12, 14, 16, 17, 18].map((bits) => 2 ** bits);

/** Bytes around the counters, as measured on the engine. */
const hllFrame = 46;

/**
 * Bytes of a sketch in the engine's storage; undefined for fewer values than counters. The engine keeps few values in a
 * form of its own, whose size nobody tells.
 */
export function bytesOfHll({ values, accuracy }: Hll): number | undefined {
  const count = counters[accuracy];
  return count !== undefined && values.length >= count ? count + hllFrame : undefined;
}

/** Values and how often each counts. */
export type WeightedValues = Map<
  ReturnType<typeof elementKey>,
  { readonly value: DynamicValue; weight: number }
>;

/** Weights of equal values are added up. */
export function addWeighted(values: WeightedValues, value: DynamicValue, weight: number): void {
  const key = elementKey(value);
  const known = values.get(key);
  if (known === undefined) values.set(key, { value, weight });
  else known.weight += weight;
}

export function tdigestOf(values: WeightedValues): DynamicBag {
  const ordered = [...values.values()].sort((a, b) => compareDynamic(a.value, b.value));
  return {
    tdigest: ordered.map(({ value }) => value),
    weights: ordered.map(({ weight }) => weightCell(weight)),
  };
}

function weightCell(weight: number): DynamicValue {
  return Number.isInteger(weight) ? saturateToInt64(weight) : weight;
}

export interface Digest {
  /** Ascending. */
  readonly values: readonly DynamicValue[];
  readonly weights: readonly number[];
  readonly total: number;
}

/** The content of a `tdigest`; undefined for anything else. */
export function readTdigest(value: DynamicValue): Digest | undefined {
  if (!isDynamicBag(value)) return undefined;
  const { tdigest, weights } = value;
  if (tdigest === undefined || weights === undefined) return undefined;
  if (!isDynamicArray(tdigest) || !isDynamicArray(weights)) return undefined;
  const numbers = weights.map((weight) => numberIn(weight) ?? 0);
  return { values: tdigest, weights: numbers, total: numbers.reduce((sum, weight) => sum + weight, 0) };
}

/** Null for a digest of nothing. */
export function percentileOfDigest({ values, weights, total }: Digest, percentile: number): DynamicValue {
  return values[nearestWeightedRank(percentile, weights, total)] ?? null;
}

/** Weight of the values that are not above `value`. */
export function rankInDigest({ values, weights }: Digest, value: DynamicValue): number {
  let rank = 0;
  for (let at = 0; at < values.length && compareDynamic(values[at], value) <= 0; at++) rank += weights[at];
  return rank;
}
