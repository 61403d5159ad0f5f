/** Combinations of the values of several dictionary columns, each of which is worked on once. */
import { newInts } from "../vector/allocate.js";
import { DistinctCodes } from "../vector/distinct-codes.js";
import { GrowingDictionary } from "../vector/growing-dictionary.js";
import type { DictVector, FlatVector, Vector } from "../vector/vector.js";
import { PairCodes } from "./pair-codes.js";

/** Fewer rows are not worth looking for combinations. */
const minRows = 512;

/** Columns of the same codes vary together; one of each such set. Undefined where some column has no dictionary. */
export function independentColumns(args: readonly Vector[]): readonly DictVector[] | undefined {
  const found: DictVector[] = [];
  for (const arg of args) {
    if (arg.encoding === "const") continue;
    if (arg.encoding !== "dict") return undefined;
    if (!found.some(({ codes }) => codes === arg.codes)) found.push(arg);
  }
  return found;
}

/** Results by combination of values, over the batches of a run. */
export class TupleResults {
  private columns: readonly DistinctCodes[] | undefined;
  private pairs: readonly PairCodes[] = [];
  private args: readonly Vector[] = [];
  private rowsRead = 0;
  private isOff = false;
  private results: GrowingDictionary | undefined;

  /**
   * The results of a batch; `make` works out some of its rows. Undefined where combinations repeat too rarely, or are
   * not of those dictionaries and constants that the first batch had.
   */
  read(
    args: readonly Vector[],
    varying: readonly DictVector[],
    length: number,
    make: (rows: Int32Array) => FlatVector,
  ): Vector | undefined {
    if (this.isOff || length < minRows) return undefined;
    this.columns ??= this.start(args, varying);
    if (!areAlike(this.args, args) || this.columns.length !== varying.length) return undefined;
    const before = this.count;
    const codes = this.codesOf(this.columns, varying, length);
    this.rowsRead += length;
    if (this.count * 3 > this.rowsRead) {
      this.isOff = true;
      return undefined;
    }
    if (this.count > before) {
      const made = make(firstRows(codes, before, this.count - before));
      if (this.results === undefined)
        this.results = new GrowingDictionary(made, varying[0].dictionary.rowCount);
      else this.results.add(made);
    }
    const { results } = this;
    if (results === undefined) return undefined;
    return { encoding: "dict", type: results.values.type, length, codes, dictionary: results };
  }

  private start(args: readonly Vector[], varying: readonly DictVector[]): readonly DistinctCodes[] {
    this.args = args;
    this.pairs = varying.slice(1).map(() => new PairCodes());
    return varying.map(({ dictionary }) => new DistinctCodes(dictionary));
  }

  private get count(): number {
    return this.pairs.length > 0 ? this.pairs[this.pairs.length - 1].count : (this.columns?.[0].count ?? 0);
  }

  private codesOf(
    columns: readonly DistinctCodes[],
    varying: readonly DictVector[],
    length: number,
  ): Int32Array {
    const codes = newInts(length);
    columns[0].add(varying[0].codes, length, codes);
    let count = columns[0].count;
    const next = columns.length > 1 ? newInts(length) : codes;
    for (let col = 1; col < columns.length; col++) {
      columns[col].add(varying[col].codes, length, next);
      const pairs = this.pairs[col - 1];
      pairs.add(codes, count, next, columns[col].count, length);
      count = pairs.count;
    }
    return codes;
  }
}

/** Whether the same dictionaries and constants stand at the same places. */
function areAlike(some: readonly Vector[], others: readonly Vector[]): boolean {
  for (let at = 0; at < some.length; at++) {
    const [one, other] = [some[at], others[at]];
    if (one.encoding === "const") {
      if (other.encoding !== "const" || one.value !== other.value) return false;
    } else if (one.encoding === "dict") {
      if (other.encoding !== "dict" || one.dictionary !== other.dictionary) return false;
    }
  }
  return true;
}

/** Rows where the combinations from `next` on turn up first; they are numbered in that order. */
function firstRows(codes: Int32Array, next: number, count: number): Int32Array {
  const rows = newInts(count);
  for (let row = 0, found = 0; found < count; row++) if (codes[row] === next + found) rows[found++] = row;
  return rows;
}
