/** Functions of one or two series that work element by element. What is no number gives null in its place. */

import { packCell } from "../../types/convert.js";
import { addInt64, type Int64, multiplyInt64, subtractInt64 } from "../../types/int64.js";
import { type Cell, type DynamicValue, dynamicReal, isDynamicArray } from "../../types/value.js";
import { isLongIn } from "../dynamic-content.js";
import {
  type ArgumentInfo,
  type Kernel,
  type ScalarEntry,
  type Signature,
  scalarFamily,
  signature,
} from "../entry.js";
import { elementOf } from "../series.js";

/** A function of each number. */
function mapNumbers(change: (value: number) => number): (series: DynamicValue) => Cell {
  return (series) =>
    isDynamicArray(series)
      ? series.map((item) => {
          const value = elementOf(item);
          return value === undefined ? null : dynamicReal(change(value));
        })
      : null;
}

/** As `mapNumbers`, but longs stay longs. */
function mapKinds(
  changeLong: (value: Int64) => Int64,
  changeReal: (value: number) => number,
): (series: DynamicValue) => Cell {
  const mapReal = mapNumbers(changeReal);
  return (series) => {
    if (!isDynamicArray(series)) return null;
    const reals = mapReal(series);
    return series.map((item, at) =>
      isLongIn(item) ? changeLong(item) : isDynamicArray(reals) ? reals[at] : null,
    );
  };
}

type Combine = (a: DynamicValue, b: DynamicValue) => DynamicValue;

/**
 * Two series, or a series and a number that stands for a series of it. As long as the longer one, with nulls where
 * the shorter has nothing.
 */
function combineKernel(combine: Combine): (args: readonly ArgumentInfo[]) => Kernel {
  return ([{ type: firstType }, { type: secondType }]) =>
    (first: Cell, second: Cell): Cell => {
      const a = packCell(first, firstType);
      const b = packCell(second, secondType);
      const length = Math.max(lengthOf(a), lengthOf(b));
      if (length < 0) return null;
      return Array.from({ length }, (_, at) => combine(itemAt(a, at), itemAt(b, at)));
    };
}

/** -1 for what is no array. */
function lengthOf(value: DynamicValue): number {
  return isDynamicArray(value) ? value.length : -1;
}

function itemAt(value: DynamicValue, at: number): DynamicValue {
  return isDynamicArray(value) ? (value[at] ?? null) : value;
}

function ofReals(reckon: (a: number, b: number) => number): Combine {
  return (a, b) => {
    const [left, right] = [elementOf(a), elementOf(b)];
    return left === undefined || right === undefined ? null : dynamicReal(reckon(left, right));
  };
}

/** Longs give longs, with the overflow of 64 bits; all else gives reals. */
function ofKinds(
  reckonLong: (a: Int64, b: Int64) => Int64,
  reckonReal: (a: number, b: number) => number,
): Combine {
  const combineReals = ofReals(reckonReal);
  return (a, b) => (isLongIn(a) && isLongIn(b) ? reckonLong(a, b) : combineReals(a, b));
}

function comparing(holds: (a: number | bigint, b: number | bigint) => boolean): Combine {
  return (a, b) => {
    const left = isLongIn(a) ? a : elementOf(a);
    const right = isLongIn(b) ? b : elementOf(b);
    return left === undefined || right === undefined ? null : holds(left, right);
  };
}

const oneSeries: readonly Signature[] = [signature({ series: "dynamic" }, "dynamic")];
const twoSeries: readonly Signature[] = [
  signature({ series1: "dynamic", series2: "dynamic" }, "dynamic"),
  signature({ series: "dynamic", number: "numeric" }, "dynamic"),
  signature({ number: "numeric", series: "dynamic" }, "dynamic"),
];

function unary(
  summary: string,
  page: string,
  examples: ScalarEntry["examples"],
  kernel: Kernel,
): ScalarEntry {
  return { summary, page, signatures: oneSeries, nulls: "propagate", examples, kernel };
}

function binary(
  summary: string,
  page: string,
  examples: ScalarEntry["examples"],
  combine: Combine,
): ScalarEntry {
  return {
    summary,
    page,
    signatures: twoSeries,
    nulls: "propagate",
    examples,
    specialize: combineKernel(combine),
  };
}

/** Expected results are written as text: `tostring()` of an array of reals shows them to the last digit. */
const text = (call: string, result: string): ScalarEntry["examples"] => ({
  [`tostring(${call})`]: `'${result}'`,
});
const pair = "dynamic([1,2,4]), dynamic([4,2,1])";

export const seriesElementFunctions = scalarFamily({
  series_abs: unary(
    "Absolute value of each element.",
    "series-abs-function",
    text("series_abs(dynamic([-6.5,0,8.2]))", "[6.5,0,8.2]"),
    mapKinds((value) => (value < 0 ? subtractInt64(0, value) : value), Math.abs),
  ),
  series_acos: unary(
    "Angle whose cosine each element is.",
    "series-acos-function",
    text("series_acos(dynamic([1]))", "[0.0]"),
    mapNumbers(Math.acos),
  ),
  series_asin: unary(
    "Angle whose sine each element is.",
    "series-asin-function",
    text("series_asin(dynamic([0]))", "[0.0]"),
    mapNumbers(Math.asin),
  ),
  series_atan: unary(
    "Angle whose tangent each element is.",
    "series-atan-function",
    text("series_atan(dynamic([0]))", "[0.0]"),
    mapNumbers(Math.atan),
  ),
  series_ceiling: unary(
    "Each element rounded up.",
    "series-ceiling-function",
    text("series_ceiling(dynamic([-1.5,1,2.5]))", "[-1.0,1.0,3.0]"),
    mapNumbers(Math.ceil),
  ),
  series_cos: unary(
    "Cosine of each element.",
    "series-cos-function",
    text("series_cos(dynamic([0]))", "[1.0]"),
    mapNumbers(Math.cos),
  ),
  series_exp: unary(
    "Exponential of each element.",
    "series-exp-function",
    text("series_exp(dynamic([0]))", "[1.0]"),
    mapNumbers(Math.exp),
  ),
  series_floor: unary(
    "Each element rounded down.",
    "series-floor-function",
    text("series_floor(dynamic([-1.5,1,2.5]))", "[-2.0,1.0,2.0]"),
    mapNumbers(Math.floor),
  ),
  series_log: unary(
    "Natural logarithm of each element.",
    "series-log-function",
    text("series_log(dynamic([1]))", "[0.0]"),
    mapNumbers(Math.log),
  ),
  series_sign: unary(
    "Sign of each element: -1, 0 or 1.",
    "series-sign-function",
    text("series_sign(dynamic([-6,0,8]))", "[-1,0,1]"),
    mapKinds(
      (value) => (value > 0 ? 1 : value < 0 ? -1 : 0),
      (value) => Math.sign(value),
    ),
  ),
  series_sin: unary(
    "Sine of each element.",
    "series-sin-function",
    text("series_sin(dynamic([0]))", "[0.0]"),
    mapNumbers(Math.sin),
  ),
  series_tan: unary(
    "Tangent of each element.",
    "series-tan-function",
    text("series_tan(dynamic([0]))", "[0.0]"),
    mapNumbers(Math.tan),
  ),
  series_add: binary(
    "Sums of the elements of two series.",
    "series-add-function",
    text(`series_add(${pair})`, "[5,4,5]"),
    ofKinds(addInt64, (a, b) => a + b),
  ),
  series_subtract: binary(
    "Differences of the elements of two series.",
    "series-subtract-function",
    text(`series_subtract(${pair})`, "[-3,0,3]"),
    ofKinds(subtractInt64, (a, b) => a - b),
  ),
  series_multiply: binary(
    "Products of the elements of two series.",
    "series-multiply-function",
    text(`series_multiply(${pair})`, "[4,4,4]"),
    ofKinds(multiplyInt64, (a, b) => a * b),
  ),
  series_divide: binary(
    "Quotients of the elements of two series, as reals.",
    "series-divide-function",
    text(`series_divide(${pair})`, "[0.25,1.0,4.0]"),
    ofReals((a, b) => a / b),
  ),
  series_pow: binary(
    "Powers of the elements of one series by those of another, as reals.",
    "series-pow-function",
    text("series_pow(dynamic([1,2,3,4]), dynamic([1,2,3,0.5]))", "[1.0,4.0,27.0,2.0]"),
    ofReals((a, b) => a ** b),
  ),
  series_equals: binary(
    "Whether the elements of two series are equal.",
    "series-equals-function",
    text(`series_equals(${pair})`, "[false,true,false]"),
    comparing((a, b) => a === b),
  ),
  series_not_equals: binary(
    "Whether the elements of two series differ.",
    "series-not-equals-function",
    text(`series_not_equals(${pair})`, "[true,false,true]"),
    comparing((a, b) => a !== b),
  ),
  series_greater: binary(
    "Whether the elements of the first series are greater.",
    "series-greater-function",
    text(`series_greater(${pair})`, "[false,false,true]"),
    comparing((a, b) => a > b),
  ),
  series_greater_equals: binary(
    "Whether the elements of the first series are greater or equal.",
    "series-greater-equals-function",
    text(`series_greater_equals(${pair})`, "[false,true,true]"),
    comparing((a, b) => a >= b),
  ),
  series_less: binary(
    "Whether the elements of the first series are less.",
    "series-less-function",
    text(`series_less(${pair})`, "[true,false,false]"),
    comparing((a, b) => a < b),
  ),
  series_less_equals: binary(
    "Whether the elements of the first series are less or equal.",
    "series-less-equals-function",
    text(`series_less_equals(${pair})`, "[true,true,false]"),
    comparing((a, b) => a <= b),
  ),
});
