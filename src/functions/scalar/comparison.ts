/**
 * `== != < <= > >=`. With one null operand `==` is false and `!=` true; with two both are null; the others are null
 * with any null. Text compares by code point. A dynamic operand is compared by the value that it holds.
 */

import { Decimal } from "decimal.js";
import { compareText } from "../../types/compare.js";
import { convertCell } from "../../types/convert.js";
import type { Int64 } from "../../types/int64.js";
import type { KqlType } from "../../types/kql-type.js";
import { type Cell, DynamicReal } from "../../types/value.js";
import { newBytes } from "../../vector/allocate.js";
import { boolNull, boolTrue, constVector, type Vector } from "../../vector/vector.js";
import { zoneOf } from "../../vector/zones.js";
import {
  type KernelCall,
  type ScalarEntry,
  type Signature,
  scalarFamily,
  signature,
  type VectorKernel,
} from "../entry.js";
import { compareTexts, exactly } from "./text-equality.js";

type Test = (order: number) => boolean;

const comparable: readonly KqlType[] = [
  "bool",
  "long",
  "real",
  "decimal",
  "string",
  "datetime",
  "timespan",
  "guid",
];

export const comparisonOperators = scalarFamily({
  "==": {
    ...equality("Whether both sides are equal; text with its case.", (isEqual) => isEqual, {
      "1 == 1.0": "true",
      "'a' == 'A'": "false",
      "int(null) == 1": "false",
    }),
    inAnyCase: "=~",
  },
  "!=": {
    ...equality("Whether the sides differ; text with its case.", (isEqual) => !isEqual, {
      "1 != 2": "true",
      "int(null) != 1": "true",
    }),
    aliases: ["<>"],
    inAnyCase: "!~",
  },
  "<": ordering("less", (order) => order < 0, { "1 < 2": "true" }),
  "<=": ordering("not more", (order) => order <= 0, { "2 <= 2": "true" }),
  ">": ordering("more", (order) => order > 0, { "1h > 59m": "true" }),
  ">=": ordering("not less", (order) => order >= 0, { "'b' >= 'a'": "true" }),
});

function equality(
  summary: string,
  result: (isEqual: boolean) => boolean,
  examples: Record<string, string>,
): ScalarEntry {
  const compare = (type: KqlType) => (a: Cell, b: Cell) => {
    if (a === null || b === null) return a === b ? null : result(false);
    return result(type === "string" ? a === b : orderOf(type, a, b) === 0);
  };
  return {
    summary,
    page: "logical-operators",
    nulls: "custom",
    examples,
    signatures: comparisonSignatures(compare),
    vectorKernel: equalityLoop(result(true)),
  };
}

function ordering(word: string, test: Test, examples: Record<string, string>): ScalarEntry {
  const compare = (type: KqlType) => (a: Cell, b: Cell) => {
    if (a === null || b === null) return null;
    const order = orderOf(type, a, b);
    return !Number.isNaN(order) && test(order);
  };
  return {
    summary: `Whether the left side is ${word} than the right.`,
    page: "numerical-operators",
    nulls: "custom",
    examples,
    signatures: comparisonSignatures(compare),
    vectorKernel: orderingLoop(test),
  };
}

function comparisonSignatures(compare: (type: KqlType) => (a: Cell, b: Cell) => boolean | null): Signature[] {
  return [
    ...comparable.map((type) => signature({ left: type, right: type }, "bool", { kernel: compare(type) })),
    ...comparable.flatMap((type) => {
      const kernel = compare(type);
      return [
        signature({ left: ["dynamic"], right: type }, "bool", {
          kernel: (a: Cell, b: Cell) => kernel(dynamicAs(type, a), b),
        }),
        signature({ left: type, right: ["dynamic"] }, "bool", {
          kernel: (a: Cell, b: Cell) => kernel(a, dynamicAs(type, b)),
        }),
      ];
    }),
  ];
}

/** What a dynamic cell is next to a scalar. Numbers keep their fraction beside a long, for 5.5 is not 5. */
function dynamicAs(type: KqlType, cell: Cell): Cell {
  if (cell instanceof DynamicReal && type !== "string") return cell.value;
  if ((type === "long" || type === "int") && typeof cell === "number") return cell;
  return convertCell(cell, "dynamic", type);
}

/** Negative, zero, positive; NaN when a side is NaN. */
function orderOf(type: KqlType, a: Cell, b: Cell): number {
  switch (type) {
    case "string":
      return compareText(String(a), String(b));
    case "guid":
      return a === b ? 0 : String(a) < String(b) ? -1 : 1;
    case "decimal":
      return Decimal.isDecimal(a) && Decimal.isDecimal(b) ? a.cmp(b) : Number.NaN;
    case "bool":
      return Number(a) - Number(b);
    default: {
      // The signature has settled that both are numbers or bigints, which compare with each other exactly.
      const left = a as Int64;
      const right = b as Int64;
      return left < right ? -1 : left > right ? 1 : left === right ? 0 : Number.NaN;
    }
  }
}

/** Doubles and plain text against each other or a constant: the predicates of most rules. */
function equalityLoop(whenEqual: boolean): VectorKernel {
  const yes = whenEqual ? 1 : 0;
  const no = 1 - yes;
  return ([left, right], { length, run }) => {
    if (left.encoding === "string" && right.encoding === "const" && typeof right.value === "string") {
      const data = newBytes(length);
      const { data: texts } = left;
      const { value } = right;
      for (let row = 0; row < length; row++) data[row] = texts[row] === value ? yes : no;
      return { encoding: "bool", type: "bool", length, data };
    }
    if (left.type === "string" && right.type === "string")
      return compareTexts(exactly, left, right, run, whenEqual);
    if (left.encoding !== "number" || left.type !== right.type) return undefined;
    const data = newBytes(length);
    const { data: numbers } = left;
    if (right.encoding === "const" && typeof right.value === "number") {
      const { value } = right;
      for (let row = 0; row < length; row++) data[row] = numbers[row] === value ? yes : no;
    } else if (right.encoding === "number") {
      const { data: others } = right;
      for (let row = 0; row < length; row++) {
        const areNull = Number.isNaN(numbers[row]) && Number.isNaN(others[row]);
        data[row] = areNull ? boolNull : numbers[row] === others[row] ? yes : no;
      }
    } else return undefined;
    return { encoding: "bool", type: "bool", length, data };
  };
}

function orderingLoop(test: Test): VectorKernel {
  const less = test(-1) ? 1 : 0;
  const equal = test(0) ? 1 : 0;
  const more = test(1) ? 1 : 0;
  const compare = (a: number, b: number) => (a < b ? less : a > b ? more : a === b ? equal : boolNull);
  return (args: readonly Vector[], { length }: KernelCall) => {
    const [left, right] = args;
    if (left.type !== right.type || left.encoding !== "number") return undefined;
    const { data: numbers } = left;
    if (right.encoding === "const" && typeof right.value === "number") {
      const { value } = right;
      const zone = zoneOf(numbers, length);
      const ofLeast = zone === undefined ? boolNull : compare(zone.min, value);
      // All numbers in between compare as both ends do.
      if (zone !== undefined && ofLeast !== boolNull && ofLeast === compare(zone.max, value))
        return constVector("bool", ofLeast === boolTrue, length);
    }
    const data = newBytes(length);
    if (right.encoding === "const" && typeof right.value === "number") {
      const { value } = right;
      for (let row = 0; row < length; row++) data[row] = compare(numbers[row], value);
    } else if (right.encoding === "number") {
      const { data: others } = right;
      for (let row = 0; row < length; row++) data[row] = compare(numbers[row], others[row]);
    } else return undefined;
    return { encoding: "bool", type: "bool", length, data };
  };
}
