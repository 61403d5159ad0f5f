/**
 * Bounds on dynamic values that functions make. Values share their parts, so `pack_array(d, d)` forty times over takes
 * little room and yet would never end printing: what counts is the size written out.
 */
import type { DynamicValue } from "../types/value.js";
import { isDynamicArray } from "../types/value.js";
import { KernelError } from "./kernel-error.js";

/** Most elements and slots that one value may hold, at all depths together. */
const maxSize = 4_194_304;

/** Most elements that one call may make over the rows of a batch. */
const maxBatchElements = 16_777_216;

export const valueTooLarge = (): KernelError =>
  new KernelError("KQL309", `the dynamic value would hold more than ${maxSize} elements`);

/** Sizes of values that were made of other arrays or bags. */
const knownSizes = new WeakMap<object, number>();

/** Values that came with the data are at most as large as their text; one level tells enough of them. */
function sizeOf(value: DynamicValue | undefined): number {
  if (typeof value !== "object" || value === null) return 1;
  return knownSizes.get(value) ?? (isDynamicArray(value) ? value.length : 1);
}

/**
 * An array or bag that has just been made of some parts, which it is handed with.
 * @throws KernelError when it would be too large
 */
export function bounded<T extends DynamicValue & object>(
  made: T,
  parts: Iterable<DynamicValue | undefined>,
): T {
  let size = 1;
  let isNested = false;
  for (const part of parts) {
    size += sizeOf(part);
    isNested ||= typeof part === "object" && part !== null;
  }
  if (size > maxSize) throw valueTooLarge();
  if (isNested) knownSizes.set(made, size);
  return made;
}

/** @throws KernelError when the arrays of a batch would be too large together */
export function checkBatch(elementCount: number): void {
  if (elementCount <= maxBatchElements) return;
  throw new KernelError("KQL309", `the arrays would hold more than ${maxBatchElements} elements together`);
}
