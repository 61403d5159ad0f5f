import { describe, expect, test } from "vitest";
import type { ScalarTable } from "../../src/functions/entry.js";
import { scalarFamilies } from "../../src/functions/index.js";
import { compareCells } from "../../src/types/compare.js";
import { evaluate } from "./evaluate.js";

/** Examples whose sides cannot be compared as they stand. */
function casesOf(family: ScalarTable): [string, string, string][] {
  return Object.entries(family).flatMap(([name, { examples }]) =>
    Object.entries(examples).map(([expression, expected]): [string, string, string] => [
      name,
      expression,
      expected,
    ]),
  );
}

describe.each(scalarFamilies.map((family) => [Object.keys(family)[0] ?? "", family] as const))(
  "family of %s",
  (_, family) => {
    test.each(casesOf(family))("%s: %s is %s", (_name, expression, expected) => {
      const left = evaluate(expression);
      const right = evaluate(expected);
      expect(compareCells(left.cell, right.cell, left.type)).toBe(0);
    });
  },
);

test("every entry names a documentation page and shows an example", () => {
  for (const family of scalarFamilies) {
    for (const [name, { page, summary, examples }] of Object.entries(family)) {
      expect(page, name).toMatch(/^[a-z0-9-]+$/);
      expect(summary, name).toMatch(/\.$/);
      expect(Object.keys(examples).length, name).toBeGreaterThan(0);
    }
  }
});
