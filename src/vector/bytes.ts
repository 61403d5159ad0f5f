/** How much memory vectors take, roughly: what limits count. */
import type { Cell } from "../types/value.js";
import type { Vector } from "./vector.js";

/** Cells that an estimate looks at. */
const sampled = 16;

/** Bytes that a vector holds of its own, roughly: what it shares with a table or a dictionary is not counted. */
export function vectorBytes(vector: Vector): number {
  switch (vector.encoding) {
    case "number":
    case "bigint":
    case "real":
      return vector.length * 8;
    case "bool":
      return vector.length;
    case "const":
      return 0;
    case "dict":
      return vector.length * 4;
    case "stored":
      return vector.length * (4 + (vector.store.bytesPerCell ?? 0));
    case "string":
    case "object": {
      if ("bytes" in vector && vector.bytes !== undefined) return vector.bytes + vector.length * 8;
      const { data, length } = vector;
      const step = Math.max(1, Math.floor(length / sampled));
      let bytes = 0;
      let count = 0;
      for (let row = 0; row < length; row += step) {
        bytes += cellBytes(data[row]);
        count++;
      }
      return count === 0 ? 0 : length * (8 + bytes / count);
    }
  }
}

/** Bytes of a text or an object, roughly; what lies deep inside counts little, for it is often shared. */
function cellBytes(cell: Cell): number {
  if (typeof cell === "string") return 48 + cell.length;
  if (typeof cell !== "object" || cell === null) return 0;
  if (Array.isArray(cell)) return 32 + cell.length * 8;
  return 64;
}

/** How deep, and how far into a bag, a look at a new value goes. */
const maxDepth = 4;
const maxSlots = 16;

/** Bytes of a value that shares nothing, roughly: an array's items are taken to be like its first. */
export function newValueBytes(value: unknown, depth = 0): number {
  if (typeof value === "string") return 24 + value.length;
  if (typeof value !== "object" || value === null) return 0;
  if (depth === maxDepth) return 64;
  if (Array.isArray(value)) return 32 + value.length * (8 + newValueBytes(value[0], depth + 1));
  let bytes = 64;
  let slots = 0;
  for (const slot of Object.values(value)) {
    bytes += 16 + newValueBytes(slot, depth + 1);
    if (++slots === maxSlots) break;
  }
  return bytes;
}
