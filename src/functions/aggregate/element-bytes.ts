/** How much memory the elements of lists, sets and bags take. Exact, as a few large ones among many small are common. */
import { type Cell, type DynamicValue, isDynamicArray } from "../../types/value.js";
import type { Vector } from "../../vector/vector.js";
import { valueBytes } from "./value-codes.js";

/** What a text takes beside its characters. */
const textBytes = 48;
/** A place in an array. */
export const placeBytes = 8;
const slotBytes = 32;

/** Deeper parts count as one place each. */
const deepest = 8;

/** Bytes of a value with all its parts. */
export function elementBytes(value: DynamicValue | undefined, depth = 0): number {
  if (typeof value === "string") return textBytes + value.length;
  if (typeof value !== "object" || value === null || depth > deepest) return placeBytes;
  let bytes = textBytes;
  if (isDynamicArray(value)) {
    for (const item of value) bytes += placeBytes + elementBytes(item, depth + 1);
    return bytes;
  }
  for (const [key, slot] of Object.entries(value)) {
    bytes += slotBytes + key.length + elementBytes(slot, depth + 1);
  }
  return bytes;
}

/** Whether the vector's cells are its own: those of a dictionary or a table are there anyway. */
export function ownsCells({ encoding }: Vector): boolean {
  return encoding === "string" || encoding === "object";
}

/** Bytes of the distinct cells, from a place on, that came with a vector. */
export function distinctBytes(cells: readonly Cell[], from: number, vector: Vector): number {
  let bytes = (cells.length - from) * valueBytes;
  if (!ownsCells(vector)) return bytes;
  for (let place = from; place < cells.length; place++) {
    const cell = cells[place];
    bytes += typeof cell === "string" ? textBytes + cell.length : placeBytes;
  }
  return bytes;
}
