import { newBytes, newFloats } from "./allocate.js";
import { concat, flatten } from "./gather.js";
import type { FlatVector } from "./vector.js";

/**
 * Cells of one vector, then those of another of its type: for results that grow in many small steps. What the first one
 * lies in goes on to be used where it can, behind its end, which nobody looks at; so only once for each vector.
 */
export function append(first: FlatVector, more: FlatVector): FlatVector {
  const length = first.length + more.length;
  if (first.encoding === "string" && more.encoding === "string") {
    return { ...first, length, data: appendCells(first.data, first.length, more.data, more.length) };
  }
  if (first.encoding === "object" && more.encoding === "object") {
    return { ...first, length, data: appendCells(first.data, first.length, more.data, more.length) };
  }
  if (first.encoding === "bool" && more.encoding === "bool") {
    const data = first.data.length >= length ? first.data : newBytes(length * 2);
    if (data !== first.data) data.set(first.data.subarray(0, first.length));
    data.set(more.data.subarray(0, more.length), first.length);
    return { ...first, length, data };
  }
  if (first.encoding === "number" && more.encoding === "number") {
    const data = first.data.length >= length ? first.data : newFloats(length * 2);
    if (data !== first.data) data.set(first.data.subarray(0, first.length));
    data.set(more.data.subarray(0, more.length), first.length);
    return { ...first, length, data };
  }
  return flatten(concat(first.type, [first, more]));
}

function appendCells<T>(data: readonly T[], length: number, more: readonly T[], count: number): readonly T[] {
  // Vectors show their cells as read-only to others; this array was made to grow.
  const cells = data as T[];
  for (let at = 0; at < count; at++) cells[length + at] = more[at];
  return cells;
}
