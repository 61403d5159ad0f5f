/** Gamma, beta and error functions on doubles, to about 13 digits. */

const lanczos = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const lanczosShift = 7;

/** The sum and the base of Lanczos' approximation of gamma(x + 1). */
function lanczosTerms(x: number): { readonly sum: number; readonly base: number } {
  let sum = lanczos[0];
  for (let at = 1; at < lanczos.length; at++) sum += lanczos[at] / (x + at);
  return { sum, base: x + lanczosShift + 0.5 };
}

/** Largest argument whose gamma a double holds. */
const largestGamma = 171.6243769563027;

/** Exact for whole numbers as far as doubles are; NaN at zero and the negative whole numbers. */
export function gamma(x: number): number {
  if (Number.isInteger(x)) return x <= 0 ? Number.NaN : factorial(x - 1);
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  if (x > largestGamma) return Number.POSITIVE_INFINITY;
  const { sum, base } = lanczosTerms(x - 1);
  // In two halves, for the whole power overflows before the product does.
  const half = base ** ((x - 0.5) / 2);
  return Math.sqrt(2 * Math.PI) * half * Math.exp(-base) * half * sum;
}

function factorial(n: number): number {
  if (n > 170) return Number.POSITIVE_INFINITY;
  let product = 1;
  for (let factor = 2; factor <= n; factor++) product *= factor;
  return product;
}

/** Logarithm of the absolute value of gamma. */
export function logGamma(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Number.POSITIVE_INFINITY;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  if (x <= 20 && Number.isInteger(x)) return Math.log(factorial(x - 1));
  const { sum, base } = lanczosTerms(x - 1);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** Where the power series of erf gives way to the continued fraction of erfc. */
const erfSwitch = 2.5;

export function erf(x: number): number {
  if (Math.abs(x) > erfSwitch) return x > 0 ? 1 - erfcTail(x) : erfcTail(-x) - 1;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

export function erfc(x: number): number {
  if (x > erfSwitch) return erfcTail(x);
  return x < -erfSwitch ? 2 - erfcTail(-x) : 1 - erf(x);
}

/** erfc of an `x` above `erfSwitch`, by its continued fraction from the inside out. */
function erfcTail(x: number): number {
  let fraction = x;
  for (let depth = 120; depth > 0; depth--) fraction = x + depth / 2 / fraction;
  return Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI));
}

/** Regularized incomplete beta function: the cumulative beta distribution. `x` lies in [0, 1], `a` and `b` above 0. */
export function betaCumulative(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x > (a + 1) / (a + b + 2) ? 1 - betaLowerPart(1 - x, b, a) : betaLowerPart(x, a, b);
}

/** For an `x` up to about the mean, where the continued fraction converges fast. */
function betaLowerPart(x: number, a: number, b: number): number {
  return (Math.exp(logBetaPower(x, a, b)) * betaFraction(x, a, b)) / a;
}

/** Logarithm of `x^a (1 - x)^b / B(a, b)`. */
function logBetaPower(x: number, a: number, b: number): number {
  return logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
}

const smallest = 1e-300;
const awayFromZero = (value: number) => (Math.abs(value) < smallest ? smallest : value);

/** Continued fraction of the incomplete beta function (Lentz's method). */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return result;
}

export function betaDensity(x: number, a: number, b: number): number {
  return Math.exp(logBetaPower(x, a, b)) / (x * (1 - x));
}

/** The `x` whose cumulative probability is `p`, by halving: the function rises from 0 to 1. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p >= 1) return 1;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 1100; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (betaCumulative(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability, on both sides together, of a t at least that far from zero. */
export function studentTwoSided(t: number, freedom: number): number {
  return betaCumulative(freedom / (freedom + t * t), freedom / 2, 0.5);
}
