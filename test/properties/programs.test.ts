import fc from "fast-check";
import { describe, test } from "vitest";
import { seed } from "../seed.js";
import { generated } from "./program/choice.js";
import { laws } from "./program/laws.js";

/** One seed sees little, and which programs it draws changes whenever a function is added. */
const seeds = [seed, seed + 1, seed + 2];
const runsOfSeed = 13;

describe.each(seeds)("programs of seed %d", (ownSeed) => {
  test.each(Object.entries(laws))("%s", (_, law) => {
    fc.assert(
      fc.property(
        generated((choice) => () => law(choice)),
        (check) => check(),
      ),
      { seed: ownSeed, numRuns: runsOfSeed },
    );
  });
});
