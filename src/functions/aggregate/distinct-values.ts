import type { Vector } from "../../vector/vector.js";
import type { AggregateCall } from "../entry.js";
import { distinctBytes } from "./element-bytes.js";
import { GroupedCodes } from "./grouped-codes.js";
import { ValueCodes } from "./value-codes.js";

/** The distinct values of each group, of one argument. */
export class DistinctValues {
  readonly values = new ValueCodes();
  readonly pairs = new GroupedCodes();
  private lastVector: Vector | undefined;
  private lastGroups: Int32Array | undefined;

  /** Takes rows in, but once where several calls share them. */
  add(
    vector: Vector,
    groups: Int32Array,
    length: number,
    groupCount: number,
    { holdBytes }: AggregateCall,
  ): void {
    if (vector === this.lastVector && groups === this.lastGroups) return;
    this.lastVector = vector;
    this.lastGroups = groups;
    const { values, pairs } = this;
    const before = values.cells.length;
    const bytesBefore = pairs.heldBytes;
    const codes = values.codesOf(vector, length);
    pairs.fit(groupCount, values.cells.length);
    pairs.addRows(groups, codes, length);
    holdBytes(distinctBytes(values.cells, before, vector) + pairs.heldBytes - bytesBefore);
  }
}

const start = (): DistinctValues => new DistinctValues();

/** Those of the call's first argument; of each group `most` are kept, or more where another call wants them. */
export function distinctValuesOf({ shared }: AggregateCall, most: number): DistinctValues {
  const distinct = shared?.state(start) ?? start();
  distinct.pairs.keep(most);
  return distinct;
}
