/** What functions ask of dynamic values. */
import { dynamicKey } from "../types/compare.js";
import {
  type Cell,
  DynamicReal,
  DynamicScalar,
  type DynamicValue,
  isDynamicArray,
  isDynamicBag,
} from "../types/value.js";

/** What identifies an element of a set, as a key of a `Map`. A whole real equals the long of its value. */
export function elementKey(value: DynamicValue): string | number | bigint | boolean | null {
  if (typeof value === "string") return `"${value}`;
  if (value instanceof DynamicReal) return value.value;
  if (value instanceof DynamicScalar) return `${value.type} ${value.text}`;
  return isDynamicArray(value) || isDynamicBag(value) ? dynamicKey(value) : value;
}

/** A number inside a dynamic value as a double; undefined for anything else. */
export function numberIn(value: DynamicValue | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (value instanceof DynamicReal) return value.value;
  return typeof value === "bigint" ? Number(value) : undefined;
}

/** Whether a number is a long inside a dynamic value. */
export function isLongIn(value: DynamicValue): value is number | bigint {
  return typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
}

/** A cell of type dynamic. */
export function asDynamic(cell: Cell): DynamicValue {
  return cell as DynamicValue; // callers hold cells of dynamic columns or packed ones
}
