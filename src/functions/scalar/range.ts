/** `range`: arrays of equally spaced values. */
import { ticksPerHour } from "../../types/calendar.js";
import { packCell } from "../../types/convert.js";
import { addInt64, type Int64 } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell, DynamicValue } from "../../types/value.js";
import { newFloats } from "../../vector/allocate.js";
import { listsVector } from "../../vector/list-store.js";
import { cellReader, type NumberVector, type Vector } from "../../vector/vector.js";
import { checkBatch, maxMadeElements } from "../dynamic-size.js";
import { type Kernel, type KernelCall, optional, scalarFamily, signature } from "../entry.js";

function longRange(start: Int64, stop: Int64, step: Int64 = 1): Cell {
  return wholeRange(start, stop, step, "long");
}

function tickRange(type: "datetime" | "timespan"): Kernel {
  return (start: Int64, stop: Int64, step: Int64 = ticksPerHour): Cell => wholeRange(start, stop, step, type);
}

/** From `start` up (down, for a negative step) to `stop`, cut off at the largest size. Null for a step of 0. */
function wholeRange(start: Int64, stop: Int64, step: Int64, type: KqlType): Cell {
  if (step === 0) return null;
  const values: DynamicValue[] = [];
  const isWithin = (value: Int64): boolean => (step > 0 ? value <= stop : value >= stop);
  let value = start;
  while (isWithin(value) && values.length < maxMadeElements) {
    values.push(packCell(value, type));
    const next = addInt64(value, step);
    if (step > 0 ? next <= value : next >= value) break;
    value = next;
  }
  return values;
}

function realRange(start: number, stop: number, step = 1): Cell {
  if (step === 0 || !Number.isFinite(start) || !Number.isFinite(step) || Number.isNaN(stop)) return null;
  const values: DynamicValue[] = [];
  for (let value = start; step > 0 ? value <= stop : value >= stop; value += step) {
    if (values.length === maxMadeElements) break;
    values.push(packCell(value, "real"));
  }
  return values;
}

/** As `wholeRange`, of all rows at once: the values lie end to end, and no array is made before somebody reads it. */
function rangesOf(args: readonly Vector[], { length }: KernelCall): Vector | undefined {
  if (args.every(({ encoding }) => encoding === "const")) return undefined;
  checkRanges(args, length);
  const { type } = args[0];
  if (type !== "long" && type !== "datetime" && type !== "timespan") return undefined;
  const start = wholeNumbers(args[0], length);
  const stop = wholeNumbers(args[1], length);
  const step = args.length > 2 ? wholeNumbers(args[2], length) : newFloats(length).fill(defaultStep(type));
  if (start === undefined || stop === undefined || step === undefined) return undefined;
  const starts = listStarts(start, stop, step, length);
  if (starts === undefined) return undefined;
  const data = newFloats(starts[length]);
  for (let row = 0; row < length; row++) {
    let value = start[row];
    for (let at = starts[row]; at < starts[row + 1]; at++, value += step[row]) data[at] = value;
  }
  const elements: NumberVector = { encoding: "number", type, length: data.length, data };
  return listsVector({ elements, starts });
}

/** Numbers of a vector, NaN for null; undefined where some need 64 bits. */
function wholeNumbers(vector: Vector, length: number): Float64Array | undefined {
  if (vector.encoding === "number") return vector.data;
  if (vector.encoding !== "const" || typeof vector.value !== "number") return undefined;
  return newFloats(length).fill(vector.value);
}

/** Where the range of each row begins; undefined where one is null, or is not sure to be exact in doubles. */
function listStarts(
  start: Float64Array,
  stop: Float64Array,
  step: Float64Array,
  length: number,
): Float64Array | undefined {
  const starts = newFloats(length + 1);
  for (let row = 0; row < length; row++) {
    const size = step[row];
    const reach = stop[row] - start[row];
    if (!Number.isSafeInteger(reach) || !(Math.abs(size) > 0)) return undefined;
    const isEmpty = reach !== 0 && reach < 0 !== size < 0;
    // The remainder is exact; the quotient of what is left is whole, so it is exact, too.
    const count = isEmpty ? 0 : (reach - (reach % size)) / size + 1;
    starts[row + 1] = starts[row] + Math.min(count, maxMadeElements);
  }
  return starts;
}

/** Refuses a batch whose arrays would fill the memory. */
function checkRanges(args: readonly Vector[], length: number): void {
  const [start, stop, step] = args.map((arg) => cellReader(arg));
  let total = 0;
  for (let row = 0; row < length; row++) {
    const [from, to] = [start(row), stop(row)];
    const size = step === undefined ? defaultStep(args[0].type) : step(row);
    // No array is made of these.
    if (from === null || to === null || size === null || size === 0 || !Number.isFinite(Number(from)))
      continue;
    const count = (Number(to) - Number(from)) / Number(size);
    if (count > 0) total += Math.min(maxMadeElements, count + 1);
  }
  checkBatch(total);
}

function defaultStep(type: KqlType): number {
  return type === "datetime" || type === "timespan" ? ticksPerHour : 1;
}

export const rangeFunctions = scalarFamily({
  range: {
    summary: "Array of equally spaced values, both ends included.",
    page: "range-function",
    signatures: [
      signature({ start: "long", stop: "long", step: optional("long") }, "dynamic", { kernel: longRange }),
      signature({ start: "real", stop: "real", step: optional("real") }, "dynamic", { kernel: realRange }),
      signature({ start: "datetime", stop: "datetime", step: optional("timespan") }, "dynamic", {
        kernel: tickRange("datetime"),
      }),
      signature({ start: "timespan", stop: "timespan", step: optional("timespan") }, "dynamic", {
        kernel: tickRange("timespan"),
      }),
    ],
    nulls: "propagate",
    vectorKernel: rangesOf,
    examples: { "tostring(range(1, 8, 3))": "'[1,4,7]'", "array_length(range(1h, 5h))": "5" },
  },
});
