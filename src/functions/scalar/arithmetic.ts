/**
 * `+ - * / %` and unary minus. Whole numbers are long and wrap at 64 bits; a real operand makes the result real. Hot in
 * every threshold and time window, so doubles get loops of their own (about six times the speed of the lifted kernels
 * over a million rows).
 */

import type { Decimal } from "decimal.js";
import { isInDatetimeRange } from "../../types/calendar.js";
import {
  addInt64,
  divideInt64,
  type Int64,
  moduloInt64,
  multiplyInt64,
  negateInt64,
  saturateToInt64,
  subtractInt64,
  type Ticks,
} from "../../types/int64.js";
import { newBytes, newFloats } from "../../vector/allocate.js";
import type { Vector } from "../../vector/vector.js";
import { inDecimalRange } from "../decimal-range.js";
import { type KernelCall, scalarFamily, signature, type VectorKernel } from "../entry.js";

const page = "numerical-operators";

type DoubleOperation = (a: number, b: number) => number;

export const arithmeticOperators = scalarFamily({
  "+": {
    summary: "Sum; a datetime moved forward by a timespan.",
    page,
    nulls: "propagate",
    examples: { "1 + 2": "3", "datetime(2026-04-06) + 1h": "datetime(2026-04-06 01:00)" },
    signatures: [
      signature({ left: "long", right: "long" }, "long", { kernel: addInt64 }),
      signature({ left: "real", right: "real" }, "real", { kernel: (a: number, b: number) => a + b }),
      signature({ left: "decimal", right: "decimal" }, "decimal", {
        kernel: (a: Decimal, b: Decimal) => inDecimalRange(a.add(b)),
      }),
      signature({ left: "timespan", right: "timespan" }, "timespan", { kernel: addInt64 }),
      signature({ left: "datetime", right: "timespan" }, "datetime", { kernel: addToDatetime }),
      signature({ left: "timespan", right: "datetime" }, "datetime", {
        kernel: (span: Int64, date: Ticks) => addToDatetime(date, span),
      }),
    ],
    vectorKernel: doubleLoop((a, b) => a + b),
  },
  "-": {
    summary: "Difference; a datetime moved back by a timespan; the timespan between two datetimes.",
    page,
    nulls: "propagate",
    examples: { "3 - 2": "1", "datetime(2026-04-07) - datetime(2026-04-06)": "1d", "-(5)": "-5" },
    signatures: [
      signature({ left: "long", right: "long" }, "long", { kernel: subtractInt64 }),
      signature({ left: "real", right: "real" }, "real", { kernel: (a: number, b: number) => a - b }),
      signature({ left: "decimal", right: "decimal" }, "decimal", {
        kernel: (a: Decimal, b: Decimal) => inDecimalRange(a.sub(b)),
      }),
      signature({ left: "timespan", right: "timespan" }, "timespan", { kernel: subtractInt64 }),
      signature({ left: "datetime", right: "datetime" }, "timespan", { kernel: subtractInt64 }),
      signature({ left: "datetime", right: "timespan" }, "datetime", {
        kernel: (date: Ticks, span: Int64) => inDatetimeRange(subtractInt64(date, span)),
      }),
    ],
    vectorKernel: doubleLoop((a, b) => a - b),
  },
  "*": {
    summary: "Product; a timespan taken a number of times.",
    page,
    nulls: "propagate",
    examples: { "2 * 3": "6", "1h * 1.5": "90m" },
    signatures: [
      signature({ left: "long", right: "long" }, "long", { kernel: multiplyInt64 }),
      signature({ left: "real", right: "real" }, "real", { kernel: (a: number, b: number) => a * b }),
      signature({ left: "decimal", right: "decimal" }, "decimal", {
        kernel: (a: Decimal, b: Decimal) => inDecimalRange(a.mul(b)),
      }),
      signature({ left: "timespan", right: "long" }, "timespan", { kernel: multiplyInt64 }),
      signature({ left: "long", right: "timespan" }, "timespan", { kernel: multiplyInt64 }),
      signature({ left: "timespan", right: "real" }, "timespan", { kernel: scaleTimespan }),
      signature({ left: "real", right: "timespan" }, "timespan", {
        kernel: (factor: number, span: Int64) => scaleTimespan(span, factor),
      }),
    ],
    vectorKernel: doubleLoop((a, b) => a * b),
  },
  "/": {
    summary: "Quotient, truncated toward zero for whole numbers; how often one timespan goes into another.",
    page,
    nulls: "propagate",
    examples: { "-7 / 2": "-3", "7 / 2.0": "3.5", "1d / 1h": "24.0", "1h / 2": "30m" },
    signatures: [
      signature({ left: "long", right: "long" }, "long", { kernel: divideInt64 }),
      signature({ left: "real", right: "real" }, "real", { kernel: (a: number, b: number) => a / b }),
      signature({ left: "decimal", right: "decimal" }, "decimal", { kernel: divideDecimal }),
      signature({ left: "timespan", right: "timespan" }, "real", {
        kernel: (a: Int64, b: Int64) => Number(a) / Number(b),
      }),
      signature({ left: "timespan", right: "long" }, "timespan", { kernel: divideInt64 }),
      signature({ left: "timespan", right: "real" }, "timespan", {
        kernel: (span: Int64, divisor: number) => saturateToInt64(Number(span) / divisor),
      }),
    ],
    vectorKernel: divideLoop,
  },
  "%": {
    summary: "Remainder, never negative.",
    page,
    nulls: "propagate",
    examples: { "-7 % 2": "1", "7 % -3": "1", "1d % 5h": "4h" },
    signatures: [
      signature({ left: "long", right: "long" }, "long", { kernel: moduloInt64 }),
      signature({ left: "real", right: "real" }, "real", { kernel: moduloReal }),
      signature({ left: "decimal", right: "decimal" }, "decimal", { kernel: moduloDecimal }),
      signature({ left: "timespan", right: "timespan" }, "timespan", { kernel: moduloInt64 }),
    ],
  },
  negate: {
    summary: "The number with its sign turned: unary minus.",
    page,
    nulls: "propagate",
    examples: { "-(2h)": "-2h" },
    signatures: [
      signature({ value: "long" }, "long", { kernel: negateInt64 }),
      signature({ value: "real" }, "real", { kernel: (value: number) => -value }),
      signature({ value: "decimal" }, "decimal", { kernel: (value: Decimal) => value.neg() }),
      signature({ value: "timespan" }, "timespan", { kernel: negateInt64 }),
    ],
  },
});

function addToDatetime(date: Ticks, span: Int64): Ticks | null {
  return inDatetimeRange(addInt64(date, span));
}

function inDatetimeRange(ticks: Ticks): Ticks | null {
  return isInDatetimeRange(ticks) ? ticks : null;
}

function scaleTimespan(span: Int64, factor: number): Int64 | null {
  return saturateToInt64(Number(span) * factor);
}

function divideDecimal(a: Decimal, b: Decimal): Decimal | null {
  return b.isZero() ? null : inDecimalRange(a.div(b));
}

function moduloDecimal(a: Decimal, b: Decimal): Decimal | null {
  if (b.isZero()) return null;
  const rest = a.mod(b);
  return rest.isNegative() && !rest.isZero() ? rest.add(b.abs()) : rest;
}

function moduloReal(a: number, b: number): number {
  const rest = a % b;
  return rest < 0 ? rest + Math.abs(b) : rest;
}

/** A loop over doubles; undefined (so that the kernels take over) when an encoding or a result needs 64 bits. */
function doubleLoop(operation: DoubleOperation): VectorKernel {
  return ([left, right], call) => {
    const a = doublesOf(left);
    const b = doublesOf(right);
    if (a === undefined || b === undefined || (a.constant !== undefined && b.constant !== undefined))
      return undefined;
    if (call.type === "real") return realLoop(operation, a, b, call);
    if (call.type !== "long" && call.type !== "timespan" && call.type !== "datetime") return undefined;
    if (left.type === "real" || right.type === "real") return undefined;
    const data = runLoop(operation, a, b, call.length);
    let isExact = true;
    for (let row = 0; row < call.length; row++) {
      // NaN, the null, fails the comparison and counts as exact; adding 0 turns a minus zero into zero.
      if (Math.abs(data[row]) > Number.MAX_SAFE_INTEGER) isExact = false;
      data[row] += 0;
    }
    return isExact ? { encoding: "number", type: call.type, length: call.length, data } : undefined;
  };
}

function divideLoop(args: readonly Vector[], call: KernelCall): Vector | undefined {
  const [left, right] = args;
  if (call.type !== "real" || left.type !== right.type) return undefined;
  const a = doublesOf(left);
  const b = doublesOf(right);
  if (a === undefined || b === undefined || (a.constant !== undefined && b.constant !== undefined))
    return undefined;
  return realLoop((x, y) => x / y, a, b, call);
}

interface Doubles {
  readonly data: Float64Array | undefined;
  readonly constant: number | undefined;
  /** Null rows; in integer encodings a null is NaN in `data`. */
  readonly validity: Uint8Array | undefined;
  readonly isInteger: boolean;
}

function doublesOf(vector: Vector): Doubles | undefined {
  const isInteger = vector.type !== "real";
  switch (vector.encoding) {
    case "number":
      return { data: vector.data, constant: undefined, validity: undefined, isInteger };
    case "real":
      return { data: vector.data, constant: undefined, validity: vector.validity, isInteger };
    case "const":
      if (typeof vector.value !== "number") return undefined;
      return { data: undefined, constant: vector.value, validity: undefined, isInteger };
    default:
      return undefined;
  }
}

function runLoop(operation: DoubleOperation, a: Doubles, b: Doubles, length: number): Float64Array {
  const result = newFloats(length);
  if (a.data !== undefined && b.data !== undefined) {
    const { data: left } = a;
    const { data: right } = b;
    for (let row = 0; row < length; row++) result[row] = operation(left[row], right[row]);
  } else if (a.data !== undefined) {
    const { data: left } = a;
    const right = b.constant ?? Number.NaN;
    for (let row = 0; row < length; row++) result[row] = operation(left[row], right);
  } else if (b.data !== undefined) {
    const left = a.constant ?? Number.NaN;
    const { data: right } = b;
    for (let row = 0; row < length; row++) result[row] = operation(left, right[row]);
  }
  return result;
}

function realLoop(operation: DoubleOperation, a: Doubles, b: Doubles, call: KernelCall): Vector {
  const { length } = call;
  const data = runLoop(operation, a, b, length);
  let validity: Uint8Array | undefined;
  for (const side of [a, b]) {
    if (side.data === undefined || (side.validity === undefined && !side.isInteger)) continue;
    for (let row = 0; row < length; row++) {
      const isNull = side.isInteger ? Number.isNaN(side.data[row]) : side.validity?.[row] === 0;
      if (!isNull) continue;
      validity ??= newBytes(length).fill(1);
      validity[row] = 0;
    }
  }
  return { encoding: "real", type: "real", length, data, validity };
}
