import { describe, expect, test } from "vitest";
import type { FunctionEntry } from "../../src/functions/entry.js";
import { signature } from "../../src/functions/entry.js";
import { aggregateFamilies, scalarFamilies, windowFamilies } from "../../src/functions/index.js";
import { gapsOf, givenCalls } from "./case-coverage.js";

const calls = givenCalls();

function gapsIn(families: readonly Readonly<Record<string, FunctionEntry>>[]): string[] {
  return families.flatMap((family) =>
    Object.entries(family).flatMap(([name, entry]) => gapsOf(name, entry, calls.get(name) ?? [])),
  );
}

describe("every signature has cases, with a null at each parameter", () => {
  test("of scalar functions and operators", () => expect(gapsIn(scalarFamilies)).toEqual([]));
  test("of aggregates", () => expect(gapsIn(aggregateFamilies)).toEqual([]));
  test("of window functions", () => expect(gapsIn(windowFamilies)).toEqual([]));
});

test("a signature without cases, and a parameter without a null, are gaps", () => {
  const entry = {
    signatures: [signature({ a: "long", b: "long" }, "long"), signature({ a: "string" }, "long")],
  };
  const call = (...nulls: boolean[]) => ({
    name: "f",
    args: nulls.map((isNull) => ({ type: "long", isNull })),
  });
  expect(gapsOf("f", entry, [])).toEqual(["f(a: long, b: long): no case", "f(a: string): no case"]);
  expect(gapsOf("f", entry, [call(true, false)])).toEqual([
    "f(a: long, b: long): no null as b",
    "f(a: string): no case",
  ]);
});
