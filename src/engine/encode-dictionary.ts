import type { KqlType } from "../types/kql-type.js";
import type { Cell } from "../types/value.js";
import { type Dictionary, type Vector, vectorOf } from "../vector/vector.js";

/** From how many rows on a dictionary pays for being built. */
export const dictionaryRows = 1024;

/** Cells as a dictionary vector; undefined when most of them differ, for then it would only cost. */
export function encodeDictionary(type: KqlType, cells: readonly Cell[]): Vector | undefined {
  const codeOf = new Map<Cell, number>();
  const codes = new Int32Array(cells.length);
  const limit = Math.max(1024, cells.length / 2);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    let code = codeOf.get(cell);
    if (code === undefined) {
      code = codeOf.size;
      if (code >= limit) return undefined;
      codeOf.set(cell, code);
    }
    codes[row] = code;
  }
  const values = vectorOf(type, [...codeOf.keys()]);
  const isDistinct = type === "string" && !codeOf.has(null);
  const dictionary: Dictionary = { values, rowCount: cells.length, isDistinct };
  return { encoding: "dict", type, length: cells.length, codes, dictionary };
}
