import { describe, expect, test } from "vitest";
import { evaluate, resultOf } from "./evaluate.js";
import { run } from "./summarize.js";

type Case = [expression: string, expected: unknown];

/** Reals to twelve digits, at every depth. */
function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(12));
  return Array.isArray(value) ? value.map(rounded) : value;
}

describe("element by element", () => {
  test.each<Case>([
    ["series_abs(dynamic([-6.5, 0, 8.2]))", [6.5, 0, 8.2]],
    ["tostring(series_abs(dynamic([-6, -1.0])))", "[6,1.0]"],
    ["series_abs(dynamic([-6, 5]))", [6, 5]],
    ["series_acos(dynamic([-1, 0, 1]))", [Math.PI, Math.PI / 2, 0]],
    ["series_asin(dynamic([-1, 0, 1]))", [-Math.PI / 2, 0, Math.PI / 2]],
    ["series_atan(dynamic([-1, 0, 1]))", [-Math.PI / 4, 0, Math.PI / 4]],
    ["series_cos(dynamic([-1, 0, 1]))", [0.540302305868, 1, 0.540302305868]],
    ["series_sin(dynamic([-1, 0, 1]))", [-0.841470984808, 0, 0.841470984808]],
    ["series_tan(dynamic([-1, 0, 1]))", [-1.55740772465, 0, 1.55740772465]],
    ["series_exp(dynamic([1, 2, 3]))", [Math.E, 7.38905609893, 20.0855369232]],
    ["series_log(dynamic([1, 2, 3]))", [0, Math.LN2, 1.09861228867]],
    ["series_ceiling(dynamic([-1.5, 1, 2.5]))", [-1, 1, 3]],
    ["series_floor(dynamic([-1.5, 1, 2.5]))", [-2, 1, 2]],
    ["series_sign(dynamic([-6, 0, 8]))", [-1, 0, 1]],
    ["series_sign(dynamic([-6.5, 0.0, 8.5]))", [-1, 0, 1]],
    ["series_add(dynamic([1,2,4]), dynamic([4,2,1]))", [5, 4, 5]],
    ["series_add(dynamic([1,2]), 10)", [11, 12]],
    ["series_multiply(dynamic([1.5, 2.0]), dynamic([2.0, 0.5]))", [3, 1]],
    ["series_subtract(10, dynamic([1,2.5]))", [9, 7.5]],
    ["series_multiply(dynamic([1,2,4]), dynamic([4,2,1]))", [4, 4, 4]],
    ["series_divide(dynamic([1,2,4]), dynamic([4,2,1]))", [0.25, 1, 4]],
    ["tostring(series_divide(dynamic([2,-2,0]), 0))", '["Infinity","-Infinity","NaN"]'],
    ["series_pow(dynamic([1,2,3,4]), dynamic([1,2,3,0.5]))", [1, 4, 27, 2]],
    ["series_equals(dynamic([1,2,4]), dynamic([4,2,1]))", [false, true, false]],
    ["series_not_equals(dynamic([1,2,4]), dynamic([4,2,1]))", [true, false, true]],
    ["series_greater(dynamic([1,2,4]), dynamic([4,2,1]))", [false, false, true]],
    ["series_greater_equals(dynamic([1,2,4]), dynamic([4,2,1]))", [false, true, true]],
    ["series_less(dynamic([1,2,4]), dynamic([4,2,1]))", [true, false, false]],
    ["series_less_equals(dynamic([1,2,4]), dynamic([4,2,1]))", [true, true, false]],
    ["series_greater(dynamic([60,0]), 15)", [true, false]],
    // What is no number, and what is not there, gives null in its place.
    ["series_abs(dynamic([null, 'x', -1]))", [null, null, 1]],
    ["series_add(dynamic([1,2,3]), dynamic([1,null]))", [2, null, null]],
    ["series_less(dynamic(['é']), dynamic([1]))", [null]],
    ["series_abs(dynamic([]))", []],
    ["series_abs(dynamic(null))", null],
    ["series_abs(dynamic({}))", null],
    ["series_add(dynamic(null), dynamic([1]))", null],
    ["tostring(series_add(dynamic([9223372036854775807]), 1))", "[-9223372036854775808]"],
    ["tostring(series_add(range(datetime(0001-01-01), datetime(0001-01-01), 1d), 0))", "[0.0]"],
  ])("%s", (expression, expected) => {
    expect(rounded(resultOf(expression))).toEqual(rounded(expected));
  });

  test.each(["series_abs(1)", "series_add(1, 2)", "series_exp('x')", "series_add(dynamic([1]))"])(
    "%s is refused",
    (expression) => {
      expect(() => resultOf(expression)).toThrow(/KQL1\d\d/);
    },
  );
});

describe("one number of a series", () => {
  test.each<Case>([
    ["series_sum(dynamic([1, 2.5, null]))", 3.5],
    ["series_sum(dynamic([]))", null],
    ["series_sum(dynamic([1, 'x']))", null],
    ["series_product(dynamic([1,2,3,4]))", 24],
    ["series_magnitude(dynamic([1,2,3,4]))", 5.47722557505],
    ["series_magnitude(dynamic([]))", null],
    ["series_dot_product(dynamic([1,2,4]), dynamic([4,2,1]))", 12],
    ["series_dot_product(dynamic([1,2,4]), 1)", 7],
    ["series_dot_product(10, dynamic([1,2,3]))", 60],
    ["series_dot_product(dynamic([1,2,3]), dynamic([1,null]))", 1],
    ["series_dot_product(dynamic([]), dynamic([1]))", null],
    ["series_cosine_similarity(dynamic([0.1,0.2,0.1,0.2]), dynamic([0.11,0.2,0.11,0.21]))", 0.99935343825504],
    ["series_cosine_similarity(dynamic([0.1,0.2,0.1,0.2]), dynamic([1,2,3,4]))", 0.923760430703401],
    ["series_cosine_similarity(dynamic([3,4]), dynamic([3,4]), 5.0, 10.0)", 0.5],
    ["series_pearson_correlation(dynamic([1,2,3,4,5]), dynamic([2,4,6,8,10]))", 1],
    ["series_pearson_correlation(dynamic([1,2]), dynamic([1]))", null],
    ["series_pearson_correlation(dynamic([1,null]), dynamic([1,2]))", null],
  ])("%s", (expression, expected) => {
    expect(rounded(resultOf(expression))).toEqual(rounded(expected));
    expect(evaluate(expression).type).toBe("real");
  });
});

describe("statistics", () => {
  const x = "dynamic([23,46,23,87,4,8,3,75,2,56,13,75,32,16,29])";

  test("series_stats makes a column of each", () => {
    const { columns, rows } = run(`print x = ${x} | project series_stats(x)`);
    expect(columns).toEqual([
      "series_stats_x_min:real",
      "series_stats_x_min_idx:long",
      "series_stats_x_max:real",
      "series_stats_x_max_idx:long",
      "series_stats_x_avg:real",
      "series_stats_x_stdev:real",
      "series_stats_x_variance:real",
    ]);
    expect(rounded(rows[0])).toEqual([2, 8, 87, 3, 32.8, 28.5036338535, 812.457142857]);
  });

  test("names may be given to the first columns", () => {
    expect(
      run("print x = dynamic([1,3]) | extend (low, at) = series_stats(x) | project low, at").rows,
    ).toEqual([[1, 0]]);
  });

  test("the first of several extremes is placed", () => {
    const query =
      "print x = dynamic([2,1,3,1,3]) | project (low, lowAt, high, highAt) = series_stats(x) | project lowAt, highAt";
    expect(run(query).rows).toEqual([[1, 2]]);
  });

  test.each<Case>([
    [
      "series_stats_dynamic(dynamic([10,20]))",
      {
        min: 10,
        min_idx: 0,
        max: 20,
        max_idx: 1,
        avg: 15,
        stdev: Math.sqrt(50),
        variance: 50,
        sum: 30,
        len: 2,
      },
    ],
    ["series_stats_dynamic(dynamic([1,null]))", null],
    ["series_stats_dynamic(dynamic([null,1,3]), true).min_idx", 1],
    ["series_stats_dynamic(dynamic([]))", null],
    ["series_stats_dynamic(dynamic([5])).variance", 0],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test("without finite numbers every column is null", () => {
    expect(run("print x = dynamic([1,null]) | project series_stats(x)").rows).toEqual([
      [null, null, null, null, null, null, null],
    ]);
  });
});

describe("filling gaps", () => {
  const gaps = "dynamic([null,111,null,36,41,null,null,16,61,33,null,null])";
  test.each<Case>([
    ["series_fill_forward(dynamic([null,null,36,41,null,null,16]))", [null, null, 36, 41, 41, 41, 16]],
    ["series_fill_backward(dynamic([111,null,36,null,null]))", [111, 36, 36, null, null]],
    ["series_fill_forward(dynamic([0,5,0]), 0)", [0, 5, 5]],
    ["series_fill_forward(dynamic([null]))", [null]],
    ["series_fill_forward(dynamic({}))", null],
    ["tostring(series_fill_const(dynamic([111,null,36]), 0.0))", "[111,0.0,36]"],
    ["series_fill_const(dynamic([111,null,36]), -1)", [111, -1, 36]],
    ["series_fill_const(dynamic([111,-5,36]), 1, -5)", [111, 1, 36]],
    [`series_fill_linear(${gaps})`, [111, 111, 73, 36, 41, 32, 24, 16, 61, 33, 33, 33]],
    [
      `series_fill_linear(${gaps}, double(null), false)`,
      [null, 111, 73, 36, 41, 32, 24, 16, 61, 33, null, null],
    ],
    ["series_fill_linear(dynamic([null,111.0,null,36.0]))", [111, 111, 73.5, 36]],
    ["series_fill_linear(dynamic([41.0,null,null,16.0]))", [41, 32.6666666667, 24.3333333333, 16]],
    ["series_fill_linear(dynamic([null,null]))", [0, 0]],
    ["series_fill_linear(dynamic([null,null]), double(null), true, 2.5)", [2.5, 2.5]],
    ["series_fill_linear(dynamic([1.0,-1,2.0]), -1)", [1, 1.5, 2]],
  ])("%s", (expression, expected) => {
    expect(rounded(resultOf(expression))).toEqual(expected);
  });
});

describe("filters", () => {
  const spike = "dynamic([0,0,0,0,0,0,0,0,0,10,20,40,100,40,20,10,0,0,0,0,0,0,0,0])";
  test.each<Case>([
    [
      `series_fir(${spike}, dynamic([1,1,1,1,1]))`,
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 6, 14, 34, 42, 44, 42, 34, 14, 6, 2, 0, 0, 0, 0],
    ],
    [
      `series_fir(${spike}, dynamic([1,1,1,1,1]), true, true)`,
      [0, 0, 0, 0, 0, 0, 0, 2, 6, 14, 34, 42, 44, 42, 34, 14, 6, 2, 0, 0, 0, 0, 0, 0],
    ],
    ["series_fir(dynamic([0,0,2,2,3]), dynamic([1,-1]), false, false)", [0, 0, 2, 0, 1]],
    ["series_fir(dynamic([5,15,10,20]), dynamic([1,-1]))", [5, 10, -5, 10]],
    ["series_fir(dynamic([1,2]), dynamic([1,-1]), true)", null],
    ["series_fir(dynamic([2,4,6]), dynamic([1,0,1]))", [1, 2, 4]],
    ["series_fir(dynamic([1,null,3]), dynamic([1,1]), false)", [1, null, null]],
    ["series_fir(dynamic([1,2]), dynamic([]))", null],
    ["series_iir(range(1.0, 10, 1), dynamic([1]), dynamic([1,-1]))", [1, 3, 6, 10, 15, 21, 28, 36, 45, 55]],
    ["series_iir(dynamic([1,2]), dynamic([1]), dynamic([0,1]))", null],
    ["series_iir(dynamic([2,4,8]), dynamic([1]), dynamic([2,-1]))", [1, 2.5, 5.25]],
    ["series_iir(dynamic(null), dynamic([1]), dynamic([1]))", null],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test("a Fourier transform and back gives the series, of any length", () => {
    for (const length of [1, 2, 7, 12, 64]) {
      const query = `print y = range(1.0, ${length}) | extend (a, b) = series_fft(y) | extend (c, d) = series_ifft(a, b) | project y, c, d`;
      const [y, c, d] = run(query).rows[0] as number[][];
      expect(c.map((value) => Number(value.toFixed(9)))).toEqual(y);
      for (const value of d) expect(value).toBeCloseTo(0, 9);
    }
  });

  test("a Fourier transform finds a wave", () => {
    const query =
      "range x from 0 to 7 step 1 | summarize y = make_list(cos(2 * pi() * x / 8)) | project series_fft(y)";
    const { columns, rows } = run(query);
    expect(columns).toEqual(["series_fft_y_real:dynamic", "series_fft_y_imag:dynamic"]);
    expect((rows[0][0] as number[]).map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([
      0, 4, 0, 0, 0, 0, 0, 4,
    ]);
  });
});

describe("fits", () => {
  test("a line, as the engine fits it", () => {
    const query = "print y = dynamic([2,5,6,8,11,15,17,18,25,26,30,30]) | project series_fit_line(y)";
    const { columns, rows } = run(query);
    expect(columns).toEqual([
      "series_fit_line_y_rsquare:real",
      "series_fit_line_y_slope:real",
      "series_fit_line_y_variance:real",
      "series_fit_line_y_rvariance:real",
      "series_fit_line_y_interception:real",
      "series_fit_line_y_line_fit:dynamic",
    ]);
    expect(rounded(rows[0].slice(0, 5))).toEqual([
      0.982900730884, 2.73076923077, 98.6287878788, 1.68648018648, -1.66666666667,
    ]);
    expect((rows[0][5] as number[])[11]).toBeCloseTo(31.102564102564102, 12);
  });

  test("two lines, as the engine fits them", () => {
    const query =
      "print y = dynamic([1,2.2,2.5,4.7,5.0,12,10.3,10.3,9,8.3,6.2]) | extend fit = series_fit_2lines_dynamic(y) | project fit.split_idx, fit.line_fit, fit.right.slope";
    const [split, fitted, slope] = run(query).rows[0];
    expect(split).toBe(5);
    expect(rounded(fitted)).toEqual([
      0.98, 2.03, 3.08, 4.13, 5.18, 11.9428571429, 10.9057142857, 9.86857142857, 8.83142857143, 7.79428571429,
      6.75714285714,
    ]);
    expect(rounded(slope)).toBe(-1.03714285714);
  });

  test("a polynomial, to its coefficients", () => {
    const query = `range n from 0 to 49 step 1 | extend x = n * 0.1 - 2.3 | extend y = pow(x, 5) - 8 * pow(x, 3) + 10 * x + 6
      | summarize x = make_list(x), y = make_list(y) | project series_fit_poly(y, x, 5)`;
    const [rsquare, coefficients] = run(query).rows[0] as [number, number[]];
    expect(rsquare).toBeCloseTo(1, 12);
    expect(coefficients.map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([1, 0, -8, 0, 10, 6]);
  });

  test.each<Case>([
    ["series_fit_line_dynamic(dynamic([1,null,3]))", null],
    ["series_fit_line_dynamic(dynamic([]))", null],
    ["series_fit_line_dynamic(dynamic([7])).slope", 0],
    ["series_fit_2lines_dynamic(dynamic([1,2,3]))", null],
    ["series_fit_line_dynamic(dynamic([4,4,4])).rsquare", 1],
  ])("%s", (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  test("a polynomial of degree 1 is the line", () => {
    const query =
      "print y = dynamic([1,3,2,5]) | extend series_fit_line(y), series_fit_poly(y) | project series_fit_line_y_slope - todouble(series_fit_poly_y_coefficients[0])";
    expect(run(query).rows[0][0]).toBeCloseTo(0, 12);
  });
});

describe("seasons and outliers", () => {
  test.each<Case>([
    [
      "series_seasonal(dynamic([2,5,3,4,3,2,1,2,3,4,3,2,1,2,3,4,3,2,1,2,3,4,3,2,1]))",
      [1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1],
    ],
    [
      "series_seasonal(dynamic([8,12,14,12,10,10,12,14,12,10,10,12,14,12,10,10,12,14,12,10]))",
      [10, 12, 14, 12, 10, 10, 12, 14, 12, 10, 10, 12, 14, 12, 10, 10, 12, 14, 12, 10],
    ],
    ["series_seasonal(dynamic([1,3,5,2,4,6,1,3,5,2,4,6]))", new Array(12).fill(0)],
    ["series_seasonal(dynamic([1,3,5,1,3,5,2,4,6]), 3)", [1, 3, 5, 1, 3, 5, 1, 3, 5]],
    ["series_seasonal(dynamic([1,2]), 0)", [0, 0]],
    ["series_seasonal(dynamic([1,null]))", null],
    ["series_seasonal(dynamic([]))", null],
    ["series_outliers(dynamic([1,2,3,4,5,11]), 'tukey')", [-0.5, -0.1, 0, 0, 0.1, 2.5]],
    ["series_outliers(dynamic([1,2,3,4,5,11]), 'ctukey', 0, 25, 75)", [-0.5, -0.1, 0, 0, 0.1, 2.5]],
    ["series_outliers(dynamic([1,null,1]))[1]", 0],
    ["series_outliers(dynamic({}))", null],
    ["series_decompose_forecast(dynamic([1,2,3,4,0,0]), 2, 0)", [1, 2, 3, 4, 5, 6]],
    ["series_decompose_forecast(dynamic([1,2,3,4,0,0]), 2, 0, 'avg')", [2.5, 2.5, 2.5, 2.5, 2.5, 2.5]],
    ["series_decompose_forecast(dynamic([1,2,1,2,0,0]), 2, 2, 'none')", [1, 2, 1, 2, 1, 2]],
  ])("%s", (expression, expected) => {
    expect(rounded(resultOf(expression))).toEqual(expected);
  });

  test("a decomposition adds up to the series", () => {
    const query = `range n from 1 to 28 step 1 | summarize y = make_list(n % 7 + n * 0.5) | extend series_decompose(y, 7, 'linefit')
      | project sum = series_add(series_decompose_y_baseline, series_decompose_y_residual), y, trend = series_decompose_y_trend`;
    const [sum, y, trend] = run(query).rows[0] as number[][];
    for (const [at, value] of y.entries()) expect(sum[at]).toBeCloseTo(value, 12);
    expect(trend[27] - trend[0]).toBeGreaterThan(10);
  });

  test("a spike on a season is an anomaly, and the only one", () => {
    const query = `range n from 0 to 69 step 1 | extend v = todouble(n % 7) + iff(n == 30, 20.0, 0.0) + (n % 3) * 0.1 | summarize y = make_list(v)
      | extend series_decompose_anomalies(y, 1.5, 7)
      | project series_decompose_anomalies_y_ad_flag, series_decompose_anomalies_y_ad_score`;
    const { columns, rows } = run(query);
    expect(columns).toEqual([
      "series_decompose_anomalies_y_ad_flag:dynamic",
      "series_decompose_anomalies_y_ad_score:dynamic",
    ]);
    const flags = rows[0][0] as number[];
    expect(flags.map((flag, at) => (flag === 0 ? -1 : at)).filter((at) => at >= 0)).toEqual([30]);
  });

  test.each([
    "series_outliers(dynamic([1]), 'other')",
    "series_decompose_forecast(dynamic([1,2]), 1, 0, 'other')",
  ])("%s says what it takes", (expression) => {
    expect(() => resultOf(expression)).toThrow(/KQL331/);
  });
});
