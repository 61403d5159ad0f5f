/** Kernels of plain cells over vectors: nulls, constants, dictionaries, encodings. */

import type { Kernel, SharedByCalls } from "../functions/entry.js";
import { KernelError } from "../functions/kernel-error.js";
import type { Cell } from "../types/value.js";
import { append } from "../vector/append.js";
import { flatten, gather, slice } from "../vector/gather.js";
import { GrowingDictionary } from "../vector/growing-dictionary.js";
import {
  constVector,
  type Dictionary,
  type DictVector,
  type FlatVector,
  type Vector,
  valueCount,
} from "../vector/vector.js";
import { type KernelRun, type LiftedCall, runKernel, runKernelOnce } from "./run-kernel.js";
import { independentColumns, TupleResults } from "./tuples.js";

/** Results over whole dictionaries, kept for the length of a run: of all calls that run the same kernel. */
export type DictionaryMemo = Map<Kernel, Map<Dictionary, KnownResult[]>>;

interface KnownResult {
  readonly call: LiftedCall;
  /** Undefined in the place of the dictionary. */
  readonly constants: readonly (Cell | undefined)[];
  /** Values that the kernel was run over. */
  count: number;
  /** Undefined where the results are the values themselves. */
  changed: GrowingDictionary | undefined;
}

/** What all calls of a run share. */
export interface LiftRun extends KernelRun, SharedByCalls {
  readonly memo?: DictionaryMemo;
  readonly tuples?: Map<LiftedCall, TupleResults>;
}

/** Runs a kernel over argument vectors of one length. */
export function liftKernel(call: LiftedCall, args: readonly Vector[], length: number, run: LiftRun): Vector {
  const { entry, type } = call;
  const { environment } = run;
  const vectorResult = entry.vectorKernel?.(args, { length, type, environment, run });
  if (vectorResult !== undefined) return vectorResult;
  if (entry.isVolatile !== true) {
    const varying = soleVarying(args);
    if (varying === undefined && length > 0) {
      return constVector(type, runKernelOnce(call, args, environment), length);
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
  return runKernel(call, args, length, run);
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
  const results = resultsOf(call, dictionary, run.memo);
  let known = results.find((result) => isSameCall(call, args, result));
  const count = valueCount(dictionary);
  const from = known?.count ?? 0;
  if (known === undefined || from < count) {
    if (!isWorthWhole(count - from, dictionary.rowCount, length)) return undefined;
    const added = slice(dictionary.values, from, count);
    const whole = args.map((other) => (other === varying ? added : { ...other, length: added.length }));
    const result = tryWhole(call, whole, added.length, run);
    if (result === undefined) return undefined;
    const changed = changedBy(known, result, added, dictionary);
    if (known === undefined) {
      const constants = args.map((other) => (other.encoding === "const" ? other.value : undefined));
      known = { call, constants, count, changed };
      const before = results.findIndex((result) => result.call === call);
      // Constants may be others in each batch; a call has but its last results.
      results.splice(before < 0 ? results.length : before, 1, known);
    }
    known.count = count;
    known.changed = changed;
  }
  return { encoding: "dict", type: call.type, length, codes, dictionary: known.changed ?? dictionary };
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
    return runKernel(call, some, rows.length, run);
  });
}

/** What became of a dictionary; undefined where no text was changed: it stays then, and so does what is known of it. */
function changedBy(
  known: KnownResult | undefined,
  result: FlatVector,
  added: Vector,
  { values, rowCount }: Dictionary,
): GrowingDictionary | undefined {
  if (known?.changed !== undefined) {
    known.changed.add(result);
    return known.changed;
  }
  if (isUnchanged(result, added)) return undefined;
  if (known === undefined) return new GrowingDictionary(result, rowCount);
  return new GrowingDictionary(append(flatten(slice(values, 0, known.count)), result), rowCount);
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
    return runKernel(call, args, length, run);
  } catch (error) {
    if (error instanceof KernelError) return undefined;
    throw error;
  }
}

function resultsOf(
  { kernel }: LiftedCall,
  dictionary: Dictionary,
  memo: DictionaryMemo | undefined,
): KnownResult[] {
  let byDictionary = memo?.get(kernel);
  if (byDictionary === undefined) {
    byDictionary = new Map();
    memo?.set(kernel, byDictionary);
  }
  let results = byDictionary.get(dictionary);
  if (results === undefined) {
    results = [];
    byDictionary.set(dictionary, results);
  }
  return results;
}

/** Whether a call with these arguments gives what is known. */
function isSameCall(call: LiftedCall, args: readonly Vector[], known: KnownResult): boolean {
  const { signature, type } = known.call;
  if (call.signature !== signature || call.type !== type || args.length !== known.constants.length)
    return false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (!Object.is(arg.encoding === "const" ? arg.value : undefined, known.constants[at])) return false;
  }
  return true;
}

/** Whether running over all distinct values is likely cheaper than over the rows at hand. */
export function isWorthWhole(valueCount: number, rowCount: number, length: number): boolean {
  return valueCount <= 2 * length || valueCount * 4 <= rowCount;
}
