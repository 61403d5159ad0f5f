/** `make_list`, `make_set`, `make_bag` and their kin. Elements keep the order of the rows. */
import { packCell } from "../../types/convert.js";
import { getSlot, keysOf, setSlot } from "../../types/json.js";
import { type DynamicValue, isDynamicArray, isDynamicBag } from "../../types/value.js";
import { listsVector } from "../../vector/list-store.js";
import { cellReader, type Dictionary, type Vector, vectorOf } from "../../vector/vector.js";
import { asDynamic } from "../dynamic-content.js";
import {
  type Accumulator,
  type AggregateCall,
  aggregateFamily,
  optionalConstant,
  signature,
} from "../entry.js";
import { withPredicateSecond } from "./conditional.js";
import { tooManyElements } from "./diagnostics.js";
import { type DistinctValues, distinctValuesOf } from "./distinct-values.js";
import { ByteCounter, elementBytes } from "./element-bytes.js";
import { ElementCodes } from "./element-codes.js";
import { type CodesByGroup, firstCodes, GroupedCodes } from "./grouped-codes.js";
import { named } from "./result-name.js";
import { valueBytes } from "./value-codes.js";

/** The engine's default and largest size of a list, set or bag. */
const largestSize = 1_048_576;
/** Default size of the old spellings `makelist`, `makeset` and `make_dictionary`. */
const oldSize = 128;

function maxSizeOf({ args }: AggregateCall, defaultSize: number): number {
  const given = args[1]?.constant?.value;
  return typeof given === "number" && given >= 0 ? Math.min(given, largestSize) : defaultSize;
}

/** Reads packed cells; those of a dictionary are packed once. */
function packedReader(
  vector: Vector,
  packed: Map<Dictionary, DynamicValue[]>,
): (row: number) => DynamicValue {
  const { type } = vector;
  const read = cellReader(vector);
  if (vector.encoding !== "dict") return (row) => packCell(read(row), type);
  const { codes, dictionary } = vector;
  let values = packed.get(dictionary);
  if (values === undefined) {
    values = [];
    packed.set(dictionary, values);
  }
  const known = values;
  return (row) => {
    const code = codes[row];
    known[code] ??= packCell(read(row), type);
    return known[code];
  };
}

/**
 * Dynamic arrays are taken apart, one level deep. Typed nulls are left out unless `keepsNulls`; a dynamic null is a
 * value and is kept.
 */
function listOf(call: AggregateCall, defaultSize: number, keepsNulls: boolean): Accumulator {
  const { type } = call.args[0];
  const skipsNulls = !keepsNulls && type !== "dynamic";
  const maxSize = keepsNulls ? largestSize : maxSizeOf(call, defaultSize);
  const lists: DynamicValue[][] = [];
  const packed = new Map<Dictionary, DynamicValue[]>();
  const counter = new ByteCounter();
  let elementCount = 0;
  let listCount = 0;
  const push = (list: DynamicValue[], value: DynamicValue): void => {
    if (list.length >= maxSize) return;
    list.push(value);
    counter.count(value);
    if (++elementCount > call.maxElements) throw tooManyElements(call.maxElements);
  };
  return {
    add([vector], groups, length) {
      const read = packedReader(vector, packed);
      counter.start(vector);
      const listsBefore = listCount;
      for (let row = 0; row < length; row++) {
        const value = read(row);
        if (value === null && skipsNulls) continue;
        let list = lists[groups[row]];
        if (list === undefined) {
          list = [];
          lists[groups[row]] = list;
          listCount++;
        }
        if (isDynamicArray(value)) for (const item of value) push(list, item);
        else push(list, value);
      }
      call.holdBytes(counter.bytes + (listCount - listsBefore) * collectionBytes);
    },
    finish(groupCount) {
      return [
        vectorOf(
          "dynamic",
          Array.from({ length: groupCount }, (_, group) => lists[group] ?? []),
        ),
      ];
    },
  };
}

/** Of a list or a bag beside what is in it: the array has room for more from the first element on. */
const collectionBytes = 200;

function setOf(call: AggregateCall, defaultSize: number): Accumulator {
  const maxSize = maxSizeOf(call, defaultSize);
  return call.args[0].type === "dynamic" ? dynamicSetOf(call, maxSize) : new TypedSet(call, maxSize);
}

class TypedSet implements Accumulator {
  private readonly distinct: DistinctValues;

  constructor(
    private readonly call: AggregateCall,
    private readonly maxSize: number,
  ) {
    this.distinct = distinctValuesOf(call, maxSize);
  }

  add(args: readonly Vector[], groups: Int32Array, length: number, groupCount: number): void {
    const { distinct, call, maxSize } = this;
    distinct.add(args[0], groups, length, groupCount, call);
    // Another call may keep more; then the sets are counted in the end.
    if (distinct.pairs.maxPerGroup === maxSize) checkSize(distinct.pairs.distinctSize, call);
  }

  finish(groupCount: number): readonly Vector[] {
    const { type } = this.call.args[0];
    const { cells } = this.distinct.values;
    const elements = new Array<DynamicValue>(cells.length);
    for (let code = 0; code < cells.length; code++) elements[code] = packCell(cells[code], type);
    const { pairs } = this.distinct;
    const all = pairs.byGroup(groupCount);
    const sets = pairs.maxPerGroup === this.maxSize ? all : firstCodes(all, this.maxSize);
    checkSize(sets.offsets[groupCount], this.call);
    return [setsVector(sets, elements)];
  }
}

/** As `TypedSet`, over the elements of arrays and the values that are none. */
function dynamicSetOf(call: AggregateCall, maxSize: number): Accumulator {
  const elements = new ElementCodes();
  const pairs = new GroupedCodes();
  pairs.keep(maxSize);
  const addItems = (group: number, value: DynamicValue): void => {
    for (const item of isDynamicArray(value) ? value : [value]) {
      const code = elements.codeOf(item);
      pairs.fit(0, elements.values.length);
      pairs.add(group, code);
      checkSize(pairs.distinctSize, call);
    }
  };
  return {
    add([vector], groups, length, groupCount) {
      const before = elements.bytes + pairs.heldBytes;
      const codes = elements.codesOf(vector, length);
      pairs.fit(groupCount, elements.values.length);
      if (codes !== undefined) pairs.addRows(groups, codes, length);
      else {
        const read = cellReader(vector);
        for (let row = 0; row < length; row++) addItems(groups[row], asDynamic(read(row)));
      }
      checkSize(pairs.distinctSize, call);
      call.holdBytes(elements.bytes + pairs.heldBytes - before);
    },
    finish(groupCount) {
      const sets = pairs.byGroup(groupCount);
      checkSize(sets.offsets[groupCount], call);
      return [setsVector(sets, elements.values)];
    },
  };
}

/** The sets of all groups. */
function setsVector({ offsets, codes }: CodesByGroup, values: readonly DynamicValue[]): Vector {
  const dictionary = {
    values: { encoding: "object", type: "dynamic", length: values.length, data: values },
    rowCount: codes.length,
    isDistinct: true,
  } as const;
  const length = offsets[offsets.length - 1];
  const elements: Vector = { encoding: "dict", type: "dynamic", length, codes, dictionary };
  return listsVector({ elements, starts: offsets });
}

function checkSize(size: number, { maxElements }: AggregateCall): void {
  if (size > maxElements) throw tooManyElements(maxElements);
}

/** The first value of a repeated key stays; values that are no bags are passed over. */
function bagOf(call: AggregateCall, defaultSize: number): Accumulator {
  const maxSize = maxSizeOf(call, defaultSize);
  const bags: { readonly slots: Record<string, DynamicValue>; size: number }[] = [];
  let slotCount = 0;
  return {
    add([vector], groups, length) {
      let bytes = 0;
      const read = cellReader(vector);
      for (let row = 0; row < length; row++) {
        const value = read(row);
        if (!isDynamicBag(value)) continue;
        let bag = bags[groups[row]];
        if (bag === undefined) {
          bag = { slots: {}, size: 0 };
          bags[groups[row]] = bag;
          bytes += collectionBytes;
        }
        for (const key of keysOf(value)) {
          if (bag.size >= maxSize || getSlot(bag.slots, key) !== undefined) continue;
          const slot = value[key];
          setSlot(bag.slots, key, slot);
          bag.size++;
          bytes += valueBytes + key.length + elementBytes(slot);
          if (++slotCount > call.maxElements) throw tooManyElements(call.maxElements);
        }
      }
      call.holdBytes(bytes);
    },
    finish(groupCount) {
      return [
        vectorOf(
          "dynamic",
          Array.from({ length: groupCount }, (_, group) => bags[group]?.slots ?? {}),
        ),
      ];
    },
  };
}

const maxSize = optionalConstant("index");
const signatures = [signature({ expr: "any", maxSize }, "dynamic")];
const conditionalSignatures = [signature({ expr: "any", predicate: "bool", maxSize }, "dynamic")];
const largeList = (call: AggregateCall): Accumulator => listOf(call, largestSize, false);
const largeSet = (call: AggregateCall): Accumulator => setOf(call, largestSize);
const largeBag = (call: AggregateCall): Accumulator => bagOf(call, largestSize);

export const collectAggregates = aggregateFamily({
  make_list: {
    summary: "Array of all values, in the order of the rows; arrays are taken apart one level deep.",
    page: "make-list-aggregation-function",
    signatures,
    examples: { "toscalar(range x from 1 to 3 step 1 | summarize make_list(x))": "dynamic([1,2,3])" },
    resultName: named("list"),
    create: largeList,
  },
  makelist: {
    summary: "Array of the first 128 values, in the order of the rows.",
    page: "make-list-aggregation-function",
    signatures,
    examples: { "array_length(toscalar(range x from 1 to 300 step 1 | summarize makelist(x)))": "128" },
    deprecated: "make_list",
    resultName: named("list"),
    create: (call) => listOf(call, oldSize, false),
  },
  make_list_if: {
    summary: "Array of the values in rows for which a predicate is true.",
    page: "make-list-if-aggregation-function",
    signatures: conditionalSignatures,
    examples: { "toscalar(range x from 1 to 5 step 1 | summarize make_list_if(x, x > 3))": "dynamic([4,5])" },
    resultName: named("list"),
    create: withPredicateSecond(largeList),
  },
  make_list_with_nulls: {
    summary: "Array of all values, nulls included.",
    page: "make-list-with-nulls-aggregation-function",
    signatures: [signature({ expr: "any" }, "dynamic")],
    examples: {
      "toscalar(range x from 1 to 3 step 1 | summarize make_list_with_nulls(iff(x == 2, long(null), x)))":
        "dynamic([1,null,3])",
    },
    resultName: named("list"),
    create: (call) => listOf(call, largestSize, true),
  },
  make_set: {
    summary: "Array of the distinct values, in the order of first appearance.",
    page: "make-set-aggregation-function",
    signatures,
    examples: { "toscalar(range x from 1 to 6 step 1 | summarize make_set(x % 3))": "dynamic([1,2,0])" },
    resultName: named("set"),
    create: largeSet,
  },
  makeset: {
    summary: "Array of the first 128 distinct values.",
    page: "make-set-aggregation-function",
    signatures,
    examples: { "array_length(toscalar(range x from 1 to 300 step 1 | summarize makeset(x)))": "128" },
    deprecated: "make_set",
    resultName: named("set"),
    create: (call) => setOf(call, oldSize),
  },
  make_set_if: {
    summary: "Array of the distinct values in rows for which a predicate is true.",
    page: "make-set-if-aggregation-function",
    signatures: conditionalSignatures,
    examples: {
      "toscalar(range x from 1 to 6 step 1 | summarize make_set_if(x % 3, x > 4))": "dynamic([2,0])",
    },
    resultName: named("set"),
    create: withPredicateSecond(largeSet),
  },
  make_bag: {
    summary: "Bag of the slots of all bags; the first value of a key counts.",
    page: "make-bag-aggregation-function",
    signatures: [signature({ expr: "dynamic", maxSize }, "dynamic")],
    examples: {
      "tostring(toscalar(range x from 1 to 2 step 1 | summarize make_bag(bag_pack(strcat('k', x), x))))":
        '\'{"k1":1,"k2":2}\'',
    },
    resultName: named("bag"),
    create: largeBag,
  },
  make_dictionary: {
    summary: "Bag of the first 128 slots of all bags.",
    page: "make-bag-aggregation-function",
    signatures: [signature({ expr: "dynamic", maxSize }, "dynamic")],
    examples: {
      "tostring(toscalar(range x from 1 to 2 step 1 | summarize make_dictionary(bag_pack('k', x))))":
        "'{\"k\":1}'",
    },
    deprecated: "make_bag",
    resultName: named("dictionary"),
    create: (call) => bagOf(call, oldSize),
  },
  make_bag_if: {
    summary: "Bag of the slots of all bags in rows for which a predicate is true.",
    page: "make-bag-if-aggregation-function",
    signatures: [signature({ expr: "dynamic", predicate: "bool", maxSize }, "dynamic")],
    examples: {
      "tostring(toscalar(range x from 1 to 2 step 1 | summarize make_bag_if(bag_pack(strcat('k', x), x), x == 2)))":
        "'{\"k2\":2}'",
    },
    resultName: named("bag"),
    create: withPredicateSecond(largeBag),
  },
});
