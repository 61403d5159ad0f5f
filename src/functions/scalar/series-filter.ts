/** Filters and transforms of series: `series_fir`, `series_iir`, `series_fft`, `series_ifft`. */
import type { Cell, DynamicValue } from "../../types/value.js";
import { type Kernel, optional, scalarFamily, signature } from "../entry.js";
import { type ComplexSeries, fourierTransform, inverseFourierTransform } from "../fourier.js";
import { cellsOfColumns, columnsNamed, elementsOf, finiteElementsOf, realsOf } from "../series.js";
import { checkWork } from "../work.js";

/** Beyond the ends of the series there are zeros. A centered filter looks as far ahead as it looks back. */
function finiteResponse(
  series: DynamicValue,
  filter: DynamicValue,
  normalize?: boolean | null,
  center?: boolean | null,
): Cell {
  const values = elementsOf(series);
  const weights = finiteElementsOf(filter);
  if (values === undefined || weights === undefined) return null;
  checkWork(values.length * weights.length);
  const hasNegative = weights.some((weight) => weight < 0);
  if (normalize === true && hasNegative) return null;
  const isNormalized = normalize ?? !hasNegative;
  const scale = isNormalized ? weights.reduce((sum, weight) => sum + weight, 0) : 1;
  const ahead = center === true ? (weights.length - 1) >> 1 : 0;
  const filtered = values.map((_, at) => {
    let sum = 0;
    for (let back = 0; back < weights.length; back++) {
      const from = at + ahead - back;
      if (from >= 0 && from < values.length) sum += weights[back] * values[from];
    }
    return sum / scale;
  });
  return nullsForNaN(filtered);
}

function infiniteResponse(series: DynamicValue, numerators: DynamicValue, denominators: DynamicValue): Cell {
  const values = elementsOf(series);
  const forward = finiteElementsOf(numerators);
  const feedback = finiteElementsOf(denominators);
  if (values === undefined || forward === undefined || feedback === undefined || feedback[0] === 0)
    return null;
  checkWork(values.length * (forward.length + feedback.length));
  const filtered = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    let sum = 0;
    for (let back = 0; back < forward.length && back <= at; back++) sum += forward[back] * values[at - back];
    for (let back = 1; back < feedback.length && back <= at; back++) {
      sum -= feedback[back] * filtered[at - back];
    }
    filtered[at] = sum / feedback[0];
  }
  return nullsForNaN(filtered);
}

function nullsForNaN(values: Float64Array): Cell {
  return realsOf(values).map((value, at) => (Number.isNaN(values[at]) ? null : value));
}

function transformKernel(transform: (series: ComplexSeries) => ComplexSeries): Kernel {
  return (first: DynamicValue, second?: DynamicValue): Cell => {
    const real = finiteElementsOf(first);
    const imaginary = second === undefined ? new Float64Array(real?.length ?? 0) : finiteElementsOf(second);
    if (real === undefined || imaginary === undefined || real.length !== imaginary.length) {
      return cellsOfColumns(null, null);
    }
    const result = transform({ real, imaginary });
    return cellsOfColumns(realsOf(result.real), realsOf(result.imaginary));
  };
}

const complexSignatures = [signature({ real: "dynamic", imaginary: optional("dynamic") }, "dynamic")];

export const seriesFilterFunctions = scalarFamily({
  series_fir: {
    summary: "A finite impulse response filter, such as a moving average.",
    page: "series-fir-function",
    signatures: [
      signature(
        { series: "dynamic", filter: "dynamic", normalize: optional("bool"), center: optional("bool") },
        "dynamic",
      ),
    ],
    nulls: "custom",
    examples: {
      "tostring(series_fir(dynamic([5,15,10,20]), dynamic([1,-1]), false, false))": "'[5.0,10.0,-5.0,10.0]'",
      "tostring(series_fir(dynamic([0,0,5,0,0]), dynamic([1,1]), true, true))": "'[0.0,0.0,2.5,2.5,0.0]'",
    },
    kernel: finiteResponse,
  },
  series_iir: {
    summary: "An infinite impulse response filter, such as a cumulative sum.",
    page: "series-iir-function",
    signatures: [signature({ series: "dynamic", numerators: "dynamic", denominators: "dynamic" }, "dynamic")],
    nulls: "propagate",
    examples: {
      "tostring(series_iir(dynamic([1,2,3,4]), dynamic([1]), dynamic([1,-1])))": "'[1.0,3.0,6.0,10.0]'",
    },
    kernel: infiniteResponse,
  },
  series_fft: {
    summary: "Fourier transform of a series: real and imaginary part.",
    page: "series-fft-function",
    signatures: complexSignatures,
    nulls: "custom",
    examples: {
      "tostring(toscalar(print y = dynamic([1,0,0,0]) | project series_fft(y) | project series_fft_y_real))":
        "'[1.0,1.0,1.0,1.0]'",
    },
    columns: columnsNamed("series_fft", { real: "dynamic", imag: "dynamic" }),
    kernel: transformKernel(fourierTransform),
  },
  series_ifft: {
    summary: "The series that a Fourier transform comes from: real and imaginary part.",
    page: "series-ifft-function",
    signatures: complexSignatures,
    nulls: "custom",
    examples: {
      "tostring(toscalar(print y = dynamic([1,1,1,1]) | project series_ifft(y) | project series_ifft_y_real))":
        "'[1.0,0.0,0.0,0.0]'",
    },
    columns: columnsNamed("series_ifft", { real: "dynamic", imag: "dynamic" }),
    kernel: transformKernel(inverseFourierTransform),
  },
});
