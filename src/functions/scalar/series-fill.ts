/** Filling gaps in series. A gap is a null, or an element that equals a placeholder. */

import { packCell } from "../../types/convert.js";
import { type Cell, type DynamicValue, dynamicReal, isDynamicArray } from "../../types/value.js";
import { isLongIn, numberIn } from "../dynamic-content.js";
import { type ArgumentInfo, type Kernel, optional, scalarFamily, signature } from "../entry.js";

type Series = readonly DynamicValue[];

/** Which elements are gaps. */
function gapsOf(series: Series, placeholder: number | null | undefined): boolean[] {
  if (placeholder === null || placeholder === undefined) return series.map((item) => item === null);
  return series.map((item) => numberIn(item) === placeholder);
}

/** Each gap takes the value before it; those at the start stay. */
function fillForward(series: Series, gaps: readonly boolean[]): DynamicValue[] {
  let last: DynamicValue | undefined;
  return series.map((item, at) => {
    if (!gaps[at]) last = item;
    return gaps[at] && last !== undefined ? last : item;
  });
}

function forward(series: DynamicValue, placeholder?: number | null): Cell {
  return isDynamicArray(series) ? fillForward(series, gapsOf(series, placeholder)) : null;
}

function backward(series: DynamicValue, placeholder?: number | null): Cell {
  if (!isDynamicArray(series)) return null;
  return fillForward(series.toReversed(), gapsOf(series, placeholder).reverse()).reverse();
}

function constKernel([, info]: readonly ArgumentInfo[]): Kernel {
  return (series: DynamicValue, value: Cell, placeholder?: number | null): Cell => {
    if (!isDynamicArray(series)) return null;
    const gaps = gapsOf(series, placeholder);
    const filler = info === undefined ? 0 : packCell(value, info.type);
    return series.map((item, at) => (gaps[at] ? filler : item));
  };
}

interface LinearOptions {
  readonly fillsEdges: boolean;
  /** For series of gaps only; null keeps them. */
  readonly filler: DynamicValue;
}

/** Points on the line between the neighbours of a gap; cut to whole numbers in a series of longs. */
function fillLinear(
  series: Series,
  gaps: readonly boolean[],
  { fillsEdges, filler }: LinearOptions,
): DynamicValue[] {
  const known = Array.from(series.keys()).filter((at) => !gaps[at] && numberIn(series[at]) !== undefined);
  if (known.length === 0) return series.map(() => filler);
  const isWhole = known.every((at) => isLongIn(series[at]));
  const filled = [...series];
  for (let next = 0; next <= known.length; next++) {
    const [left, right] = [known[next - 1], known[next]];
    for (let at = (left ?? -1) + 1; at < (right ?? series.length); at++) {
      if (!gaps[at]) continue;
      if (left === undefined || right === undefined) {
        if (fillsEdges) filled[at] = series[left ?? right ?? 0];
      } else filled[at] = pointBetween(series, left, right, at, isWhole);
    }
  }
  return filled;
}

function pointBetween(
  series: Series,
  left: number,
  right: number,
  at: number,
  isWhole: boolean,
): DynamicValue {
  const [from, to] = [numberIn(series[left]) ?? 0, numberIn(series[right]) ?? 0];
  const value = from + ((to - from) / (right - left)) * (at - left);
  return isWhole ? Math.trunc(value) : dynamicReal(value);
}

function linearKernel([, , , info]: readonly ArgumentInfo[]): Kernel {
  return (
    series: DynamicValue,
    placeholder?: number | null,
    fillsEdges: boolean | null = true,
    value?: Cell,
  ): Cell => {
    if (!isDynamicArray(series)) return null;
    const filler = info === undefined ? dynamicReal(0) : packCell(value ?? null, info.type);
    return fillLinear(series, gapsOf(series, placeholder), { fillsEdges: fillsEdges !== false, filler });
  };
}

const withPlaceholder = [signature({ series: "dynamic", placeholder: optional("real") }, "dynamic")];

export const seriesFillFunctions = scalarFamily({
  series_fill_forward: {
    summary: "Gaps filled with the value before them.",
    page: "series-fill-forward-function",
    signatures: withPlaceholder,
    nulls: "custom",
    examples: { "tostring(series_fill_forward(dynamic([null,1,null,2,null])))": "'[null,1,1,2,2]'" },
    kernel: forward,
  },
  series_fill_backward: {
    summary: "Gaps filled with the value after them.",
    page: "series-fill-backward-function",
    signatures: withPlaceholder,
    nulls: "custom",
    examples: { "tostring(series_fill_backward(dynamic([null,1,null,2,null])))": "'[1,1,2,2,null]'" },
    kernel: backward,
  },
  series_fill_const: {
    summary: "Gaps filled with a constant.",
    page: "series-fill-const-function",
    signatures: [
      signature(
        { series: "dynamic", constant: optional("numeric"), placeholder: optional("real") },
        "dynamic",
      ),
    ],
    nulls: "custom",
    examples: { "tostring(series_fill_const(dynamic([1,null,3]), -1))": "'[1,-1,3]'" },
    specialize: constKernel,
  },
  series_fill_linear: {
    summary: "Gaps filled with points on the line between their neighbours.",
    page: "series-fill-linear-function",
    signatures: [
      signature(
        {
          series: "dynamic",
          placeholder: optional("real"),
          fillEdges: optional("bool"),
          constant: optional("numeric"),
        },
        "dynamic",
      ),
    ],
    nulls: "custom",
    examples: { "tostring(series_fill_linear(dynamic([1.0,null,2.0,null])))": "'[1.0,1.5,2.0,2.0]'" },
    specialize: linearKernel,
  },
});
