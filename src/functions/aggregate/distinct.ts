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
import { distinctBytes } from "./element-bytes.js";
import { GroupedCodes } from "./grouped-codes.js";
import { named } from "./result-name.js";
import { ValueCodes } from "./value-codes.js";

class DistinctCount implements Accumulator {
  private readonly values = new ValueCodes();
  private readonly pairs = new GroupedCodes(Number.POSITIVE_INFINITY);

  constructor(private readonly call: AggregateCall) {}

  add(args: readonly Vector[], groups: Int32Array, length: number, groupCount: number): void {
    const { values, pairs } = this;
    const vector = args[0];
    const before = values.cells.length;
    const codes = values.codesOf(vector, length);
    this.call.holdBytes(distinctBytes(values.cells, before, vector));
    pairs.fit(groupCount, values.cells.length);
    pairs.addRows(groups, codes, length);
  }

  finish(groupCount: number): readonly Vector[] {
    const { offsets } = this.pairs.byGroup(groupCount);
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
