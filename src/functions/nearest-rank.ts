/**
 * Percentiles by nearest rank: the smallest value that at least that share of the weight is not above. Exact, where
 * the engine estimates with a t-digest.
 */

/** Guards against products such as 99.9 / 100 * 1000 that land a hair above the whole number they stand for. */
const tolerance = 1e-7;

/** Weight that must be reached, of `total`. */
function rankOf(percentile: number, total: number): number {
  return (Math.min(100, Math.max(0, percentile)) / 100) * total - tolerance;
}

/** Index into ascending values of equal weight; -1 when there are none. */
export function nearestRank(percentile: number, count: number): number {
  return count === 0 ? -1 : Math.max(0, Math.ceil(rankOf(percentile, count)) - 1);
}

/** Index into ascending values by their weights; -1 when there are none. */
export function nearestWeightedRank(percentile: number, weights: ArrayLike<number>, total: number): number {
  const wanted = rankOf(percentile, total);
  let reached = 0;
  for (let at = 0; at < weights.length; at++) {
    reached += weights[at];
    if (reached >= wanted) return at;
  }
  return weights.length - 1;
}
