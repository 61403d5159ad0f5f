import { listGroups } from "./grouping.js";
import type { Lineage } from "./trace.js";

/** Remembers which group each row of an input went into. Made only while recording. */
export class GroupLineage {
  private readonly batches: Int32Array[] = [];

  /** Groups of the rows of the next batch; -1 for rows of none. */
  add(groups: Int32Array): void {
    this.batches.push(groups.slice());
  }

  /** One output row a group. */
  finish(groupCount: number): Lineage {
    const length = this.batches.reduce((sum, batch) => sum + batch.length, 0);
    const groups = new Int32Array(length);
    let at = 0;
    for (const batch of this.batches) {
      groups.set(batch, at);
      at += batch.length;
    }
    return { kind: "groups", ...listGroups(groups, groupCount) };
  }
}
