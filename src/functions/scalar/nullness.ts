/** Tests for null and for empty. A text is never null. */
import type { Cell } from "../../types/value.js";
import { type Kernel, type ScalarEntry, scalarFamily, signature } from "../entry.js";

interface Nullness {
  readonly summary: string;
  readonly page: string;
  readonly examples: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
  readonly kernel: Kernel;
}

function nullness(facts: Nullness): ScalarEntry {
  return { ...facts, signatures: [signature({ value: "any" }, "bool")], nulls: "custom" };
}

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
  }),
  isnotempty: nullness({
    summary: "Whether a value is neither null nor the empty text.",
    page: "isnotempty-function",
    examples: { 'isnotempty("x")': "true", "isnotempty(int(null))": "false" },
    aliases: ["notempty"],
    kernel: (value: Cell) => !isEmpty(value),
  }),
});

function isEmpty(value: Cell): boolean {
  return value === null || value === "";
}
