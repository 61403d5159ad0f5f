/** Season, trend and outliers of series. */
import type { Cell, DynamicValue } from "../../types/value.js";
import { badArgument } from "../diagnostics.js";
import { optional, type Signature, scalarFamily, signature } from "../entry.js";
import {
  decompose,
  type NormalRange,
  outlierScores,
  periodFor,
  seasonalPart,
  type Trend,
} from "../seasonality.js";
import { cellsOfColumns, columnsNamed, elementsOf, finiteElementsOf, realsOf } from "../series.js";

type Optional<T> = T | null | undefined;

/** Least scores of a period that is found without being asked for: `series_seasonal` and `series_decompose`. */
const seasonalThreshold = 0.7;
const decomposeThreshold = 0.6;
/** How far outside its range a value must lie to be an anomaly, by default. */
const anomalyThreshold = 1.5;

function seasonal(series: DynamicValue, period?: Optional<number>, testPoints?: Optional<number>): Cell {
  const values = finiteElementsOf(series);
  if (values === undefined) return null;
  const known = values.subarray(0, Math.max(0, values.length - (testPoints ?? 0)));
  return realsOf(seasonalPart(known, periodFor(known, period ?? -1, seasonalThreshold), values.length));
}

function trendNamed(name: Optional<string>, otherwise: Trend): Trend {
  if (name === undefined || name === null || name === "") return otherwise;
  if (name === "avg" || name === "linefit" || name === "none") return name;
  throw badArgument("trend", "`avg`, `linefit` or `none`");
}

function decomposeCells(
  series: DynamicValue,
  period?: Optional<number>,
  trend?: Optional<string>,
  testPoints?: Optional<number>,
  threshold?: Optional<number>,
): Cell {
  const values = finiteElementsOf(series);
  if (values === undefined) return cellsOfColumns(null, null, null, null);
  const parts = decompose(values, {
    period: period ?? -1,
    trend: trendNamed(trend, "avg"),
    testPoints: testPoints ?? 0,
    threshold: threshold ?? decomposeThreshold,
  });
  return cellsOfColumns(
    realsOf(parts.baseline),
    realsOf(parts.seasonal),
    realsOf(parts.trend),
    realsOf(parts.residual),
  );
}

/** Unlike the other decompositions it fits a line unless told otherwise, whatever its page says. */
function forecast(
  series: DynamicValue,
  points: Optional<number>,
  period?: Optional<number>,
  trend?: Optional<string>,
  threshold?: Optional<number>,
): Cell {
  const values = finiteElementsOf(series);
  if (values === undefined) return null;
  const { baseline } = decompose(values, {
    period: period ?? -1,
    trend: trendNamed(trend, "linefit"),
    testPoints: points ?? 0,
    threshold: threshold ?? decomposeThreshold,
  });
  return realsOf(baseline);
}

const customRange: NormalRange = { low: 10, high: 90 };
const tukeyRange: NormalRange = { low: 25, high: 75 };

function rangeNamed(kind: Optional<string>): NormalRange {
  if (kind === undefined || kind === null || kind === "" || kind === "ctukey") return customRange;
  if (kind === "tukey") return tukeyRange;
  throw badArgument("kind", "`tukey` or `ctukey`");
}

function anomalies(
  series: DynamicValue,
  threshold?: Optional<number>,
  period?: Optional<number>,
  trend?: Optional<string>,
  testPoints?: Optional<number>,
  method?: Optional<string>,
  seasonalityThreshold?: Optional<number>,
): Cell {
  const values = finiteElementsOf(series);
  if (values === undefined) return cellsOfColumns(null, null, null);
  const { baseline, residual } = decompose(values, {
    period: period ?? -1,
    trend: trendNamed(trend, "avg"),
    testPoints: testPoints ?? 0,
    threshold: seasonalityThreshold ?? decomposeThreshold,
  });
  const scores = outlierScores(residual, rangeNamed(method), testPoints ?? 0);
  const least = threshold ?? anomalyThreshold;
  const flags = Array.from(scores, (score) => (score > least ? 1 : score < -least ? -1 : 0));
  return cellsOfColumns(flags, realsOf(scores), realsOf(baseline));
}

function outliers(
  series: DynamicValue,
  kind?: Optional<string>,
  ignored?: Optional<number>,
  low?: Optional<number>,
  high?: Optional<number>,
  testPoints?: Optional<number>,
): Cell {
  const elements = elementsOf(series);
  if (elements === undefined) return null;
  const values = elements.map((value) => (value === ignored ? Number.NaN : value));
  const range = rangeNamed(kind);
  const isCustom = range === customRange;
  const wanted = isCustom ? { low: low ?? range.low, high: high ?? range.high } : range;
  return realsOf(outlierScores(values, wanted, testPoints ?? 0));
}

const decomposeParameters = {
  series: "dynamic",
  period: optional("index"),
  trend: optional("string"),
  testPoints: optional("index"),
  seasonalityThreshold: optional("real"),
} as const;

const seasonalSignatures: readonly Signature[] = [
  signature({ series: "dynamic", period: optional("index"), testPoints: optional("index") }, "dynamic"),
];

export const seriesDecomposeFunctions = scalarFamily({
  series_seasonal: {
    summary:
      "Seasonal part of a series: the median at each place of the period, which is found if not given.",
    page: "series-seasonal-function",
    signatures: seasonalSignatures,
    nulls: "custom",
    examples: {
      "tostring(series_seasonal(dynamic([1,3,5,2,4,6,1,3,5,2,4,6]), 3))":
        "'[1.5,3.5,5.5,1.5,3.5,5.5,1.5,3.5,5.5,1.5,3.5,5.5]'",
    },
    kernel: seasonal,
  },
  series_decompose: {
    summary: "A series as the sum of a seasonal part, a trend and a residual.",
    page: "series-decompose-function",
    signatures: [signature(decomposeParameters, "dynamic")],
    nulls: "custom",
    examples: {
      "tostring(toscalar(print y = dynamic([1,2,1,2]) | project series_decompose(y, 2, 'none') | project series_decompose_y_residual))":
        "'[0.0,0.0,0.0,0.0]'",
    },
    columns: columnsNamed("series_decompose", {
      baseline: "dynamic",
      seasonal: "dynamic",
      trend: "dynamic",
      residual: "dynamic",
    }),
    kernel: decomposeCells,
  },
  series_decompose_forecast: {
    summary: "A series as its season and trend predict it, learned without its last points.",
    page: "series-decompose-forecast-function",
    signatures: [
      signature(
        {
          series: "dynamic",
          points: "index",
          period: optional("index"),
          trend: optional("string"),
          seasonalityThreshold: optional("real"),
        },
        "dynamic",
      ),
    ],
    nulls: "custom",
    examples: {
      "array_sum(series_decompose_forecast(dynamic([1,2,3,4,0,0]), 2, 0))": "21.0",
    },
    kernel: forecast,
  },
  series_decompose_anomalies: {
    summary: "Points of a series that lie far from what its season and trend predict.",
    page: "series-decompose-anomalies-function",
    signatures: [
      signature(
        {
          series: "dynamic",
          threshold: optional("real"),
          period: optional("index"),
          trend: optional("string"),
          testPoints: optional("index"),
          method: optional("string"),
          seasonalityThreshold: optional("real"),
        },
        "dynamic",
      ),
    ],
    nulls: "custom",
    examples: {
      "array_index_of(toscalar(print y = dynamic([1,2,1,2,1,2,1,9,1,2,1,2]) | project series_decompose_anomalies(y, 1.5, 2) | project series_decompose_anomalies_y_ad_flag), 1)":
        "7",
    },
    columns: columnsNamed("series_decompose_anomalies", {
      ad_flag: "dynamic",
      ad_score: "dynamic",
      baseline: "dynamic",
    }),
    kernel: anomalies,
  },
  series_outliers: {
    summary: "How far each element lies outside the range of most, in units of that range.",
    page: "series-outliers-function",
    signatures: [
      signature(
        {
          series: "dynamic",
          kind: optional("string"),
          ignored: optional("real"),
          minPercentile: optional("real"),
          maxPercentile: optional("real"),
          testPoints: optional("index"),
        },
        "dynamic",
      ),
    ],
    nulls: "custom",
    examples: {
      "tostring(series_outliers(dynamic([1,2,3,4,5,11]), 'tukey'))": "'[-0.5,-0.1,0.0,0.0,0.1,2.5]'",
    },
    kernel: outliers,
  },
});
