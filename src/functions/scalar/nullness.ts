/** Tests for null and for empty. A text is never null. */
import type { Cell } from "../../types/value.js";
import { newBytes } from "../../vector/allocate.js";
import { boolFalse, boolTrue, constVector } from "../../vector/vector.js";
import { type Kernel, type ScalarEntry, scalarFamily, signature, type VectorKernel } from "../entry.js";

interface Nullness {
  readonly summary: string;
  readonly page: string;
  readonly examples: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
  readonly kernel: Kernel;
  readonly vectorKernel?: VectorKernel;
}

function nullness(facts: Nullness): ScalarEntry {
  return { ...facts, signatures: [signature({ value: "any" }, "bool")], nulls: "custom" };
}

/** Whether texts that lie in memory as bytes are not empty; passes on other vectors. */
export const presentTexts = emptyTexts(false);

export const nullnessFunctions = scalarFamily({
  isnull: nullness({
    summary: "Whether a value is null; false for every text.",
    page: "isnull-function",
    examples: { "isnull(int(null))": "true", 'isnull("")': "false" },
    kernel: (value: Cell) => value === null,
  }),
  isnotnull: nullness({
    summary: "Whether a value is not null; true for every text.",
    page: "isnotnull-function",
    examples: { "isnotnull(int(null))": "false", 'isnotnull("")': "true" },
    aliases: ["notnull"],
    kernel: (value: Cell) => value !== null,
  }),
  isempty: nullness({
    summary: "Whether a value is null or the empty text.",
    page: "isempty-function",
    examples: { 'isempty("")': "true", 'isempty(" ")': "false", "isempty(int(null))": "true" },
    kernel: isEmpty,
    vectorKernel: emptyTexts(true),
  }),
  isnotempty: nullness({
    summary: "Whether a value is neither null nor the empty text.",
    page: "isnotempty-function",
    examples: { 'isnotempty("x")': "true", "isnotempty(int(null))": "false" },
    aliases: ["notempty"],
    kernel: (value: Cell) => !isEmpty(value),
    vectorKernel: presentTexts,
  }),
});

function isEmpty(value: Cell): boolean {
  return value === null || value === "";
}

/** Of distinct texts one at most is empty; no other is made only to be looked at. */
function emptyTexts(isWanted: boolean): VectorKernel {
  const yes = isWanted ? boolTrue : boolFalse;
  const no = isWanted ? boolFalse : boolTrue;
  return ([vector], { length }) => {
    if (vector.encoding !== "dict") return undefined;
    const empty = vector.dictionary.bytes?.placeOf("");
    if (empty === undefined) return undefined;
    if (empty < 0) return constVector("bool", !isWanted, length);
    const data = newBytes(length);
    for (let row = 0; row < length; row++) data[row] = vector.codes[row] === empty ? yes : no;
    return { encoding: "bool", type: "bool", length, data };
  };
}
