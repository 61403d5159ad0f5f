/** `percentile` and its kin: exact, by nearest rank. */
import { compareCells } from "../../types/compare.js";
import { packCell } from "../../types/convert.js";
import type { KqlType } from "../../types/kql-type.js";
import { type Cell, isDynamicArray } from "../../types/value.js";
import { asDynamic, numberIn } from "../dynamic-content.js";
import {
  type Accumulator,
  type AggregateCall,
  type ArgumentInfo,
  aggregateFamily,
  constant,
  type ParameterType,
  signature,
} from "../entry.js";
import { nearestRank, nearestWeightedRank } from "../nearest-rank.js";
import { liftToColumns } from "./lift.js";

/** Values with their weights. */
interface Sample {
  readonly cells: Cell[];
  readonly weights: number[];
}

/** Cells at the percentiles, null for an empty sample. */
function cellsAt({ cells, weights }: Sample, percentiles: readonly number[], type: KqlType): readonly Cell[] {
  const order = Array.from(cells.keys()).sort((a, b) => compareCells(cells[a], cells[b], type));
  const ordered = order.map((at) => weights[at]);
  const total = ordered.reduce((sum, weight) => sum + weight, 0);
  return percentiles.map((percentile) => {
    const rank = nearestWeightedRank(percentile, ordered, total);
    return rank < 0 ? null : cells[order[rank]];
  });
}

/** As `cellsAt`, for values of equal weight. */
function cellsAtRanks(
  cells: readonly Cell[],
  percentiles: readonly number[],
  type: KqlType,
): readonly Cell[] {
  const ordered = cells.every((cell) => typeof cell === "number")
    ? Float64Array.from(cells).sort()
    : cells.toSorted((a, b) => compareCells(a, b, type));
  return percentiles.map((percentile) => ordered[nearestRank(percentile, ordered.length)] ?? null);
}

/** Percentiles given as constants one by one, or as one constant array. */
function percentilesOf(args: readonly ArgumentInfo[]): readonly number[] {
  return args.flatMap(({ constant: given }) => {
    const value = asDynamic(given?.value ?? null);
    return (isDynamicArray(value) ? value : [value]).map((item) => numberIn(item) ?? 0);
  });
}

/** Beside its place in a list: decimals are objects. */
function bytesPerCell(type: KqlType): number {
  return type === "decimal" ? 80 : 8;
}

type Shape = (cells: readonly Cell[], type: KqlType) => readonly Cell[];

/** Each percentile a column. */
const asColumns: Shape = (cells, type) => cells.map((cell) => resultCell(cell, type));
/** All in one array. */
const asArray: Shape = (cells, type) => [
  cells.map((cell) => packCell(resultCell(cell, type), resultType(type))),
];

function resultCell(cell: Cell, type: KqlType): Cell {
  return type === "decimal" && cell !== null ? Number(cell) : cell;
}

function createUnweighted(shape: Shape): (call: AggregateCall) => Accumulator {
  return (call) => {
    const [{ type }, ...rest] = call.args;
    const percentiles = percentilesOf(rest);
    return liftToColumns(
      call,
      {
        bytesPerRow: 8 + bytesPerCell(type),
        init: (): Cell[] => [],
        add(cells: Cell[], cell) {
          if (cell !== null) cells.push(cell);
        },
        finish: (cells) => shape(cellsAtRanks(cells, percentiles, type), type),
      },
      shape === asArray ? ["dynamic"] : percentiles.map(() => resultType(type)),
    );
  };
}

function createWeighted(shape: Shape): (call: AggregateCall) => Accumulator {
  return (call) => {
    const [{ type }, , ...rest] = call.args;
    const percentiles = percentilesOf(rest);
    return liftToColumns(
      call,
      {
        bytesPerRow: 16 + bytesPerCell(type),
        init: (): Sample => ({ cells: [], weights: [] }),
        add({ cells, weights }: Sample, cell, weight) {
          if (cell === null || weight === null || Number(weight) <= 0) return;
          cells.push(cell);
          weights.push(Number(weight));
        },
        finish: (sample) => shape(cellsAt(sample, percentiles, type), type),
      },
      shape === asArray ? ["dynamic"] : percentiles.map(() => resultType(type)),
    );
  };
}

/** An int comes back as long, a decimal as real. */
function resultType(type: KqlType): KqlType {
  if (type === "int") return "long";
  return type === "decimal" ? "real" : type;
}

/** `percentile_x_99_9`. `skipped` arguments stand before the percentiles. */
function percentileColumns(skipped: number) {
  return (args: readonly ArgumentInfo[]) =>
    args.slice(skipped).map(({ constant: given }) => ({
      name: `percentile_${args[0].columnName ?? ""}_${given === undefined ? "" : nameFragment(given.value)}`,
      type: resultType(args[0].type),
    }));
}

function nameFragment(value: Cell): string {
  return String(value).replace(/[^A-Za-z0-9_]/g, "_");
}

const namedForArray = ([first]: readonly ArgumentInfo[]): string => `percentiles_${first?.columnName ?? ""}`;
const orderedNumbers: ParameterType = ["int", "long", "real", "decimal", "datetime", "timespan"];
const firstResultType = ([{ type }]: readonly ArgumentInfo[]): KqlType => resultType(type);
const each = { type: "real", isConstant: true, isRepeated: true } as const;
const toHundred = "range x from 1 to 100 step 1";

export const percentileAggregates = aggregateFamily({
  percentile: {
    summary: "The value that a share of the values is not above, by nearest rank; exact.",
    page: "percentiles-aggregation-function",
    signatures: [signature({ expr: orderedNumbers, percentile: constant("real") }, firstResultType)],
    examples: { [`toscalar(${toHundred} | summarize percentile(x, 95))`]: "95" },
    columns: percentileColumns(1),
    create: createUnweighted(asColumns),
  },
  percentiles: {
    summary: "Several percentiles, each in a column of its own.",
    page: "percentiles-aggregation-function",
    signatures: [signature({ expr: orderedNumbers, percentile: each }, firstResultType)],
    examples: {
      [`toscalar(${toHundred} | summarize percentiles(x, 5, 99.9) | project percentile_x_99_9)`]: "100",
    },
    columns: percentileColumns(1),
    create: createUnweighted(asColumns),
  },
  percentiles_array: {
    summary: "Several percentiles in one array.",
    page: "percentiles-aggregation-function",
    signatures: [
      signature({ expr: orderedNumbers, percentile: each }, "dynamic"),
      signature({ expr: orderedNumbers, percentiles: constant("dynamic") }, "dynamic"),
    ],
    examples: { [`toscalar(${toHundred} | summarize percentiles_array(x, 5, 50))`]: "dynamic([5,50])" },
    resultName: namedForArray,
    create: createUnweighted(asArray),
  },
  percentilew: {
    summary: "A percentile of values that count as often as their weight says.",
    page: "percentilesw-aggregation-function",
    signatures: [
      signature({ expr: orderedNumbers, weight: "long", percentile: constant("real") }, firstResultType),
    ],
    examples: { "toscalar(range x from 1 to 3 step 1 | summarize percentilew(x, x, 50))": "2" },
    columns: percentileColumns(2),
    create: createWeighted(asColumns),
  },
  percentilesw: {
    summary: "Several percentiles of weighted values, each in a column of its own.",
    page: "percentilesw-aggregation-function",
    signatures: [signature({ expr: orderedNumbers, weight: "long", percentile: each }, firstResultType)],
    examples: {
      "toscalar(range x from 1 to 3 step 1 | summarize percentilesw(x, x, 10, 90) | project percentile_x_90)":
        "3",
    },
    columns: percentileColumns(2),
    create: createWeighted(asColumns),
  },
  percentilesw_array: {
    summary: "Several percentiles of weighted values in one array.",
    page: "percentilesw-aggregation-function",
    signatures: [
      signature({ expr: orderedNumbers, weight: "long", percentile: each }, "dynamic"),
      signature({ expr: orderedNumbers, weight: "long", percentiles: constant("dynamic") }, "dynamic"),
    ],
    examples: {
      "toscalar(range x from 1 to 3 step 1 | summarize percentilesw_array(x, x, 10, 90))": "dynamic([1,3])",
    },
    resultName: namedForArray,
    create: createWeighted(asArray),
  },
});
