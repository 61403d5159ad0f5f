/** Arrays inside dynamic values. What is no array gives null, unless said otherwise. */
import { compareDynamic, equalDynamic } from "../../types/compare.js";
import { packCell } from "../../types/convert.js";
import { dynamicToText } from "../../types/text.js";
import { type Cell, type DynamicValue, isDynamicArray } from "../../types/value.js";
import { newFloats } from "../../vector/allocate.js";
import { listsOf } from "../../vector/list-store.js";
import type { Vector } from "../../vector/vector.js";
import { asDynamic, numberIn } from "../dynamic-content.js";
import { bounded } from "../dynamic-size.js";
import {
  type ArgumentInfo,
  type Kernel,
  type KernelCall,
  optional,
  optionalConstant,
  type ParameterType,
  repeated,
  scalarFamily,
  signature,
} from "../entry.js";

type DynamicArray = readonly DynamicValue[];

/** Lifts a function of an array to dynamic values. */
function ofArray<Rest extends readonly unknown[]>(
  change: (array: DynamicArray, ...rest: Rest) => Cell,
): (value: DynamicValue, ...rest: Rest) => Cell {
  return (value, ...rest) => (isDynamicArray(value) ? change(value, ...rest) : null);
}

/** Whether two elements are the same: type-strict, but numbers go by value (15.0 is 15). */
export function equalElements(a: DynamicValue, b: DynamicValue): boolean {
  const number = numberIn(a);
  return number === undefined ? equalDynamic(a, b) : number === numberIn(b);
}

function concat(...values: DynamicValue[]): Cell {
  const all = values.flatMap((value) => (isDynamicArray(value) ? value : []));
  return bounded(all, all);
}

/** Bools as they are, numbers true unless 0; null for anything else. */
function conditionOf(value: DynamicValue): boolean | null {
  if (typeof value === "boolean") return value;
  const number = numberIn(value);
  return number === undefined ? null : number !== 0;
}

function iffKernel(args: readonly ArgumentInfo[]): Kernel {
  const [, { type: trueType }, { type: falseType }] = args;
  return (conditions: DynamicValue, whenTrue: Cell, whenFalse: Cell): Cell => {
    if (!isDynamicArray(conditions)) return null;
    const branches = [packCell(whenFalse, falseType), packCell(whenTrue, trueType)];
    return conditions.map((value, at) => {
      const condition = conditionOf(value);
      if (condition === null) return null;
      const branch = branches[Number(condition)];
      return isDynamicArray(branch) ? (branch[at] ?? null) : branch;
    });
  };
}

interface Search {
  readonly start: number;
  readonly length: number;
  readonly occurrence: number;
}

function indexOf(array: DynamicArray, wanted: DynamicValue, { start, length, occurrence }: Search): Cell {
  if (length < -1 || occurrence <= 0) return null;
  const from = start < 0 ? Math.max(0, array.length + start) : start;
  const end = length < 0 ? array.length : Math.min(array.length, from + length);
  let left = occurrence;
  for (let at = from; at < end; at++) {
    if (equalElements(array[at], wanted) && --left === 0) return at;
  }
  return -1;
}

function indexOfKernel([, { type }]: readonly ArgumentInfo[]): Kernel {
  return (array: DynamicValue, value: Cell, start = 0, length = -1, occurrence = 1): Cell =>
    isDynamicArray(array) ? indexOf(array, packCell(value, type), { start, length, occurrence }) : null;
}

function rotate(array: DynamicArray, count: number): Cell {
  const size = array.length;
  if (size === 0) return array;
  const by = ((count % size) + size) % size;
  return [...array.slice(by), ...array.slice(0, by)];
}

/** To the left; to the right for a negative count. */
function shift(array: DynamicArray, count: number, fill: DynamicValue): Cell {
  const size = array.length;
  const by = Math.min(size, Math.abs(count));
  const gap = new Array<DynamicValue>(by).fill(fill);
  return count >= 0 ? [...array.slice(by), ...gap] : [...gap, ...array.slice(0, size - by)];
}

function shiftKernel(sign: 1 | -1): (args: readonly ArgumentInfo[]) => Kernel {
  return ([, , fillInfo]) =>
    (array: DynamicValue, count: number | null, fill: Cell = null): Cell => {
      if (!isDynamicArray(array) || count === null) return null;
      return shift(array, sign * count, packCell(fill, fillInfo?.type ?? "dynamic"));
    };
}

/** Both ends belong to the slice; negative ones count from the end. */
function slice(array: DynamicArray, start: number, end: number): Cell {
  const size = array.length;
  const from = Math.max(0, start < 0 ? size + start : start);
  return array.slice(from, Math.max(from, (end < 0 ? size + end : end) + 1));
}

function splitAt(array: DynamicArray, indexes: readonly number[]): Cell {
  const size = array.length;
  const parts: DynamicValue[] = [];
  let from = 0;
  for (const index of [...indexes, size]) {
    const to = Math.max(from, Math.min(size, index < 0 ? size + index : index));
    parts.push(array.slice(from, to));
    from = to;
  }
  return parts;
}

function splitAtAll(array: DynamicArray, indexes: DynamicValue): Cell {
  if (!isDynamicArray(indexes)) return null;
  const cuts: number[] = [];
  for (const index of indexes) {
    const cut = numberIn(index);
    if (cut === undefined) return null;
    cuts.push(Math.trunc(cut));
  }
  return splitAt(array, cuts);
}

/** Nulls add nothing; null for an empty array and where something is no number. */
function sum(array: DynamicArray): Cell {
  if (array.length === 0) return null;
  let total = 0;
  for (const item of array) {
    const number = item === null ? 0 : numberIn(item);
    if (number === undefined) return null;
    total += number;
  }
  return total;
}

function joinTexts(array: DynamicArray, delimiter: string): Cell {
  return array.map(dynamicToText).join(delimiter);
}

/**
 * Sorts the first array and moves the elements of the others along; an array of another length becomes null. Several
 * arrays come back as a list of them, one as itself. Nulls go last unless a final `false` says first.
 */
function sortKernel(sign: 1 | -1): (args: readonly ArgumentInfo[]) => Kernel {
  return (infos) => {
    const count = arraysAmong(infos).length;
    return (...cells: Cell[]): Cell => {
      const nullsLast = cells[count] !== false;
      const arrays = cells.slice(0, count).map(asDynamic);
      const [first] = arrays;
      if (!isDynamicArray(first)) return count === 1 ? null : arrays.map(() => null);
      const order = sortedOrder(first, sign, nullsLast);
      const sorted = arrays.map((array) =>
        isDynamicArray(array) && array.length === first.length ? order.map((at) => array[at]) : null,
      );
      return count === 1 ? sorted[0] : sorted;
    };
  };
}

function sortedOrder(array: DynamicArray, sign: 1 | -1, nullsLast: boolean): readonly number[] {
  const nulls: number[] = [];
  const others: number[] = [];
  for (const [at, item] of array.entries()) (item === null ? nulls : others).push(at);
  others.sort((a, b) => sign * compareDynamic(array[a], array[b]));
  return nullsLast ? [...others, ...nulls] : [...nulls, ...others];
}

/** The arguments without the final bool. */
function arraysAmong(args: readonly ArgumentInfo[]): readonly ArgumentInfo[] {
  return args.at(-1)?.type === "bool" ? args.slice(0, -1) : args;
}

/** A single array is no column of several: the call can then stand inside others. */
function sortedColumns(args: readonly ArgumentInfo[]) {
  const arrays = arraysAmong(args);
  if (arrays.length === 1) return [];
  return arrays.map((info, at) => ({ name: sortedName(info, at), type: "dynamic" as const }));
}

function sortedName(info: ArgumentInfo | undefined, at: number): string {
  return `${info?.columnName ?? `array${at}`}_sorted`;
}

const firstSortedName = ([first]: readonly ArgumentInfo[]): string => sortedName(first, 0);

const arraysAndFlag: ParameterType = ["dynamic", "bool"];
const sortSignatures = [signature({ array: repeated(arraysAndFlag) }, "dynamic")];

const shiftSignatures = [signature({ array: "dynamic", count: "index", fill: optional("any") }, "dynamic")];
const oneToFive = "dynamic([1,2,3,4,5])";

/** Arrays that lie end to end are not made for their lengths. */
function lengthsOf([vector]: readonly Vector[], { length }: KernelCall): Vector | undefined {
  const listed = listsOf(vector);
  if (listed === undefined) return undefined;
  const { rows, lists } = listed;
  const data = newFloats(length);
  for (let row = 0; row < length; row++) data[row] = lists.starts[rows[row] + 1] - lists.starts[rows[row]];
  return { encoding: "number", type: "long", length, data };
}

export const arrayFunctions = scalarFamily({
  array_length: {
    summary: "Number of elements of an array.",
    page: "array-length-function",
    signatures: [signature({ array: "dynamic" }, "long")],
    nulls: "propagate",
    examples: { "array_length(dynamic([1,2,3]))": "3", "array_length(dynamic({}))": "long(null)" },
    aliases: ["arraylength"],
    kernel: ofArray((array) => array.length),
    vectorKernel: lengthsOf,
  },
  array_concat: {
    summary: "All arrays end to end; arguments that are no arrays are passed over.",
    page: "array-concat-function",
    signatures: [signature({ array: repeated("dynamic") }, "dynamic")],
    nulls: "custom",
    examples: { "tostring(array_concat(dynamic([1,2]), dynamic([3])))": "'[1,2,3]'" },
    kernel: concat,
  },
  array_iff: {
    summary: "Element by element, of one array or of another by an array of conditions.",
    page: "array-iff-function",
    signatures: [signature({ conditions: "dynamic", whenTrue: "any", whenFalse: "any" }, "dynamic")],
    nulls: "custom",
    examples: { "tostring(array_iff(dynamic([true,0]), dynamic([1,2]), 'no'))": "'[1,\"no\"]'" },
    aliases: ["array_iif"],
    specialize: iffKernel,
  },
  array_index_of: {
    summary: "Position of a value in an array; -1 when it is not there.",
    page: "array-index-of-function",
    signatures: [
      signature(
        {
          array: "dynamic",
          value: "any",
          start: optional("index"),
          length: optional("index"),
          occurrence: optionalConstant("index"),
        },
        "long",
      ),
    ],
    nulls: "propagate",
    examples: {
      "array_index_of(dynamic(['a','b','a']), 'a', 1)": "2",
      "array_index_of(dynamic(['2']), 2)": "-1",
    },
    specialize: indexOfKernel,
  },
  array_reverse: {
    summary: "The elements from last to first.",
    page: "array-reverse-function",
    signatures: [signature({ array: "dynamic" }, "dynamic")],
    nulls: "propagate",
    examples: { "tostring(array_reverse(dynamic([1,2,3])))": "'[3,2,1]'" },
    kernel: ofArray((array) => array.toReversed()),
  },
  array_rotate_left: {
    summary: "The elements moved to the left, those that fall out put back at the end.",
    page: "array-rotate-left-function",
    signatures: [signature({ array: "dynamic", count: "index" }, "dynamic")],
    nulls: "propagate",
    examples: { [`tostring(array_rotate_left(${oneToFive}, 2))`]: "'[3,4,5,1,2]'" },
    kernel: ofArray(rotate),
  },
  array_rotate_right: {
    summary: "The elements moved to the right, those that fall out put back at the start.",
    page: "array-rotate-right-function",
    signatures: [signature({ array: "dynamic", count: "index" }, "dynamic")],
    nulls: "propagate",
    examples: { [`tostring(array_rotate_right(${oneToFive}, 2))`]: "'[4,5,1,2,3]'" },
    kernel: ofArray((array, count: number) => rotate(array, -count)),
  },
  array_shift_left: {
    summary: "The elements moved to the left; the gap is filled with null or a value.",
    page: "array-shift-left-function",
    signatures: shiftSignatures,
    nulls: "custom",
    examples: { [`tostring(array_shift_left(${oneToFive}, 2, -1))`]: "'[3,4,5,-1,-1]'" },
    specialize: shiftKernel(1),
  },
  array_shift_right: {
    summary: "The elements moved to the right; the gap is filled with null or a value.",
    page: "array-shift-right-function",
    signatures: shiftSignatures,
    nulls: "custom",
    examples: { [`tostring(array_shift_right(${oneToFive}, 2))`]: "'[null,null,1,2,3]'" },
    specialize: shiftKernel(-1),
  },
  array_slice: {
    summary: "The elements between two positions, both included; negative ones count from the end.",
    page: "array-slice-function",
    signatures: [signature({ array: "dynamic", start: "index", end: "index" }, "dynamic")],
    nulls: "propagate",
    examples: { [`tostring(array_slice(${oneToFive}, -3, -2))`]: "'[3,4]'" },
    kernel: ofArray(slice),
  },
  array_split: {
    summary: "The array cut at one position, or at several.",
    page: "array-split-function",
    signatures: [
      signature({ array: "dynamic", index: "index" }, "dynamic", {
        kernel: ofArray((array, index: number) => splitAt(array, [index])),
      }),
      signature({ array: "dynamic", indexes: "dynamic" }, "dynamic", { kernel: ofArray(splitAtAll) }),
    ],
    nulls: "propagate",
    examples: {
      [`tostring(array_split(${oneToFive}, 2))`]: "'[[1,2],[3,4,5]]'",
      [`tostring(array_split(${oneToFive}, dynamic([1,3])))`]: "'[[1],[2,3],[4,5]]'",
    },
  },
  array_sum: {
    summary: "Sum of the numbers of an array.",
    page: "array-sum-function",
    signatures: [signature({ array: "dynamic" }, "real")],
    nulls: "propagate",
    examples: { "array_sum(dynamic([1,2,3,4]))": "10.0" },
    kernel: ofArray(sum),
  },
  array_sort_asc: {
    summary: "The first array in ascending order, the others ordered along with it.",
    page: "array-sort-asc-function",
    signatures: sortSignatures,
    nulls: "custom",
    examples: { "tostring(array_sort_asc(dynamic([3,null,1])))": "'[1,3,null]'" },
    columns: sortedColumns,
    resultName: firstSortedName,
    specialize: sortKernel(1),
  },
  array_sort_desc: {
    summary: "The first array in descending order, the others ordered along with it.",
    page: "array-sort-desc-function",
    signatures: sortSignatures,
    nulls: "custom",
    examples: { "tostring(array_sort_desc(dynamic([3,null,1])))": "'[3,1,null]'" },
    columns: sortedColumns,
    resultName: firstSortedName,
    specialize: sortKernel(-1),
  },
  strcat_array: {
    summary: "The elements of an array as one text, with a delimiter between; nulls are empty.",
    page: "strcat-array-function",
    signatures: [signature({ array: "dynamic", delimiter: "text" }, "string")],
    nulls: "propagate",
    examples: { "strcat_array(dynamic([1,null,'a']), '->')": "'1->->a'" },
    aliases: ["array_strcat"],
    kernel: ofArray(joinTexts),
  },
});
