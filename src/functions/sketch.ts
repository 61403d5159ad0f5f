/**
 * What `hll()` and `tdigest()` hand out. The engine's values are estimates in a format of its own that nobody may
 * rely on; these hold the distinct values, and the values with their weights, so that all that is read from them is
 * exact.
 */
import { compareDynamic } from "../types/compare.js";
import { saturateToInt64 } from "../types/int64.js";
import { type DynamicBag, type DynamicValue, isDynamicArray, isDynamicBag } from "../types/value.js";
import { elementKey, numberIn } from "./dynamic-content.js";
import { nearestWeightedRank } from "./nearest-rank.js";

/** Distinct values by their keys. */
export type DistinctValues = Map<ReturnType<typeof elementKey>, DynamicValue>;

/** Of equal values, the first is kept. */
export function addDistinct(values: DistinctValues, value: DynamicValue): void {
  const key = elementKey(value);
  if (!values.has(key)) values.set(key, value);
}

export function hllOf(values: DistinctValues): DynamicBag {
  return { hll: [...values.values()] };
}

/** The values of an `hll`; undefined for anything else. */
export function valuesOfHll(value: DynamicValue): readonly DynamicValue[] | undefined {
  const values = isDynamicBag(value) ? value.hll : undefined;
  return values !== undefined && isDynamicArray(values) ? values : undefined;
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
