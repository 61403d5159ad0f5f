import type { KqlType } from "../../types/kql-type.js";
import { newInts } from "../../vector/allocate.js";
import { vectorBytes } from "../../vector/bytes.js";
import { concat, gather } from "../../vector/gather.js";
import type { Vector } from "../../vector/vector.js";

/** Rows kept beyond what the groups need, before those that lost are thrown away. */
const slack = 131_072;

/**
 * The batches that winning rows live in. Cells are read only at the end; now and then the losers are dropped, so that
 * what is held stays in proportion to the groups.
 */
export class KeptRows {
  /** Rows held so far: the number of the next one. */
  count = 0;
  private columns: Vector[][];
  private heldBytes = 0;

  constructor(
    private readonly types: readonly KqlType[],
    private readonly hold: (bytes: number) => void,
  ) {
    this.columns = types.map(() => []);
  }

  append(args: readonly Vector[], length: number): void {
    for (const [col, vectors] of this.columns.entries()) vectors.push(args[col]);
    this.count += length;
    this.countBytes(this.heldBytes + bytesOf(args));
  }

  /** Renumbers the rows in place. */
  compact(rows: Int32Array, groupCount: number): void {
    if (this.count <= slack + 2 * groupCount) return;
    const winners = newInts(groupCount);
    let count = 0;
    for (let group = 0; group < groupCount; group++) {
      if (rows[group] < 0) continue;
      winners[count] = rows[group];
      rows[group] = count++;
    }
    const kept = this.select(winners.subarray(0, count));
    this.columns = kept.map((vector) => [vector]);
    this.count = count;
    this.countBytes(bytesOf(kept));
  }

  private countBytes(bytes: number): void {
    this.hold(bytes - this.heldBytes);
    this.heldBytes = bytes;
  }

  /** One row a group, nulls where it has none. */
  select(rows: Int32Array): Vector[] {
    return this.columns.map((vectors, col) => gather(concat(this.types[col], vectors), rows));
  }
}

function bytesOf(vectors: readonly Vector[]): number {
  let bytes = 0;
  for (const vector of vectors) bytes += vectorBytes(vector);
  return bytes;
}
