/**
 * What an entry of the function tables holds. Everything that wants to know about a built-in function (binder, help,
 * docs, arbitraries, tests) reads its entry.
 */
import type { Ticks } from "../types/int64.js";
import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import type { MergedTexts } from "../vector/merged-texts.js";
import type { TextPairs } from "../vector/text-pairs.js";
import type { Vector } from "../vector/vector.js";

/**
 * What an argument may be. A KQL type takes that type and whatever widens to it (int to long to real, and to decimal;
 * dynamic to anything by conversion); the kernel gets cells of exactly that type.
 *
 * - `any`: every type, as it is; `numeric`: int long real decimal as they are; `summable`: numeric or timespan;
 *   `ordered`: all but dynamic.
 * - `index`: a long that counts or points; the kernel gets a number, held inside the safe integers.
 * - `text`: every type, as its `tostring()`.
 * - `same`: every type, widened to one type common to all `same` arguments of the call.
 * - a list: one of these types, as it is.
 */
export type ParameterType =
  | KqlType
  | "any"
  | "numeric"
  | "summable"
  | "ordered"
  | "index"
  | "text"
  | "same"
  | readonly KqlType[];

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** May be left out; the kernel then gets `undefined`. */
  readonly isOptional?: boolean;
  /** Must be a constant of the query (literals, let constants, run constants). */
  readonly isConstant?: boolean;
  /** May be given any number of times more, up to `maxCount` in all. Groups of parameters repeat together. */
  readonly isRepeated?: boolean;
}

/** What the binder knows of an argument. */
export interface ArgumentInfo {
  readonly type: KqlType;
  /** Set for constants known while binding. */
  readonly constant?: { readonly value: Cell };
  /** Set where the argument is a plain column. */
  readonly columnName?: string;
}

export type ReturnType = KqlType | ((args: readonly ArgumentInfo[]) => KqlType);

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly returns: ReturnType;
  readonly minCount: number;
  readonly maxCount: number;
  /** In place of the entry's kernel. */
  readonly kernel?: Kernel;
}

/**
 * A pure function of plain cells (see `types/value.ts`). Arguments have the TypeScript types of the signature's
 * parameters, so each kernel is written with its own; `undefined` stands for an optional argument left out.
 */
export type Kernel = (...args: never[]) => Cell;

/** A kernel over whole vectors, for functions on a hot path (say which benchmark). May return undefined to pass. */
export type VectorKernel = (args: readonly Vector[], call: KernelCall) => Vector | undefined;

export interface KernelCall {
  readonly length: number;
  readonly type: KqlType;
  readonly environment: RunEnvironment;
  readonly run?: SharedByCalls;
}

/** What is found out for one batch of a run, and holds for the next. */
export interface SharedByCalls {
  readonly textPairs?: TextPairs;
  readonly mergedTexts?: MergedTexts;
}

/** Constants of one run. */
export interface RunEnvironment {
  /** The clock: `now()`. */
  readonly now: Ticks;
  /** Uniform in [0, 1). Seeded, so that runs repeat. */
  readonly random: () => number;
  /** Longest text, in UTF-16 units, that a function may make; beyond it a limit error. */
  readonly maxStringLength: number;
}

export interface FunctionEntry {
  /** One sentence. */
  readonly summary: string;
  /** Documentation page it follows: `startofday-function`. */
  readonly page: string;
  readonly signatures: readonly Signature[];
  /** Expression to expression that equals it. Executed by the tests, shown by the help. */
  readonly examples: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
  /** Name to use in its place. */
  readonly deprecated?: string;
  /** How an unnamed column of it is called, given the names of its arguments; absent: `Column1`. */
  readonly resultName?: (args: readonly ArgumentInfo[]) => string | undefined;
}

export interface ScalarEntry extends FunctionEntry {
  /** `propagate`: any null argument gives null, the kernel never sees one. `custom`: the kernel gets nulls. */
  readonly nulls: "propagate" | "custom";
  readonly kernel?: Kernel;
  /** Makes the kernel for one call, from its types and constants; in place of `kernel`. */
  readonly specialize?: (args: readonly ArgumentInfo[], returns: KqlType) => Kernel;
  /** What `specialize` makes where all arguments behind the first are constants reads the first alone. */
  readonly keepsConstants?: boolean;
  /** Tried first; `kernel` remains the reference. */
  readonly vectorKernel?: VectorKernel;
  /** The operator that gives the same of two texts as this one does of both in lower case. */
  readonly inAnyCase?: string;
  /** Makes lower case of a text, and nothing else. */
  readonly foldsCase?: true;
  /** Makes text of a value as `tostring` does. */
  readonly prints?: true;
  /** Gives of a dynamic value what this one gives of its text. */
  readonly overPrinted?: ScalarEntry;
  /** The kernel's first argument is the `RunEnvironment`; the call is constant within a run. */
  readonly readsEnvironment?: boolean;
  /** A new value each row (`rand`, `new_guid`). Implies `readsEnvironment`. */
  readonly isVolatile?: boolean;
  /** Types of the several columns that the call yields; the kernel returns that many cells. */
  readonly columns?: (args: readonly ArgumentInfo[]) => readonly { name: string; type: KqlType }[];
  /** Kernels of single columns, where the cells of one are worked out without making those of the others. */
  readonly columnKernels?: readonly Kernel[];
}

/** A window function: over a whole serialized column at once. */
export interface WindowEntry extends FunctionEntry {
  readonly kernel: (args: readonly Vector[], call: KernelCall) => Vector;
}

/** State of one aggregate call over all groups of a `summarize`. */
export interface Accumulator {
  /** Takes rows in. `groups[row]` is the group of a row; there are `groupCount` groups so far. */
  add(args: readonly Vector[], groups: Int32Array, length: number, groupCount: number): void;
  /** One row a group. Groups that got no row have the result of an empty input. Several vectors for several columns. */
  finish(groupCount: number): readonly Vector[];
}

/** What the calls of one aggregate list over the same column have in common. */
export interface SharedStates {
  /** The state that a function makes: one for all calls that ask with the same function. */
  state<T>(start: () => T): T;
}

export interface AggregateCall {
  readonly args: readonly ArgumentInfo[];
  readonly type: KqlType;
  readonly environment: RunEnvironment;
  /** Most elements that a list, set or bag may hold, over all groups; beyond it a limit error. */
  readonly maxElements: number;
  /** Absent where the call sees other rows, or its first argument is no plain column. */
  readonly shared?: SharedStates | undefined;
  /** Counts bytes that the accumulator keeps; ends the run when they are too many. */
  readonly holdBytes: (bytes: number) => void;
}

export interface AggregateEntry extends FunctionEntry {
  readonly create: (call: AggregateCall) => Accumulator;
  /** The last argument is a predicate; rows where it is not true are left out before `create`'s accumulator. */
  readonly isConditional?: boolean;
  /** Column i is argument i in some row, chosen by the first argument alone; the others are but handed on. */
  readonly handsOn?: boolean;
  /** Columns beyond one, as of `arg_max` and `percentiles`. Absent: one column of the signature's type. */
  readonly columns?: (args: readonly ArgumentInfo[]) => readonly { name: string; type: KqlType }[];
}

export type ScalarTable = Readonly<Record<string, ScalarEntry>>;
export type AggregateTable = Readonly<Record<string, AggregateEntry>>;
export type WindowTable = Readonly<Record<string, WindowEntry>>;

/** A table of scalar functions; here so that each entry is checked where it stands. */
export function scalarFamily<T extends ScalarTable>(table: T): T {
  return table;
}

/** A table of aggregates; checks its entries while the names keep their types. */
export function aggregateFamily<T extends AggregateTable>(table: T): T {
  return table;
}

/** A table of window functions; checks its entries while the names keep their types. */
export function windowFamily<T extends WindowTable>(table: T): T {
  return table;
}

type ParameterSpec = ParameterType | Omit<Parameter, "name">;

/** `signature({ date: "datetime", offset: optional("long") }, "datetime")`. A repeated parameter must be the last. */
export function signature(
  parameters: Readonly<Record<string, ParameterSpec>>,
  returns: ReturnType,
  options: { readonly kernel?: Kernel; readonly maxCount?: number } = {},
): Signature {
  const list = Object.entries(parameters).map(([name, spec]): Parameter => {
    return typeof spec === "string" || Array.isArray(spec)
      ? { name, type: spec }
      : { name, ...(spec as Omit<Parameter, "name">) }; // narrowed by the test before; readonly arrays defeat isArray
  });
  const isOpen = list.some(({ isRepeated }) => isRepeated === true);
  return {
    parameters: list,
    returns,
    minCount: list.filter(({ isOptional }) => isOptional !== true).length,
    maxCount: options.maxCount ?? (isOpen ? 64 : list.length),
    ...(options.kernel === undefined ? {} : { kernel: options.kernel }),
  };
}

/** A parameter that may be left out. */
export function optional(type: ParameterType): Omit<Parameter, "name"> {
  return { type, isOptional: true };
}

/** A parameter that takes constants alone. */
export function constant(type: ParameterType): Omit<Parameter, "name"> {
  return { type, isConstant: true };
}

export function optionalConstant(type: ParameterType): Omit<Parameter, "name"> {
  return { type, isConstant: true, isOptional: true };
}

/** One or more. */
export function repeated(type: ParameterType): Omit<Parameter, "name"> {
  return { type, isRepeated: true };
}

/** None or more. */
export function repeatedOptional(type: ParameterType): Omit<Parameter, "name"> {
  return { type, isRepeated: true, isOptional: true };
}
