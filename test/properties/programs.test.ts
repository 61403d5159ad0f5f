import fc from "fast-check";
import { test } from "vitest";
import { generated } from "./program/choice.js";
import { laws } from "./program/laws.js";

test.each(Object.entries(laws))("%s", (_, law) => {
  fc.assert(
    fc.property(
      generated((choice) => () => law(choice)),
      (check) => check(),
    ),
    { seed: 42, numRuns: 100, interruptAfterTimeLimit: 8_000 },
  );
});
