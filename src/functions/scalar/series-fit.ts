/** Regression on series: `series_fit_line`, `series_fit_2lines`, `series_fit_poly`. */
import { type Cell, type DynamicBag, type DynamicValue, dynamicReal } from "../../types/value.js";
import { optional, scalarFamily, signature } from "../entry.js";
import {
  fitLine,
  fitPolynomial,
  fitTwoLines,
  type Line,
  type LineFit,
  lineThrough,
  pointsOf,
} from "../line-fit.js";
import { cellsOfColumns, columnsNamed, finiteElementsOf, realsOf, scratchElementsOf } from "../series.js";

const lineColumns = {
  rsquare: "real",
  slope: "real",
  variance: "real",
  rvariance: "real",
  interception: "real",
  line_fit: "dynamic",
} as const;

const sideColumns = (side: "right" | "left") =>
  ({
    [`${side}_rsquare`]: "real",
    [`${side}_slope`]: "real",
    [`${side}_interception`]: "real",
    [`${side}_variance`]: "real",
    [`${side}_rvariance`]: "real",
  }) as const;

const twoLinesColumns = {
  rsquare: "real",
  split_idx: "long",
  variance: "real",
  rvariance: "real",
  line_fit: "dynamic",
  ...sideColumns("right"),
  ...sideColumns("left"),
} as const;

const polynomialColumns = {
  rsquare: "real",
  coefficients: "dynamic",
  variance: "real",
  rvariance: "real",
  poly_fit: "dynamic",
} as const;

const nullsFor = (columns: object): Cell => cellsOfColumns(...Object.keys(columns).map(() => null));

function lineCells(series: DynamicValue): Cell {
  return cellsOfColumns(...lineKernels.map((kernel) => kernel(series)));
}

/** The cells of one column of the line. */
const lineKernel =
  (cellOf: (line: Line, length: number) => Cell) =>
  (series: DynamicValue): Cell => {
    const elements = scratchElementsOf(series);
    if (elements === undefined) return null;
    const { values, length } = elements;
    return cellOf(lineThrough(values, length), length);
  };

const lineKernels = [
  lineKernel(({ rsquare }) => rsquare),
  lineKernel(({ slope }) => slope),
  lineKernel(({ variance }) => variance),
  lineKernel(({ residualVariance }) => residualVariance),
  lineKernel(({ interception }) => interception),
  lineKernel((line, length) => realsOf(pointsOf(line, length))),
];

function lineBag(series: DynamicValue): Cell {
  const values = finiteElementsOf(series);
  if (values === undefined) return null;
  const { rsquare, slope, variance, residualVariance, interception, fitted } = fitLine(values);
  return {
    rsquare: dynamicReal(rsquare),
    slope: dynamicReal(slope),
    variance: dynamicReal(variance),
    rvariance: dynamicReal(residualVariance),
    interception: dynamicReal(interception),
    line_fit: realsOf(fitted),
  };
}

function twoLinesCells(series: DynamicValue): Cell {
  const values = finiteElementsOf(series);
  const fit = values === undefined ? undefined : fitTwoLines(values);
  if (fit === undefined) return nullsFor(twoLinesColumns);
  const sides = [fit.right, fit.left].flatMap((side) => [
    side.rsquare,
    side.slope,
    side.interception,
    side.variance,
    side.residualVariance,
  ]);
  return cellsOfColumns(
    fit.rsquare,
    fit.splitIndex,
    fit.variance,
    fit.residualVariance,
    realsOf(fit.fitted),
    ...sides,
  );
}

function twoLinesBag(series: DynamicValue): Cell {
  const values = finiteElementsOf(series);
  const fit = values === undefined ? undefined : fitTwoLines(values);
  if (fit === undefined) return null;
  return {
    rsquare: dynamicReal(fit.rsquare),
    split_idx: fit.splitIndex,
    variance: dynamicReal(fit.variance),
    rvariance: dynamicReal(fit.residualVariance),
    line_fit: realsOf(fit.fitted),
    right: sideBag(fit.right),
    left: sideBag(fit.left),
  };
}

function sideBag({ rsquare, slope, interception, variance, residualVariance }: LineFit): DynamicBag {
  return {
    rsquare: dynamicReal(rsquare),
    slope: dynamicReal(slope),
    interception: dynamicReal(interception),
    variance: dynamicReal(variance),
    rvariance: dynamicReal(residualVariance),
  };
}

/** Beyond this the powers of x cannot be told apart in doubles. */
const highestDegree = 20;

function polynomialCells(ySeries: DynamicValue, xSeries?: DynamicValue, degree = 1): Cell {
  const y = finiteElementsOf(ySeries);
  const x = xSeries === undefined ? y?.map((_, at) => at + 1) : finiteElementsOf(xSeries);
  const isUsable = x !== undefined && y !== undefined && x.length === y.length;
  if (!isUsable || !(degree >= 0 && degree <= highestDegree)) return nullsFor(polynomialColumns);
  const fit = fitPolynomial(x, y, degree);
  if (fit === undefined) return nullsFor(polynomialColumns);
  return cellsOfColumns(
    fit.rsquare,
    realsOf(fit.coefficients),
    fit.variance,
    fit.residualVariance,
    realsOf(fit.fitted),
  );
}

const oneSeries = [signature({ series: "dynamic" }, "dynamic")];
const line = "print y = dynamic([1,3,5,7])";

export const seriesFitFunctions = scalarFamily({
  series_fit_line: {
    summary: "The line that fits a series best, and how well it fits.",
    page: "series-fit-line-function",
    signatures: oneSeries,
    nulls: "custom",
    examples: {
      [`toscalar(${line} | project series_fit_line(y) | project series_fit_line_y_slope)`]: "2.0",
      [`toscalar(${line} | project series_fit_line(y) | project series_fit_line_y_interception)`]: "-1.0",
    },
    columns: columnsNamed("series_fit_line", lineColumns),
    kernel: lineCells,
    columnKernels: lineKernels,
  },
  series_fit_line_dynamic: {
    summary: "The line that fits a series best, as a bag.",
    page: "series-fit-line-dynamic-function",
    signatures: oneSeries,
    nulls: "propagate",
    examples: { "todouble(series_fit_line_dynamic(dynamic([1,3,5,7])).slope)": "2.0" },
    kernel: lineBag,
  },
  series_fit_2lines: {
    summary: "The two lines, one after the other, that fit a series best.",
    page: "series-fit-2lines-function",
    signatures: oneSeries,
    nulls: "custom",
    examples: {
      "toscalar(print y = dynamic([1,2,3,9,7,5]) | project series_fit_2lines(y) | project series_fit_2lines_y_split_idx)":
        "3",
    },
    columns: columnsNamed("series_fit_2lines", twoLinesColumns),
    kernel: twoLinesCells,
  },
  series_fit_2lines_dynamic: {
    summary: "The two lines that fit a series best, as a bag.",
    page: "series-fit-2lines-dynamic-function",
    signatures: oneSeries,
    nulls: "propagate",
    examples: { "todouble(series_fit_2lines_dynamic(dynamic([1,2,3,9,7,5])).right.slope)": "-2.0" },
    kernel: twoLinesBag,
  },
  series_fit_poly: {
    summary: "The polynomial that fits a series best, over 1, 2, 3, ... or over another series.",
    page: "series-fit-poly-function",
    signatures: [
      signature({ ySeries: "dynamic", xSeries: optional("dynamic"), degree: optional("index") }, "dynamic"),
    ],
    nulls: "custom",
    examples: {
      "toscalar(print y = dynamic([1,4,9,16]), x = dynamic([1,2,3,4]) | project series_fit_poly(y, x, 2) | project round(todouble(series_fit_poly_y_coefficients[0]), 9))":
        "1.0",
    },
    columns: columnsNamed("series_fit_poly", polynomialColumns),
    kernel: polynomialCells,
  },
});
