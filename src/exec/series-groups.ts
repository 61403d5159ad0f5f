/** Groups of `make-series`: one for each series and point that has rows, numbered in order of first appearance. */
import type { KqlType } from "../types/kql-type.js";
import { newFloats, newInts, withRoom } from "../vector/allocate.js";
import type { Vector } from "../vector/vector.js";
import { type GroupHolder, Grouping } from "./grouping.js";
import { KeyCodes } from "./key-codes.js";
import { PairCodes } from "./pair-codes.js";

/** Of one group: its series, its point, its place in the table of pairs. */
const groupBytes = 40;

export class SeriesGroups {
  /** Series and number of the point, by group. */
  seriesOf = newInts(16);
  pointOf = newFloats(16);
  private readonly series: Grouping | undefined;
  private readonly points = new KeyCodes("long");
  private readonly pairs = new PairCodes();

  constructor(
    types: readonly KqlType[],
    private readonly holder: GroupHolder,
  ) {
    this.series = types.length === 0 ? undefined : new Grouping(types, holder);
  }

  get groupCount(): number {
    return this.pairs.count;
  }

  get seriesCount(): number {
    return this.series?.groupCount ?? Math.min(1, this.groupCount);
  }

  /** The keys of all series, one row a series. */
  keys(): readonly Vector[] {
    return this.series?.keys() ?? [];
  }

  /** Group of each row, from its keys and the numbers of its points. */
  add(keys: readonly Vector[], points: Float64Array, length: number): Int32Array {
    const series = this.series?.add(keys, length) ?? newInts(length);
    const codes = newInts(length);
    this.points.read({ encoding: "number", type: "long", length, data: points }, "add", codes);
    const before = this.groupCount;
    const groups = series.slice();
    this.pairs.add(groups, this.series?.groupCount ?? 1, codes, this.points.count, length);
    this.holder.reserveMemory((this.groupCount - before) * groupBytes);
    this.remember(groups, before, series, points);
    return groups;
  }

  private remember(groups: Int32Array, before: number, series: Int32Array, points: Float64Array): void {
    const count = this.groupCount;
    this.seriesOf = withRoom(this.seriesOf, count, newInts);
    if (this.pointOf.length < count) {
      const larger = newFloats(count * 2);
      larger.set(this.pointOf);
      this.pointOf = larger;
    }
    for (let row = 0, next = before; next < count; row++) {
      if (groups[row] !== next) continue;
      this.seriesOf[next] = series[row];
      this.pointOf[next++] = points[row];
    }
  }
}
