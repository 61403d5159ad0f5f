import { listGroups } from "./grouping.js";
import type { Lineage } from "./trace.js";

/** Remembers which group each row of an input went into. Made only while recording. */
export class GroupLineage {
  private readonly batches: Int32Array[] = [];

  /** Groups of the rows of the next batch; -1 for rows of none. */
  add(groups: Int32Array): void {
    this.batches.push(groups.slice());
  }

  /** One output row a group; or, where groups go into larger ones, a row for each of those. */
  finish(groupCount: number, largerGroups?: Int32Array): Lineage {
    const length = this.batches.reduce((sum, batch) => sum + batch.length, 0);
    const groups = new Int32Array(length);
    let at = 0;
    for (const batch of this.batches) {
      groups.set(batch, at);
      at += batch.length;
    }
    if (largerGroups !== undefined) {
      for (let row = 0; row < length; row++) if (groups[row] >= 0) groups[row] = largerGroups[groups[row]];
    }
    return { kind: "groups", ...listGroups(groups, groupCount) };
  }
}
