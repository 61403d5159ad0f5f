/**
 * Bounds on dynamic values that functions make. Values share their parts, so `pack_array(d, d)` forty times over takes
 * little room and yet would never end printing: what counts is the size written out.
 */
import type { DynamicValue } from "../types/value.js";
import { isDynamicArray } from "../types/value.js";
import { KernelError } from "./kernel-error.js";

/** Most elements and slots that one value may hold, at all depths together. */
const maxSize = 4_194_304;

/** Most elements of the arrays that `range` and `repeat` make. */
export const maxMadeElements = 1_048_576;

/** Most elements that one call may make over the rows of a batch. */
const maxBatchElements = 16_777_216;

const valueTooLarge = (): KernelError =>
  new KernelError("KQL309", `the dynamic value would hold more than ${maxSize} elements`);

/** Deepest nesting that functions make; that of data has its own bound. Deeper values would overflow the stack. */
const maxDepth = 512;

interface Extent {
  readonly size: number;
  readonly depth: number;
}

/** Sizes of values that were made of other arrays or bags. */
const known = new WeakMap<object, Extent>();

/** Values that came with the data are at most as large as their text; one level tells enough of them. */
function extentOf(value: DynamicValue & object): Extent {
  return known.get(value) ?? { size: isDynamicArray(value) ? value.length : 1, depth: 1 };
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
  let depth = 1;
  for (const part of parts) {
    if (typeof part !== "object" || part === null) size++;
    else {
      const inner = extentOf(part);
      size += inner.size;
      depth = Math.max(depth, inner.depth + 1);
    }
  }
  if (size > maxSize) throw valueTooLarge();
  if (depth > maxDepth) throw valueTooDeep();
  if (depth > 1) known.set(made, { size, depth });
  return made;
}

const valueTooDeep = (): KernelError =>
  new KernelError("KQL309", `the dynamic value would be nested more than ${maxDepth} levels deep`);

/** @throws KernelError when the arrays of a batch would be too large together */
export function checkBatch(elementCount: number): void {
  if (elementCount <= maxBatchElements) return;
  throw new KernelError("KQL309", `the arrays would hold more than ${maxBatchElements} elements together`);
}
