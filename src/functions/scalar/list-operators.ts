/**
 * Operators over lists: `in`, `has_any` and their kin. A dynamic array among the items stands for its elements. The
 * list of a call is prepared once where all its items are constants.
 */

import { Decimal } from "decimal.js";
import { type Int64, normalizeInt64 } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import { cellToText, dynamicToText } from "../../types/text.js";
import { type Cell, DynamicReal, DynamicScalar, isDynamicArray, isDynamicBag } from "../../types/value.js";
import { fewTexts, placeOfText } from "../../vector/key-table.js";
import { type ArgumentInfo, repeated, type ScalarEntry, scalarFamily, signature } from "../entry.js";
import { allPhrasesMatcher, anyPhraseMatcher } from "../terms.js";
import { foldCase } from "../text-case.js";

interface Item {
  readonly cell: Cell;
  readonly type: KqlType;
}

type Test = (left: Cell) => boolean;

interface ListOperator {
  readonly summary: string;
  readonly page: string;
  readonly examples: Readonly<Record<string, string>>;
  readonly left: "any" | readonly ["string", "dynamic"];
  /** Makes the test of one list; `type` is that of the left side. */
  readonly prepare: (items: readonly Item[], type: KqlType) => Test;
}

/** The engine looks at so many values at most. */
const maxItems = 1_000_000;

function listOperator({ prepare, left, ...facts }: ListOperator): ScalarEntry {
  return {
    ...facts,
    signatures: [signature({ left, items: repeated("any") }, "bool", { maxCount: maxItems + 1 })],
    nulls: "custom",
    keepsConstants: true,
    specialize: ([{ type }, ...infos]) => {
      const constants = constantItems(infos);
      if (constants !== undefined) return prepare(elementsOf(constants), type);
      // Rows often share their list: that of `toscalar`, or of a side of a join.
      let lastCells: readonly Cell[] = [];
      let lastTest: Test | undefined;
      return (cell: Cell, ...cells: Cell[]) => {
        if (lastTest === undefined || cells.some((item, at) => item !== lastCells[at])) {
          const items = cells.map((item, at): Item => ({ cell: item, type: infos[at].type }));
          lastTest = prepare(elementsOf(items), type);
          lastCells = cells;
        }
        return lastTest(cell);
      };
    },
  };
}

function constantItems(infos: readonly ArgumentInfo[]): Item[] | undefined {
  const items: Item[] = [];
  for (const { constant, type } of infos) {
    if (constant === undefined) return undefined;
    items.push({ cell: constant.value, type });
  }
  return items;
}

function elementsOf(items: readonly Item[]): Item[] {
  return items.flatMap((item): Item | Item[] =>
    isDynamicArray(item.cell) ? item.cell.map((cell): Item => ({ cell, type: "dynamic" })) : item,
  );
}

function textsOf(items: readonly Item[]): string[] {
  return items.map(({ cell, type }) => foldCase(cellToText(cell, type)));
}

function onText(test: (text: string) => boolean, type: KqlType): Test {
  return (cell) => test(foldCase(cellToText(cell, type)));
}

function not(prepare: ListOperator["prepare"]): ListOperator["prepare"] {
  return (items, type) => {
    const test = prepare(items, type);
    return (left) => !test(left);
  };
}

/**
 * A cell compares by value with cells of its own kind, numbers of all types together, and with text by its own text.
 * Null and NaN equal nothing.
 */
function isIn(items: readonly Item[], type: KqlType): Test {
  if (type === "string") {
    const texts = new Set(
      items.filter(isComparable).map(({ cell, type: itemType }) => cellToText(cell, itemType)),
    );
    if (texts.size > fewTexts) return (left) => texts.has(String(left));
    const few = [...texts];
    return (left) => placeOfText(few, few.length, typeof left === "string" ? left : String(left)) >= 0;
  }
  const texts = new Set<string>();
  const values = new Set<Key>();
  for (const { cell, type: itemType } of items) {
    const key = keyOf(cell, itemType);
    if (key === undefined) continue;
    if (typeof cell === "string" && itemType !== "guid") texts.add(cell);
    else values.add(key);
    if (type === "dynamic") texts.add(cellToText(cell, itemType));
  }
  return (left) => {
    const key = keyOf(left, type);
    if (key === undefined) return false;
    return values.has(key) || (texts.size > 0 && texts.has(cellToText(left, type)));
  };
}

function isComparable({ cell }: Item): boolean {
  return cell !== null;
}

/** What two equal cells have in common: a number, exact, or a marked text. Undefined for what equals nothing. */
type Key = Int64 | string;

function keyOf(cell: Cell, type: KqlType): Key | undefined {
  if (cell === null) return undefined;
  if (typeof cell === "number" || typeof cell === "bigint") return numberKey(cell, type);
  if (typeof cell === "boolean") return `bool ${cell}`;
  if (typeof cell === "string") return type === "guid" ? `guid ${cell}` : `string ${cell}`;
  if (cell instanceof DynamicReal) return numberKey(cell.value, "real");
  if (cell instanceof DynamicScalar) return keyOf(cell.cell, cell.type);
  if (Decimal.isDecimal(cell)) return decimalKey(cell);
  return isDynamicArray(cell) || isDynamicBag(cell) ? `dynamic ${dynamicToText(cell)}` : undefined;
}

function numberKey(value: Int64, type: KqlType): Key | undefined {
  if (type === "datetime" || type === "timespan") return `${type} ${value}`;
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return value;
  if (Number.isNaN(value)) return undefined;
  return Number.isInteger(value) ? normalizeInt64(BigInt(value)) : value;
}

function decimalKey(value: Decimal): Key {
  if (value.isInteger()) return normalizeInt64(BigInt(value.toFixed()));
  const near = value.toNumber();
  return new Decimal(near).equals(value) ? near : `decimal ${value.toString()}`;
}

function isInAnyCase(items: readonly Item[], type: KqlType): Test {
  const texts = new Set(textsOf(items.filter(isComparable)));
  return (left) => left !== null && texts.has(foldCase(cellToText(left, type)));
}

const text = ["string", "dynamic"] as const;

export const listOperators = scalarFamily({
  in: listOperator({
    summary: "Whether a value equals any of a list.",
    page: "in-cs-operator",
    left: "any",
    prepare: isIn,
    examples: { '"abc" in ("123", "345", "abc")': "true", "2 in (dynamic([1, 2]))": "true" },
  }),
  "!in": listOperator({
    summary: "Whether a value equals none of a list.",
    page: "not-in-cs-operator",
    left: "any",
    prepare: not(isIn),
    examples: { '"bca" !in ("123", "345", "abc")': "true" },
  }),
  "in~": listOperator({
    summary: "Whether a text equals any of a list, in any letter case.",
    page: "in-operator",
    left: text,
    prepare: isInAnyCase,
    examples: { '"Abc" in~ ("123", "345", "abc")': "true" },
  }),
  "!in~": listOperator({
    summary: "Whether a text equals none of a list, in any letter case.",
    page: "not-in-operator",
    left: text,
    prepare: not(isInAnyCase),
    examples: { '"bCa" !in~ ("123", "345", "ABC")': "true" },
  }),
  has_any: listOperator({
    summary: "Whether a text has any of several terms or phrases, in any letter case.",
    page: "has-any-operator",
    left: text,
    prepare: (items, type) => onText(anyPhraseMatcher(textsOf(items)), type),
    examples: { '"North America" has_any ("south", "north")': "true" },
  }),
  has_all: listOperator({
    summary: "Whether a text has each of several terms or phrases, in any letter case.",
    page: "has-all-operator",
    left: text,
    prepare: (items, type) => onText(allPhrasesMatcher(textsOf(items)), type),
    examples: { '"North and South America" has_all ("south", "north")': "true" },
  }),
});
