import { describe, expect, test } from "vitest";
import { evaluate, resultOf } from "./evaluate.js";

type Case = [expression: string, expected: unknown];

const check = (expression: string, expected: unknown) => {
  const result = resultOf(expression);
  if (typeof expected === "number" && Number.isFinite(expected)) expect(result).toBeCloseTo(expected, 12);
  else expect(result).toBe(expected);
};

describe("rounding", () => {
  test.each<Case>([
    ["abs(-5)", 5],
    ["abs(-9223372036854775807)", 9223372036854775807n],
    ["abs(-5.5)", 5.5],
    ["abs(-1h)", "01:00:00"],
    ["abs(decimal(-1.5))", "1.5"],
    ["abs(int(null))", null],
    ["round(2.5)", 3],
    ["round(-0.5)", -1],
    ["round(2.49999999)", 2],
    ["round(2.98765, 3)", 2.988],
    ["round(2.15, 1)", 2.2],
    ["round(int(2147483647), -1)", -2147483646],
    ["round(-50.55, -2)", -100],
    ["round(21.5, -1)", 20],
    ["round(1250, -2)", 1300],
    ["round(-1250, -2)", -1300],
    ["round(7)", 7],
    ["round(9223372036854775807, -1)", -9223372036854775806n],
    ["round(1, -19)", 0],
    ["round(1e300, 20)", 1e300],
    ["round(real(nan))", Number.NaN],
    ["round(decimal(2.345), 2)", "2.35"],
    ["round(decimal(2.5), 0)", "3"],
    ["round(decimal(1250), -2)", "1300"],
    ["round(decimal(-1250), -2)", "-1300"],
    ["round(decimal(21.5), -1)", "20"],
    ["round(real(null))", null],
    ["round(1.5, int(null))", null],
    ["ceiling(-1.1)", -1],
    ["ceiling(0.9)", 1],
    ["ceiling(2)", 2],
    ["ceiling(decimal(-1.1))", "-1"],
    ["ceiling(decimal(0.9))", "1"],
    ["ceiling(real(null))", null],
    ["sign(-42)", -1],
    ["sign(0)", 0],
    ["sign(11.2)", 1],
    ["sign(real(nan))", 0],
    ["sign(int(null))", null],
  ])("%s is %s", check);

  test.each([
    ["abs(toint(-5))", "long"],
    ["abs(5)", "long"],
    ["round(5)", "long"],
    ["round(5.5)", "real"],
    ["ceiling(5)", "real"],
    ["sign(5)", "real"],
    ["pow(2, 3)", "real"],
    ["rand()", "real"],
  ])("%s is typed %s", (expression, type) => {
    expect(evaluate(expression).type).toBe(type);
  });
});

describe("powers, logarithms, angles", () => {
  test.each<Case>([
    ["pow(2, 3)", 8],
    ["pow(-8, 0.5)", Number.NaN],
    ["pow(2, int(null))", null],
    ["pow(real(null), 2)", null],
    ["sqrt(16)", 4],
    ["sqrt(-1)", Number.NaN],
    ["sqrt(real(null))", null],
    ["exp(2)", 7.38905609893065],
    ["exp2(3)", 8],
    ["exp10(2)", 100],
    ["exp(real(null))", null],
    ["log(5)", 1.6094379124341003],
    ["log(0)", Number.NEGATIVE_INFINITY],
    ["log(-1)", null],
    ["log(real(null))", null],
    ["log2(5)", 2.321928094887362],
    ["log2(-5)", null],
    ["log10(5)", 0.6989700043360189],
    ["log10(-5)", null],
    ["sin(1)", 0.8414709848078965],
    ["cos(1)", 0.5403023058681398],
    ["tan(1)", 1.5574077246549023],
    ["cot(1)", 0.6420926159343306],
    ["asin(1)", Math.PI / 2],
    ["asin(2)", Number.NaN],
    ["acos(-1)", Math.PI],
    ["atan(1)", Math.PI / 4],
    ["atan2(1, 1)", Math.PI / 4],
    ["atan2(-1, 0)", -Math.PI / 2],
    ["atan2(1, real(null))", null],
    ["degrees(pi() / 4)", 45],
    ["radians(90)", Math.PI / 2],
    ["pi()", Math.PI],
    ["sin(real(null))", null],
  ])("%s is %s", check);

  test("refuses text", () => {
    expect(() => evaluate("sqrt('4')")).toThrow(/KQL1/);
    expect(() => evaluate("round('4')")).toThrow(/KQL1/);
  });
});

describe("special reals", () => {
  test.each<Case>([
    ["isnan(0.0 / 0)", true],
    ["isnan(1.5)", false],
    ["isnan(5)", false],
    ["isnan(real(null))", null],
    ["isinf(1.0 / 0)", true],
    ["isinf(-1.0 / 0)", true],
    ["isinf(0.0 / 0)", false],
    ["isinf(real(null))", null],
    ["isfinite(0.5)", true],
    ["isfinite(1.0 / 0)", false],
    ["isfinite(0.0 / 0)", false],
    ["isfinite(real(null))", null],
  ])("%s is %s", check);
});

describe("around", () => {
  test.each<Case>([
    ["around(5, 7, 2)", true],
    ["around(5, 8, 2)", false],
    ["around(1.05, 1, 0.1)", true],
    ["around(1.0, 2.0, 1.0)", true],
    ["around(0.9, 2.0, 1.0)", false],
    ["around(3.1, 2.0, 1.0)", false],
    ["around(3.0, 2.0, 1.0)", true],
    ["around(decimal(1), decimal(2), decimal(1))", true],
    ["around(decimal(3), decimal(2), decimal(1))", true],
    ["around(decimal(0.9), decimal(2), decimal(1))", false],
    ["around(decimal(3.1), decimal(2), decimal(1))", false],
    ["around(datetime(2021-01-01 01:29), datetime(2021-01-01 01:30), 1min)", true],
    ["around(datetime(2021-01-01 01:28), datetime(2021-01-01 01:30), 1min)", false],
    ["around(1h, 2h, 1h)", true],
    ["around(9223372036854775807, -9223372036854775807, 1)", false],
    ["around(long(null), 1, 1)", null],
    ["around(1, long(null), 1)", null],
    ["around(1, 1, long(null))", null],
  ])("%s is %s", check);
});

describe("rand", () => {
  test.each<Case>([
    ["rand() >= 0 and rand() < 1", true],
    ["rand(1)", 0],
    ["rand(1000) < 1000", true],
  ])("%s is %s", check);
});

describe("bits", () => {
  test.each<Case>([
    ["binary_and(6, 3)", 2],
    ["binary_or(6, 3)", 7],
    ["binary_xor(6, 3)", 5],
    ["binary_and(-1, 9223372036854775807)", 9223372036854775807n],
    ["binary_not(100)", -101],
    ["binary_not(-1)", 0],
    ["binary_shift_left(1, 2)", 4],
    ["binary_shift_left(1, 63)", -9223372036854775808n],
    ["binary_shift_left(1, 65)", 2],
    ["binary_shift_left(1, -1)", null],
    ["binary_shift_right(1, 2)", 0],
    ["binary_shift_right(-8, 1)", -4],
    ["binary_shift_right(8, -1)", null],
    ["binary_shift_left(5, 0)", 5],
    ["binary_shift_right(5, 0)", 5],
    ["binary_shift_right(8, 65)", 4],
    ["bitset_count_ones(42)", 3],
    ["bitset_count_ones(-1)", 64],
    ["bitset_count_ones(long(null))", null],
    ["binary_and(long(null), 1)", null],
    ["binary_or(1, long(null))", null],
    ["binary_xor(1, long(null))", null],
    ["binary_not(long(null))", null],
    ["binary_shift_left(1, long(null))", null],
    ["binary_shift_right(long(null), 1)", null],
  ])("%s is %s", check);
});

describe("special functions", () => {
  test.each<Case>([
    ["gamma(5)", 24],
    ["gamma(0.5)", Math.sqrt(Math.PI)],
    ["gamma(-1.5)", 2.3632718012073544],
    ["gamma(0)", Number.NaN],
    ["gamma(200)", Number.POSITIVE_INFINITY],
    ["gamma(real(null))", null],
    ["loggamma(5)", 3.1780538303479458],
    ["loggamma(0.1)", 2.2527126517342055],
    ["loggamma(real(null))", null],
    ["erf(-3)", -0.999977909503001],
    ["erf(0)", 0],
    ["erf(1)", 0.842700792949715],
    ["erf(1.0 / 0)", 1],
    ["erf(real(null))", null],
    ["erfc(-2)", 1.995322265018953],
    ["erfc(2)", 0.00467773498104727],
    ["erfc(3)", 2.20904969985854e-5],
    ["erfc(real(null))", null],
    ["beta_cdf(0.9, 10.0, 20.0)", 0.9999999999999593],
    ["beta_cdf(0.5, 7, 7)", 0.5],
    ["beta_cdf(0, 10.0, 20.0)", 0],
    ["beta_cdf(1, 10.0, 20.0)", 1],
    ["beta_cdf(1.5, 10.0, 20.0)", Number.NaN],
    ["beta_cdf(-10, 10.0, 20.0)", Number.NaN],
    ["beta_cdf(0.1, -1.0, 20.0)", 1],
    ["beta_cdf(0.1, 1.0, 20000)", Number.NaN],
    ["beta_cdf(0.1, real(null), 20.0)", null],
    ["beta_pdf(0.5, 10.0, 20.0)", 0.746176019310951],
    ["beta_pdf(1.5, 10.0, 20.0)", Number.NaN],
    ["beta_pdf(-0.5, 10.0, 20.0)", Number.NaN],
    ["beta_pdf(0, 10.0, 20.0)", Number.NaN],
    ["beta_pdf(1, 10.0, 20.0)", Number.NaN],
    ["beta_pdf(0.1, -1.0, 20.0)", Number.NaN],
    ["beta_pdf(real(null), 10.0, 20.0)", null],
    ["beta_inv(0.1, 10.0, 20.0)", 0.226415022388749],
    ["beta_inv(1, 10.0, 20.0)", 1],
    ["beta_inv(1.5, 10.0, 20.0)", null],
    ["beta_inv(0.1, -1.0, 20.0)", Number.NaN],
    ["beta_inv(0.1, 10.0, real(null))", null],
    ["welch_test(20.82, 7.5, 15, 20.82, 3.4, 15)", 1],
    ["welch_test(1, 1, 5, 2, 1.5, 7)", 0.15218796215849],
    ["welch_test(1, 1, 7, 2, 1.5, 5)", 0.173426210394958],
    ["welch_test(1, 1, 1, 2, 1, 10)", Number.NaN],
    ["welch_test(1, 1, 5, 2, 1, int(null))", null],
  ])("%s is %s", check);

  test("Welch's test of the two samples of its article gives 0.021", () => {
    expect(resultOf("round(welch_test(20.82, 7.831714, 15, 23.0, 3.824286, 15), 3)")).toBe(0.021);
  });
});

describe("units", () => {
  test.each<Case>([
    ["convert_angle(1.2, 'Degree', 'Arcminute')", 72],
    ["convert_angle(0.5, 'Tilt', 'Degree')", 30],
    ["convert_energy(1.2, 'Joule', 'BritishThermalUnit')", 0.00113738054437598],
    ["convert_force(1.2, 'Newton', 'Decanewton')", 0.12],
    ["convert_length(1.2, 'Meter', 'Foot')", 3.93700787401575],
    ["convert_mass(1.2, 'Kilogram', 'Pound')", 2.64554714621853],
    ["convert_speed(1.2, 'MeterPerSecond', 'CentimeterPerHour')", 432000],
    ["convert_temperature(1.2, 'Kelvin', 'DegreeCelsius')", -271.95],
    ["convert_temperature(212, 'DegreeFahrenheit', 'DegreeCelsius')", 100],
    ["convert_volume(1.2, 'CubicMeter', 'AcreFoot')", 0.0009728568],
    ["convert_length(1, 'Meter', 'Metre')", null],
    ["convert_length(1, '', 'Meter')", null],
    ["convert_length(real(null), 'Meter', 'Foot')", null],
  ])("%s is %s", check);
});

test("the precision of round is a constant", () => {
  expect(() => evaluate("round(1.25, tolong(rand(5)))")).toThrow(/KQL108/);
});
