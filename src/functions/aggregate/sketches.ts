/** `hll` and `tdigest`: intermediate values that `dcount_hll` and `percentile_tdigest` read. */
import { packCell } from "../../types/convert.js";
import { asDynamic } from "../dynamic-content.js";
import {
  type Accumulator,
  type AggregateCall,
  aggregateFamily,
  optional,
  optionalConstant,
  signature,
} from "../entry.js";
import {
  addDistinct,
  addWeighted,
  type DistinctValues,
  defaultAccuracy,
  hllOf,
  type MergedHll,
  mergedHll,
  mergeHllInto,
  readHll,
  readTdigest,
  tdigestOf,
  type WeightedValues,
} from "../sketch.js";
import { withPredicateSecond } from "./conditional.js";
import { tooManyElements } from "./diagnostics.js";
import { liftAggregate } from "./lift.js";
import { named } from "./result-name.js";

function createHll(call: AggregateCall): Accumulator {
  const [{ type }, accuracyInfo] = call.args;
  const accuracy = Number(accuracyInfo?.constant?.value ?? defaultAccuracy);
  return liftAggregate(call, {
    init: (): DistinctValues => new Map(),
    add(values, cell) {
      if (cell === null) return;
      countGrowth(values, call, () => addDistinct(values, packCell(cell, type)));
    },
    finish: (values) => (values.size === 0 ? null : hllOf(values, accuracy)),
  });
}

function createHllMerge(call: AggregateCall): Accumulator {
  return liftAggregate(call, {
    init: (): MergedHll => ({ values: new Map(), accuracy: undefined }),
    add(merged, cell) {
      const hll = readHll(asDynamic(cell));
      if (hll !== undefined) countGrowth(merged.values, call, () => mergeHllInto(merged, hll));
    },
    finish: mergedHll,
  });
}

function createTdigest(call: AggregateCall): Accumulator {
  const [{ type }, weightInfo] = call.args;
  return liftAggregate(call, {
    init: (): WeightedValues => new Map(),
    add(values, cell, weight) {
      const times = weightInfo === undefined ? 1 : Number(weight);
      if (cell === null || !(times > 0)) return;
      countGrowth(values, call, () => addWeighted(values, packCell(cell, type), times));
    },
    finish: (values) => (values.size === 0 ? null : tdigestOf(values)),
  });
}

function createTdigestMerge(call: AggregateCall): Accumulator {
  return liftAggregate(call, {
    init: (): WeightedValues => new Map(),
    add(values, cell) {
      const digest = readTdigest(asDynamic(cell));
      if (digest === undefined) return;
      countGrowth(values, call, () => {
        for (const [at, value] of digest.values.entries()) addWeighted(values, value, digest.weights[at]);
      });
    },
    finish: (values) => (values.size === 0 ? null : tdigestOf(values)),
  });
}

/** Of a distinct value: its entry in the map, and the value. */
const bytesPerValue = 100;

function countGrowth(
  values: DistinctValues | WeightedValues,
  { maxElements, holdBytes }: AggregateCall,
  grow: () => void,
): void {
  const before = values.size;
  grow();
  if (values.size > maxElements) throw tooManyElements(maxElements);
  if (values.size > before) holdBytes((values.size - before) * bytesPerValue);
}

const accuracy = optionalConstant("index");
const merging = [signature({ sketch: "dynamic" }, "dynamic")];

export const sketchAggregates = aggregateFamily({
  hll: {
    summary: "An intermediate value of dcount, for dcount_hll and hll_merge.",
    page: "hll-aggregation-function",
    signatures: [signature({ expr: "any", accuracy }, "dynamic")],
    examples: { "dcount_hll(toscalar(range x from 1 to 6 step 1 | summarize hll(x % 4)))": "4" },
    resultName: named("hll"),
    create: createHll,
  },
  hll_if: {
    summary: "As hll, over rows for which a predicate is true.",
    page: "hll-if-aggregation-function",
    signatures: [signature({ expr: "any", predicate: "bool", accuracy }, "dynamic")],
    examples: { "dcount_hll(toscalar(range x from 1 to 6 step 1 | summarize hll_if(x % 4, x > 4)))": "2" },
    resultName: named("hll_if"),
    create: withPredicateSecond(createHll),
  },
  hll_merge: {
    summary: "One hll value out of many.",
    page: "hll-merge-aggregation-function",
    signatures: merging,
    examples: {
      "toscalar(range x from 1 to 6 step 1 | summarize h = hll(x) by x % 2 | summarize dcount_hll(hll_merge(h)))":
        "6",
    },
    resultName: named("hll_merge"),
    create: createHllMerge,
  },
  tdigest: {
    summary: "An intermediate value of percentiles, for percentile_tdigest and tdigest_merge.",
    page: "tdigest-aggregation-function",
    signatures: [signature({ expr: "summable", weight: optional("long") }, "dynamic")],
    examples: {
      "percentile_tdigest(toscalar(range x from 1 to 100 step 1 | summarize tdigest(x)), 95)": "dynamic(95)",
    },
    resultName: named("tdigest"),
    create: createTdigest,
  },
  tdigest_merge: {
    summary: "One tdigest out of many.",
    page: "tdigest-merge-aggregation-function",
    signatures: merging,
    examples: {
      "toscalar(range x from 1 to 9 step 1 | summarize t = tdigest(x) by x % 2 | summarize percentile_tdigest(tdigest_merge(t), 50))":
        "dynamic(5)",
    },
    aliases: ["merge_tdigest"],
    resultName: named("merge_tdigests"),
    create: createTdigestMerge,
  },
});
