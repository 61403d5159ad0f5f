import type { DynamicValue } from "../../types/value.js";
import { sharedRows } from "../../vector/selection.js";
import type { DynamicStore, StoredVector } from "../../vector/vector.js";
import type { CodesByGroup } from "./grouped-codes.js";

/** Of an array beside its places, and of each place. */
const arrayBytes = 32;
const placeBytes = 8;

/**
 * A set for each group: the codes of all of them end to end, and the elements that they stand for. Arrays are made when
 * they are read; most sets are small, and arrays of a few elements cost more than to find the elements.
 */
class SetStore implements DynamicStore {
  readonly bytesPerCell: number;
  private readonly made: (DynamicValue[] | undefined)[] = [];

  constructor(
    private readonly offsets: Int32Array,
    private readonly codes: Int32Array,
    private readonly elements: readonly DynamicValue[],
  ) {
    this.bytesPerCell =
      arrayBytes + (placeBytes * offsets[offsets.length - 1]) / Math.max(1, offsets.length - 1);
  }

  cell(group: number): DynamicValue {
    let set = this.made[group];
    if (set === undefined) {
      set = this.make(group);
      this.made[group] = set;
    }
    return set;
  }

  private make(group: number): DynamicValue[] {
    const { offsets, codes, elements } = this;
    const from = offsets[group];
    const set = new Array<DynamicValue>(offsets[group + 1] - from);
    for (let at = 0; at < set.length; at++) set[at] = elements[codes[from + at]];
    return set;
  }
}

/** The sets of all groups. */
export function setsVector(
  { offsets, codes }: CodesByGroup,
  elements: readonly DynamicValue[],
  groupCount: number,
): StoredVector {
  const store = new SetStore(offsets, codes, elements);
  return { encoding: "stored", type: "dynamic", length: groupCount, store, rows: sharedRows(groupCount) };
}
