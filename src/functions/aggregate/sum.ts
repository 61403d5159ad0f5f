/** `sum` and `avg`. Sums of 64-bit integers are exact; sums of reals are doubles, added in the order of the rows. */

import { Decimal } from "decimal.js";
import { type Int64, normalizeInt64, wrapInt64 } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import { KqlDecimal } from "../../types/numbers.js";
import type { Cell } from "../../types/value.js";
import { newFloats, withRoom } from "../../vector/allocate.js";
import { flatten } from "../../vector/gather.js";
import { cellReader, type Vector } from "../../vector/vector.js";
import { vectorFrom } from "../../vector/vector-from.js";
import { inDecimalRange } from "../decimal-range.js";
import {
  type Accumulator,
  type AggregateCall,
  type ArgumentInfo,
  aggregateFamily,
  signature,
} from "../entry.js";
import { named } from "./result-name.js";

/** Sums and counts of the values of each group, nulls left out. */
abstract class Sums {
  protected sums = newFloats(16);
  protected counts = newFloats(16);

  /** Takes in a value a row. There is room for the groups. */
  abstract addRows(values: Vector, groups: Int32Array, length: number): void;

  /** Grows the state to that many groups. */
  fit(groupCount: number): void {
    this.sums = withRoom(this.sums, groupCount, newFloats);
    this.counts = withRoom(this.counts, groupCount, newFloats);
  }

  count(group: number): number {
    return this.counts[group];
  }
}

/**
 * Doubles hold safe integers exactly. A sum that would leave them is carried over into a bigint first, so that most
 * groups never meet one.
 */
class Int64Sums extends Sums {
  private readonly carries = new Map<number, bigint>();

  override addRows(values: Vector, groups: Int32Array, length: number): void {
    const flat = flatten(values);
    if (flat.encoding === "number") this.addNumbers(flat.data, groups, length);
    if (flat.encoding !== "bigint") return;
    for (let row = 0; row < length; row++) {
      if (flat.validity?.[row] === 0) continue;
      this.counts[groups[row]]++;
      this.carry(groups[row], flat.data[row]);
    }
  }

  whole(group: number): bigint {
    return BigInt(this.sums[group]) + (this.carries.get(group) ?? 0n);
  }

  /** The sum, wrapped to 64 bits. */
  wrapped(group: number): Int64 {
    return this.carries.has(group) ? wrapInt64(this.whole(group)) : this.sums[group];
  }

  private addNumbers(data: Float64Array, groups: Int32Array, length: number): void {
    const { sums, counts } = this;
    for (let row = 0; row < length; row++) {
      const value = data[row];
      if (value !== value) continue;
      const group = groups[row];
      const sum = sums[group] + value;
      counts[group]++;
      if (Number.isSafeInteger(sum)) sums[group] = sum;
      else {
        this.carry(group, BigInt(sums[group]));
        sums[group] = value;
      }
    }
  }

  private carry(group: number, value: bigint): void {
    this.carries.set(group, (this.carries.get(group) ?? 0n) + value);
  }
}

class RealSums extends Sums {
  override addRows(values: Vector, groups: Int32Array, length: number): void {
    const flat = flatten(values);
    if (flat.encoding !== "real") return;
    const { sums, counts } = this;
    const { data, validity } = flat;
    for (let row = 0; row < length; row++) {
      if (validity !== undefined && validity[row] === 0) continue;
      sums[groups[row]] += data[row];
      counts[groups[row]]++;
    }
  }

  real(group: number): number {
    return this.sums[group];
  }
}

interface DecimalSum {
  sum: Decimal;
  count: number;
}

function decimalAccumulator(finish: (total: DecimalSum | undefined) => Cell): Accumulator {
  const totals: DecimalSum[] = [];
  return {
    add([values], groups, length) {
      const read = cellReader(values);
      for (let row = 0; row < length; row++) {
        const value = read(row);
        if (!Decimal.isDecimal(value)) continue;
        totals[groups[row]] ??= { sum: new KqlDecimal(0), count: 0 };
        const total = totals[groups[row]];
        total.sum = inDecimalRange(total.sum.plus(value));
        total.count++;
      }
    },
    finish: (groupCount) => [vectorFrom("decimal", groupCount, (group) => finish(totals[group]))],
  };
}

function overSums(sums: Sums, type: KqlType, result: (group: number) => Cell): Accumulator {
  return {
    add([values], groups, length, groupCount) {
      sums.fit(groupCount);
      sums.addRows(values, groups, length);
    },
    finish(groupCount) {
      sums.fit(groupCount);
      return [vectorFrom(type, groupCount, result)];
    },
  };
}

function createSum({ args }: AggregateCall): Accumulator {
  const type = args[0].type;
  if (type === "decimal") return decimalAccumulator((total) => total?.sum ?? new KqlDecimal(0));
  if (type === "real") {
    const sums = new RealSums();
    return overSums(sums, "real", (group) => sums.real(group));
  }
  const sums = new Int64Sums();
  return overSums(sums, type === "int" ? "long" : type, (group) => sums.wrapped(group));
}

function createAverage({ args }: AggregateCall): Accumulator {
  const type = args[0].type;
  if (type === "decimal") {
    return decimalAccumulator((total) => (total === undefined ? null : total.sum.dividedBy(total.count)));
  }
  if (type === "timespan" || type === "datetime") {
    const sums = new Int64Sums();
    return overSums(sums, type, (group) => averageTicks(sums, group, type === "datetime"));
  }
  if (type === "real") {
    const sums = new RealSums();
    return overSums(sums, "real", (group) => sums.real(group) / sums.count(group));
  }
  // The engine divides the sum as it has overflowed 64 bits.
  const sums = new Int64Sums();
  return overSums(sums, "real", (group) => Number(sums.wrapped(group)) / sums.count(group));
}

/** Cut to the tick: toward zero for timespans; datetimes count from the year 1, so toward the past. */
function averageTicks(sums: Int64Sums, group: number, isDatetime: boolean): Int64 | null {
  const count = sums.count(group);
  if (count === 0) return null;
  const whole = sums.whole(group);
  const size = BigInt(count);
  const cut = whole / size;
  return normalizeInt64(isDatetime && whole < 0n && whole % size !== 0n ? cut - 1n : cut);
}

const sumType = ([{ type }]: readonly ArgumentInfo[]): KqlType => (type === "int" ? "long" : type);
const averageType = ([{ type }]: readonly ArgumentInfo[]): KqlType =>
  type === "int" || type === "long" ? "real" : type;
/** Without datetimes, which the analyzer would take: a sum of points in time means nothing. */
const summable: readonly KqlType[] = ["int", "long", "real", "decimal", "timespan"];
const averageable: readonly KqlType[] = ["int", "long", "real", "decimal", "timespan", "datetime"];

export const sumAggregates = aggregateFamily({
  sum: {
    summary: "Sum of the values that are not null; 0 when there are none.",
    page: "sum-aggregation-function",
    signatures: [signature({ expr: summable }, sumType)],
    examples: { "toscalar(range x from 1 to 4 step 1 | summarize sum(x))": "10" },
    resultName: named("sum"),
    create: createSum,
  },
  sumif: {
    summary: "Sum of the values in rows for which a predicate is true.",
    page: "sumif-aggregation-function",
    signatures: [signature({ expr: summable, predicate: "bool" }, sumType)],
    examples: { "toscalar(range x from 1 to 4 step 1 | summarize sumif(x, x > 2))": "7" },
    isConditional: true,
    resultName: named("sumif"),
    create: createSum,
  },
  avg: {
    summary: "Arithmetic mean of the values that are not null; NaN when there are none.",
    page: "avg-aggregation-function",
    signatures: [signature({ expr: averageable }, averageType)],
    examples: { "toscalar(range x from 1 to 4 step 1 | summarize avg(x))": "2.5" },
    resultName: named("avg"),
    create: createAverage,
  },
  avgif: {
    summary: "Arithmetic mean of the values in rows for which a predicate is true.",
    page: "avgif-aggregation-function",
    signatures: [signature({ expr: averageable, predicate: "bool" }, averageType)],
    examples: { "toscalar(range x from 1 to 4 step 1 | summarize avgif(x, x > 2))": "3.5" },
    isConditional: true,
    resultName: named("avgif"),
    create: createAverage,
  },
});
