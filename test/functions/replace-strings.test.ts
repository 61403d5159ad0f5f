import fc from "fast-check";
import { expect, test } from "vitest";
import { call } from "./call-scalar.js";

interface Piece {
  readonly text: string;
  readonly isDone: boolean;
}

/** Each lookup cuts the pieces that no earlier one has made. */
function byDefinition(text: string, lookups: readonly string[], rewrites: readonly string[]): string {
  let pieces: readonly Piece[] = [{ text, isDone: false }];
  for (const [at, lookup] of lookups.entries()) {
    if (lookup === "") continue;
    const done = { text: rewrites[at] ?? lookup, isDone: true };
    pieces = pieces.flatMap((piece) => {
      if (piece.isDone) return [piece];
      return piece.text
        .split(lookup)
        .flatMap((rest, place): Piece[] => [...(place === 0 ? [] : [done]), { text: rest, isDone: false }]);
    });
  }
  return pieces.map((piece) => piece.text).join("");
}

const texts = (maxLength: number) => fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength });

test("replace_strings cuts a text by one lookup after another", () => {
  fc.assert(
    fc.property(
      texts(40),
      fc.array(texts(5), { maxLength: 5 }),
      fc.array(texts(3), { maxLength: 5 }),
      (text, lookups, rewrites) => {
        expect(call("replace_strings", text, lookups, rewrites)).toBe(byDefinition(text, lookups, rewrites));
      },
    ),
    { numRuns: 500 },
  );
});

test("replace_strings passes over lookups that a long text does not hold", () => {
  const text = "abcdefghij".repeat(100_000);
  const lookups = Array.from({ length: 1000 }, (_, at) => `z${at}`);
  expect(call("replace_strings", text, lookups, [])).toBe(text);
});
