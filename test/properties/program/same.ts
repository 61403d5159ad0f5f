import { deepEqual } from "node:assert/strict";

/** @throws Error that shows the program */
export function same(actual: unknown, expected: unknown, text: string): void {
  try {
    deepEqual(actual, expected);
  } catch (error) {
    throw new Error(`for\n${text}\n${error instanceof Error ? error.message : String(error)}`);
  }
}
