import { describe, expect, test } from "vitest";
import type { FunctionEntry } from "../../src/functions/entry.js";
import { aggregateFamilies, scalarFamilies, windowFamilies } from "../../src/functions/index.js";
import { resultOf } from "./evaluate.js";

function casesOf(family: Readonly<Record<string, FunctionEntry>>): [string, string, string][] {
  return Object.entries(family).flatMap(([name, { examples }]) =>
    Object.entries(examples).map(([expression, expected]): [string, string, string] => [
      name,
      expression,
      expected,
    ]),
  );
}

const all = [...scalarFamilies, ...aggregateFamilies, ...windowFamilies];
const families = all.map((family) => [Object.keys(family)[0] ?? "", family] as const);

describe.each(families)("family of %s", (_, family) => {
  test.each(casesOf(family))("%s: %s is %s", (_name, expression, expected) => {
    expect(resultOf(expression)).toEqual(resultOf(expected));
  });
});

test("every entry has a summary, a documentation page and an example", () => {
  for (const family of all) {
    for (const [name, { page, summary, examples }] of Object.entries(family)) {
      expect(page, name).toMatch(/^[a-z0-9-]+$/);
      expect(summary, name).toMatch(/\.$/);
      expect(Object.keys(examples).length, name).toBeGreaterThan(0);
    }
  }
});
