/**
 * Rows into groups of equal keys. Each key column turns its values into codes, pairs of codes are folded one column
 * after another, and the last codes are the groups: numbered from 0 in order of first appearance, over any number of
 * batches.
 */

import type { KqlType } from "../types/kql-type.js";
import { newInts } from "../vector/allocate.js";
import { vectorBytes } from "../vector/bytes.js";
import { concat, gather, slice } from "../vector/gather.js";
import type { Vector } from "../vector/vector.js";
import { type CodeMode, KeyCodes } from "./key-codes.js";
import { PairCodes } from "./pair-codes.js";

/** Of one key of a group: its code and its place in the table of the column. */
const slotBytes = 32;

/** Who holds the groups: it is told of the bytes that new ones take. */
export interface GroupHolder {
  reserveMemory(bytes: number): void;
}

/** Rows after which the order of the columns is chosen, and the most of a batch that are looked at for it. */
const fewRows = 1024;
const mostSurveyed = 8192;

export class Grouping {
  private readonly columns: readonly KeyCodes[];
  private pairs: readonly PairCodes[];
  /** Places of the columns in the order in which they are folded; absent: from left to right. */
  private order: readonly number[] | undefined;
  private rowsRead = 0;
  private countedPairBytes = 0;
  /** Vectors of the keys of new groups, per batch and column. */
  private readonly firstKeys: Vector[][] = [];

  constructor(
    private readonly types: readonly KqlType[],
    private readonly holder: GroupHolder,
  ) {
    this.columns = types.map((type) => new KeyCodes(type));
    this.pairs = types.slice(1).map(() => new PairCodes());
  }

  get groupCount(): number {
    return this.pairs.length > 0 ? this.pairs[this.pairs.length - 1].count : this.columns[0].count;
  }

  /** Group of each row; keys not seen before make new groups. */
  add(keys: readonly Vector[], length: number): Int32Array {
    const before = this.groupCount;
    if (this.rowsRead < fewRows && this.pairs.length > 0) this.survey(keys, length);
    const groups = this.codes(keys, length, "add");
    const made = this.groupCount - before;
    if (made > 0) this.rememberKeys(keys, firstRows(groups, before, made));
    return groups;
  }

  /** Group of each row; -1 for keys of no group. */
  find(keys: readonly Vector[], length: number): Int32Array {
    return this.codes(keys, length, "find");
  }

  /** The keys of all groups, one row a group. */
  keys(): Vector[] {
    const { types, firstKeys } = this;
    if (firstKeys.length === 1) return firstKeys[0];
    return types.map((type, col) =>
      concat(
        type,
        firstKeys.map((keys) => keys[col]),
      ),
    );
  }

  private codes(keys: readonly Vector[], length: number, mode: CodeMode): Int32Array {
    const { columns, order } = this;
    const codes = newInts(length);
    let count = 0;
    for (let at = 0; at < columns.length; at++) {
      const col = order === undefined ? at : order[at];
      const next = at === 0 ? codes : scratch(length);
      columns[col].read(keys[col], mode, next);
      if (at === 0) {
        count = columns[col].count;
        continue;
      }
      const pairs = this.pairs[at - 1];
      if (mode === "add") pairs.add(codes, count, next, columns[col].count, length);
      else pairs.find(codes, next, length);
      count = pairs.count;
    }
    return codes;
  }

  /**
   * Once there are rows enough, puts the columns of most values first: those mostly determine the others, and what is
   * determined takes no table. Groups are numbered as they are in any order.
   */
  private survey(keys: readonly Vector[], length: number): void {
    this.rowsRead += length;
    if (this.rowsRead < fewRows) return;
    const { columns, groupCount } = this;
    const some = Math.min(length, mostSurveyed);
    const known = groupCount > 0 ? this.keys() : [];
    for (let col = 0; col < columns.length; col++)
      columns[col].read(slice(keys[col], 0, some), "add", scratch(some));
    this.order = columns.map((_, col) => col).sort((a, b) => columns[b].count - columns[a].count);
    this.pairs = this.pairs.map(() => new PairCodes());
    if (groupCount > 0) this.codes(known, groupCount, "add");
  }

  private rememberKeys(keys: readonly Vector[], rows: Int32Array): void {
    let bytes = 0;
    const firsts = new Array<Vector>(keys.length);
    for (let col = 0; col < keys.length; col++) {
      firsts[col] = gather(keys[col], rows);
      bytes += rows.length * slotBytes + vectorBytes(firsts[col]);
    }
    this.firstKeys.push(firsts);
    let pairBytes = 0;
    for (let at = 0; at < this.pairs.length; at++) pairBytes += this.pairs[at].bytes;
    this.holder.reserveMemory(bytes + Math.max(0, pairBytes - this.countedPairBytes));
    this.countedPairBytes = Math.max(pairBytes, this.countedPairBytes);
  }
}

let shared = newInts(8192);

/** A buffer that holds its content until the next call; allocating would cost more than grouping twenty rows. */
function scratch(length: number): Int32Array {
  if (shared.length < length) shared = newInts(length);
  return shared;
}

/** Rows where the groups from `next` on turn up first; groups are numbered in that order. */
function firstRows(groups: Int32Array, next: number, count: number): Int32Array {
  const rows = newInts(count);
  for (let row = 0, found = 0; found < count; row++) {
    if (groups[row] === next + found) rows[found++] = row;
  }
  return rows;
}

/** Rows by group: those of group g are `rows[offsets[g]]` to `rows[offsets[g + 1] - 1]`, in order. */
export interface GroupedRows {
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
}

/** Lists the rows of each group; rows of group -1 are left out. */
export function listGroups(groups: Int32Array, groupCount: number): GroupedRows {
  const offsets = newInts(groupCount + 1);
  for (let row = 0; row < groups.length; row++) if (groups[row] >= 0) offsets[groups[row] + 1]++;
  for (let group = 0; group < groupCount; group++) offsets[group + 1] += offsets[group];
  const next = newInts(groupCount);
  for (let group = 0; group < groupCount; group++) next[group] = offsets[group];
  const rows = newInts(offsets[groupCount]);
  for (let row = 0; row < groups.length; row++) if (groups[row] >= 0) rows[next[groups[row]]++] = row;
  return { offsets, rows };
}
