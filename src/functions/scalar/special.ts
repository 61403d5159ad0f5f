/** Gamma, beta and error functions, and the tests of statistics built on them. */
import { type ScalarEntry, scalarFamily, signature } from "../entry.js";
import {
  betaCumulative,
  betaDensity,
  betaQuantile,
  erf,
  erfc,
  gamma,
  logGamma,
  studentTwoSided,
} from "../special-functions.js";

export const specialFunctions = scalarFamily({
  gamma: real("number", "The gamma function.", "gamma-function", gamma, { "gamma(5)": "24.0" }),
  loggamma: real(
    "number",
    "The logarithm of the absolute value of the gamma function.",
    "loggamma-function",
    logGamma,
    { "round(loggamma(5), 8)": "3.17805383" },
  ),
  erf: real("x", "The error function.", "erf-function", erf, { "round(erf(1), 9)": "0.842700793" }),
  erfc: real("x", "The complementary error function.", "erfc-function", erfc, {
    "round(erfc(1), 9)": "0.157299207",
  }),
  beta_cdf: {
    summary: "The cumulative beta distribution.",
    page: "beta-cdf-function",
    signatures: [signature({ x: "real", alpha: "real", beta: "real" }, "real")],
    nulls: "propagate",
    examples: { "round(beta_cdf(0.5, 10.0, 20.0), 6)": "0.969286" },
    kernel: betaCdf,
  },
  beta_inv: {
    summary: "The inverse of the cumulative beta distribution.",
    page: "beta-inv-function",
    signatures: [signature({ probability: "real", alpha: "real", beta: "real" }, "real")],
    nulls: "propagate",
    examples: { "round(beta_inv(0.1, 10.0, 20.0), 9)": "0.226415022" },
    kernel: betaInv,
  },
  beta_pdf: {
    summary: "The density of the beta distribution.",
    page: "beta-pdf-function",
    signatures: [signature({ x: "real", alpha: "real", beta: "real" }, "real")],
    nulls: "propagate",
    examples: { "round(beta_pdf(0.5, 10.0, 20.0), 9)": "0.746176019" },
    kernel: betaPdf,
  },
  welch_test: {
    summary: "The two-sided p-value of Welch's test that two samples have the same mean.",
    page: "welch-test-function",
    signatures: [
      signature(
        {
          mean1: "real",
          variance1: "real",
          count1: "real",
          mean2: "real",
          variance2: "real",
          count2: "real",
        },
        "real",
      ),
    ],
    nulls: "propagate",
    examples: { "round(welch_test(5.0, 1.0, 10, 5.0, 2.0, 12), 6)": "1.0" },
    kernel: welchTest,
  },
});

function real(
  parameter: string,
  summary: string,
  page: string,
  kernel: (x: number) => number,
  examples: Record<string, string>,
): ScalarEntry {
  const signatures = [signature({ [parameter]: "real" }, "real")];
  return { summary, page, signatures, nulls: "propagate", examples, kernel };
}

const largestShape = 10_000;

/** The engine gives 1 for an alpha of zero or less, unlike its documentation. */
function betaCdf(x: number, alpha: number, beta: number): number {
  if (!(x >= 0 && x <= 1)) return Number.NaN;
  if (alpha <= 0) return 1;
  if (!(alpha <= largestShape && beta > 0 && beta <= largestShape)) return Number.NaN;
  return betaCumulative(x, alpha, beta);
}

function betaInv(probability: number, alpha: number, beta: number): number | null {
  if (!(alpha > 0 && beta > 0)) return Number.NaN;
  return probability > 0 && probability <= 1 ? betaQuantile(probability, alpha, beta) : null;
}

function betaPdf(x: number, alpha: number, beta: number): number {
  return x > 0 && x < 1 && alpha > 0 && beta > 0 ? betaDensity(x, alpha, beta) : Number.NaN;
}

function welchTest(
  mean1: number,
  variance1: number,
  count1: number,
  mean2: number,
  variance2: number,
  count2: number,
): number {
  const share1 = variance1 / count1;
  const share2 = variance2 / count2;
  const error = share1 + share2;
  if (!(count1 > 1 && count2 > 1 && error > 0)) return Number.NaN;
  const freedom = error ** 2 / (share1 ** 2 / (count1 - 1) + share2 ** 2 / (count2 - 1));
  return studentTwoSided((mean1 - mean2) / Math.sqrt(error), freedom);
}
