/** Counting distinct values. Always exact: tests want the truth where the engine estimates. */

import { newFloats } from "../../vector/allocate.js";
import type { Vector } from "../../vector/vector.js";
import {
  type Accumulator,
  type AggregateCall,
  aggregateFamily,
  optionalConstant,
  signature,
} from "../entry.js";
import { withPredicateSecond } from "./conditional.js";
import { type DistinctValues, distinctValuesOf } from "./distinct-values.js";
import { named } from "./result-name.js";

class DistinctCount implements Accumulator {
  private readonly distinct: DistinctValues;

  constructor(private readonly call: AggregateCall) {
    this.distinct = distinctValuesOf(call, Number.POSITIVE_INFINITY);
  }

  add(args: readonly Vector[], groups: Int32Array, length: number, groupCount: number): void {
    this.distinct.add(args[0], groups, length, groupCount, this.call);
  }

  finish(groupCount: number): readonly Vector[] {
    const { offsets } = this.distinct.pairs.byGroup(groupCount);
    const data = newFloats(groupCount);
    for (let group = 0; group < groupCount; group++) data[group] = offsets[group + 1] - offsets[group];
    return [{ encoding: "number", type: "long", length: groupCount, data }];
  }
}

const countDistinct = (call: AggregateCall): Accumulator => new DistinctCount(call);

export const distinctAggregates = aggregateFamily({
  dcount: {
    summary: "Number of distinct values; exact, where the engine estimates.",
    page: "dcount-aggregation-function",
    signatures: [signature({ expr: "any", accuracy: optionalConstant("index") }, "long")],
    examples: { "toscalar(range x from 1 to 6 step 1 | summarize dcount(x % 4))": "4" },
    resultName: named("dcount"),
    create: countDistinct,
  },
  dcountif: {
    summary: "Number of distinct values in rows for which a predicate is true; exact.",
    page: "dcountif-aggregation-function",
    signatures: [signature({ expr: "any", predicate: "bool", accuracy: optionalConstant("index") }, "long")],
    examples: { "toscalar(range x from 1 to 6 step 1 | summarize dcountif(x % 4, x > 4))": "2" },
    resultName: named("dcountif"),
    create: withPredicateSecond(countDistinct),
  },
  count_distinct: {
    summary: "Number of distinct values, exact.",
    page: "count-distinct-aggregation-function",
    signatures: [signature({ expr: "ordered" }, "long")],
    examples: { "toscalar(range x from 1 to 6 step 1 | summarize count_distinct(x % 4))": "4" },
    resultName: named("count_distinct"),
    create: countDistinct,
  },
  count_distinctif: {
    summary: "Number of distinct values in rows for which a predicate is true, exact.",
    page: "count-distinctif-aggregation-function",
    signatures: [signature({ expr: "ordered", predicate: "bool" }, "long")],
    examples: { "toscalar(range x from 1 to 6 step 1 | summarize count_distinctif(x % 4, x > 4))": "2" },
    isConditional: true,
    resultName: named("count_distinctif"),
    create: countDistinct,
  },
});
