/** Random choices, from fast-check or from a bare seed; generators of programs are written against this alone. */
import fc from "fast-check";

export interface Choice {
  /** A whole number from 0 to `bound` - 1; shrinks towards 0. */
  below(bound: number): number;
}

export function pick<T>(choice: Choice, list: readonly T[]): T {
  return list[choice.below(list.length)];
}

/** True `percent` times in a hundred; shrinks to false. */
export function chance(choice: Choice, percent: number): boolean {
  return choice.below(100) >= 100 - percent;
}

export function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

export function shuffled<T>(choice: Choice, list: readonly T[]): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = choice.below(last + 1);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

/** Whatever a generator makes, as an arbitrary. */
export function generated<T>(make: (choice: Choice) => T): fc.Arbitrary<T> {
  return fc.gen().map((value) => make({ below: (bound) => value(fc.integer, { min: 0, max: bound - 1 }) }));
}
