/** Arrays as sets: duplicates do not count, elements keep the order of first appearance. */
import { packCell } from "../../types/convert.js";
import { type Cell, type DynamicValue, isDynamicArray } from "../../types/value.js";
import { elementKey } from "../dynamic-content.js";
import { type ArgumentInfo, type Kernel, type Signature, scalarFamily, signature } from "../entry.js";
import { equalElements } from "./array.js";

type ElementSet = Map<ReturnType<typeof elementKey>, DynamicValue>;

/** The arguments as sets; undefined when one is no array. */
function setsOf(values: readonly DynamicValue[]): readonly ElementSet[] | undefined {
  const sets: ElementSet[] = [];
  for (const value of values) {
    if (!isDynamicArray(value)) return undefined;
    const set: ElementSet = new Map();
    for (const item of value) {
      const key = elementKey(item);
      if (!set.has(key)) set.set(key, item);
    }
    sets.push(set);
  }
  return sets;
}

/** Keeps the elements of the first set that a test on the others lets through. */
function filterFirst(
  keeps: (key: ReturnType<typeof elementKey>, others: readonly ElementSet[]) => boolean,
): (...values: DynamicValue[]) => Cell {
  return (...values) => {
    const sets = setsOf(values);
    if (sets === undefined) return null;
    const [first, ...others] = sets;
    const kept: DynamicValue[] = [];
    for (const [key, item] of first) if (keeps(key, others)) kept.push(item);
    return kept;
  };
}

function union(...values: DynamicValue[]): Cell {
  const sets = setsOf(values);
  if (sets === undefined) return null;
  const all: ElementSet = new Map();
  for (const set of sets) for (const [key, item] of set) if (!all.has(key)) all.set(key, item);
  return [...all.values()];
}

function equalSets(...values: DynamicValue[]): Cell {
  const [first, second] = setsOf(values) ?? [];
  if (first === undefined || second === undefined) return null;
  return first.size === second.size && [...first.keys()].every((key) => second.has(key));
}

function jaccardIndex(...values: DynamicValue[]): Cell {
  const [first, second] = setsOf(values) ?? [];
  if (first === undefined || second === undefined) return null;
  let common = 0;
  for (const key of first.keys()) if (second.has(key)) common++;
  return common / (first.size + second.size - common);
}

function hasElementKernel([, { type }]: readonly ArgumentInfo[]): Kernel {
  return (set: DynamicValue, value: Cell): Cell => {
    if (!isDynamicArray(set)) return null;
    const wanted = packCell(value, type);
    return set.some((item) => equalElements(item, wanted));
  };
}

const severalSets: readonly Signature[] = [
  {
    parameters: [{ name: "set", type: "dynamic", isRepeated: true }],
    returns: "dynamic",
    minCount: 2,
    maxCount: 64,
  },
];

export const setFunctions = scalarFamily({
  set_union: {
    summary: "Elements that are in any of the arrays.",
    page: "set-union-function",
    signatures: severalSets,
    nulls: "propagate",
    examples: { "tostring(set_union(dynamic([1,2,1]), dynamic([2,3])))": "'[1,2,3]'" },
    kernel: union,
  },
  set_intersect: {
    summary: "Elements that are in all of the arrays.",
    page: "set-intersect-function",
    signatures: severalSets,
    nulls: "propagate",
    examples: { "tostring(set_intersect(dynamic([1,2,3]), dynamic([3,2])))": "'[2,3]'" },
    kernel: filterFirst((key, others) => others.every((other) => other.has(key))),
  },
  set_difference: {
    summary: "Elements of the first array that are in none of the others.",
    page: "set-difference-function",
    signatures: severalSets,
    nulls: "propagate",
    examples: { "tostring(set_difference(dynamic([1,2,3,3]), dynamic([2]), dynamic([1])))": "'[3]'" },
    kernel: filterFirst((key, others) => !others.some((other) => other.has(key))),
  },
  set_has_element: {
    summary: "Whether an array holds a value of the same type.",
    page: "set-has-element-function",
    signatures: [signature({ set: "dynamic", value: "any" }, "bool")],
    nulls: "propagate",
    examples: {
      "set_has_element(dynamic(['a','b']), 'b')": "true",
      "set_has_element(dynamic(['2']), 2)": "false",
    },
    specialize: hasElementKernel,
  },
  set_equals: {
    summary: "Whether two arrays hold the same elements, in whatever order.",
    page: "scalar-functions",
    signatures: [signature({ set1: "dynamic", set2: "dynamic" }, "bool")],
    nulls: "propagate",
    examples: { "set_equals(dynamic([1,2,2]), dynamic([2,1]))": "true" },
    kernel: equalSets,
  },
  jaccard_index: {
    summary: "Size of the intersection of two sets over that of their union.",
    page: "jaccard-index-function",
    signatures: [signature({ set1: "dynamic", set2: "dynamic" }, "real")],
    nulls: "propagate",
    examples: { "jaccard_index(dynamic([1,2,3]), dynamic([1,2,3,4]))": "0.75" },
    kernel: jaccardIndex,
  },
});
