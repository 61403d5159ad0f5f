/**
 * Equi-join of a stream of rows with a side that is complete. The complete side's rows are listed by group of equal
 * keys; a row of the stream looks up its group. Null keys match null keys, NaN matches NaN.
 */
import { newInts } from "../vector/allocate.js";
import type { Vector } from "../vector/vector.js";
import { type GroupedRows, type GroupHolder, Grouping, listGroups } from "./grouping.js";

export interface JoinIndex extends GroupedRows {
  readonly groupCount: number;
  /** Group of each row of the complete side. */
  readonly groups: Int32Array;
  /** Group of each row by its keys; -1 for keys that the complete side does not have. */
  find(keys: readonly Vector[], length: number): Int32Array;
}

/** `keys` of both sides have the same types. */
export function buildJoinIndex(keys: readonly Vector[], length: number, holder: GroupHolder): JoinIndex {
  const grouping = new Grouping(
    keys.map(({ type }) => type),
    holder,
  );
  const groups = grouping.add(keys, length);
  const { groupCount } = grouping;
  const { offsets, rows } = listGroups(groups, groupCount);
  return {
    offsets,
    rows,
    groupCount,
    groups,
    find: (probed, count) => grouping.find(probed, count),
  };
}

/** Row numbers of matching rows, side by side. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Pairs are handed on in stretches of about this many. */
const stretch = 65_536;

/**
 * All pairs of stream rows and rows of their groups, in stream order, in stretches. Stream rows without a group pair
 * with -1 if `keepsUnmatched`.
 */
export function* matchingPairs(
  groups: Int32Array,
  index: GroupedRows,
  keepsUnmatched: boolean,
): Generator<Pairs, void, undefined> {
  for (let from = 0; from < groups.length; ) {
    const { to, count } = nextPairs(groups, from, index, keepsUnmatched, stretch);
    if (count > 0) yield pairsOf(groups, from, to, index, count, keepsUnmatched);
    from = to;
  }
}

/** Rows from a place on that have `most` pairs or a few more, and how many those are. */
function nextPairs(
  groups: Int32Array,
  from: number,
  { offsets }: GroupedRows,
  keepsUnmatched: boolean,
  most: number,
): { readonly to: number; readonly count: number } {
  const unmatched = keepsUnmatched ? 1 : 0;
  let to = from;
  let count = 0;
  for (; to < groups.length && count < most; to++) {
    const group = groups[to];
    count += group < 0 ? unmatched : offsets[group + 1] - offsets[group];
  }
  return { to, count };
}

function pairsOf(
  groups: Int32Array,
  from: number,
  to: number,
  { offsets, rows }: GroupedRows,
  count: number,
  keepsUnmatched: boolean,
): Pairs {
  const left = newInts(count);
  const right = newInts(count);
  let at = 0;
  for (let row = from; row < to; row++) {
    const group = groups[row];
    if (group < 0) {
      if (!keepsUnmatched) continue;
      left[at] = row;
      right[at++] = -1;
      continue;
    }
    for (let next = offsets[group]; next < offsets[group + 1]; next++) {
      left[at] = row;
      right[at++] = rows[next];
    }
  }
  return { left, right };
}

/** How many pairs there will be, before any is made. */
export function countPairs(groups: Int32Array, index: GroupedRows, keepsUnmatched: boolean): number {
  return nextPairs(groups, 0, index, keepsUnmatched, Number.POSITIVE_INFINITY).count;
}
