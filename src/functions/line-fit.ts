/** Least squares: lines and polynomials through a series. */
import { newFloats } from "../vector/allocate.js";

/** A fit and how good it is. Variances divide by n - 1. */
export interface Fit {
  /** Share of the variance that the fit explains; 1 where there is none. */
  readonly rsquare: number;
  readonly variance: number;
  /** Variance of what the fit leaves. */
  readonly residualVariance: number;
  readonly fitted: Float64Array;
}

export interface Line extends Omit<Fit, "fitted"> {
  readonly slope: number;
  readonly interception: number;
}

export type LineFit = Line & Fit;

/** The best line; the first point stands at x = 1. */
export function fitLine(values: Float64Array): LineFit {
  const line = lineThrough(values, values.length);
  return { ...line, fitted: pointsOf(line, values.length) };
}

/** The best line through the first values, without its points: of many short series those are most of the work. */
export function lineThrough(values: Float64Array, length: number): Line {
  const meanX = (length + 1) / 2;
  const meanY = mean(values, length);
  let [products, squares, total] = [0, 0, 0];
  for (let at = 0; at < length; at++) {
    const [x, y] = [at + 1 - meanX, values[at] - meanY];
    products += x * y;
    squares += x * x;
    total += y * y;
  }
  const slope = squares === 0 ? 0 : products / squares;
  const interception = meanY - slope * meanX;
  let residual = 0;
  for (let at = 0; at < length; at++) {
    const distance = values[at] - (slope * (at + 1) + interception);
    residual += distance * distance;
  }
  return { slope, interception, ...quality(total, residual, length) };
}

/** What a line is at the first points. */
export function pointsOf({ slope, interception }: Line, length: number): Float64Array {
  const points = newFloats(length);
  for (let at = 0; at < length; at++) points[at] = slope * (at + 1) + interception;
  return points;
}

function quality(total: number, residual: number, length: number): Omit<Fit, "fitted"> {
  const freedom = Math.max(1, length - 1);
  return {
    rsquare: total === 0 ? 1 : 1 - residual / total,
    variance: total / freedom,
    residualVariance: residual / freedom,
  };
}

function qualityOf(values: Float64Array, fitted: Float64Array): Fit {
  const { length } = values;
  return { ...quality(squaredDeviations(values), squaredDistance(values, fitted), length), fitted };
}

export interface TwoLinesFit extends Fit {
  /** First index of the right part. */
  readonly splitIndex: number;
  readonly left: LineFit;
  readonly right: LineFit;
}

/**
 * The two lines that fit best, by trying every split that leaves two points on each side. The sums of squares of a
 * part come from running sums, so that all splits together take linear time. Undefined for fewer than four points.
 */
export function fitTwoLines(values: Float64Array): TwoLinesFit | undefined {
  const leftResiduals = prefixResiduals(values);
  const rightResiduals = prefixResiduals(values.toReversed());
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let split = 2; split <= values.length - 2; split++) {
    const residual = leftResiduals[split] + rightResiduals[values.length - split];
    if (residual >= least) continue;
    least = residual;
    best = split;
  }
  if (best < 0) return undefined;
  const left = fitLine(values.subarray(0, best));
  const right = fitLine(values.subarray(best));
  const fitted = Float64Array.from([...left.fitted, ...right.fitted]);
  return { splitIndex: best, left, right, ...qualityOf(values, fitted) };
}

/** Squares that the best line leaves, for the first 0, 1, 2, ... points. */
function prefixResiduals(values: Float64Array): Float64Array {
  const residuals = new Float64Array(values.length + 1);
  let [meanX, meanY, squaresX, squaresY, products] = [0, 0, 0, 0, 0];
  for (let count = 1; count <= values.length; count++) {
    const [deltaX, deltaY] = [count - meanX, values[count - 1] - meanY];
    meanX += deltaX / count;
    meanY += deltaY / count;
    squaresX += deltaX * (count - meanX);
    squaresY += deltaY * (values[count - 1] - meanY);
    products += deltaX * (values[count - 1] - meanY);
    residuals[count] = squaresX === 0 ? 0 : Math.max(0, squaresY - (products * products) / squaresX);
  }
  return residuals;
}

export interface PolynomialFit extends Fit {
  /** From the highest power down. */
  readonly coefficients: readonly number[];
}

/**
 * The best polynomial of a degree. x is moved and scaled to [-1, 1] and the powers are made orthogonal (modified
 * Gram-Schmidt), for the plain normal equations lose all digits at higher degrees.
 */
export function fitPolynomial(x: Float64Array, y: Float64Array, degree: number): PolynomialFit | undefined {
  const low = x.reduce((best, value) => Math.min(best, value), Number.POSITIVE_INFINITY);
  const high = x.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  const center = (low + high) / 2;
  const scale = (high - low) / 2 || 1;
  const scaled = x.map((value) => (value - center) / scale);
  const powers = Array.from({ length: degree + 1 }, (_, power) => scaled.map((value) => value ** power));
  const solution = leastSquares(powers, y);
  if (solution === undefined) return undefined;
  const fitted = x.map((_, at) =>
    powers.reduce((sum, column, power) => sum + solution[power] * column[at], 0),
  );
  return { coefficients: unscale(solution, center, scale).reverse(), ...qualityOf(y, fitted) };
}

/** Weights of columns that come nearest to `y`; undefined where the columns depend on one another. */
function leastSquares(columns: readonly Float64Array[], y: Float64Array): number[] | undefined {
  const basis: Float64Array[] = [];
  const triangle: number[][] = [];
  for (const column of columns) {
    const rest = column.slice();
    const row = basis.map((unit) => {
      const share = dot(unit, rest);
      for (let at = 0; at < rest.length; at++) rest[at] -= share * unit[at];
      return share;
    });
    const size = Math.sqrt(dot(rest, rest));
    if (size <= 1e-12 * Math.sqrt(dot(column, column))) return undefined;
    triangle.push([...row, size]);
    basis.push(rest.map((value) => value / size));
  }
  const weights = basis.map((unit) => dot(unit, y));
  for (let at = weights.length - 1; at >= 0; at--) {
    for (let later = at + 1; later < weights.length; later++)
      weights[at] -= triangle[later][at] * weights[later];
    weights[at] /= triangle[at][at];
  }
  return weights;
}

/** Coefficients, lowest first, over x from those over (x - center) / scale, by Horner's scheme on polynomials. */
function unscale(coefficients: readonly number[], center: number, scale: number): number[] {
  let result: number[] = [];
  for (const coefficient of coefficients.toReversed()) {
    const shifted = new Array<number>(result.length + 1).fill(0);
    for (const [power, value] of result.entries()) {
      shifted[power + 1] += value / scale;
      shifted[power] -= (value * center) / scale;
    }
    shifted[0] += coefficient;
    result = shifted;
  }
  return result.slice(0, coefficients.length);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at];
  return sum;
}

// Loops: over short series, of which there are many, closures take several times as long.

function mean(values: Float64Array, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += values[at];
  return sum / length;
}

function squaredDeviations(values: Float64Array): number {
  const center = mean(values, values.length);
  let sum = 0;
  for (let at = 0; at < values.length; at++) {
    const distance = values[at] - center;
    sum += distance * distance;
  }
  return sum;
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    const distance = a[at] - b[at];
    sum += distance * distance;
  }
  return sum;
}
