/** Reading and merging the values of `hll()` and `tdigest()`. */
import { castDynamic, packCell } from "../../types/convert.js";
import { type KqlType, typeNamed } from "../../types/kql-type.js";
import { type Cell, type DynamicValue, isDynamicArray } from "../../types/value.js";
import { asDynamic, numberIn } from "../dynamic-content.js";
import { type ArgumentInfo, constant, type Kernel, repeated, scalarFamily, signature } from "../entry.js";
import {
  addWeighted,
  type MergedHll,
  mergedHll,
  mergeHllInto,
  percentileOfDigest,
  rankInDigest,
  readHll,
  readTdigest,
  tdigestOf,
  type WeightedValues,
} from "../sketch.js";

function mergeHll(...sketches: DynamicValue[]): Cell {
  const merged: MergedHll = { values: new Map(), accuracy: undefined };
  for (const sketch of sketches) {
    const hll = readHll(sketch);
    if (hll !== undefined) mergeHllInto(merged, hll);
  }
  return mergedHll(merged);
}

function mergeTdigest(...sketches: DynamicValue[]): Cell {
  const values: WeightedValues = new Map();
  for (const sketch of sketches) {
    const digest = readTdigest(sketch);
    for (const [at, value] of (digest?.values ?? []).entries()) {
      addWeighted(values, value, digest?.weights[at] ?? 0);
    }
  }
  return values.size === 0 ? null : tdigestOf(values);
}

function percentileIn(sketch: DynamicValue, percentile: number): DynamicValue {
  const digest = readTdigest(sketch);
  return digest === undefined ? null : percentileOfDigest(digest, percentile);
}

/** The type named by the third argument, `typeof(long)`. */
function namedType(args: readonly ArgumentInfo[]): KqlType {
  const name = args[2]?.constant?.value;
  return (typeof name === "string" ? typeNamed(name) : undefined) ?? "dynamic";
}

function percentileKernel(args: readonly ArgumentInfo[]): Kernel {
  const type = namedType(args);
  return (sketch: DynamicValue, percentile: number): Cell =>
    castDynamic(percentileIn(sketch, percentile), type);
}

function percentilesIn(sketch: DynamicValue, ...percentiles: DynamicValue[]): DynamicValue[] | null {
  const digest = readTdigest(sketch);
  if (digest === undefined) return null;
  const wanted = percentiles.flatMap((given) => (isDynamicArray(given) ? given : [given]));
  return wanted.map((percentile) => percentileOfDigest(digest, numberIn(percentile) ?? 0));
}

function percentilesKernel(args: readonly ArgumentInfo[]): Kernel {
  if (args[2]?.type !== "string") return percentilesIn;
  const type = namedType(args);
  return (sketch: DynamicValue, percentiles: DynamicValue): Cell =>
    percentilesIn(sketch, percentiles)?.map((value) => packCell(castDynamic(value, type), type)) ?? null;
}

function rankKernel(isShare: boolean): (args: readonly ArgumentInfo[]) => Kernel {
  return ([, { type }]) =>
    (sketch: DynamicValue, value: Cell): Cell => {
      const digest = readTdigest(sketch);
      if (digest === undefined || digest.total === 0) return null;
      const rank = rankInDigest(digest, asDynamic(packCell(value, type)));
      return isShare ? (rank * 100) / digest.total : rank;
    };
}

const toHundred = "toscalar(range x from 1 to 100 step 1 | summarize tdigest(x))";
const toTwo = "toscalar(range x from 1 to 2 step 1 | summarize hll(x))";

export const sketchFunctions = scalarFamily({
  dcount_hll: {
    summary: "Number of distinct values in a value of hll or hll_merge.",
    page: "dcount-hll-function",
    signatures: [signature({ hll: "dynamic" }, "long")],
    nulls: "propagate",
    examples: { [`dcount_hll(${toTwo})`]: "2" },
    resultName: ([first]) => `dcount_hll_${first?.columnName ?? ""}`,
    kernel: (sketch: DynamicValue) => readHll(sketch)?.values.length ?? null,
  },
  hll_merge: {
    summary: "One hll value out of several.",
    page: "hll-merge-function",
    signatures: [signature({ hll: repeated("dynamic") }, "dynamic")],
    nulls: "custom",
    examples: { [`dcount_hll(hll_merge(${toTwo}, ${toTwo}))`]: "2" },
    resultName: () => "hll_merged_result",
    kernel: mergeHll,
  },
  tdigest_merge: {
    summary: "One tdigest out of several.",
    page: "merge-tdigest-function",
    signatures: [signature({ tdigest: repeated("dynamic") }, "dynamic")],
    nulls: "custom",
    examples: { [`percentile_tdigest(tdigest_merge(${toHundred}, ${toHundred}), 50)`]: "dynamic(50)" },
    aliases: ["merge_tdigest"],
    resultName: () => "tdigests_merge_result",
    kernel: mergeTdigest,
  },
  percentile_tdigest: {
    summary: "A percentile of a tdigest, by nearest rank; of type dynamic unless `typeof` says otherwise.",
    page: "percentile-tdigest-function",
    signatures: [
      signature({ tdigest: "dynamic", percentile: "real" }, "dynamic"),
      signature({ tdigest: "dynamic", percentile: "real", type: constant("string") }, namedType),
    ],
    nulls: "propagate",
    examples: {
      [`percentile_tdigest(${toHundred}, 99)`]: "dynamic(99)",
      [`percentile_tdigest(${toHundred}, 99, typeof(long))`]: "99",
    },
    resultName: ([first]) => `percentile_tdigest_${first?.columnName ?? ""}`,
    specialize: percentileKernel,
  },
  percentiles_array_tdigest: {
    summary: "Several percentiles of a tdigest in one array.",
    page: "percentile-array-tdigest-function",
    signatures: [
      signature({ tdigest: "dynamic", percentile: repeated("real") }, "dynamic"),
      signature({ tdigest: "dynamic", percentiles: "dynamic" }, "dynamic"),
      signature({ tdigest: "dynamic", percentiles: "dynamic", type: constant("string") }, "dynamic"),
    ],
    nulls: "propagate",
    examples: {
      [`percentiles_array_tdigest(${toHundred}, 5, 50)`]: "dynamic([5,50])",
      [`percentiles_array_tdigest(${toHundred}, dynamic([5, 50]), typeof(long))`]: "dynamic([5,50])",
    },
    resultName: ([first]) => `percentile_tdigest_${first?.columnName ?? ""}`,
    specialize: percentilesKernel,
  },
  rank_tdigest: {
    summary: "Number of values in a tdigest that are not above a value.",
    page: "rank-tdigest-function",
    signatures: [signature({ tdigest: "dynamic", value: "any" }, "real")],
    nulls: "propagate",
    examples: { [`rank_tdigest(${toHundred}, 68)`]: "68.0" },
    specialize: rankKernel(false),
  },
  percentrank_tdigest: {
    summary: "Share of the values in a tdigest, in per cent, that are not above a value.",
    page: "percentrank-tdigest-function",
    signatures: [signature({ tdigest: "dynamic", value: "any" }, "real")],
    nulls: "propagate",
    examples: { [`percentrank_tdigest(${toHundred}, 68)`]: "68.0" },
    specialize: rankKernel(true),
  },
});
