/** Paths into dynamic values: `a.b`, `a["b"]`, `a[0]`, `a[-1]`. */
import type { Cell, DynamicValue } from "../types/value.js";
import { isDynamicArray, isDynamicBag } from "../types/value.js";

/**
 * One step into a dynamic value; null where there is nothing: a missing key, an index out of range, a bag by number,
 * an array by name.
 */
export function memberOf(value: unknown, key: Cell): DynamicValue {
  if (typeof key === "string") {
    return isDynamicBag(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
  }
  if (typeof key !== "number" || !isDynamicArray(value)) return null;
  const index = key < 0 ? value.length + key : key;
  return value[index] ?? null;
}

/** Several steps. */
export function memberAt(value: unknown, path: readonly (string | number)[]): DynamicValue {
  // The argument is a dynamic cell of any kind; each step checks what it finds.
  let current = value as DynamicValue;
  for (let step = 0; step < path.length && current !== null; step++) current = memberOf(current, path[step]);
  return current ?? null;
}
