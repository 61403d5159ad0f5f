import fc from "fast-check";
import { describe, test } from "vitest";
import { generated } from "./program/choice.js";
import { laws } from "./program/laws.js";

/** One seed sees little, and which programs it draws changes whenever a function is added. */
const seeds = [42, 7, 20_260_406];
const runsOfSeed = 13;

describe.each(seeds)("programs of seed %d", (seed) => {
  test.each(Object.entries(laws))("%s", (_, law) => {
    fc.assert(
      fc.property(
        generated((choice) => () => law(choice)),
        (check) => check(),
      ),
      { seed, numRuns: runsOfSeed },
    );
  });
});
