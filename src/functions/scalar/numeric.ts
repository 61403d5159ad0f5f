/** Rounding, powers, logarithms, trigonometry and the tests for special reals. */
import type { Decimal } from "decimal.js";
import { type Int64, negateInt64, wrapInt64 } from "../../types/int64.js";
import { KqlDecimal } from "../../types/numbers.js";
import { inDecimalRange } from "../decimal-range.js";
import { badArgument } from "../diagnostics.js";
import {
  optional,
  type ParameterType,
  type RunEnvironment,
  type ScalarEntry,
  type Signature,
  scalarFamily,
  signature,
} from "../entry.js";

export const numericFunctions = scalarFamily({
  abs: {
    summary: "A number or timespan without its sign.",
    page: "abs-function",
    signatures: [
      signature({ x: "long" }, "long", { kernel: absInt64 }),
      signature({ x: "real" }, "real", { kernel: Math.abs }),
      signature({ x: "decimal" }, "decimal", { kernel: (x: Decimal) => x.abs() }),
      signature({ x: "timespan" }, "timespan", { kernel: absInt64 }),
    ],
    nulls: "propagate",
    examples: { "abs(-5)": "5", "abs(-1h)": "1h" },
  },
  round: {
    summary: "A number rounded to some decimals, halves away from zero.",
    page: "round-function",
    signatures: [
      signature({ number: "int", precision: optional("index") }, "int", { kernel: roundInt }),
      signature({ number: "long", precision: optional("index") }, "long", { kernel: roundWhole }),
      signature({ number: "real", precision: optional("index") }, "real", { kernel: roundReal }),
      signature({ number: "decimal", precision: optional("index") }, "decimal", { kernel: roundDecimal }),
    ],
    nulls: "propagate",
    examples: {
      "round(2.98765, 3)": "2.988",
      "round(2.15, 1)": "2.2",
      "round(-2.5)": "-3.0",
      "round(-50.55, -2)": "-100.0",
      "round(21.5, -1)": "20.0",
    },
  },
  ceiling: {
    summary: "The smallest whole number not below a number, as a real.",
    page: "ceiling-function",
    signatures: [
      signature({ number: "real" }, "real", { kernel: Math.ceil }),
      signature({ number: "decimal" }, "decimal", { kernel: (number: Decimal) => number.ceil() }),
    ],
    nulls: "propagate",
    examples: { "ceiling(0.9)": "1.0", "ceiling(2)": "2.0" },
  },
  sign: real("number", "-1.0, 0.0 or 1.0, the sign of a number.", "sign-function", signOf, {
    "sign(-42)": "-1.0",
    "sign(0)": "0.0",
  }),
  pow: {
    summary: "A number raised to a power.",
    page: "pow-function",
    signatures: [signature({ base: "real", exponent: "real" }, "real")],
    nulls: "propagate",
    examples: { "pow(2, 3)": "8.0", "isnan(pow(-8, 0.5))": "true" },
    kernel: (base: number, exponent: number) => base ** exponent,
  },
  sqrt: real("number", "The square root; NaN of a negative number.", "sqrt-function", Math.sqrt, {
    "sqrt(16)": "4.0",
  }),
  exp: real("x", "e raised to a power.", "exp-function", Math.exp, { "exp(0)": "1.0" }),
  exp2: real("x", "2 raised to a power.", "exp2-function", (x) => 2 ** x, { "exp2(3)": "8.0" }),
  exp10: real("x", "10 raised to a power.", "exp10-function", (x) => 10 ** x, { "exp10(2)": "100.0" }),
  log: real(
    "number",
    "The natural logarithm; null of a negative number.",
    "log-function",
    ofPositive(Math.log),
    {
      "log(1)": "0.0",
      "log(-1)": "real(null)",
    },
  ),
  log2: real(
    "number",
    "The logarithm to base 2; null of a negative number.",
    "log2-function",
    ofPositive(Math.log2),
    {
      "log2(8)": "3.0",
    },
  ),
  log10: real(
    "number",
    "The logarithm to base 10; null of a negative number.",
    "log10-function",
    ofPositive(Math.log10),
    { "log10(1000)": "3.0" },
  ),
  sin: real("number", "The sine of an angle in radians.", "sin-function", Math.sin, { "sin(0)": "0.0" }),
  cos: real("number", "The cosine of an angle in radians.", "cos-function", Math.cos, { "cos(0)": "1.0" }),
  tan: real("number", "The tangent of an angle in radians.", "tan-function", Math.tan, { "tan(0)": "0.0" }),
  cot: real("number", "The cotangent of an angle in radians.", "cot-function", (x) => 1 / Math.tan(x), {
    "round(cot(1), 6)": "0.642093",
  }),
  asin: real("x", "The angle in radians that has a sine.", "asin-function", Math.asin, { "asin(0)": "0.0" }),
  acos: real("x", "The angle in radians that has a cosine.", "acos-function", Math.acos, {
    "acos(1)": "0.0",
  }),
  atan: real("x", "The angle in radians that has a tangent.", "atan-function", Math.atan, {
    "atan(0)": "0.0",
  }),
  atan2: {
    summary: "The angle in radians between the x-axis and the ray to a point.",
    page: "atan2-function",
    signatures: [signature({ y: "real", x: "real" }, "real")],
    nulls: "propagate",
    examples: { "atan2(0, -1) == pi()": "true" },
    kernel: Math.atan2,
  },
  degrees: real("radians", "An angle in degrees.", "degrees-function", (x) => (180 / Math.PI) * x, {
    "degrees(pi())": "180.0",
  }),
  radians: real("degrees", "An angle in radians.", "radians-function", (x) => (Math.PI / 180) * x, {
    "radians(180) == pi()": "true",
  }),
  pi: {
    summary: "The number pi.",
    page: "pi-function",
    signatures: [signature({}, "real")],
    nulls: "propagate",
    examples: { "round(pi(), 4)": "3.1416" },
    kernel: () => Math.PI,
  },
  rand: {
    summary: "A random real from 0 to 1, or a random whole one from 0 to N - 1.",
    page: "rand-function",
    signatures: [signature({ n: optional("index") }, "real")],
    nulls: "propagate",
    examples: { "rand() < 1": "true", "rand(1)": "0.0" },
    isVolatile: true,
    kernel: ({ random }: RunEnvironment, n?: number) =>
      n === undefined || n < 1 ? random() : Math.floor(random() * n),
  },
  isnan: test("Whether a real is NaN.", "isnan-function", Number.isNaN, { "isnan(0.0 / 0)": "true" }),
  isinf: test("Whether a real is infinite.", "isinf-function", isInfinite, { "isinf(-1.0 / 0)": "true" }),
  isfinite: test("Whether a real is neither NaN nor infinite.", "isfinite-function", Number.isFinite, {
    "isfinite(1.5)": "true",
    "isfinite(1.0 / 0)": "false",
  }),
  around: {
    summary: "Whether a value is no farther than a distance from a center.",
    page: "around-function",
    signatures: [
      around("long", "long", isLongAround),
      around("real", "real", (value: number, center: number, delta: number) => {
        return value >= center - delta && value <= center + delta;
      }),
      around("decimal", "decimal", (value: Decimal, center: Decimal, delta: Decimal) => {
        return value.gte(center.sub(delta)) && value.lte(center.add(delta));
      }),
      around("timespan", "timespan", isLongAround),
      around("datetime", "timespan", isLongAround),
    ],
    nulls: "propagate",
    examples: {
      "around(1.05, 1, 0.1)": "true",
      "around(datetime(2021-01-01 01:32), datetime(2021-01-01 01:30), 1min)": "false",
    },
  },
});

type RealKernel = (x: number) => number | null;

function real(
  parameter: string,
  summary: string,
  page: string,
  kernel: RealKernel,
  examples: Record<string, string>,
): ScalarEntry {
  const signatures = [signature({ [parameter]: "real" }, "real")];
  return { summary, page, signatures, nulls: "propagate", examples, kernel };
}

function test(
  summary: string,
  page: string,
  kernel: (x: number) => boolean,
  examples: Record<string, string>,
): ScalarEntry {
  return {
    summary,
    page,
    signatures: [signature({ number: "real" }, "bool")],
    nulls: "propagate",
    examples,
    kernel,
  };
}

function around(type: ParameterType, delta: ParameterType, kernel: (...args: never[]) => boolean): Signature {
  return signature({ value: type, center: type, delta }, "bool", { kernel });
}

/** Spans between datetimes do not overflow, so the distance is exact. */
function isLongAround(value: Int64, center: Int64, delta: Int64): boolean {
  const distance = BigInt(value) - BigInt(center);
  return (distance < 0n ? -distance : distance) <= delta;
}

function isInfinite(x: number): boolean {
  return x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY;
}

function absInt64(x: Int64): Int64 {
  return x < 0 ? negateInt64(x) : x;
}

/** The sign of NaN is 0. */
function signOf(x: number): number {
  return Number(x > 0) - Number(x < 0);
}

function ofPositive(logarithm: (x: number) => number): RealKernel {
  return (x) => (x < 0 ? null : logarithm(x));
}

/** Places beyond which rounding changes no double. */
const mostPlaces = 308;

function checkPlaces(precision: number): void {
  if (Math.abs(precision) > mostPlaces)
    throw badArgument("precision", `between -${mostPlaces} and ${mostPlaces}`);
}

function roundReal(x: number, precision = 0): number {
  checkPlaces(precision);
  const scale = 10 ** Math.abs(precision);
  const scaled = precision < 0 ? x / scale : x * scale;
  if (!Number.isFinite(scaled)) return x;
  const rounded = Math.sign(scaled) * Math.round(Math.abs(scaled));
  return precision < 0 ? rounded * scale : rounded / scale;
}

function roundWhole(x: Int64, precision = 0): Int64 {
  checkPlaces(precision);
  if (precision >= 0) return x;
  if (precision < -18) return 0;
  const scale = 10n ** BigInt(-precision);
  const magnitude = x < 0 ? -BigInt(x) : BigInt(x);
  const rounded = ((magnitude + scale / 2n) / scale) * scale;
  return wrapInt64(x < 0 ? -rounded : rounded);
}

/** Wraps around at 32 bits, as conversion to int does. */
function roundInt(x: number, precision = 0): number {
  return Number(roundWhole(x, precision)) | 0;
}

function roundDecimal(x: Decimal, precision = 0): Decimal {
  checkPlaces(precision);
  if (precision >= 0) return x.toDecimalPlaces(precision, KqlDecimal.ROUND_HALF_UP);
  const scale = new KqlDecimal(10).pow(-precision);
  return inDecimalRange(x.div(scale).toDecimalPlaces(0, KqlDecimal.ROUND_HALF_UP).mul(scale));
}
