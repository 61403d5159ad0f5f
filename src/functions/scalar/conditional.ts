/** `iff`, `case`, `coalesce`, `not`, `max_of`, `min_of`. */
import { compareCells } from "../../types/compare.js";
import type { KqlType } from "../../types/kql-type.js";
import type { Cell } from "../../types/value.js";
import { commonType } from "../../types/widening.js";
import { newBytes } from "../../vector/allocate.js";
import { boolFalse, boolNull, boolTrue, cellReader, type Vector } from "../../vector/vector.js";
import {
  type ArgumentInfo,
  type Kernel,
  type KernelCall,
  repeated,
  type Signature,
  scalarFamily,
  signature,
} from "../entry.js";
import { chooseRows, truthOf } from "./choose.js";
import { presentTexts } from "./nullness.js";

/** Longest call that the choice of each row, a byte, can count. */
const maxVectorArguments = 255;

const iffKernel = (condition: boolean | null, whenTrue: Cell, whenFalse: Cell): Cell =>
  condition === true ? whenTrue : whenFalse;

function caseKernel(...args: Cell[]): Cell {
  for (let at = 0; at + 1 < args.length; at += 2) if (args[at] === true) return args[at + 1];
  return args[args.length - 1];
}

const isSomething = (cell: Cell): boolean => cell !== null && cell !== "";

/** The last argument stands when none has a value: it is the null of the type, or the empty string. */
function coalesceKernel(...args: Cell[]): Cell {
  return args.find(isSomething) ?? args[args.length - 1];
}

/** Predicates and values by turns, then what holds when no predicate is true. */
function chooseByPredicates(args: readonly Vector[], call: KernelCall): Vector | undefined {
  const { length } = call;
  const predicateCount = args.length >> 1;
  if (length === 0 || predicateCount > maxVectorArguments) return undefined;
  const choice = newBytes(length);
  for (let row = 0; row < length; row++) choice[row] = predicateCount;
  for (let at = predicateCount - 1; at >= 0; at--) {
    const truth = truthOf(args[2 * at], length);
    for (let row = 0; row < length; row++) if (truth[row] === 1) choice[row] = at;
  }
  const values: Vector[] = [];
  for (let at = 0; at < predicateCount; at++) values.push(args[2 * at + 1]);
  values.push(args[args.length - 1]);
  return chooseRows(choice, values, call);
}

function chooseFirstValue(args: readonly Vector[], call: KernelCall): Vector | undefined {
  const { length } = call;
  if (length === 0 || args.length > maxVectorArguments) return undefined;
  const last = args.length - 1;
  const choice = newBytes(length).fill(last);
  for (let at = last - 1; at >= 0; at--) {
    const isPresent = presenceOf(args[at], call);
    for (let row = 0; row < length; row++) if (isPresent(row)) choice[row] = at;
  }
  return chooseRows(choice, args, call);
}

function presenceOf(vector: Vector, call: KernelCall): (row: number) => boolean {
  const known = presentTexts([vector], call);
  if (known !== undefined) {
    const truth = truthOf(known, call.length);
    return (row) => truth[row] === 1;
  }
  const read = cellReader(vector);
  return (row) => isSomething(read(row));
}

function notVector([vector]: readonly Vector[]): Vector | undefined {
  if (vector.encoding !== "bool") return undefined;
  const data = newBytes(vector.length);
  for (let row = 0; row < vector.length; row++) {
    const value = vector.data[row];
    data[row] = value === boolNull ? boolNull : value === boolTrue ? boolFalse : boolTrue;
  }
  return { ...vector, data };
}

/** Nulls are passed over; a NaN among the values wins. */
function extremeKernel(sign: 1 | -1): (args: readonly ArgumentInfo[], type: KqlType) => Kernel {
  return (_args, type) =>
    (...cells: Cell[]): Cell => {
      let best: Cell = null;
      for (const cell of cells) {
        if (cell === null) continue;
        if (typeof cell === "number" && Number.isNaN(cell)) return cell;
        if (best === null || sign * compareCells(cell, best, type) > 0) best = cell;
      }
      return best;
    };
}

const common = (args: readonly ArgumentInfo[]): KqlType =>
  commonType(args.map(({ type }) => type)) ?? args[0]?.type ?? "dynamic";

const iffSignatures = [
  signature({ if: "bool", whenTrue: "same", whenFalse: "same" }, (args) => common(args.slice(1))),
];

/** Predicates and values repeat together; the value for all other rows comes last. */
const caseSignature: Signature = {
  parameters: [
    { name: "predicate", type: "bool", isRepeated: true },
    { name: "then", type: "same", isRepeated: true },
    { name: "else", type: "same" },
  ],
  returns: (args) => common(args.filter((_, at) => at % 2 === 1 || at === args.length - 1)),
  minCount: 3,
  maxCount: 10_001,
};

const sameSignatures: readonly Signature[] = [
  { parameters: [{ name: "arg", ...repeated("same") }], returns: common, minCount: 2, maxCount: 64 },
];

export const conditionalFunctions = scalarFamily({
  iff: {
    summary: "One value where a condition is true, another where it is false or null.",
    page: "iff-function",
    signatures: iffSignatures,
    nulls: "custom",
    examples: { "iff(1 < 2, 'yes', 'no')": "'yes'", "iff(bool(null), 1, 2)": "2" },
    aliases: ["iif"],
    kernel: iffKernel,
    vectorKernel: chooseByPredicates,
  },
  case: {
    summary: "The value of the first predicate that is true, else the last value.",
    page: "case-function",
    signatures: [caseSignature],
    nulls: "custom",
    examples: { "case(1 > 2, 'a', 2 > 1, 'b', 'c')": "'b'", "case(bool(null), 1, 2)": "2" },
    kernel: caseKernel,
    vectorKernel: chooseByPredicates,
  },
  coalesce: {
    summary: "The first value that is not null and not the empty string.",
    page: "coalesce-function",
    signatures: sameSignatures,
    nulls: "custom",
    examples: { "coalesce(long(null), 2, 3)": "2", "coalesce('', 'b')": "'b'" },
    kernel: coalesceKernel,
    vectorKernel: chooseFirstValue,
  },
  not: {
    summary: "The contrary of a bool; null of null.",
    page: "not-function",
    signatures: [signature({ expr: "bool" }, "bool")],
    nulls: "propagate",
    examples: { "not(true)": "false", "not(bool(null))": "bool(null)" },
    kernel: (value: boolean) => !value,
    vectorKernel: notVector,
  },
  max_of: {
    summary: "The largest of the arguments that are not null.",
    page: "max-of-function",
    signatures: sameSignatures,
    nulls: "custom",
    examples: { "max_of(10, 1, -3, 17)": "17", "max_of(long(null), 2)": "2" },
    specialize: extremeKernel(1),
  },
  min_of: {
    summary: "The smallest of the arguments that are not null.",
    page: "min-of-function",
    signatures: sameSignatures,
    nulls: "custom",
    examples: { "min_of(10, 1, -3, 17)": "-3", "min_of(long(null), 2)": "2" },
    specialize: extremeKernel(-1),
  },
});
