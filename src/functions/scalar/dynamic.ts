/** Making dynamic values and looking into them: `parse_json`, `pack_array`, `gettype`, `treepath`. */

import { compareText } from "../../types/compare.js";
import { dynamicTypeName, packCell, parseDynamic } from "../../types/convert.js";
import { isJson, printJson, slotsOf } from "../../types/json.js";
import { cellToText, dynamicToText } from "../../types/text.js";
import { type Cell, type DynamicValue, isDynamicArray, isDynamicBag } from "../../types/value.js";
import { cellReader, type Vector } from "../../vector/vector.js";
import { asDynamic } from "../dynamic-content.js";
import { bounded, checkBatch, maxMadeElements } from "../dynamic-size.js";
import {
  type ArgumentInfo,
  type Kernel,
  type KernelCall,
  repeated,
  scalarFamily,
  signature,
} from "../entry.js";

/** JSON with the keys of bags in order, at every level. */
function canonicalJson(value: DynamicValue): string {
  if (isDynamicArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isDynamicBag(value)) return printJson(value);
  const slots = Object.keys(value)
    .sort(compareText)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${slots.join(",")}}`;
}

function jsonKernel([{ type }]: readonly ArgumentInfo[]): Kernel {
  return (cell: Cell): Cell => {
    if (type !== "dynamic") return cellToText(cell, type);
    return cell === null ? "" : canonicalJson(asDynamic(cell));
  };
}

function typeKernel([{ type }]: readonly ArgumentInfo[]): Kernel {
  return (cell: Cell): Cell => (type === "dynamic" ? dynamicTypeName(asDynamic(cell)) : type);
}

function packArrayKernel(args: readonly ArgumentInfo[]): Kernel {
  const types = args.map(({ type }) => type);
  return (...cells: Cell[]): Cell => {
    const packed = cells.map((cell, at) => packCell(cell, types[at]));
    return bounded(packed, packed);
  };
}

/** Paths of all slots, inner ones included; the elements of an array share the path `[0]`. */
function treePaths(value: DynamicValue): Cell {
  if (!isDynamicBag(value) && !isDynamicArray(value)) return null;
  const paths = new Set<string>();
  addPaths(value, "", paths);
  return [...paths];
}

function addPaths(value: DynamicValue, path: string, paths: Set<string>): void {
  if (isDynamicArray(value)) {
    for (const item of value) {
      paths.add(`${path}[0]`);
      addPaths(item, `${path}[0]`, paths);
    }
  } else if (isDynamicBag(value)) {
    for (const [key, slot] of slotsOf(value)) {
      const inner = `${path}['${key}']`;
      paths.add(inner);
      addPaths(slot, inner, paths);
    }
  }
}

function repeatKernel([{ type }]: readonly ArgumentInfo[]): Kernel {
  return (value: Cell, count: number | null): Cell => {
    if (count === null || count < 0) return null;
    return new Array<DynamicValue>(Math.min(count, maxMadeElements)).fill(packCell(value, type));
  };
}

/** Refuses a batch whose arrays would fill the memory; the kernel then makes them one by one. */
function checkRepeats([, counts]: readonly Vector[], { length }: KernelCall): undefined {
  if (counts.encoding === "const") return;
  const read = cellReader(counts);
  let total = 0;
  for (let row = 0; row < length; row++) total += Math.min(maxMadeElements, Math.max(0, Number(read(row))));
  checkBatch(total);
}

/** Texts that a table holds are parsed when, and as far as, somebody reads them; values are what they are. */
function parseStored([text]: readonly Vector[]): Vector | undefined {
  if (text.type === "dynamic") return text;
  const store = text.encoding === "stored" ? text.store.asJson?.() : undefined;
  if (text.encoding !== "stored" || store === undefined) return undefined;
  return { encoding: "stored", type: "dynamic", length: text.length, store, rows: text.rows };
}

/** What `parse_json` makes of the text of a value: mostly the value. */
function reparse(value: DynamicValue): Cell {
  const isKept = (isDynamicArray(value) || isDynamicBag(value)) && isJson(value);
  return isKept ? value : parseDynamic(dynamicToText(value));
}

const firstName = ([first]: readonly ArgumentInfo[]): string | undefined => first?.columnName;

export const dynamicFunctions = scalarFamily({
  parse_json: {
    summary: "The value that JSON text stands for; text that is not JSON becomes a dynamic string.",
    page: "parse-json-function",
    signatures: [
      signature({ json: "string" }, "dynamic"),
      signature({ json: "dynamic" }, "dynamic", { kernel: (value: DynamicValue): Cell => value }),
    ],
    nulls: "propagate",
    examples: {
      "toint(parse_json('{\"a\":[1,2]}').a[1])": "2",
      "gettype(parse_json('not json'))": "'string'",
    },
    aliases: ["parsejson", "todynamic", "toobject"],
    resultName: firstName,
    kernel: parseDynamic,
    vectorKernel: parseStored,
    overPrinted: {
      summary: "What `parse_json` makes of `tostring` of a value.",
      page: "parse-json-function",
      signatures: [signature({ value: "dynamic" }, "dynamic")],
      nulls: "custom",
      examples: {},
      kernel: reparse,
    },
  },
  dynamic_to_json: {
    summary: "JSON text of a dynamic value, with the keys of bags in order.",
    page: "dynamic-to-json-function",
    signatures: [signature({ expr: "any" }, "string")],
    nulls: "custom",
    examples: { "dynamic_to_json(dynamic({'b':1,'a':[2]}))": '\'{"a":[2],"b":1}\'' },
    specialize: jsonKernel,
  },
  gettype: {
    summary: "Name of the type of a value; of a dynamic value, of what it holds.",
    page: "gettype-function",
    signatures: [signature({ value: "any" }, "string")],
    nulls: "custom",
    examples: { "gettype(1s)": "'timespan'", "gettype(dynamic([]))": "'array'" },
    resultName: ([first]) => `type_${first?.columnName ?? ""}`,
    specialize: typeKernel,
  },
  treepath: {
    summary: "Paths of all slots of a bag, inner ones included.",
    page: "treepath-function",
    signatures: [signature({ object: "dynamic" }, "dynamic")],
    nulls: "propagate",
    examples: {
      "tostring(treepath(dynamic({'a':{'b':[1,2]}})))":
        "@'[\"[''a'']\",\"[''a''][''b'']\",\"[''a''][''b''][0]\"]'",
    },
    resultName: ([first]) => `tree_${first?.columnName ?? ""}`,
    kernel: treePaths,
  },
  pack_array: {
    summary: "Array of the arguments.",
    page: "pack-array-function",
    signatures: [signature({ value: repeated("any") }, "dynamic", { maxCount: 10_000 })],
    nulls: "custom",
    examples: { "tostring(pack_array(1, 'a', 2s))": '\'[1,"a","00:00:02"]\'' },
    specialize: packArrayKernel,
  },
  repeat: {
    summary: "Array that holds a value several times.",
    page: "repeat-function",
    signatures: [signature({ value: "ordered", count: "index" }, "dynamic")],
    nulls: "custom",
    examples: { "tostring(repeat(1, 3))": "'[1,1,1]'" },
    resultName: ([first]) => `repeat_${first?.columnName ?? ""}`,
    specialize: repeatKernel,
    vectorKernel: checkRepeats,
  },
});
