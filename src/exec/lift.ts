/** Kernels of plain cells over vectors: nulls, constants, dictionaries, encodings. */

import { textTooLong } from "../functions/diagnostics.js";
import type { Kernel, Parameter, RunEnvironment, ScalarEntry } from "../functions/entry.js";
import { KernelError } from "../functions/kernel-error.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { newBytes } from "../vector/allocate.js";
import { append } from "../vector/append.js";
import { newValueBytes } from "../vector/bytes.js";
import { flatten, gather, slice } from "../vector/gather.js";
import {
  boolFalse,
  boolNull,
  boolTrue,
  cellReader,
  constVector,
  type Dictionary,
  type DictVector,
  type FlatVector,
  type Vector,
  valueCount,
  vectorOf,
} from "../vector/vector.js";

import { independentColumns, TupleResults } from "./tuples.js";

type PlainKernel = (...args: (Cell | undefined | RunEnvironment)[]) => Cell;
type Reader = (row: number) => Cell;

/** A call as the lift sees it; bound calls are such. */
export interface LiftedCall {
  readonly entry: ScalarEntry;
  readonly kernel: Kernel;
  readonly signature: { readonly parameters: readonly Parameter[] };
  readonly type: KqlType;
  /** Its results are parts of its arguments, and take no memory of their own. */
  readonly isPart?: boolean;
}

/** Results of calls over whole dictionaries, kept for the length of a run. */
export type DictionaryMemo = Map<LiftedCall, Map<Dictionary, KnownResult>>;

interface KnownResult {
  readonly constants: readonly Cell[];
  /** Values that the kernel was run over. */
  readonly count: number;
  readonly result: Dictionary;
}

/** What all calls of a run share. */
export interface LiftRun {
  readonly environment: RunEnvironment;
  readonly memo?: DictionaryMemo;
  readonly tuples?: Map<LiftedCall, TupleResults>;
  /** Ends the run when its time is over; called every so many rows, for some kernels are slow. */
  readonly checkDeadline?: () => void;
  /** Bytes that the results of one call over one batch may take, and what ends the run beyond. */
  readonly maxBytes?: number;
  readonly failForSize?: () => never;
}

/** Runs a kernel over argument vectors of one length. */
export function liftKernel(call: LiftedCall, args: readonly Vector[], length: number, run: LiftRun): Vector {
  const { entry, type } = call;
  const { environment } = run;
  const vectorResult = entry.vectorKernel?.(args, { length, type, environment });
  if (vectorResult !== undefined) return vectorResult;
  if (entry.isVolatile !== true) {
    const varying = soleVarying(args);
    if (varying === undefined && length > 0) {
      return constVector(type, runRows(call, args, 1, environment)(0), length);
    }
    if (varying !== null && varying?.encoding === "dict") {
      const overDictionary = liftOverDictionary(call, args, varying, run);
      if (overDictionary !== undefined) return overDictionary;
    }
    if (varying === null && (type === "string" || type === "dynamic")) {
      const overTuples = liftOverTuples(call, args, length, run);
      if (overTuples !== undefined) return overTuples;
    }
  }
  return collect(call, length, runRows(call, args, length, environment), run);
}

/** The one argument that is no constant; undefined when all are, null when several are not. */
function soleVarying(args: readonly Vector[]): Vector | undefined | null {
  let varying: Vector | undefined;
  for (let at = 0; at < args.length; at++) {
    if (args[at].encoding === "const") continue;
    if (varying !== undefined) return null;
    varying = args[at];
  }
  return varying;
}

/** With one dictionary among constants the kernel runs once a distinct value, if that is less work. */
function liftOverDictionary(
  call: LiftedCall,
  args: readonly Vector[],
  varying: DictVector,
  run: LiftRun,
): Vector | undefined {
  const { codes, dictionary, length } = varying;
  const { memo } = run;
  let results = memo?.get(call);
  if (results === undefined) {
    results = new Map();
    memo?.set(call, results);
  }
  let known = results.get(dictionary);
  if (known !== undefined && !haveConstants(args, known.constants)) known = undefined;
  const count = valueCount(dictionary);
  const from = known?.count ?? 0;
  if (known === undefined || from < count) {
    if (!isWorthWhole(count - from, dictionary.rowCount, length)) return undefined;
    const added = slice(dictionary.values, from, count);
    const whole = args.map((other) => (other === varying ? added : { ...other, length: added.length }));
    const result = tryWhole(call, whole, added.length, run);
    if (result === undefined) return undefined;
    const constants = args.map((other) => (other.encoding === "const" ? other.value : null));
    known = { constants, count, result: resultOf(known, result, added, dictionary) };
    results.set(dictionary, known);
  }
  return { encoding: "dict", type: call.type, length, codes, dictionary: known.result };
}

/** With several dictionaries the kernel runs once for each combination of values that comes up, if those repeat. */
function liftOverTuples(
  call: LiftedCall,
  args: readonly Vector[],
  length: number,
  run: LiftRun,
): Vector | undefined {
  if (run.tuples === undefined) return undefined;
  const varying = independentColumns(args);
  if (varying === undefined) return undefined;
  let known = run.tuples.get(call);
  if (known === undefined) {
    known = new TupleResults();
    run.tuples.set(call, known);
  }
  return known.read(args, varying, length, (rows) => {
    const some = args.map((arg) => gather(arg, rows));
    return collect(call, rows.length, runRows(call, some, rows.length, run.environment), run);
  });
}

/** What became of a dictionary: itself where no text was changed, so that what is known of it stays known. */
function resultOf(
  known: KnownResult | undefined,
  result: FlatVector,
  added: Vector,
  from: Dictionary,
): Dictionary {
  const { rowCount } = from;
  if (known === undefined) return isUnchanged(result, added) ? from : { values: result, rowCount };
  if (known.result === from) {
    if (isUnchanged(result, added)) return from;
    return { values: append(flatten(slice(from.values, 0, known.count)), result), rowCount };
  }
  return { values: append(known.result.values, result), rowCount };
}

function isUnchanged(result: FlatVector, values: Vector): boolean {
  if (result.encoding !== "string" || values.encoding !== "string") return false;
  for (let at = 0; at < result.length; at++) if (result.data[at] !== values.data[at]) return false;
  return true;
}

/** Undefined where the kernel refuses a value, which need not be one of the rows at hand. */
function tryWhole(
  call: LiftedCall,
  args: readonly Vector[],
  length: number,
  run: LiftRun,
): FlatVector | undefined {
  try {
    return collect(call, length, runRows(call, args, length, run.environment), run);
  } catch (error) {
    if (error instanceof KernelError) return undefined;
    throw error;
  }
}

function haveConstants(args: readonly Vector[], constants: readonly Cell[]): boolean {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg.encoding === "const" && arg.value !== constants[at]) return false;
  }
  return true;
}

/** Whether running over all distinct values is likely cheaper than over the rows at hand. */
export function isWorthWhole(valueCount: number, rowCount: number, length: number): boolean {
  return valueCount <= 2 * length || valueCount * 4 <= rowCount;
}

/** A function that gives the kernel's result for a row. */
function runRows(
  { entry, kernel, signature }: LiftedCall,
  args: readonly Vector[],
  length: number,
  environment: RunEnvironment,
): Reader {
  // Arguments have been converted to the signature's types by the binder, which is what the kernel was written for.
  const plain = kernel as unknown as PlainKernel;
  if (length === 0) return () => null;
  const { parameters } = signature;
  const readers = args.map((arg, at) => readerFor(arg, parameters[Math.min(at, parameters.length - 1)]));
  const run = withNulls(plain, readers, entry.nulls === "propagate");
  if (entry.readsEnvironment !== true && entry.isVolatile !== true) return run;
  const inEnvironment: PlainKernel = (...rest) => plain(environment, ...rest);
  return withNulls(inEnvironment, readers, entry.nulls === "propagate");
}

function withNulls(kernel: PlainKernel, readers: readonly Reader[], propagates: boolean): Reader {
  const [first, second, third] = readers;
  switch (readers.length) {
    case 0:
      return () => kernel();
    case 1:
      if (!propagates) return (row) => kernel(first(row));
      return (row) => {
        const a = first(row);
        return a === null ? null : kernel(a);
      };
    case 2:
      if (!propagates) return (row) => kernel(first(row), second(row));
      return (row) => {
        const a = first(row);
        if (a === null) return null;
        const b = second(row);
        return b === null ? null : kernel(a, b);
      };
    case 3:
      if (!propagates) return (row) => kernel(first(row), second(row), third(row));
      return (row) => {
        const a = first(row);
        const b = second(row);
        const c = third(row);
        return a === null || b === null || c === null ? null : kernel(a, b, c);
      };
    default:
      return (row) => {
        const cells = readers.map((read) => read(row));
        return propagates && cells.includes(null) ? null : kernel(...cells);
      };
  }
}

function readerFor(vector: Vector, parameter: Parameter | undefined): Reader {
  const read = cellReader(vector);
  if (parameter?.type !== "index") return read;
  if (vector.encoding === "number") return read;
  return (row) => {
    const cell = read(row);
    return typeof cell === "bigint" ? (cell < 0n ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER) : cell;
  };
}

/** Rows between two looks at the clock. */
const rowsBetweenChecks = 1024;

/** Results row by row, straight into the encoding of their type. */
function collect(call: LiftedCall, length: number, read: Reader, run: LiftRun): FlatVector {
  const write =
    call.isPart === true ? plainWriter(call.type, length, read) : writerFor(call.type, length, read, run);
  for (let from = 0; from < length; from += rowsBetweenChecks) {
    if (from > 0) run.checkDeadline?.();
    write.rows(from, Math.min(length, from + rowsBetweenChecks));
  }
  return write.finish();
}

interface Writer {
  /** Reads and writes some rows. */
  rows(from: number, to: number): void;
  finish(): FlatVector;
}

function writerFor(type: KqlType, length: number, read: Reader, run: LiftRun): Writer {
  const { maxBytes = Number.POSITIVE_INFINITY, failForSize = () => {} } = run;
  const { maxStringLength } = run.environment;
  switch (type) {
    case "bool": {
      const data = newBytes(length);
      return {
        rows(from, to) {
          for (let row = from; row < to; row++) {
            const cell = read(row);
            data[row] = cell === null ? boolNull : cell === true ? boolTrue : boolFalse;
          }
        },
        finish: () => ({ encoding: "bool", type, length, data }),
      };
    }
    case "string": {
      const data = new Array<string>(length);
      let units = 0;
      return {
        rows(from, to) {
          for (let row = from; row < to; row++) {
            const cell = read(row);
            const text = typeof cell === "string" ? cell : "";
            data[row] = text;
            if (text.length > maxStringLength) throw textTooLong(maxStringLength);
            units += text.length;
            if (units > maxBytes) failForSize();
          }
        },
        finish: () => ({ encoding: "string", type, length, data }),
      };
    }
    case "dynamic": {
      const cells = new Array<Cell>(length);
      let bytes = 0;
      return {
        rows(from, to) {
          for (let row = from; row < to; row++) {
            const cell = read(row);
            cells[row] = cell;
            bytes += newValueBytes(cell);
            if (bytes > maxBytes) failForSize();
          }
        },
        finish: () => ({ encoding: "object", type, length, data: cells, bytes }),
      };
    }
    default:
      return plainWriter(type, length, read);
  }
}

function plainWriter(type: KqlType, length: number, read: Reader): Writer {
  const cells = new Array<Cell>(length);
  return {
    rows(from, to) {
      for (let row = from; row < to; row++) cells[row] = read(row);
    },
    finish: () => vectorOf(type, cells),
  };
}
