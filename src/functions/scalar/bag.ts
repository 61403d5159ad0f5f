/** Bags: making them, and looking into them by key or by JSONPath. */
import { packCell } from "../../types/convert.js";
import { getSlot, keysOf, setSlot, slotsOf } from "../../types/json.js";
import {
  type Cell,
  type DynamicBag,
  type DynamicValue,
  isDynamicArray,
  isDynamicBag,
} from "../../types/value.js";
import { bounded } from "../dynamic-size.js";
import {
  type ArgumentInfo,
  constant,
  type Kernel,
  repeated,
  type Signature,
  scalarFamily,
  signature,
} from "../entry.js";
import { parseJsonPath } from "../json-path.js";

type Slots = Record<string, DynamicValue>;

/** Keys and values by turns; `isKept` says which values go in. */
function packKernel(isKept: (cell: Cell) => boolean): (args: readonly ArgumentInfo[]) => Kernel {
  return (args) => {
    const types = args.map(({ type }) => type);
    return (...cells: Cell[]): Cell => {
      const bag: Slots = {};
      for (let at = 0; at + 1 < cells.length; at += 2) {
        const cell = cells[at + 1];
        if (isKept(cell)) setSlot(bag, String(cells[at] ?? ""), packCell(cell, types[at + 1]));
      }
      return bounded(bag, Object.values(bag));
    };
  };
}

function packColumnsKernel(args: readonly ArgumentInfo[]): Kernel {
  return (...cells: Cell[]): Cell => {
    const bag: Slots = {};
    for (const [at, { columnName, type }] of args.entries()) {
      setSlot(bag, columnName ?? `Column${at + 1}`, packCell(cells[at] ?? null, type));
    }
    return bounded(bag, Object.values(bag));
  };
}

/** The value of the leftmost bag stays; what is no bag is passed over. Null when there is no bag at all. */
function merge(...values: DynamicValue[]): Cell {
  const bags = values.filter(isDynamicBag);
  if (bags.length === 0) return null;
  const merged: Slots = {};
  for (const bag of bags) {
    for (const [key, slot] of slotsOf(bag)) if (!Object.hasOwn(merged, key)) setSlot(merged, key, slot);
  }
  return merged;
}

/** Names from the root to a slot: those of a JSONPath, else the key itself. Array steps lead nowhere. */
function stepsOf(key: string): readonly string[] | undefined {
  const path = key.startsWith("$") ? parseJsonPath(key) : undefined;
  if (path === undefined) return [key];
  const names = path.filter((step) => typeof step === "string");
  return names.length === path.length && names.length > 0 ? names : undefined;
}

function hasKey(value: DynamicValue, key: string): Cell {
  if (!isDynamicBag(value)) return null;
  const steps = stepsOf(key);
  if (steps === undefined) return false;
  let at: DynamicValue | undefined = value;
  for (const step of steps) at = at !== undefined && isDynamicBag(at) ? getSlot(at, step) : undefined;
  return at !== undefined;
}

function setKeyKernel([, , { type }]: readonly ArgumentInfo[]): Kernel {
  return (value: DynamicValue, key: string, cell: Cell): Cell => {
    if (!isDynamicBag(value)) return null;
    const steps = stepsOf(key);
    return steps === undefined ? null : withSlot(value, steps, packCell(cell, type));
  };
}

/** The slot that is set comes last, whether it was there or not. */
function withSlot(bag: DynamicBag, [step, ...rest]: readonly string[], value: DynamicValue): DynamicBag {
  const changed: Slots = {};
  for (const [key, slot] of slotsOf(bag)) if (key !== step) setSlot(changed, key, slot);
  const inner = getSlot(bag, step);
  const below = inner !== undefined && isDynamicBag(inner) ? inner : {};
  setSlot(changed, step, rest.length === 0 ? value : withSlot(below, rest, value));
  return bounded(changed, Object.values(changed));
}

function removeKeys(value: DynamicValue, keys: DynamicValue): Cell {
  if (!isDynamicBag(value) || !isDynamicArray(keys)) return null;
  let bag: DynamicBag = value;
  for (const key of keys) {
    const steps = typeof key === "string" ? stepsOf(key) : undefined;
    if (steps !== undefined) bag = withoutSlot(bag, steps);
  }
  return bag;
}

function withoutSlot(bag: DynamicBag, [step, ...rest]: readonly string[]): DynamicBag {
  const inner = getSlot(bag, step);
  if (inner === undefined || (rest.length > 0 && !isDynamicBag(inner))) return bag;
  const changed: Slots = {};
  for (const [key, slot] of slotsOf(bag)) {
    if (key !== step) setSlot(changed, key, slot);
    else if (rest.length > 0 && isDynamicBag(slot))
      setSlot<DynamicValue>(changed, key, withoutSlot(slot, rest));
  }
  return changed;
}

/** Keys that are no text are passed over; values that are missing are null. */
function zipBag(keys: DynamicValue, values: DynamicValue): Cell {
  if (!isDynamicArray(keys)) return null;
  const list = isDynamicArray(values) ? values : [];
  const bag: Slots = {};
  for (const [at, key] of keys.entries()) if (typeof key === "string") setSlot(bag, key, list[at] ?? null);
  return bounded(bag, Object.values(bag));
}

/** As long as the longest array; what is no array counts as an empty one. */
function zip(...values: DynamicValue[]): Cell {
  const arrays = values.map((value) => (isDynamicArray(value) ? value : []));
  const length = Math.max(...arrays.map((array) => array.length));
  const rows = Array.from({ length }, (_, at) => {
    const row = arrays.map((array) => array[at] ?? null);
    return bounded(row, row);
  });
  return bounded(rows, rows);
}

const keysAndValues: Signature = {
  parameters: [
    { name: "key", type: "text", isRepeated: true },
    { name: "value", type: "any", isRepeated: true },
  ],
  returns: "dynamic",
  minCount: 2,
  maxCount: 10_000,
};

const severalBags: Signature = {
  parameters: [{ name: "bag", type: "dynamic", isRepeated: true }],
  returns: "dynamic",
  minCount: 2,
  maxCount: 64,
};

export const bagFunctions = scalarFamily({
  bag_pack: {
    summary: "Bag of keys and values that are given by turns.",
    page: "pack-function",
    signatures: [keysAndValues],
    nulls: "custom",
    examples: { "tostring(bag_pack('a', 1, 'b', 'x'))": '\'{"a":1,"b":"x"}\'' },
    aliases: ["pack", "pack_dictionary"],
    specialize: packKernel(() => true),
  },
  bag_pack_columns: {
    summary: "Bag of some columns, by their names.",
    page: "bag-pack-columns-function",
    signatures: [signature({ column: repeated("any") }, "dynamic", { maxCount: 10_000 })],
    nulls: "custom",
    examples: {
      "tostring(toscalar(print a = 1, b = 'x' | project bag_pack_columns(a, b)))": '\'{"a":1,"b":"x"}\'',
    },
    specialize: packColumnsKernel,
  },
  pack_all: {
    summary: "Bag of all columns; `pack_all(true)` leaves out nulls and empty texts.",
    page: "pack-all-function",
    // A query gives at most a flag. The binder hands on names and values of all columns, here to leave out what is
    // empty, else to `bag_pack`.
    signatures: [{ ...keysAndValues, minCount: 0 }],
    nulls: "custom",
    examples: {
      "tostring(toscalar(print a = 1, b = '' | project pack_all()))": '\'{"a":1,"b":""}\'',
      "tostring(toscalar(print a = 1, b = '' | project pack_all(true)))": "'{\"a\":1}'",
    },
    specialize: packKernel((cell) => cell !== null && cell !== ""),
  },
  bag_keys: {
    summary: "Keys of a bag, without those of inner bags.",
    page: "bag-keys-function",
    signatures: [signature({ object: "dynamic" }, "dynamic")],
    nulls: "propagate",
    examples: { "tostring(bag_keys(dynamic({'a':1,'b':{'c':2}})))": '\'["a","b"]\'' },
    kernel: (value: DynamicValue): Cell => (isDynamicBag(value) ? keysOf(value) : null),
  },
  bag_has_key: {
    summary: "Whether a bag has a key, or a slot at a JSONPath.",
    page: "bag-has-key-function",
    signatures: [signature({ bag: "dynamic", key: "string" }, "bool")],
    nulls: "propagate",
    examples: { "bag_has_key(dynamic({'a':{'b':1}}), '$.a.b')": "true" },
    kernel: hasKey,
  },
  bag_merge: {
    summary: "Slots of all bags; of a repeated key the leftmost value.",
    page: "bag-merge-function",
    signatures: [severalBags],
    nulls: "custom",
    examples: { "tostring(bag_merge(dynamic({'a':1}), dynamic({'a':2,'b':3})))": '\'{"a":1,"b":3}\'' },
    kernel: merge,
  },
  bag_remove_keys: {
    summary: "A bag without some keys, or without the slots at some JSONPaths.",
    page: "bag-remove-keys-function",
    signatures: [signature({ bag: "dynamic", keys: "dynamic" }, "dynamic")],
    nulls: "propagate",
    examples: {
      "tostring(bag_remove_keys(dynamic({'a':1,'b':{'c':2,'d':3}}), dynamic(['a','$.b.c'])))":
        '\'{"b":{"d":3}}\'',
    },
    kernel: removeKeys,
  },
  bag_set_key: {
    summary: "A bag with a value at a key, or at a JSONPath.",
    page: "bag-set-key-function",
    signatures: [signature({ bag: "dynamic", key: constant("string"), value: "any" }, "dynamic")],
    nulls: "custom",
    examples: { "tostring(bag_set_key(dynamic({'a':1}), '$.b.c', 2))": '\'{"a":1,"b":{"c":2}}\'' },
    specialize: setKeyKernel,
  },
  bag_zip: {
    summary: "Bag of an array of keys and an array of values.",
    page: "bag-zip",
    signatures: [signature({ keys: "dynamic", values: "dynamic" }, "dynamic")],
    nulls: "custom",
    examples: { "tostring(bag_zip(dynamic(['a',8,'b']), dynamic([1,2])))": '\'{"a":1,"b":null}\'' },
    kernel: zipBag,
  },
  zip: {
    summary: "Array of the elements of several arrays that stand at the same position.",
    page: "zip-function",
    signatures: [{ ...severalBags, parameters: [{ name: "array", type: "dynamic", isRepeated: true }] }],
    nulls: "custom",
    examples: { "tostring(zip(dynamic([1,3]), dynamic([2])))": "'[[1,2],[3,null]]'" },
    kernel: zip,
  },
});
